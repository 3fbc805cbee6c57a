// Dragging in the week and the month: an addition to «Перенести» and «Поставить», which do the same without it.
import { each } from "./each.js";

let dragged = null;

export function start(root) {
  each(root, "[data-week]", (week) => {
    for (const thing of document.querySelectorAll("[data-drag], [data-move]")) {
      thing.draggable = true;
      thing.addEventListener("dragstart", (event) => {
        dragged = thing;
        event.dataTransfer.effectAllowed = "move";
        event.dataTransfer.setData("text/plain", thing.querySelector("h3, b")?.textContent ?? "");
        thing.classList.add("dragged");
      });
      thing.addEventListener("dragend", () => {
        thing.classList.remove("dragged");
        leave();
        dragged = null;
      });
    }
    for (const day of week.querySelectorAll("[data-day]")) {
      day.addEventListener("dragover", (event) => {
        if (!dragged || day.contains(dragged)) return;
        event.preventDefault();
        if (!day.classList.contains("day-over")) enter(day, week);
      });
      day.addEventListener("dragleave", (event) => {
        if (!day.contains(event.relatedTarget)) leave();
      });
      day.addEventListener("drop", (event) => {
        event.preventDefault();
        if (dragged) put(dragged, day);
      });
    }
  });
}

// What letting go here would do, in words: the day, the hour, and what becomes of the week.
function enter(day, week) {
  leave();
  day.classList.add("day-over");
  const promise = document.createElement("div");
  promise.className = "drop";
  const where = document.createElement("b");
  const hour = hourOf(dragged);
  where.textContent = `${week.dataset.drop} ${day.dataset.name}${hour ? `, ${hour}` : ""}`;
  promise.append(where);
  if (dragged.dataset.add || dragged.closest(".tray")) promise.append(day.closest("[data-promise]").dataset.promise);
  day.querySelector("h2").after(promise);
}

function leave() {
  document.querySelector(".drop")?.remove();
  document.querySelector(".day-over")?.classList.remove("day-over");
}

function put(thing, day) {
  if (thing.dataset.add) {
    const address = new URL(thing.dataset.add, location.href);
    address.searchParams.set("day", day.dataset.day);
    location.assign(address);
    return;
  }
  const form = document.getElementById("week-move");
  form.action = form.dataset.to.replace("0", thing.dataset.move);
  form.elements.day.value = day.dataset.day;
  form.elements.time.value = hourOf(thing);
  form.submit();
}

// An entry says its hour; what has no date yet has none.
function hourOf(thing) {
  return thing.dataset.drag || thing.querySelector("time")?.textContent || "";
}
