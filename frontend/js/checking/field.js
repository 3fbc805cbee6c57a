import {
  deleteCharBackward,
  deleteCharForward,
  deleteGroupBackward,
  deleteGroupForward,
  history,
  historyKeymap,
  insertNewline,
  selectAll,
} from "@codemirror/commands";
import { forEachDiagnostic, linter, nextDiagnostic, setDiagnostics } from "@codemirror/lint";
import { EditorState } from "@codemirror/state";
import { activateHover, closeHoverTooltips, EditorView, hasHoverTooltips, keymap, tooltips } from "@codemirror/view";
import { Answers } from "./answers.js";

const SILENCE = 250;
const TALLEST_TIP = 200;
// CodeMirror writes its rules into a <style> of its own, which the page's policy admits by this.
const NONCE = document.querySelector("script[nonce]").nonce;

// Typing and moving are the browser's own. Deleting is not: where it joins lines, Chromium writes style attributes, which
// the page's policy forbids.
const KEYS = [
  { key: "Enter", run: insertNewline, shift: insertNewline },
  { key: "Backspace", run: deleteCharBackward, shift: deleteCharBackward },
  { key: "Delete", run: deleteCharForward },
  { key: "Mod-Backspace", mac: "Alt-Backspace", run: deleteGroupBackward },
  { key: "Mod-Delete", mac: "Alt-Delete", run: deleteGroupForward },
  { key: "Mod-a", run: selectAll },
  { key: "F8", run: nextDiagnostic },
  { key: "Escape", run: closeTip },
  ...historyKeymap,
];

export class Field {
  constructor(area) {
    this.area = area;
    this.panel = document.getElementById(area.dataset.checkPanel);
    this.words = this.panel.dataset;
    this.answers = new Answers(area.dataset.check, area.form);
    this.view = new EditorView({ state: EditorState.create({ doc: area.value, extensions: this.extensions() }) });
    this.stand();
    this.follow();
  }

