"""Numbers that sentences of a page say, in digits or in words."""

import re


def number(said: str, pattern: str) -> int:
    """A number in digits or in words."""
    found = re.search(pattern, said)
    spelt = ("ничего", "одн", "дв", "тр", "четыр", "пят", "шест", "сем", "восем", "девят", "десят")
    if found is None:
        return 0
    word = found[1].lower()
    return int(word) if word.isdigit() else next(n for n, begins in enumerate(spelt) if word.startswith(begins))


class Numbers:
    """Reads numbers from texts. `unsaid`: patterns that no text matched, so that nothing was compared by them."""

    def __init__(self) -> None:
        self.unsaid: set[str] = set()
        self._said: set[str] = set()

    def __call__(self, text: str, pattern: str) -> int:
        if re.search(pattern, text):
            self._said.add(pattern)
        self.unsaid = (self.unsaid | {pattern}) - self._said
        return number(text, pattern)
