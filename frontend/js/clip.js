// «Скопировать»: a button with data-clip="id" puts the words of that field on the clipboard. Without a secure address
// a browser gives no clipboard: then the words are selected, and Ctrl+C takes them.
import { each } from "./each.js";

export function start(root) {
  each(root, "[data-clip]", (button) => {
    const field = document.getElementById(button.dataset.clip);
    button.hidden = false;
    button.addEventListener("click", async () => {
      field.select();
      try {
        await navigator.clipboard.writeText(field.value);
        button.textContent = button.dataset.say;
      } catch {
        field.focus();
      }
    });
  });
}
