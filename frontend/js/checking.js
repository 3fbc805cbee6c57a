// The words of a post are looked at while they are written. Only the editor's page loads this file:
//   <textarea data-check="/address/" data-check-panel="id">: a text that is checked; the panel beside it shows what was found.
// The textarea stays the field of the form: without this script it works alone, with it CodeMirror keeps it in step.
import { each } from "./each.js";
import { Field } from "./checking/field.js";

each(document, "textarea[data-check]", (area) => new Field(area));
