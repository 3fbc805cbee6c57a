// What was typed into `data-draft="name"` outlives a walk to another page of this tab; sending the form forgets it, and
// so does a press on `data-draft-drop="name"`.
import { each } from "./each.js";

export function start(root) {
  each(root, "[data-draft]", (field) => {
    const name = `draft:${field.dataset.draft}`;
    if (!field.value) field.value = sessionStorage.getItem(name) ?? "";
    if (field.value) field.dispatchEvent(new Event("input", { bubbles: true }));
    field.addEventListener("input", () => sessionStorage.setItem(name, field.value));
    field.form?.addEventListener("submit", () => sessionStorage.removeItem(name));
    field.addEventListener("keydown", (event) => event.key === "Escape" && field.blur());
  });
  each(root, "[data-draft-drop]", (link) => {
    link.addEventListener("click", () => sessionStorage.removeItem(`draft:${link.dataset.draftDrop}`));
  });
}
