// The inbox by keys. The page is the contract: `data-key="d"` on a button, link or radio is pressed by D, in any keyboard
// layout; `data-queue` holds the links that J, K and the arrows walk, `data-gap` stands on the one before which the open
// comment stood while it was in the queue; `data-keys-help` is a <dialog> opened by ? and by `data-keys-open`. In it
// `data-keys-switch` turns keys of one letter off in this browser (WCAG 2.1.4). Ctrl+Enter sends the field `data-key`,
// by the button `data-sends` of its form if there is one.
import { each } from "./each.js";
import { isTyping } from "./typing.js";

const STEPS = { KeyJ: 1, KeyK: -1 };
const ARROWS = { ArrowDown: 1, ArrowUp: -1 };
const OFF = "veche-keys-off";
const root = document.documentElement;

export function start(place) {
  root.toggleAttribute("data-keys-off", isOff());
  each(place, '[data-queue] [aria-current="true"]', (link) => link.scrollIntoView({ block: "nearest" }));
  each(place, "[data-keys-open]", (button) => {
    button.hidden = false;
    button.addEventListener("click", () => document.querySelector("[data-keys-help]").showModal());
  });
  each(place, "[data-keys-switch]", (box) => {
    box.checked = !isOff();
    box.addEventListener("change", () => {
      if (box.checked) localStorage.removeItem(OFF);
      else localStorage.setItem(OFF, "1");
      root.toggleAttribute("data-keys-off", isOff());
    });
  });
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) return sends(event);
  if (event.ctrlKey || event.metaKey || event.altKey || isOff() || isTyping(event) || inDialog()) return;
  const step = STEPS[event.code] ?? arrow(event);
  const act = step ? () => walk(step) : (pressed(event) ?? help(event));
  if (!act) return;
  event.preventDefault();
  act();
});

function isOff() {
  return localStorage.getItem(OFF) !== null;
}

function inDialog() {
  return document.querySelector("dialog[open]") !== null;
}

// Where the arrows have no work of their own: in a list of choices and in what scrolls they have.
function arrow(event) {
  const idle = event.target === document.body || event.target.closest("[data-queue]");
  return idle && !event.shiftKey ? ARROWS[event.code] : undefined;
}

function sends(event) {
  const field = event.target.closest("textarea[data-key]");
  if (!field) return;
  event.preventDefault();
  field.form.requestSubmit(field.form.querySelector("[data-sends]"));
}

function pressed(event) {
  const letter = letterOf(event);
  const target = letter && document.querySelector(`[data-key="${letter}"]:not(:disabled)`);
  if (!target) return null;
  return () => (target.matches("a, button, summary, [type=radio]") ? target.click() : target.focus());
}

// By the key's place, so that D is D in the Russian layout too.
function letterOf(event) {
  if (event.code === "Slash" && event.key !== "?") return "/";
  return /^(?:Key|Digit)/.test(event.code) ? event.code.replace(/^(?:Key|Digit)/, "").toLowerCase() : "";
}

function walk(step) {
  const links = [...document.querySelectorAll("[data-queue] a:not(.q-same)")];
  const here = links.findIndex((link) => link.ariaCurrent === "true");
  const gap = links.findIndex((link) => "gap" in link.dataset);
  const next = links[here < 0 && gap >= 0 ? gap + Math.min(step, 0) : here + step];
  if (!next) return;
  next.scrollIntoView({ block: "nearest" });
  next.click();
}

function help(event) {
  const dialog = document.querySelector("[data-keys-help]");
  return event.key === "?" && dialog ? () => dialog.showModal() : null;
}
