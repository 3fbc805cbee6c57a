// Single-letter keys are off while somebody writes.
export function isTyping(event) {
  return event.target.closest?.("input:not([type=radio], [type=checkbox]), textarea, select, [contenteditable]") != null;
}
