// A form's requests go one after the other: each answer says on which revision the next one stands.
const last = new WeakMap();

export function inTurn(form, work) {
  const turn = (last.get(form) ?? Promise.resolve()).then(work);
  const over = turn.catch(() => {}).then(() => last.get(form) === over && last.delete(form));
  last.set(form, over);
  return turn;
}

// What is under way: a promise that is kept when the last of it is over, undefined when there is nothing.
export function underWay(form) {
  return last.get(form);
}
