// The person's menu and the sheets close by Escape and by a click beside them; the focus goes back where it was.
import { each } from "./each.js";

let opener = null;

export function start(root) {
  each(root, "[data-menu]", (menu) => {
    document.addEventListener("click", (event) => {
      if (!menu.contains(event.target)) menu.open = false;
    });
  });
  each(root, "a[href^='#']", (link) => {
    link.addEventListener("click", () => {
      if (document.querySelector(`${link.getAttribute("href")}[data-sheet]`)) opener = link;
    });
  });
}

function sheet() {
  return document.querySelector("[data-sheet]:target");
}

addEventListener("hashchange", () => {
  if (sheet()) sheet().querySelector("input, textarea, a:not(.sheet-veil), button")?.focus();
  else opener?.focus();
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const menu = document.querySelector("[data-menu][open]");
  if (menu) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
  if (sheet()) location.hash = "main";
});
