// The words of a post are looked at while they are written. Only the editor's page loads this file:
//   <textarea data-check="/address/" data-check-panel="id">: a text that is checked; the panel beside it shows what was found.
// The textarea stays the field of the form: without this script it works alone, with it CodeMirror keeps it in step.
//   <button data-emoji="dialog id">: signs with Russian names, put into the text that is shown.
import { each } from "./each.js";
import { Emoji } from "./checking/emoji.js";
import { Field } from "./checking/field.js";

const fields = [];
each(document, "textarea[data-check]", (area) => fields.push(new Field(area)));
each(document, "button[data-emoji]", (button) => new Emoji(button, fields));
