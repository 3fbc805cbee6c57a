// Views of one object: <div data-tabs> of links to the ids of the panels. Without a script the panels stand one under another.
// The panel that the address names (#panel) is open first.
import { each } from "./each.js";

const STEPS = { ArrowRight: 1, ArrowLeft: -1 };

export function start(root) {
  each(root, "[data-tabs]", (list) => {
    const tabs = [...list.querySelectorAll("a[href^='#']")];
    list.setAttribute("role", "tablist");
    for (const tab of tabs) prepare(tab, tabs);
    choose(tabs, tabs.find((tab) => tab.hash === location.hash) ?? tabs[0]);
    document.addEventListener("click", (event) => follow(event, tabs));
  });
}

function prepare(tab, tabs) {
  const panel = panelOf(tab);
  tab.setAttribute("role", "tab");
  tab.setAttribute("aria-controls", panel.id);
  tab.id ||= `tab-${panel.id}`;
  panel.setAttribute("role", "tabpanel");
  panel.setAttribute("aria-labelledby", tab.id);
  tab.addEventListener("click", (event) => {
    event.preventDefault();
    choose(tabs, tab);
  });
  tab.addEventListener("keydown", (event) => {
    if (event.key === " ") event.preventDefault();
    const next = event.key === " " ? tab : tabs[(tabs.indexOf(tab) + STEPS[event.key] + tabs.length) % tabs.length];
    if (!next) return;
    choose(tabs, next);
    next.focus();
  });
}

// A link elsewhere on the page that leads into a panel opens it first.
function follow(event, tabs) {
  const link = event.target.closest("a[href^='#']");
  const tab = link && tabs.find((one) => one !== link && one.hash === link.hash);
  if (!tab) return;
  event.preventDefault();
  choose(tabs, tab);
  (panelOf(tab).querySelector("textarea, input, button, a") ?? tab).focus();
}

function choose(tabs, chosen) {
  for (const tab of tabs) {
    tab.setAttribute("aria-selected", tab === chosen);
    tab.tabIndex = tab === chosen ? 0 : -1;
    panelOf(tab).hidden = tab !== chosen;
  }
}

function panelOf(tab) {
  return document.getElementById(tab.getAttribute("href").slice(1));
}
