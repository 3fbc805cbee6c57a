// A draft saves itself. The form is the contract:
//   <form data-autosave="/address/" data-version="7" autocomplete="off"> … <span data-saved> … </form>
// After a second of silence the form is POSTed to the address (header X-Autosave: 1). Answers:
//   200 {"version": 8, "saved": "сохранено в 10:42", "seen": {field: mark}, "theirs": {field: value}, "badge", "stand"}
//       `seen`: marks of what is stored, sent back with the next save; `theirs`: what a colleague saved in fields that this
//       window had not touched; `stand`: which version this is now. With "say" the words are saved, hour or networks are not.
//   422 {"say": "why it was not taken"}
//   409 with a fragment: somebody else saved. It is put into [data-conflict], and nothing is saved until a person has chosen.
// <span data-own-for="field"> is shown while that field has words; <button data-copy="from" data-into="to"> copies a field.
// <div data-after-next="media query"> stands behind its next neighbour where the query holds: the Tab key goes as the page reads.
// While there is no answer the text lies in this browser and is offered back when the page is opened again.
import { each } from "./each.js";
import { answered, inTurn, isUnanswered, repeatUnanswered, sent, underWay } from "./turns.js";

const SILENCE = 1000;
const AGAIN = 5000;

export function start(root) {
  each(root, "form[data-autosave]", (form) => new Draft(form).watch());
  each(root, "[data-own-for]", (badge) => {
    const field = document.getElementsByName(badge.dataset.ownFor)[0];
    field.addEventListener("input", () => (badge.hidden = !field.value.trim()));
  });
  // A network that is ticked has its text and its best hour at once.
  each(root, "input[data-net-of]", (tick) => tick.addEventListener("change", () => showTab(tick)));
  each(root, "[data-after-next]", (part) => {
    const narrow = matchMedia(part.dataset.afterNext);
    const next = part.nextElementSibling;
    const place = () => next[narrow.matches ? "after" : "before"](part);
    narrow.addEventListener("change", place);
    place();
  });
  each(root, "button[data-copy]", (button) => {
    button.hidden = false;
    button.addEventListener("click", () => {
      const { [button.dataset.into]: field, [button.dataset.copy]: common } = button.form.elements;
      if (!field.value.trim()) field.value = common.value;
      field.dispatchEvent(new Event("input", { bubbles: true }));
      field.focus();
    });
  });
}

function showTab(tick) {
  const network = tick.dataset.netOf;
  const chosen = tick.form.querySelector(`[data-net-of="${network}"]:checked`) !== null;
  document.querySelector(`[data-tab-of="${network}"]`).hidden = !chosen;
  const best = document.querySelector(`[data-best-of="${tick.value}"]`);
  if (best) best.hidden = !tick.checked;
}

class Draft {
  constructor(form) {
    this.form = form;
    this.key = `draft:${form.dataset.autosave}`;
    this.note = form.querySelector("[data-saved]") ?? document.querySelector("[data-saved]");
    this.clock = null;
    this.changed = false;
    this.stopped = false;
    this.left = false;
  }