  extensions() {
    return [
      history(),
      keymap.of([{ key: "Enter", run: () => this.takeSelected() }, ...KEYS]),
      EditorView.cspNonce.of(NONCE),
      EditorView.lineWrapping,
      EditorView.editorAttributes.of({ class: "ed-text ed-live" }),
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
    const { selectionStart: anchor, selectionEnd: head } = area;
    const typing = document.activeElement === area;
    // Out of sight, yet there: who writes into the field itself writes into the window.
    area.removeAttribute("id");
    area.className = "ed-under";
    area.tabIndex = -1;
    area.ariaHidden = "true";
    area.after(view.dom);
    if (typing) {
      view.dispatch({ selection: { anchor, head } });
      view.focus();
    }
    area.focus = () => view.focus();
    view.contentDOM.addEventListener("focus", () => (this.entered = true));
    // The field itself tells the form of every change; the browser's own event would tell it twice.
    view.dom.addEventListener("input", (event) => event.stopPropagation());
    this.panel.addEventListener("click", (event) => this.press(event.target.closest("[data-finding]")));
  }

  // What another script or the browser puts into the textarea stands in the window too, and can be undone.
  follow() {
    const same = () => this.area.value === this.text || this.take(this.area.value);
    this.area.form.addEventListener("input", same);
    addEventListener("pageshow", same);
    this.area.form.addEventListener("input", ({ target }) => target.dataset?.besideText !== undefined && this.again());
  }

  get text() {
    return this.view.state.doc.toString();
  }

  take(text) {
    this.view.dispatch({ changes: { from: 0, to: this.view.state.doc.length, insert: text } });
  }

  // Of several texts one is shown.
  get isShown() {
    return this.view.dom.offsetParent !== null;
  }

  // Where the cursor is; at the end of a text in which nobody has been yet.
  insert(words) {
    if (!this.entered) this.view.dispatch({ selection: { anchor: this.view.state.doc.length } });
    this.view.dispatch(this.view.state.replaceSelection(words), { userEvent: "input.type", scrollIntoView: true });
    this.view.focus();
  }

  tell() {
    if (this.area.value === this.text) return;
    this.area.value = this.text;
    this.area.dispatchEvent(new Event("input", { bubbles: true }));
  }

  async look(doc) {
    const answer = await this.answers.about(doc.toString());
    // What was found in an older text is thrown away: the words may stand elsewhere by now.
    return answer && this.view.state.doc === doc ? this.said(answer, doc) : this.standing();
  }

  async again() {
    const found = await this.look(this.view.state.doc);
    this.view.dispatch(setDiagnostics(this.view.state, found));
  }

  // What is kept is underlined no more; the list beside still has it.
  said(answer, doc) {
    this.panel.innerHTML = answer.panel;
    this.found = answer.findings.map((finding) => this.diagnostic(finding, doc));
    return this.found.filter((_, number) => !answer.findings[number].kept);
  }

  // «Оставить так» and back.
  async decide({ rule, was: words }, address) {
    const asked = this.view.state.doc;
    const answer = await this.answers.decide(address, asked.toString(), { rule, words });
    if (!answer) return this.complain();
    const { doc } = this.view.state;
    const found = doc === asked ? this.said(answer, doc) : await this.look(doc);
    this.view.dispatch(setDiagnostics(this.view.state, found));
    // The list before sending counts findings too.
    this.area.form.dispatchEvent(new Event("veche:changed"));
    this.view.focus();
  }

  complain() {
    this.panel.querySelector("[role=alert]")?.remove();
    const note = made("p", this.words.sayFailed);
    Object.assign(note, { className: "alert alert-bad", role: "alert" });
    this.panel.prepend(note);
  }

  standing() {
    const kept = [];
    forEachDiagnostic(this.view.state, (diagnostic, from, to) => kept.push({ ...diagnostic, from, to }));
    return kept;
  }

  diagnostic({ start16: from, end16: to, severity, rule, message, replacement }, doc) {
    const diagnostic = { from, to, severity, rule, message, was: doc.sliceString(from, to), replacement };
    diagnostic.renderMessage = () => tip(diagnostic, this.words, {
      fix: () => this.act(diagnostic, (at, end) => this.put(diagnostic, at, end)),
      keep: () => this.decide(diagnostic, this.words.keepUrl),
    });
    return diagnostic;
  }

  // Only over the very words that were judged.
  put({ was, replacement }, from, to) {
    if (this.view.state.sliceDoc(from, to) !== was) return;
    this.view.dispatch({
      changes: { from, to, insert: replacement },
      selection: { anchor: from + replacement.length },
      userEvent: "input.replace",
      scrollIntoView: true,
    });
    this.view.focus();
  }

  // Where it stands now: what was typed since has moved it.
  act(wanted, then) {
    let place = null;
    forEachDiagnostic(this.view.state, (diagnostic, from, to) => {
      if (diagnostic.from === wanted.from && diagnostic.rule === wanted.rule) place = [from, to];
    });
    if (place) then(...place);
  }

  press(button) {
    const wanted = button && this.found?.[button.dataset.finding];
    if (!wanted) return;
    if (button.hasAttribute("data-keep")) return this.decide(wanted, this.words.keepUrl);
    if (button.hasAttribute("data-let-go")) return this.decide(wanted, this.words.letGoUrl);
    this.act(wanted, (from, to) => (button.hasAttribute("data-fix") ? this.put(wanted, from, to) : this.show(from, to)));
  }

  show(from, to) {
    const effects = EditorView.scrollIntoView(from, { y: "nearest", yMargin: TALLEST_TIP });
    this.view.dispatch({ selection: { anchor: from, head: to }, effects });
    this.view.focus();
    activateHover(this.view, from, 1, { until: (change) => change.docChanged || Boolean(change.selection) });
  }

  // Enter in a tip that F8 or «Показать» opened: the selected words are the finding, so a line break would delete them.
  takeSelected() {
    const { state } = this.view;
    const { from, to, empty } = state.selection.main;
    if (empty || !hasHoverTooltips(state)) return false;
    const found = this.standing().find((one) => one.from === from && one.to === to);
    if (!found) return false;
    if (found.replacement === null) return closeTip(this.view);
    this.put(found, from, to);
    return true;
  }
}

function closeTip(view) {
  if (!hasHoverTooltips(view.state)) return false;
  view.dispatch({ effects: closeHoverTooltips });
  return true;
}

// A tip stays over the text: it covers no button of the page.
function within(view) {
  const { left, right, top, bottom } = view.dom.getBoundingClientRect();
  return { left, right, top: Math.max(top, 0), bottom: Math.min(bottom, innerHeight) };
}

// «осуществляет контроль → контролирует», under it why, and the buttons that do it or leave it.
function tip({ was, replacement, message }, words, { fix, keep }) {
  const box = document.createElement("div");
  box.className = "tip";
  const why = made("p", message);
  const buttons = made("p", pressed(words.keep, "btn btn-sm", keep));
  buttons.className = "btns";
  if (replacement === null) box.append(why, buttons);
  else {
    const swap = made("p", made("del", was), " → ", made("ins", replacement || "∅"));
    swap.className = "tip-swap";
    const put = pressed(words.fix, "btn btn-sm btn-primary", fix);
    const key = made("kbd", "Enter");
    key.setAttribute("aria-hidden", "true");
    put.append(key);
    buttons.prepend(put);
    box.append(swap, why, buttons);
  }
  return box;
}

function pressed(word, className, done) {
  const button = made("button", word);
  Object.assign(button, { type: "button", className });
  button.addEventListener("click", done);
  return button;
}

function made(tag, ...inside) {
  const element = document.createElement(tag);
  element.append(...inside);
  return element;
}
