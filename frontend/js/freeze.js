// «Заморозить всё» answers only when nothing is in flight, so the button says that it works and cannot be pressed twice.
import { each } from "./each.js";

// Busy buttons, also those that stand outside their form, with what they said before.
const busy = new Map();

export function start(root) {
  each(root, "form[data-once]", (form) => {
    form.addEventListener("submit", (event) => {
      const button = event.submitter ?? form.querySelector("[type=submit]");
      // Disabled only after the form is on its way: a disabled button would not be sent with it.
      setTimeout(() => {
        busy.set(button, [...button.childNodes]);
        button.disabled = true;
        button.setAttribute("aria-busy", "true");
        if (form.dataset.once) button.textContent = form.dataset.once;
      });
    });
  });
}

// «Back» may bring the page from the browser's memory: the button works again.
addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  for (const [button, said] of busy) {
    button.disabled = false;
    button.removeAttribute("aria-busy");
    button.replaceChildren(...said);
  }
  busy.clear();
});
