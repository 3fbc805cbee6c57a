// «Новых: 7 — показать»: an open list asks every two seconds what came since it was drawn and says so in a link, so nothing
// moves under the hand. `data-news`: the address to ask, which answers 304 while nothing changed. A tab out of view asks
// every half minute; after a failure the wait doubles.
import { each } from "./each.js";

const NEAR = 2_000;
const FAR = 30_000;
const MOST = 60_000;

export function start(root) {
  each(root, "[data-news]", watch);
}

function watch(link) {
  let tag = "";
  let wait = NEAR;
  let timer = 0;
  const plan = () => {
    timer = setTimeout(ask, document.visibilityState === "visible" ? wait : FAR);
  };
  const ask = async () => {
    clearTimeout(timer);
    if (!link.isConnected) return document.removeEventListener("visibilitychange", again);
    const headers = { "X-Poll": "1", ...(tag && { "If-None-Match": tag }) };
    const response = await fetch(link.dataset.news, { headers, cache: "no-store" }).catch(() => null);
    const lives = response && !response.redirected && (response.ok || response.status === 304);
    wait = lives ? NEAR : Math.min(wait * 2, MOST);
    if (lives && response.status === 200) {
      tag = response.headers.get("ETag") ?? "";
      say(link, (await response.json()).says);
    }
    plan();
  };
  const again = () => document.visibilityState === "visible" && ask();
  document.addEventListener("visibilitychange", again);
  plan();
}

function say(link, words) {
  link.hidden = !words;
  link.querySelector("span").textContent = words;
}
