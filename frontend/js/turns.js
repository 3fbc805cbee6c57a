// A form's requests go one after the other: each answer says on which revision the next one stands.
const last = new WeakMap();
const unanswered = new WeakMap();
const again = new WeakMap();

// Words whose answer was lost may have arrived: the same words are sent once more before anything else, so that what was
// typed since stands on them. `repeat(body)` sends them.
export function repeatUnanswered(form, repeat) {
  again.set(form, repeat);
}

export function sent(form, body) {
  unanswered.set(form, body);
}

export function answered(form) {
  unanswered.delete(form);
}

export function isUnanswered(form) {
  return unanswered.has(form);
}

export function inTurn(form, work) {
  const settled = (last.get(form) ?? Promise.resolve()).then(() => unanswered.has(form) && again.get(form)(unanswered.get(form)));
  const turn = settled.then(work);
  const over = turn.catch(() => {}).then(() => last.get(form) === over && last.delete(form));
  last.set(form, over);
  return turn;
}

// What is under way: a promise that is kept when the last of it is over, undefined when there is nothing.
export function underWay(form) {
  return last.get(form);
}
