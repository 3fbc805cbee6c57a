// How many boxes of a form are ticked, beside its button: `data-ticked` is empty without a script.
import { each } from "./each.js";

export function start(root) {
  each(root, "[data-ticked]", (place) => {
    const form = place.closest("form");
    const show = () => {
      place.textContent = `: ${form.querySelectorAll("[type=checkbox]:checked").length}`;
    };
    form.addEventListener("change", show);
    show();
  });
}
