// Numbers of the menu on an open page. Answers to htmx send them (`web/middleware.py`); each `data-count` shows the one of its
// key, or hides at zero.
export function start() {}

document.addEventListener("veche:counted", ({ detail }) => {
  for (const place of document.querySelectorAll("[data-count]")) {
    const number = detail[place.dataset.count];
    if (number === undefined) continue;
    place.textContent = number || "";
    place.hidden = !number;
  }
});
