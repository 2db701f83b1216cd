// Tags can be switched off; without this script they simply stay on.
document.querySelectorAll(".kinds input").forEach((box) => {
  box.addEventListener("change", () => {
    document.querySelector(".text").classList.toggle("hide-" + box.id.replace("show-", ""), !box.checked);
  });
});
