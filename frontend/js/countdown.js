// Seconds until something leaves. `data-countdown` holds a whole number; at zero its `data-countdown-bar` goes away.
// The word beside it follows the number: `data-forms` are those for 1, 2 and 5.
import { each } from "./each.js";

const rule = new Intl.PluralRules("ru");
const order = ["one", "few", "many"];

export function start(root) {
  each(root, "[data-countdown]", (number) => {
    const clock = setInterval(() => {
      const left = Number(number.textContent) - 1;
      if (left > 0 && number.isConnected) return show(number, left);
      clearInterval(clock);
      number.closest("[data-countdown-bar]")?.remove();
    }, 1000);
  });
}

function show(number, left) {
  number.textContent = left;
  const word = number.parentElement.querySelector("[data-forms]");
  if (word) word.textContent = word.dataset.forms.split(",")[order.indexOf(rule.select(left))];
}
