"""All names in force, found by the first stem of a word: the time per text does not depend on the number of rows."""

from collections.abc import Iterable
from datetime import date

from veche.preflight.registers.entry import Entry, Register
from veche.preflight.registers.pattern import DOMAIN, Pattern, Person, patterns


class Index:
    """`registers`: the files. Entries not in force are left out when a text is checked, because «today» may differ."""

    def __init__(self, registers: Iterable[Register] = ()) -> None:
        self.registers = tuple(registers)
        self._patterns: dict[str, list[Pattern]] = {}
        self._surnames: dict[str, int] = {}
        self._domains: dict[str, Entry] = {}
        for register in self.registers:
            for entry in register.entries:
                self._add(entry)

    def _add(self, entry: Entry) -> None:
        for pattern in patterns(entry):
            for key in pattern.keys:
                self._patterns.setdefault(key, []).append(pattern)
            if isinstance(pattern, Person):
                self._surnames[pattern.surname] = self._surnames.get(pattern.surname, 0) + 1

        for name in (entry.name, *entry.aliases):
            if "." in name and (match := DOMAIN.fullmatch(name)):
                self._domains[match[1].lower()] = entry

    def site(self, host: str, today: date) -> Entry | None:
        """The entry in force whose site this is."""
        parts = host.lower().split(".")
        for at in range(len(parts) - 1):
            entry = self._domains.get(".".join(parts[at:]))
            if entry is not None and entry.in_force(today):
                return entry
        return None

    def __bool__(self) -> bool:
        return bool(self._patterns)

    def beginning(self, stems: Iterable[str], today: date) -> list[Pattern]:
        """The patterns in force whose first word has one of these stems."""
        found = (pattern for stem in stems for pattern in self._patterns.get(stem, ()))
        return list(dict.fromkeys(pattern for pattern in found if pattern.entry.in_force(today)))

    def namesakes(self, surname: str) -> int:
        """How many persons of the registers have this surname."""
        return self._surnames.get(surname, 0)
