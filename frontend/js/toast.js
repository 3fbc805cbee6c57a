// A toast leaves after ten seconds; focus or the pointer stops the clock. Z presses its «Отменить».
import { each } from "./each.js";
import { isTyping } from "./typing.js";

const STAYS = 10_000;

export function start(root) {
  each(root, "[data-toast]", (toast) => {
    let clock = leaveLater(toast);
    const hold = () => clearTimeout(clock);
    const goOn = () => (clock = leaveLater(toast));
    for (const event of ["pointerenter", "focusin"]) toast.addEventListener(event, hold);
    for (const event of ["pointerleave", "focusout"]) toast.addEventListener(event, goOn);
  });
}

function leaveLater(toast) {
  return setTimeout(() => {
    toast.classList.add("leaving");
    setTimeout(() => toast.remove(), 200);
  }, STAYS);
}

document.addEventListener("keydown", (event) => {
  if (event.code !== "KeyZ" || event.ctrlKey || event.metaKey || event.altKey || isTyping(event)) return;
  const undo = [...document.querySelectorAll("[data-undo]")].at(-1);
  if (!undo) return;
  event.preventDefault();
  undo.click();
});
