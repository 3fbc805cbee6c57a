"""Seals of entries: an HMAC of the hash, which covers all earlier entries, under a key derived from the keyring.

Without the keyring a rewritten chain can have fitting hashes but no seals. Which entries lawfully have none (of an
earlier version, or under a lost keyring) is named by sealed entries: `journal.sealing_began` of the upgrade, and
`journal.heads_closed` of a person. So nobody can remove seals later.
"""

import hmac
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Any, Self

from veche.journal.domain.seals import keys_for
from veche.journal.domain.spans import Spans
from veche.journal.models import Entry

LABEL = "veche journal entry 1"
BEGAN, CLOSED = "journal.sealing_began", "journal.heads_closed"
STATEMENTS = (BEGAN, CLOSED)
# How it is said that nobody can tell.
UNPROVEN = "печать проверить нечем, её ключа в связке нет."
# The fact of a statement that names entries as «1-240».
UNVERIFIED = "unverified"


class SealState(Enum):
    GENUINE = auto()
    MISSING = auto()
    FOREIGN = auto()  # under a key that the keyring does not have: nobody can tell
    WRONG = auto()


@dataclass(frozen=True, slots=True)
class EntrySeals:
    """`keys`: by their mark, newest first; empty without a keyring."""

    administration_id: int
    keys: Mapping[str, bytes]

    @classmethod
    def of(cls, administration_id: int) -> Self:
        return cls(administration_id, keys_for(LABEL))

    def made(self, hash_: str) -> str | None:
        """The seal of a hash; None without a keyring."""
        mark = next(iter(self.keys), None)
        return None if mark is None else f"{mark}.{self._mac(self.keys[mark], hash_)}"

    def state_of(self, entry: Any) -> SealState:
        if not entry.seal:
            return SealState.MISSING
        mark, _, mac = str(entry.seal).partition(".")
        if mark not in self.keys:
            return SealState.FOREIGN
        genuine = hmac.compare_digest(mac.encode(), self._mac(self.keys[mark], entry.hash).encode())
        return SealState.GENUINE if genuine else SealState.WRONG

    def _mac(self, key: bytes, hash_: str) -> str:
        return hmac.digest(key, f"{self.administration_id}\x1f{hash_}".encode(), "sha256").hex()


@dataclass(slots=True)
class SealReading:
    """Checks seals while a chain is read in order. `accepted`: entries named by sealed statements."""

    seals: EntrySeals
    seen: dict[SealState, Spans] = field(default_factory=lambda: {state: Spans() for state in SealState})
    accepted: Spans = field(default_factory=Spans)

    def read(self, entry: Any) -> None:
        state = self.seals.state_of(entry)
        if state is not SealState.GENUINE:
            self.seen[state].add(entry.number)
        elif entry.verb in STATEMENTS:
            self.accepted = self.accepted.with_more(Spans.parse(entry.facts.get(UNVERIFIED), below=entry.number))

    def unverified(self) -> Spans:
        """Entries that cannot be verified and that a person may accept; none without a keyring."""
        if not self.seals.keys:
            return Spans()
        return self._left(SealState.MISSING).with_more(self._left(SealState.FOREIGN))

    def problems(self) -> Iterator[str]:
        """Russian sentences; none without a keyring, which the doctor reports."""
        if not self.seals.keys:
            return
        for numbers in _spoken(self.seen[SealState.WRONG]):
            yield f"{numbers}: печать не сходится, писало не Вече."
        for numbers in _spoken(self._left(SealState.MISSING)):
            yield f"{numbers}: печати нет. Её сняли, записали в обход Вече, или связки ключей тогда не было."
        for numbers in _spoken(self._left(SealState.FOREIGN)):
            yield f"{numbers}: {UNPROVEN}"

    def note(self) -> str:
        """What could not be compared, though nothing is wrong."""
        if not self.seals.keys:
            return "Печати записей проверить нечем: связки ключей на сервере нет."
        known = self.accepted.without(self.accepted.without(self._unsealed()))
        if not known:
            return ""
        spans = ", ".join(_spoken(known))
        return f"{spans}: печать проверить нечем, об этом есть запись в журнале. Контрольные суммы сходятся."

    def _left(self, state: SealState) -> Spans:
        return self.seen[state].without(self.accepted)

    def _unsealed(self) -> Spans:
        return self.seen[SealState.MISSING].with_more(self.seen[SealState.FOREIGN])


@dataclass(slots=True)
class Ours:
    """Whether an entry is sealed by us or named by a sealed statement; True without a keyring.

    One query, at the first unsealed entry.
    """

    administration: Any
    seals: EntrySeals = field(init=False)
    accepted: Spans | None = None

    def __post_init__(self) -> None:
        self.seals = EntrySeals.of(self.administration.pk)

    def __call__(self, entry: Any) -> bool:
        if not self.seals.keys:
            return True
        state = self.seals.state_of(entry)
        unsure = state in (SealState.MISSING, SealState.FOREIGN)
        return state is SealState.GENUINE or (unsure and entry.number in self._accepted())

    def _accepted(self) -> Spans:
        if self.accepted is None:
            reading = SealReading(self.seals)
            for entry in Entry.objects.of(self.administration).filter(verb__in=STATEMENTS).order_by("number"):
                reading.read(entry)
            self.accepted = reading.accepted
        return self.accepted


def _spoken(spans: Spans) -> Iterator[str]:
    for first, last in spans.all:
        yield f"Запись № {first}" if first == last else f"Записи № {first}–{last}"
