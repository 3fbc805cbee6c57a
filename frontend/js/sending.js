// Files of a form that go up in parts as soon as they are chosen:
//   <div data-parts="/…/uploads/" data-attach="/…/files/"> <input type=file> <ul data-sending> … words in data-say-… </div>
// When all have arrived, the address in `data-attach` takes their keys, and the answer's [data-parts-card] replaces this one.
// Without data-attach the form itself is sent, at once or, with data-hold, when the person sends it.
import { each } from "./each.js";
import { signed, signedHeaders } from "./form-fields.js";
import { end, forget, interrupted, ownName, pause, Refused, send } from "./parts.js";

export function start(root) {
  each(root, "[data-parts]", (place) => new Sending(place).watch());
}

class Sending {
  constructor(place) {
    this.place = place;
    this.form = place.closest("form");
    this.base = place.dataset.parts;
    this.list = place.querySelector("[data-sending]");
    this.work = null;
  }

  watch() {
    this.field = this.place.querySelector("input[type=file]");
    for (const button of this.place.querySelectorAll("[data-without-script]")) button.hidden = true;
    this.field.addEventListener("change", () => this.take([...this.field.files]));
    // Chosen while this script was still on its way.
    if (this.field.files.length) this.take([...this.field.files]);
    for (const item of this.list.querySelectorAll("[data-name]")) this.removable(item, item.dataset.name);
    this.goOn();
    if (this.form.dataset.waits) return;
    this.form.dataset.waits = "1";
    // Capturing: before whatever says that the form is on its way.
    this.form.addEventListener("submit", (event) => this.wait(event), true);
  }

  async goOn() {
    const left = await interrupted(this.base);
    this.take(left.filter(({ file }) => file).map(({ file }) => file));
    for (const { own, name } of left.filter(({ file }) => !file)) this.line(name, own).say("again");
  }

  take(files) {
    this.field.value = "";
    if (!files.length) return;
    const before = this.work ?? Promise.resolve(true);
    const work = before.then(async (fine) => (await this.sendAll(files)) && fine).finally(() => this.over(work));
    this.form.uploads = this.work = work;
  }

  over(work) {
    if (this.work === work) this.work = null;
    if (this.form.uploads === work) this.form.uploads = null;
  }

  // What is under way arrives first, then the button does what it says.
  wait(event) {
    const under = this.form.uploads;
    if (!under) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    const { submitter } = event;
    under.then((arrived) => {
      if (arrived) this.form.requestSubmit(this.form.contains(submitter) ? submitter : undefined);
      else this.list.scrollIntoView({ block: "nearest" });
    });
  }

  // False: a file was refused, and its line says why.
  async sendAll(files) {
    const lines = files.map((file) => this.line(file.name, ownName(this.base, file)));
    const sent = [];
    for (const [index, file] of files.entries()) {
      const line = lines[index];
      try {
        const key = await send(file, this.base, signedHeaders(this.form), (kind, share) => line.say(kind, share));
        line.say("arrived", 1);
        sent.push({ file, key, line });
      } catch (error) {
        if (!(error instanceof Refused)) throw error;
        line.say(error.status === 403 ? "out" : "refused", 0, error.words);
      }
    }
    if (sent.length) await this.attach(sent);
    return sent.length === files.length;
  }

  async attach(sent) {
    if (!this.place.dataset.attach) return this.submit(sent);
    const body = new FormData();
    for (const [name, value] of Object.entries(signed(this.form))) body.set(name, value);
    body.set("act", "files");
    for (const { key } of sent) body.append("uploaded", key);
    const answer = await this.post(body, sent);
    for (const { file } of sent) await forget(this.base, file);
    this.draw(await answer.text());
  }

  // The answer may be lost on the way: the same keys are sent again, and each is used once.
  async post(body, sent) {
    for (;;) {
      try {
        const answer = await fetch(this.place.dataset.attach, { method: "POST", body });
        if (answer.status < 500) return answer;
      } catch {
        // No line.
      }
      for (const { line } of sent) line.say("broken", 1);
      await pause(5);
    }
  }

  async submit(sent) {
    const hold = "hold" in this.place.dataset;
    for (const { key, file, line } of sent) {
      const field = Object.assign(document.createElement("input"), { type: "hidden", name: "uploaded", value: key });
      line.item.append(field);
      if (!hold) await forget(this.base, file);
      else {
        this.form.addEventListener("submit", () => forget(this.base, file));
        this.removable(line.item, file.name, () => forget(this.base, file));
      }
    }
    if (hold) return;
    this.form.uploads = null;
    this.form.requestSubmit();
  }

  // What has arrived and waits for the form can be taken back. `item` holds the field with its key.
  removable(item, name, forgotten = () => {}) {
    const words = this.list.dataset.sayRemove;
    const button = Object.assign(document.createElement("button"), { type: "button", className: "btn btn-sm", textContent: words });
    button.setAttribute("aria-label", `${words} ${name}`);
    button.addEventListener("click", () => {
      const key = item.querySelector("input").value;
      item.remove();
      this.field.focus();
      forgotten();
      end(`${this.base}${key}/`, signedHeaders(this.form));
    });
    item.append(button);
  }

  draw(html) {
    const page = new DOMParser().parseFromString(html, "text/html");
    const fresh = page.querySelector("[data-parts-card]");
    if (!fresh) return location.reload();
    const errors = page.querySelectorAll(".alert-bad");
    const refused = [...this.list.children].filter((line) => line.dataset.kind !== "arrived");
    const old = this.place.closest("[data-parts-card]");
    old.replaceWith(document.adoptNode(fresh));
    fresh.prepend(...errors);
    fresh.querySelector("[data-sending]")?.append(...refused);
    start(fresh);
  }

  // In place of «choose it again», if this is the file.
  line(name, own) {
    for (const old of this.list.querySelectorAll("[data-kind=again]")) if (old.dataset.own === own) old.remove();
    const item = this.list.appendChild(document.createElement("li"));
    item.dataset.own = own;
    return new Line(item, name, this.list.dataset);
  }
}

// «двор.jpg: отправлено 40 %» and a bar. Read aloud only when what it says is of another kind.
class Line {
  constructor(item, name, words) {
    Object.assign(this, { item, name, words });
    this.text = item.appendChild(document.createElement("span"));
    this.bar = item.appendChild(Object.assign(document.createElement("progress"), { max: 1, value: 0 }));
    this.bar.setAttribute("aria-label", name);
    this.spoken = item.appendChild(Object.assign(document.createElement("span"), { className: "sr" }));
    this.spoken.setAttribute("role", "status");
    this.say("waits");
  }

  say(kind, share = 0, words = "") {
    const percent = Math.floor(share * 100);
    this.text.textContent = words || phrase(this.words, kind, this.name, percent);
    this.bar.value = share;
    this.bar.hidden = kind !== "going" && kind !== "broken";
    if (this.item.dataset.kind !== kind) this.spoken.textContent = this.text.textContent;
    this.item.dataset.kind = kind;
  }
}

// data-say-going="{name}: отправлено {percent} %"
export function phrase(words, kind, name, percent) {
  const pattern = words[`say${kind[0].toUpperCase()}${kind.slice(1)}`];
  return pattern.replace("{name}", name).replace("{percent}", percent);
}
