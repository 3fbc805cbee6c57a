// «Печать» appears only where a script can open the browser's dialog.
import { each } from "./each.js";

export function start(root) {
  each(root, "[data-print]", (button) => {
    button.hidden = false;
    button.addEventListener("click", () => print());
  });
}
