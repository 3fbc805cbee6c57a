// One question at a time about one text: a new one stops the one that is under way.
// Answer: {"score", "warned", "signs", "readability", "parts", "findings": [{"rule", "severity", "start16", "end16", "message",
// "replacement", …}], "panel": a fragment that shows the same}.
export class Answers {
  constructor(address, token) {
    this.address = address;
    this.token = token;
    this.going = null;
  }

  // Undefined where there is no answer: the connection is away, or a newer question has begun.
  // `address` and `more`: where what is decided about these words is told too.
  async about(text, address = this.address, more = {}) {
    this.going?.abort();
    const going = (this.going = new AbortController());
    try {
      const body = new URLSearchParams({ text, ...more, csrfmiddlewaretoken: this.token });
      const response = await fetch(address, { method: "POST", body, signal: going.signal });
      return response.ok ? await response.json() : undefined;
    } catch {
      return undefined;
    }
  }
}
