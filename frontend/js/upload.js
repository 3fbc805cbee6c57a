// Photos go up one by one beside the text, in parts (parts.js), with their progress: <div data-upload="/address/"
// data-parts-to="/address of uploads/"> with the file field, in a form that saves itself. Buttons with data-partial are sent the same way. The answer is the card with the photos, drawn anew; its
// <template data-state> says in JSON on what the window stands now (see editor.js).
import htmx from "htmx.org/dist/htmx.esm.js";
import { each } from "./each.js";
import { signedHeaders } from "./form-fields.js";
import { stand } from "./editor.js";
import { forget, interrupted, pause, Refused, send } from "./parts.js";
import { phrase } from "./sending.js";
import { answered, inTurn, sent } from "./turns.js";

const LOST = { status: 0, response: "" };

export function start(root) {
  each(root, "[data-upload]", (place) => new Photos(place).watch());
}

class Photos {
  constructor(place) {
    this.place = place;
    this.form = place.closest("form");
    this.card = place.closest("section");
    this.progress = place.querySelector("[data-progress]");
    this.words = this.progress.querySelector("[data-say-going]");
  }

  watch() {
    const field = this.place.querySelector("input[type=file]");
    field.classList.add("scripted");
    this.place.querySelector("[data-without-script]").hidden = true;
    field.addEventListener("change", () => this.sendAll(field));
    // Chosen while this script was still on its way.
    if (field.files.length) this.sendAll(field);
    this.goOn();
    this.order([...this.card.querySelectorAll("[data-place]")]);
    for (const button of this.card.querySelectorAll("button[data-partial]")) {
      button.addEventListener("click", (event) => {
        event.preventDefault();
        this.send(button.formAction);
      });
    }
  }

  // A file goes where its picture is dropped; the arrows beside it do the same.
  order(lines) {
    let dragged = null;
    for (const [place, line] of lines.entries()) {
      const picture = line.querySelector("img, .pic-file");
      picture.draggable = true;
      picture.addEventListener("dragstart", () => (dragged = line));
      picture.addEventListener("dragend", () => (dragged = null));
      line.addEventListener("dragover", (event) => {
        if (!dragged || dragged === line) return;
        event.preventDefault();
        line.classList.add("pic-over");
      });
      for (const end of ["dragleave", "drop"]) line.addEventListener(end, () => line.classList.remove("pic-over"));
      line.addEventListener("drop", (event) => {
        if (!dragged) return;
        event.preventDefault();
        this.send(dragged.dataset.place.replace(/0\/$/, `${place}/`));
      });
    }
  }

  // What a reloaded page had not sent to its end.
  async goOn() {
    const left = await interrupted(this.place.dataset.partsTo);
    const [again] = left.filter(({ file }) => !file);
    if (again) this.say(phrase(this.words.dataset, "again", again.name, 0));
    await this.sendFiles(left.filter(({ file }) => file).map(({ file }) => file));
  }

  sendAll(field) {
    const files = [...field.files];
    field.value = "";
    return this.sendFiles(files);
  }

  // A button that leaves the page waits for it (editor.js). False: a file was refused, and the words about it stand here.
  sendFiles(files) {
    if (!files.length) return Promise.resolve(true);
    const before = this.form.uploads ?? Promise.resolve(true);
    const work = before.then(async (fine) => (await this.sendEach(files)) && fine).finally(() => this.form.uploads === work && (this.form.uploads = null));
    this.form.uploads = work;
    return work;
  }

  async sendEach(files) {
    const refused = [];
    let last = null;
    for (const file of files) {
      const key = await this.sendOne(file, files);
      if (!key) return false;
      const answer = await this.added(file, key);
      if (answer.status !== 200) {
        this.over(answer);
        return false;
      }
      await forget(this.place.dataset.partsTo, file);
      refused.push(...alertsOf(answer.response));
      last = answer;
    }
    if (last) this.draw(last.response, refused);
    return !refused.length;
  }

