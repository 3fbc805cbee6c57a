// «Эмодзи»: <button data-emoji="dialog id" hidden> opens a dialog of signs; the chosen one goes where the text's cursor is.
// Arrows walk over the signs, also up and down; Enter in the search takes the first one left.
const STEPS = { ArrowRight: 1, ArrowLeft: -1 };
const ROWS = { ArrowDown: 1, ArrowUp: -1 };

export class Emoji {
  constructor(button, fields) {
    this.fields = fields;
    this.dialog = document.getElementById(button.dataset.emoji);
    this.search = this.dialog.querySelector("input");
    this.none = this.dialog.querySelector("[data-none]");
    this.all = [...this.dialog.querySelectorAll("[role=toolbar] button")];
    button.hidden = false;
    button.addEventListener("click", () => this.open());
    this.search.addEventListener("input", () => this.find());
    this.search.addEventListener("keydown", (event) => this.fromSearch(event));
    for (const sign of this.all) {
      sign.addEventListener("click", () => this.choose(sign));
      sign.addEventListener("keydown", (event) => this.walk(event, sign));
    }
  }

  get left() {
    return this.all.filter((sign) => !sign.hidden);
  }

  open() {
    this.search.value = "";
    this.find();
    this.dialog.showModal();
    this.search.focus();
  }

  find() {
    const wanted = this.search.value.trim().toLowerCase().replaceAll("ё", "е");
    for (const sign of this.all) sign.hidden = !sign.ariaLabel.replaceAll("ё", "е").includes(wanted);
    for (const group of this.dialog.querySelectorAll("[role=group]")) group.hidden = !group.querySelector("button:not([hidden])");
    this.none.textContent = this.left.length ? "" : this.none.dataset.say;
    this.stop(this.left[0]);
  }

  // One stop of the Tab key for all signs.
  stop(sign) {
    for (const one of this.all) one.tabIndex = one === sign ? 0 : -1;
  }

  fromSearch(event) {
    const [first] = this.left;
    if (event.key === "Enter") {
      event.preventDefault();
      if (first) this.choose(first);
    } else if (event.key === "ArrowDown" && first) {
      event.preventDefault();
      first.focus();
    }
  }

  walk(event, sign) {
    const { left } = this;
    const next =
      event.key in STEPS ? left[left.indexOf(sign) + STEPS[event.key]]
      : event.key in ROWS ? this.beside(sign, ROWS[event.key])
      : { Home: left[0], End: left.at(-1) }[event.key];
    if (event.key === "ArrowUp" && !next) return this.search.focus();
    if (!next) return;
    event.preventDefault();
    this.stop(next);
    next.focus();
  }

  // The nearest sign of the next or the former row, as they stand on this screen.
  beside(sign, way) {
    const { left: x, top } = sign.getBoundingClientRect();
    const boxes = this.left.map((one) => [one, one.getBoundingClientRect()]).filter(([, box]) => way * (box.top - top) > 1);
    const row = Math.min(...boxes.map(([, box]) => way * box.top));
    const near = boxes.filter(([, box]) => Math.abs(way * box.top - row) < 1);
    return near.sort(([, a], [, b]) => Math.abs(a.left - x) - Math.abs(b.left - x))[0]?.[0];
  }

  choose(sign) {
    this.dialog.close();
    this.fields.find((field) => field.isShown)?.insert(sign.textContent);
  }
}
