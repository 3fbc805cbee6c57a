// Quick reasons and hours: a chip with data-put="words" writes its words into the field named by data-into, where they can be edited; an hour or a day replaces the other.
import { each } from "./each.js";

export function start(root) {
  each(root, "[data-put]", (chip) => {
    chip.addEventListener("click", () => {
      const field = document.getElementById(chip.dataset.into);
      const words = field.value.trim();
      field.value = words && !["time", "date"].includes(field.type) ? `${words} ${chip.dataset.put}` : chip.dataset.put;
      chip.setAttribute("aria-pressed", "true");
      field.dispatchEvent(new Event("input", { bubbles: true }));
      field.focus();
    });
  });
}