  async sendOne(file, files) {
    const which = files.length > 1 ? ` (${files.indexOf(file) + 1} / ${files.length})` : "";
    const tell = (kind, share) => {
      this.say(phrase(this.words.dataset, kind, file.name, Math.floor(share * 100)) + which);
      this.progress.querySelector("progress").value = share * 100;
    };
    try {
      return await send(file, this.place.dataset.partsTo, signedHeaders(this.form), tell);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      this.say(error.words || phrase(this.words.dataset, error.status === 403 ? "out" : "refused", file.name, 0));
      return null;
    }
  }

  // The answer may be lost on the way: the same key is sent again, and is used once.
  async added(file, key) {
    for (;;) {
      const answer = await this.turn(this.place.dataset.upload, key);
      if (answer.status) return answer;
      this.say(phrase(this.words.dataset, "broken", file.name, 100));
      await pause(5);
    }
  }

  async send(address) {
    const answer = await this.turn(address);
    if (answer.status !== 200) return this.over(answer);
    this.draw(answer.response, alertsOf(answer.response));
  }

  turn(address, key) {
    return inTurn(this.form, () => this.post(address, key)).catch(() => LOST);
  }

  post(address, key) {
    return new Promise((done) => {
      const body = new FormData(this.form);
      for (const [name, value] of [...body]) if (value instanceof File) body.delete(name);
      body.set("version", this.form.dataset.version);
      sent(this.form, body);
      const request = new XMLHttpRequest();
      request.open("POST", address);
      request.setRequestHeader("X-Upload", "1");
      request.addEventListener("loadend", () => {
        if (request.status) answered(this.form);
        if (request.status === 200) this.stand(request, body);
        done(request);
      });
      request.send(key ? withKey(body, key) : body);
    });
  }

  stand(answer, sent) {
    stand(this.form, JSON.parse(partsOf(answer.response, "template[data-state]")[0].content.textContent), sent);
  }

  draw(html, refused) {
    const pattern = document.createElement("template");
    pattern.innerHTML = html;
    const fresh = pattern.content.querySelector("section");
    fresh.querySelectorAll(".alert").forEach((alert) => alert.remove());
    fresh.querySelector("header").after(...refused);
    keepTyped(this.card, fresh);
    const pressed = this.card.querySelector("[data-order]:focus")?.dataset.order;
    this.card.replaceWith(fresh);
    htmx.process(fresh);
    start(fresh);
    if (pressed) arrow(fresh, pressed)?.focus();
    this.form.dispatchEvent(new Event("veche:changed"));
  }

  over(answer) {
    if (answer.status === 409) {
      this.progress.hidden = true;
      document.querySelector("[data-conflict]").innerHTML = answer.response;
      return;
    }
    let words = this.words.dataset.lost;
    try {
      words = JSON.parse(answer.response).say || words;
    } catch {
      // Not our server's words: a proxy's page, or no answer at all.
    }
    this.say(words);
  }

  say(words) {
    this.progress.hidden = false;
    this.words.textContent = words;
  }
}

// The words alone are what is repeated when the answer is lost.
function withKey(words, key) {
  const body = new FormData();
  for (const [name, value] of words) body.append(name, value);
  body.append("uploaded", key);
  return body;
}

function alertsOf(html) {
  return partsOf(html, "section .alert");
}

function partsOf(html, selector) {
  const pattern = document.createElement("template");
  pattern.innerHTML = html;
  return pattern.content.querySelectorAll(selector);
}

// The arrow that was pressed, or the other one of the same file where it has come to an end.
function arrow(card, pressed) {
  const [way, file] = pressed.split("-");
  const other = way === "up" ? "down" : "up";
  return card.querySelector(`[data-order="${pressed}"]`) ?? card.querySelector(`[data-order="${other}-${file}"]`);
}

// Words that were typed while the photo went up are newer than the card that came back.
function keepTyped(old, fresh) {
  for (const typed of old.querySelectorAll("input[type=text]")) {
    const same = fresh.querySelector(`[name="${typed.name}"]`);
    if (same) same.value = typed.value;
  }
}
