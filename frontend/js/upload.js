// Photos go up one by one beside the text, with their progress: <div data-upload="/address/"> with the file field, in a form that
// saves itself. Buttons with data-partial are sent the same way. The answer is the card with the photos, drawn anew; its
// <template data-state> says in JSON on what the window stands now (see editor.js).
import htmx from "htmx.org/dist/htmx.esm.js";
import { each } from "./each.js";
import { stand } from "./editor.js";
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
    this.words = this.progress.querySelector("[data-say]");
  }

  watch() {
    const field = this.place.querySelector("input[type=file]");
    field.classList.add("scripted");
    this.place.querySelector("[data-without-script]").hidden = true;
    field.addEventListener("change", () => this.sendAll(field));
    // Chosen while this script was still on its way.
    if (field.files.length) this.sendAll(field);
    for (const button of this.card.querySelectorAll("button[data-partial]")) {
      button.addEventListener("click", (event) => {
        event.preventDefault();
        this.send(button.formAction);
      });
    }
  }

  async sendAll(field) {
    const files = [...field.files];
    const name = field.name;
    field.value = "";
    const refused = [];
    let last = null;
    for (const [index, file] of files.entries()) {
      this.say(`${this.words.dataset.say} ${index + 1} / ${files.length}`);
      const answer = await this.turn(this.place.dataset.upload, { name, file });
      if (answer.status !== 200) return this.over(answer);
      refused.push(...alertsOf(answer.response));
      last = answer;
    }
    if (last) this.draw(last.response, refused);
  }

  async send(address) {
    const answer = await this.turn(address);
    if (answer.status !== 200) return this.over(answer);
    this.draw(answer.response, alertsOf(answer.response));
  }

  turn(address, photo) {
    return inTurn(this.form, () => this.post(address, photo)).catch(() => LOST);
  }

  post(address, photo) {
    return new Promise((done) => {
      const body = new FormData(this.form);
      for (const [name, value] of [...body]) if (value instanceof File) body.delete(name);
      body.set("version", this.form.dataset.version);
      sent(this.form, body);
      const request = new XMLHttpRequest();
      request.open("POST", address);
      request.setRequestHeader("X-Upload", "1");
      request.upload.addEventListener("progress", (event) => {
        this.progress.querySelector("progress").value = event.lengthComputable ? (event.loaded / event.total) * 100 : 0;
      });
      request.addEventListener("loadend", () => {
        if (request.status) answered(this.form);
        if (request.status === 200) this.stand(request, body);
        done(request);
      });
      request.send(photo ? withPhoto(body, photo) : body);
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
    this.card.replaceWith(fresh);
    htmx.process(fresh);
    start(fresh);
    this.form.dispatchEvent(new Event("veche:changed"));
  }

  over(answer) {
    if (answer.status === 409) {
      this.progress.hidden = true;
      document.querySelector("[data-conflict]").innerHTML = answer.response;
      return;
    }
    let words = answer.status === 413 ? this.words.dataset.heavy : this.words.dataset.lost;
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
function withPhoto(words, photo) {
  const body = new FormData();
  for (const [name, value] of words) body.append(name, value);
  body.append(photo.name, photo.file);
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

// Words that were typed while the photo went up are newer than the card that came back.
function keepTyped(old, fresh) {
  for (const typed of old.querySelectorAll("input[type=text]")) {
    const same = fresh.querySelector(`[name="${typed.name}"]`);
    if (same) same.value = typed.value;
  }
}
