const started = new WeakMap();

// Calls `begin(element)` once for every element under `root` (and `root` itself) that matches.
export function each(root, selector, begin) {
  const own = root.matches?.(selector) ? [root] : [];
  for (const element of [...own, ...root.querySelectorAll(selector)]) {
    const seen = started.get(element) ?? new Set();
    if (seen.has(selector)) continue;
    started.set(element, seen.add(selector));
    begin(element);
  }
}