  watch() {
    this.offerBack();
    repeatUnanswered(this.form, (body) => this.send(body));
    document.querySelector(`[form="${this.form.id}"][data-save]`)?.setAttribute("hidden", "");
    // A chosen file goes up at once, with all the words.
    this.form.addEventListener("input", (event) => event.target.matches("[type=file], [data-view]") || this.later(SILENCE));
    // Enter in a line of the form would press its first button.
    this.form.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && event.target.matches("input:is([type=text], [type=date], [type=time])")) event.preventDefault();
    });
    this.form.addEventListener("submit", (event) => this.leave(event));
    addEventListener("online", () => this.changed && this.later(0));
    // Typed while this script was still on its way. It is nothing older: autocomplete="off" keeps browsers from putting back
    // what stood here before, over what others have written since.
    if (this.fields().some(isTouched)) this.later(SILENCE);
  }

  fields() {
    return [...this.form.querySelectorAll("textarea[name], input:is([type=text], [type=date], [type=time], [type=checkbox]:not([data-view]))[name], select[name]")];
  }

  later(delay) {
    this.changed = true;
    this.keep();
    clearTimeout(this.clock);
    if (!this.stopped) this.clock = setTimeout(() => this.save(), delay);
  }

  // What is under way comes home first: else the page would leave with words for a revision that is gone.
  leave(event) {
    clearTimeout(this.clock);
    const sending = this.form.uploads ?? underWay(this.form) ?? (isUnanswered(this.form) && !this.left && this.save());
    if (!sending) return isUnanswered(this.form) || this.forget();
    event.preventDefault();
    this.left = true;
    const { submitter } = event;
    sending.then((arrived) => {
      if (arrived === false) return this.stay();
      if (!this.stopped) this.form.requestSubmit(submitter?.form === this.form ? submitter : undefined);
    });
  }

  // Who pressed «send» reads first that a file was refused.
  stay() {
    this.left = false;
    document.getElementById("pictures").scrollIntoView({ block: "nearest" });
  }

  async save() {
    try {
      await inTurn(this.form, () => this.post());
    } catch {
      this.say("offline");
      this.later(AGAIN);
    }
  }

  async post() {
    if (this.stopped) return;
    this.changed = false;
    const { version } = this.form.dataset;
    const body = new FormData(this.form);
    for (const [name, value] of [...body]) if (value instanceof File) body.delete(name);
    if (version) body.set("version", version);
    await this.send(body);
  }

  async send(body) {
    sent(this.form, body);
    const response = await fetch(this.form.dataset.autosave, { method: "POST", body, headers: { "X-Autosave": "1" } });
    answered(this.form);
    if (response.status === 409) return this.stop(await response.text());
    if (!response.ok) return this.say("refused", await refusal(response));
    const answer = await response.json();
    stand(this.form, answer, body);
    this.say(answer.say ? "refused" : "saved", answer.say || answer.saved);
    if (!this.changed && !answer.say) this.forget();
  }

  stop(fragment) {
    this.stopped = true;
    this.say("conflict");
    const place = document.querySelector("[data-conflict]");
    place.innerHTML = fragment;
    place.querySelector("form")?.addEventListener("submit", () => this.forget());
    place.scrollIntoView({ block: "nearest" });
  }

  // The words stand in the page: data-say-offline, data-say-conflict, data-say-refused on the note, with both its icons.
  say(kind, words) {
    if (!this.note) return;
    const text = words || this.note.dataset[`say${kind[0].toUpperCase()}${kind.slice(1)}`];
    this.note.dataset.kind = kind;
    this.note.classList.toggle("status-ok", kind === "saved");
    this.note.classList.toggle("status-warn", kind !== "saved");
    for (const icon of this.note.querySelectorAll("[data-when]")) {
      icon.hidden = (icon.dataset.when === "saved") !== (kind === "saved");
    }
    (this.note.querySelector("[data-words]") ?? this.note).textContent = text;
  }

  keep() {
    const texts = Object.fromEntries(this.fields().map((field) => [nameOf(field), valueOf(field)]));
    try {
      localStorage.setItem(this.key, JSON.stringify(texts));
    } catch {
      // A full or forbidden storage costs only this second copy; the server's stays.
    }
  }

  forget() {
    localStorage.removeItem(this.key);
  }

  // Offered, not pressed: what is on the server may be newer than what lies here.
  offerBack() {
    const offer = document.querySelector("[data-unsaved]");
    const texts = JSON.parse(localStorage.getItem(this.key) ?? "{}");
    const fields = this.fields().filter((field) => nameOf(field) in texts && !field.disabled);
    const lost = fields.filter((field) => `${valueOf(field)}`.trim() !== `${texts[nameOf(field)]}`.trim());
    if (!offer || !lost.length) return;
    const place = lost.every((field) => field.matches("input[name=accounts], input[name=day], input[name=time]"));
    for (const words of offer.querySelectorAll("[data-lost]")) words.hidden = (words.dataset.lost === "place") !== place;
    offer.hidden = false;
    offer.querySelector("[data-take]").addEventListener("click", () => {
      for (const field of lost) fill(field, texts[nameOf(field)]);
      offer.hidden = true;
      this.form.dispatchEvent(new Event("input", { bubbles: true }));
    });
    offer.querySelector("[data-drop]")?.addEventListener("click", () => {
      this.forget();
      offer.hidden = true;
    });
  }
}

// Where the window stands after a save whose body is `sent`: its next save is compared with these marks. A field that was
// typed into since keeps the mark of what its writer has read.
export function stand(form, answer, sent) {
  form.dataset.version = answer.version;
  form.elements.namedItem("version").value = answer.version;
  const seen = form.elements.namedItem("seen");
  const before = JSON.parse(seen?.value || "{}");
  const marks = { ...answer.seen };
  const theirs = Object.entries(answer.theirs ?? {});
  for (const [name, value] of theirs) {
    if (put(form, name, value, sent)) continue;
    const group = GROUPS[name] ?? (name.startsWith("poll_") ? "poll" : name);
    marks[group] = before[group];
  }
  if (seen) seen.value = JSON.stringify(marks);
  const badge = document.querySelector("[data-badge]");
  if (badge && answer.badge) badge.textContent = answer.badge;
  const saved = document.querySelector("[data-saved]:not([data-kind=conflict]) [data-words]");
  if (saved && answer.saved && !answer.say) saved.textContent = answer.saved;
  const place = document.querySelector("[data-stand]");
  if (place && answer.stand !== undefined) place.innerHTML = answer.stand;
  // Checks, previews and the text's own window follow what a colleague wrote.
  for (const tick of form.querySelectorAll("input[data-net-of]")) showTab(tick);
  if (theirs.length) form.dispatchEvent(new Event("input", { bubbles: true }));
}

const GROUPS = { day: "when", time: "when" };

// A colleague's value into a field that still holds what was sent. False: its writer has typed into it since.
function put(form, name, value, sent) {
  const fields = [...form.querySelectorAll(`[name="${name}"]`)].filter((field) => !field.disabled);
  const now = new FormData(form);
  if (`${now.getAll(name)}` !== `${sent.getAll(name)}`) return false;
  for (const field of fields) fill(field, Array.isArray(value) ? value.map(String).includes(field.value) : value);
  return true;
}

function isTouched(field) {
  if (field.type === "checkbox") return field.checked !== field.defaultChecked;
  if (field.options) return [...field.options].some((option) => option.selected !== option.defaultSelected) && field.selectedIndex > 0;
  return field.value !== field.defaultValue;
}

// Ticks of one name are told apart by their values.
function nameOf(field) {
  return field.type === "checkbox" ? `${field.name}=${field.value}` : field.name;
}

function valueOf(field) {
  return field.type === "checkbox" ? field.checked : field.value;
}

function fill(field, value) {
  if (field.type === "checkbox") field.checked = value === true || value === "true";
  else field.value = value;
}

async function refusal(response) {
  try {
    return (await response.json()).say;
  } catch {
    return undefined;
  }
}
