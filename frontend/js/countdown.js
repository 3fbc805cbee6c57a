// Seconds until something leaves. `data-countdown` holds a whole number; at zero its `data-countdown-bar` goes away.
import { each } from "./each.js";

export function start(root) {
  each(root, "[data-countdown]", (number) => {
    const clock = setInterval(() => {
      const left = Number(number.textContent) - 1;
      if (left > 0 && number.isConnected) return (number.textContent = left);
      clearInterval(clock);
      number.closest("[data-countdown-bar]")?.remove();
    }, 1000);
  });
}
