// A chosen photo is shown before it is uploaded: <input type="file" data-photos="id of a list">, its <template> draws one item
// (an <img>, and anything with data-name takes the file's name).
import { each } from "./each.js";

export function start(root) {
  each(root, "input[type=file][data-photos]", (input) => {
    const list = document.getElementById(input.dataset.photos);
    const pattern = list.querySelector("template");
    input.addEventListener("change", () => {
      list.querySelectorAll("[data-chosen]").forEach((item) => item.remove());
      for (const file of input.files) list.append(item(pattern, file));
    });
  });
}

function item(pattern, file) {
  const copy = pattern.content.firstElementChild.cloneNode(true);
  copy.dataset.chosen = "";
  const picture = copy.querySelector("img");
  picture.src = URL.createObjectURL(file);
  picture.addEventListener("load", () => URL.revokeObjectURL(picture.src), { once: true });
  for (const place of copy.querySelectorAll("[data-name]")) place.textContent = file.name;
  return copy;
}
