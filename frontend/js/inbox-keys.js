// The inbox by keys. The page is the contract: `data-key="d"` on a button or link is pressed by D, in any keyboard layout;
// `data-queue` holds the links that J and K walk, `data-gap` stands on the one before which the open comment stood while it was
// in the queue; `data-keys-help` is a <dialog> opened by ?.
import { each } from "./each.js";
import { isTyping } from "./typing.js";

const STEPS = { KeyJ: 1, KeyK: -1 };

export function start(root) {
  each(root, '[data-queue] [aria-current="true"]', (link) => link.scrollIntoView({ block: "nearest" }));
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event)) return;
  const act = STEPS[event.code] ? () => walk(STEPS[event.code]) : (pressed(event) ?? help(event));
  if (!act) return;
  event.preventDefault();
  act();
});

function pressed(event) {
  const letter = letterOf(event);
  const target = document.querySelector(`[data-key="${letter}"]:not(:disabled)`);
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
