// A draft saves itself. The form is the contract:
//   <form data-autosave="/address/" data-version="7" autocomplete="off"> … <span data-saved> … </form>
// After a second of silence the form is POSTed to the address (header X-Autosave: 1). Answers:
//   200 {"version": 8, "saved": "сохранено в 10:42"}  ·  422 {"say": "why it was not taken"}
//   409 with a fragment: somebody else saved. It is put into [data-conflict], and nothing is saved until a person has chosen.
// <span data-own-for="field"> is shown while that field has words; <button data-copy="from" data-into="to"> copies a field.
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
    this.form.addEventListener("input", (event) => event.target.type === "file" || this.later(SILENCE));
    // Enter in a line of the form would press its first button.
    this.form.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && event.target.matches("input[type=text]")) event.preventDefault();
    });
    this.form.addEventListener("submit", (event) => this.leave(event));
    addEventListener("online", () => this.changed && this.later(0));
    // Typed while this script was still on its way. It is nothing older: autocomplete="off" keeps browsers from putting back
    // what stood here before, over what others have written since.
    if (this.fields().some((field) => field.value !== field.defaultValue)) this.later(SILENCE);
  }

  fields() {
    return [...this.form.querySelectorAll("textarea[name], input[type=text][name]")];
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
    const sending = underWay(this.form) ?? (isUnanswered(this.form) && !this.left && this.save());
    if (!sending) return isUnanswered(this.form) || this.forget();
    event.preventDefault();
    this.left = true;
    const { submitter } = event;
    sending.then(() => this.stopped || this.form.requestSubmit(submitter));
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
    this.form.dataset.version = answer.version;
    const field = this.form.elements.namedItem("version");
    if (field) field.value = answer.version;
    this.say("saved", answer.saved);
    if (!this.changed) this.forget();
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
    const texts = Object.fromEntries(this.fields().map((field) => [field.name, field.value]));
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
    const lost = Object.entries(texts).filter(([name, text]) => this.form.elements[name]?.value.trim() !== text.trim());
    if (!offer || !lost.length) return;
    offer.hidden = false;
    offer.querySelector("[data-take]").addEventListener("click", () => {
      for (const [name, text] of lost) this.form.elements[name].value = text;
      offer.hidden = true;
      this.form.dispatchEvent(new Event("input", { bubbles: true }));
    });
    offer.querySelector("[data-drop]")?.addEventListener("click", () => {
      this.forget();
      offer.hidden = true;
    });
  }
}

async function refusal(response) {
  try {
    return (await response.json()).say;
  } catch {
    return undefined;
  }
}
