// A passkey that did not come: allauth tells it to the console alone. The paragraph [data-passkey] says it to the person,
// in the words that the page keeps for the error's name.
import { each } from "./each.js";

export function start(root) {
  each(root, "[data-passkey]", (place) => {
    document.addEventListener("allauth.error", (event) => {
      event.preventDefault();
      const words = place.dataset;
      const name = event.detail.exception?.name;
      const said = { SecurityError: words.address, NotAllowedError: words.refused }[name];
      place.querySelector("span").textContent = said || words.other;
      place.hidden = false;
    });
  });
}
