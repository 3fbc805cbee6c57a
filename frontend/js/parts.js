// Sends a file in parts by tus 1.0 (https://tus.io/protocols/resumable-upload): after a broken line, a closed lid or a
// reloaded page it goes on from the bytes that the server has. What is under way is kept in this browser for a day: its
// address in localStorage, the file itself, if it is not too large, in IndexedDB (kept-files.js).
import { drop, keep, read } from "./kept-files.js";

const VERSION = { "Tus-Resumable": "1.0.0" };
const LEAST = 64 * 1024;
const FIRST = 256 * 1024;
const MOST = 1024 * 1024;
// Seconds between tries; the last one again and again.
const WAITS = [1, 2, 5, 10, 20, 30];
const DAY = 24 * 60 * 60 * 1000;
const KEPT = 100 * 1024 * 1024;
const underWay = new Map();

// The server will not take it: `words` of its own, or "".
export class Refused extends Error {
  constructor(status, words) {
    super(words);
    this.status = status;
    this.words = words;
  }
}

// Sends `file` to uploads below the address `base`. `signed`: headers of the form (form-fields.js). `tell(kind, share)`: "going" or "broken", and how much has arrived, 0
// to 1. The answer is the key for the form, kept until `forget(base, file)`. Rejects with `Refused`.
export function send(file, base, signed, tell) {
  const name = ownName(base, file);
  if (!underWay.has(name)) {
    const one = new Upload(file, base, signed, tell);
    underWay.set(name, one.run().finally(() => underWay.delete(name)));
  }
  return underWay.get(name);
}

export function forget(base, file) {
  const name = ownName(base, file);
  storage()?.removeItem(name);
  return drop(name);
}

// Tells the server that it is not needed. If that is lost, it is forgotten there after a day.
export function end(url, signed) {
  fetch(url, { method: "DELETE", headers: { ...VERSION, ...signed } }).catch(() => {});
}

// What did not reach the end here, and is not being sent now: {own, name, file}, `file` null if only a person can choose
// it again; `own` is what `ownName(base, file)` will be then.
export async function interrupted(base) {
  const names = Object.keys(storage() ?? {}).filter((name) => name.startsWith(prefix(base)) && !underWay.has(name));
  const found = await Promise.all(names.map(async (name) => ({ own: name, name: JSON.parse(storage().getItem(name)).name, file: await fresh(name) })));
  return found.filter(({ file }) => file !== undefined);
}

// undefined: too old, and forgotten.
async function fresh(name) {
  if (JSON.parse(storage().getItem(name)).at > Date.now() - DAY) return read(name);
  storage().removeItem(name);
  await drop(name);
  return undefined;
}

class Upload {
  constructor(file, base, signed, tell) {
    Object.assign(this, { file, base, tell, name: ownName(base, file) });
    this.headers = { ...VERSION, ...signed };
    this.part = FIRST;
    this.offset = 0;
    this.url = JSON.parse(storage()?.getItem(this.name) ?? "{}").url;
  }

  async run() {
    for (let failed = 0; ; ) {
      try {
        await this.find();
        while (this.offset < this.file.size) {
          await this.next();
          failed = 0;
        }
        return this.url.replace(/\/$/, "").split("/").pop();
      } catch (error) {
        if (error instanceof Refused) {
          if (error.status !== 403) await forget(this.base, this.file);
          throw error;
        }
        this.part = Math.max(LEAST, this.part / 2);
        this.say("broken");
        await pause(WAITS[Math.min(failed++, WAITS.length - 1)]);
      }
    }
  }

  // Where it stands on the server; begins it if the server does not know it.
  async find() {
    const answer = this.url && (await this.ask("HEAD", this.url));
    if (answer?.ok) this.offset = Number(answer.headers.get("Upload-Offset"));
    else await this.begin();
    this.say("going");
  }

  async begin() {
    const name = btoa(String.fromCharCode(...new TextEncoder().encode(this.file.name)));
    const answer = await this.ask("POST", this.base, { "Upload-Length": `${this.file.size}`, "Upload-Metadata": `filename ${name}` });
    if (answer.status !== 201) throw refusal(answer.status, await answer.text());
    this.url = answer.headers.get("Location");
    this.offset = 0;
    remember(this.name, { url: this.url, name: this.file.name, at: Date.now() });
    if (this.file.size <= KEPT) await keep(this.name, this.file);
  }

  async ask(method, url, more = {}) {
    const signal = AbortSignal.timeout(30_000);
    const answer = await fetch(url, { method, headers: { ...this.headers, ...more }, redirect: "manual", signal });
    // Led to the sign-in.
    if (answer.type === "opaqueredirect" || answer.status === 403) throw new Refused(403, "");
    if (isForNow(answer.status)) throw new Error(`${answer.status}`);
    return answer;
  }

  // XMLHttpRequest, because fetch does not tell how much of a body has gone.
  next() {
    const part = this.file.slice(this.offset, this.offset + this.part);
    return new Promise((done, failed) => {
      const request = new XMLHttpRequest();
      request.open("PATCH", this.url);
      const headers = { ...this.headers, "Upload-Offset": `${this.offset}`, "Content-Type": "application/offset+octet-stream" };
      for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
      request.timeout = 30_000 + part.size / 8;
      request.upload.addEventListener("progress", (event) => this.say("going", event.loaded));
      request.addEventListener("loadend", () => {
        const { status } = request;
        if (status === 204) {
          this.offset = Number(request.getResponseHeader("Upload-Offset"));
          this.part = Math.min(MOST, this.part * 2);
          this.say("going");
          done();
        } else if (status === 410 && request.responseText) {
          failed(refusal(status, request.responseText));
        } else {
          // What the server has is asked before anything is sent again.
          failed(status === 0 || status === 404 || isForNow(status) ? new Error(`${status}`) : refusal(status, request.responseText));
        }
      });
      request.send(part);
    });
  }

  say(kind, more = 0) {
    this.tell(kind, this.file.size ? Math.min(1, (this.offset + more) / this.file.size) : 1);
  }
}

// Another writer, a busy server, a proxy without one behind it: later it may be taken. 507 is a full disk.
function isForNow(status) {
  return [408, 409, 423, 429].includes(status) || (status >= 500 && status !== 507);
}

// A page in HTML is not words for here.
function refusal(status, text) {
  return new Refused(status, text.includes("<") ? "" : text.trim());
}

// Ends early when the line or the person comes back.
export function pause(seconds) {
  return new Promise((over) => {
    const end = () => {
      clearTimeout(clock);
      removeEventListener("online", end);
      document.removeEventListener("visibilitychange", end);
      over();
    };
    const clock = setTimeout(end, seconds * 1000);
    addEventListener("online", end);
    document.addEventListener("visibilitychange", end);
  });
}

function remember(name, what) {
  try {
    storage()?.setItem(name, JSON.stringify(what));
  } catch {
    // A full storage costs only that a reloaded page begins anew.
  }
}

function storage() {
  try {
    return localStorage;
  } catch {
    return null;
  }
}

function prefix(base) {
  return `upload:${base}:`;
}

export function ownName(base, file) {
  return `${prefix(base)}${file.size}:${file.lastModified}:${file.name}`;
}
