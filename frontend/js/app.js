// One file for all pages: every module looks for its own `data-` attribute and stays silent where there is none.
import htmx from "htmx.org/dist/htmx.esm.js";
import * as answer from "./answer.js";
import * as choices from "./choices.js";
import * as clip from "./clip.js";
import * as countdown from "./countdown.js";
import * as counts from "./counts.js";
import * as draft from "./draft.js";
import * as editor from "./editor.js";
import * as freeze from "./freeze.js";
import * as inboxKeys from "./inbox-keys.js";
import * as menu from "./menu.js";
import * as news from "./news.js";
import * as passkey from "./passkey.js";
import * as photos from "./photos.js";
import * as presence from "./presence.js";
import * as print from "./print.js";
import * as remark from "./remark.js";
import * as sending from "./sending.js";
import * as tabs from "./tabs.js";
import * as theme from "./theme.js";
import * as ticks from "./ticks.js";
import * as toast from "./toast.js";
import * as upload from "./upload.js";
import * as week from "./week.js";

const modules = [answer, choices, clip, countdown, counts, draft, editor, freeze, inboxKeys, menu, news, passkey, photos, presence, print, remark, sending, tabs, theme, ticks, toast, upload, week];

function start(root) {
  for (const module of modules) module.start(root);
}

// What a person has opened stays open when the part of the page around it is drawn anew.
htmx.config.morphIgnore.push("open");

start(document);
// A fragment that htmx brought in is new: what is inside it starts too.
document.addEventListener("htmx:after:process", (event) => start(event.target));
