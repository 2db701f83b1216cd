// Tags can be switched off; without this script they simply stay on.
document.querySelectorAll(".kinds input").forEach((box) => {
  box.addEventListener("change", () => {
    document.querySelector(".text").classList.toggle("hide-" + box.id.replace("show-", ""), !box.checked);
  });
});
// The framed sentence is brought into view within its picture; where the whole page fits, nothing moves.
document.querySelectorAll(".picture").forEach((picture) => {
  const box = picture.querySelector(".box");
  if (box) picture.scrollTop += box.getBoundingClientRect().top - picture.getBoundingClientRect().top - picture.clientHeight / 3;
});
