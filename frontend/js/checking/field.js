import "./sheets.js";
import { history, historyKeymap, insertNewline, selectAll } from "@codemirror/commands";
import { forEachDiagnostic, linter, nextDiagnostic } from "@codemirror/lint";
import { EditorState } from "@codemirror/state";
import { EditorView, keymap, tooltips } from "@codemirror/view";
import { Answers } from "./answers.js";

const SILENCE = 250;
const TALLEST_TIP = 200;

// Everything else that is typed, moved and deleted is the browser's own.
const KEYS = [
  { key: "Enter", run: insertNewline, shift: insertNewline },
  { key: "Mod-a", run: selectAll },
  { key: "F8", run: nextDiagnostic },
  ...historyKeymap,
];

export class Field {
  constructor(area) {
    this.area = area;
    this.panel = document.getElementById(area.dataset.checkPanel);
    this.words = this.panel.dataset;
    this.answers = new Answers(area.dataset.check, area.form.elements.csrfmiddlewaretoken.value);
    this.view = new EditorView({ state: EditorState.create({ doc: area.value, extensions: this.extensions() }) });
    this.stand();
    this.follow();
  }

  extensions() {
    return [
      history(),
      keymap.of(KEYS),
      EditorView.lineWrapping,
      EditorView.contentAttributes.of(this.attributes()),
      EditorView.updateListener.of((update) => update.docChanged && this.tell()),
      tooltips({ tooltipSpace: within }),
      linter((view) => this.look(view.state.doc), { delay: SILENCE }),
    ];
  }

  // Whoever looks for the field by its label or its id finds what can be written into.
  attributes() {
    const { id, labels } = this.area;
    return {
      id,
      "aria-label": labels[0]?.textContent.trim() ?? "",
      "aria-describedby": this.panel.id,
      spellcheck: "true",
      autocapitalize: "sentences",
      autocorrect: "on",
      lang: "ru",
    };
  }

  stand() {
    const { area, view } = this;
    view.dom.classList.add("ed-text", "ed-live");
    area.removeAttribute("id");
    area.hidden = true;
    area.after(view.dom);
    area.focus = () => view.focus();
    // The field itself tells the form of every change; the browser's own event would tell it twice.
    view.dom.addEventListener("input", (event) => event.stopPropagation());
    this.panel.addEventListener("click", (event) => this.press(event.target.closest("[data-finding]")));
  }

  // What another script or the browser puts into the textarea stands in the window too, and can be undone.
  follow() {
    const same = () => this.area.value === this.text || this.take(this.area.value);
    this.area.form.addEventListener("input", same);
    addEventListener("pageshow", same);
  }

  get text() {
    return this.view.state.doc.toString();
  }

  take(text) {
    this.view.dispatch({ changes: { from: 0, to: this.view.state.doc.length, insert: text } });
  }

  tell() {
    if (this.area.value === this.text) return;
    this.area.value = this.text;
    this.area.dispatchEvent(new Event("input", { bubbles: true }));
  }

  async look(doc) {
    const answer = await this.answers.about(doc.toString());
    // What was found in an older text is thrown away: the words may stand elsewhere by now.
    if (!answer || this.view.state.doc !== doc) return this.standing();
    this.panel.innerHTML = answer.panel;
    return (this.found = answer.findings.map((finding) => this.diagnostic(finding, doc)));
  }

  standing() {
    const kept = [];
    forEachDiagnostic(this.view.state, (diagnostic, from, to) => kept.push({ ...diagnostic, from, to }));
    return kept;
  }

  diagnostic({ start16: from, end16: to, severity, rule, message, replacement }, doc) {
    const was = doc.sliceString(from, to);
    const actions = replacement === null ? [] : [{ name: this.words.fix, apply: (view, at, end) => this.put(was, replacement, at, end) }];
    return { from, to, severity, message, actions, source: rule, was, replacement, renderMessage: () => told(was, replacement, message) };
  }

  // Only over the very words that were judged.
  put(was, replacement, from, to) {
    if (this.view.state.sliceDoc(from, to) !== was) return;
    this.view.dispatch({
      changes: { from, to, insert: replacement },
      selection: { anchor: from + replacement.length },
      userEvent: "input.replace",
      scrollIntoView: true,
    });
    this.view.focus();
  }

  press(button) {
    const wanted = button && this.found?.[button.dataset.finding];
    if (!wanted) return;
    forEachDiagnostic(this.view.state, (diagnostic, from, to) => {
      if (diagnostic.from !== wanted.from || diagnostic.source !== wanted.source) return;
      if (button.hasAttribute("data-fix")) this.put(wanted.was, wanted.replacement, from, to);
      else this.show(from, to);
    });
  }

  show(from, to) {
    const effects = EditorView.scrollIntoView(from, { y: "nearest", yMargin: TALLEST_TIP });
    this.view.dispatch({ selection: { anchor: from, head: to }, effects });
    this.view.focus();
  }
}

// A tip stays over the text: it covers no button of the page.
function within(view) {
  const { left, right, top, bottom } = view.dom.getBoundingClientRect();
  return { left, right, top: Math.max(top, 0), bottom: Math.min(bottom, innerHeight) };
}

// «осуществляет контроль → контролирует», and under it why.
function told(was, replacement, message) {
  const box = document.createElement("div");
  if (replacement !== null) {
    const line = document.createElement("p");
    line.className = "tip-swap";
    line.append(worded("del", was), " → ", worded("ins", replacement || "∅"));
    box.append(line);
  }
  const why = document.createElement("p");
  why.textContent = message;
  box.append(why);
  return box;
}

function worded(tag, text) {
  const element = document.createElement(tag);
  element.textContent = text;
  return element;
}
