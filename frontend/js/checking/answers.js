import { signed } from "../form-fields.js";

// One question at a time about one text: a new one stops the one that is under way.
// Answer: {"score", "warned", "signs", "readability", "parts", "findings": [{"rule", "severity", "start16", "end16", "message",
// "replacement", …}], "panel": a fragment that shows the same}.
export class Answers {
  constructor(address, form) {
    this.address = address;
    this.form = form;
    this.going = null;
  }

  // Undefined where there is no answer: the connection is away, or a newer question has begun.
  about(text) {
    this.going?.abort();
    this.going = new AbortController();
    return this.ask(this.address, { text }, this.going.signal);
  }

  // What a person decides about a finding; no question stops it. The answer is about the text, as to any question.
  decide(address, text, finding) {
    return this.ask(address, { text, ...finding });
  }

  async ask(address, fields, signal) {
    try {
      const body = new URLSearchParams({ ...fields, ...signed(this.form), ...beside(this.form) });
      const response = await fetch(address, { method: "POST", body, signal });
      return response.ok ? await response.json() : undefined;
    } catch {
      return undefined;
    }
  }
}

// What the answer depends on beside the text: fields with data-beside-text, such as labels.
function beside(form) {
  const told = [...form.querySelectorAll("[data-beside-text]")].filter((field) => field.type !== "checkbox" || field.checked);
  return Object.fromEntries(told.map(({ name, value }) => [name, value]));
}
