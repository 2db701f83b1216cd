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
// What is to be copied is copied by a button; without this script it can be selected.
document.querySelectorAll(".copier").forEach((button) => {
  const source = document.getElementById(button.dataset.copies);
  if (source.value) source.value = new URL(source.value, location.href).href;
  button.hidden = false;
  button.addEventListener("click", async () => {
    const text = source.value || source.textContent.trim();
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      if (source.select) source.select();
      else getSelection().selectAllChildren(source);
      document.execCommand("copy");
    }
    const name = button.textContent;
    button.textContent = button.dataset.done;
    setTimeout(() => (button.textContent = name), 2000);
  });
});
// On paper everything is told: what is folded up is opened for printing.
let folded = [];
addEventListener("beforeprint", () => {
  folded = [...document.querySelectorAll("main details:not([open]):not(.cite)")];
  folded.forEach((each) => (each.open = true));
});
addEventListener("afterprint", () => folded.forEach((each) => (each.open = false)));
