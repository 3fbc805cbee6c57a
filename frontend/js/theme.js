// Light or dark by the button; without a choice the system decides. The cookie lets the server draw the right one at once.
import { each } from "./each.js";

const YEAR = 31_536_000;
const systemIsDark = matchMedia("(prefers-color-scheme: dark)");

function current() {
  return document.documentElement.dataset.theme ?? (systemIsDark.matches ? "dark" : "light");
}

function choose(theme) {
  document.documentElement.dataset.theme = theme;
  document.documentElement.dataset.bsTheme = theme;
  document.cookie = `theme=${theme}; path=/; max-age=${YEAR}; samesite=lax`;
}

function name(button) {
  const label = button.querySelector("span");
  label.textContent = current() === "dark" ? button.dataset.light : button.dataset.dark;
}

export function start(root) {
  each(root, "[data-theme-switch]", (button) => {
    button.hidden = false;
    name(button);
    button.addEventListener("click", () => {
      choose(current() === "dark" ? "light" : "dark");
      document.querySelectorAll("[data-theme-switch]").forEach(name);
    });
  });
}
