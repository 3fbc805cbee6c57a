"""All names in force, found by the first stem of a word: the time per text does not depend on the number of rows."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from veche.preflight.registers.entry import Entry, Register
from veche.preflight.registers.pattern import DOMAIN, Person, Phrase, patterns


class Index:
    """`registers`: the files. Entries not in force are left out when a text is checked, because «today» may differ."""

    def __init__(self, registers: Iterable[Register] = ()) -> None:
        self.registers = tuple(registers)
        self._phrases: dict[str, list[Phrase]] = {}
        self._persons: dict[tuple[str, str], list[Person]] = {}
        # By surname: whose it is, None if several entries have it.
        self._owners: dict[str, Entry | None] = {}
        self._domains: dict[str, Entry] = {}
        for register in self.registers:
            for entry in register.entries:
                self._add(entry)
        self._alone = self._without_namesakes()

    def _add(self, entry: Entry) -> None:
        for pattern in patterns(entry):
            if isinstance(pattern, Person):
                self._add_person(pattern)
            else:
                for key in pattern.keys:
                    self._phrases.setdefault(key, []).append(pattern)
        for name in (entry.name, *entry.aliases):
            if "." in name and (match := DOMAIN.fullmatch(name)):
                self._domains[match[1].lower()] = entry

    def _add_person(self, pattern: Person) -> None:
        """By the first letter of the given name too: a text with a common surname is compared with few namesakes."""
        for key in pattern.keys:
            self._persons.setdefault((key, pattern.given[:1]), []).append(pattern)
        owner = self._owners.setdefault(pattern.surname, pattern.entry)
        if owner is not pattern.entry:
            self._owners[pattern.surname] = None

    def _without_namesakes(self) -> dict[str, list[Person]]:
        found: dict[str, list[Person]] = {}
        for (stem, _letter), persons in self._persons.items():
            if alone := [one for one in persons if self._owners[one.surname]]:
                found.setdefault(stem, []).extend(alone)
        return found

    def site(self, host: str, today: date) -> Entry | None:
        """The entry in force whose site this is."""
        parts = host.lower().split(".")
        for at in range(len(parts) - 1):
            entry = self._domains.get(".".join(parts[at:]))
            if entry is not None and entry.in_force(today):
                return entry
        return None

    def __bool__(self) -> bool:
        return bool(self._phrases or self._persons)

    def phrases(self, stems: Iterable[str], today: date) -> Iterator[Phrase]:
        """Those in force whose first word has one of these stems."""
        found = (pattern for stem in stems for pattern in self._phrases.get(stem, ()))
        return (pattern for pattern in found if pattern.entry.in_force(today))

    def persons(self, stems: Sequence[str], letters: Iterable[str], today: date) -> Iterator[Person]:
        """Those in force whose surname has one of these stems and whose given name begins with one of the letters."""
        keys = ((stem, letter) for stem in stems for letter in letters)
        found = (pattern for key in keys for pattern in self._persons.get(key, ()))
        return (pattern for pattern in found if pattern.entry.in_force(today))

    def only_persons(self, stems: Sequence[str], today: date) -> Iterator[Person]:
        """Those in force whose surname has one of these stems and no namesake in the registers."""
        found = (pattern for stem in stems for pattern in self._alone.get(stem, ()))
        return (pattern for pattern in found if pattern.entry.in_force(today))
