// «Сейчас правит»: the editor says every half minute that its person is there, and shows who else is. Nothing is sent
// when the page opens, nor from a tab that is not in view, nor where there is no form to write in.
import { each } from "./each.js";
import { signed } from "./form-fields.js";

const EVERY = 30_000;

export function start(root) {
  each(root, "[data-here]", (place) => {
    const form = document.getElementById(place.dataset.form);
    if (!form) return; // nothing to write there
    const timer = setInterval(() => (place.isConnected ? tell(place, form) : clearInterval(timer)), EVERY);
    form.addEventListener("input", () => tell(place, form), { once: true });
  });
}

async function tell(place, form) {
  if (document.visibilityState !== "visible") return;
  const body = new URLSearchParams(signed(form));
  const response = await fetch(place.dataset.here, { method: "POST", body, headers: { "X-Poll": "1" } }).catch(() => null);
  if (response?.ok && !response.redirected) place.innerHTML = await response.text();
}
