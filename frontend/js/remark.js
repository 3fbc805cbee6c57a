// A remark on a place: words that are marked in `data-quote="form id"` go into the form's fields `quote` and
// `occurrence`. Without a script, and on the phone, the sentence is chosen from the list.
import { each } from "./each.js";

export function start(root) {
  each(root, "[data-quote]", (text) => {
    const form = document.getElementById(text.dataset.quote);
    if (!form) return;
    document.addEventListener("selectionchange", () => mark(text, form));
    form.querySelector("[data-unmark]").addEventListener("click", () => put(form, "", 1));
  });
}

function mark(text, form) {
  const selection = document.getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return;
  const range = selection.getRangeAt(0);
  if (!text.contains(range.startContainer) || !text.contains(range.endContainer)) return;
  const words = selection.toString().trim();
  // Words of one paragraph: between two the page shows other blanks than the text has.
  if (!words || words.includes("\n")) return;
  const before = document.createRange();
  before.setStart(text, 0);
  before.setEnd(range.startContainer, range.startOffset);
  put(form, words, 1 + count(before.toString(), words));
}

function put(form, words, occurrence) {
  form.elements.quote.value = words;
  form.elements.occurrence.value = words ? occurrence : "";
  form.querySelector("[data-marked-words]").textContent = words;
  form.querySelector("[data-marked]").hidden = !words;
  const places = form.querySelector("[data-places]");
  if (places) places.hidden = Boolean(words);
}

function count(text, words) {
  let found = 0;
  for (let at = text.indexOf(words); at >= 0; at = text.indexOf(words, at + 1)) found += 1;
  return found;
}
