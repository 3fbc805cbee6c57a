from collections.abc import Sequence
from dataclasses import dataclass, field

from django.db.models import Model

from veche.journal.domain.chain import hash_of
from veche.journal.domain.entry_seals import UNPROVEN, EntrySeals, SealReading
from veche.journal.domain.heads import OutsideHead, is_genuine, marks_of, outside_head
from veche.journal.domain.seals import can_tell
from veche.journal.models import GENESIS, Entry, Head

SHOWN_PROBLEMS = 20
LOST = "Отметки конца журнала вне базы нет: проверить, цел ли хвост, не с чем."

NOT_OURS = "вне базы не закрыта нашей связкой ключей: её писали не мы, или связка была другая."
EMPTIED = "Журнал пуст, а администрация есть: её заводят вместе с первой записью. Записи удалены."


@dataclass(frozen=True, slots=True)
class Verdict:
    """Result of a verification. `length`: entries read; `problems`: Russian sentences, the first twenty.

    `note`: what could not be compared, though nothing is wrong. `unverified`: entries with unverifiable seals, as
    «5-9».
    """

    ok: bool
    length: int
    problems: list[str]
    note: str = ""
    unverified: tuple[str, ...] = ()


def verify(administration: Model) -> Verdict:
    """Read the whole chain once, in constant memory, and compare it with all heads outside the database.

    The heads are read first: entries recorded meanwhile make the chain longer, never shorter.
    """
    is_marked = outside_head(administration.pk) is not None
    kept = marks_of(administration.pk)
    marks = {mark.number: mark.hash for mark in kept}
    inside = Head.objects.filter(administration=administration.pk).first()
    chain = _Reading(marks, max(marks, default=0), inside, SealReading(EntrySeals.of(administration.pk)))
    chain.judge_seals(unsealed(administration.pk, kept))
    for entry in Entry.objects.of(administration).order_by("number").iterator(chunk_size=200):
        chain.read(entry)
    grown = Head.objects.filter(administration=administration.pk).values_list("number", flat=True).first()
    chain.finish(grown or 0, is_marked=is_marked)
    return Verdict(not chain.count, chain.length, chain.problems, *chain.of_seals())


def only_unproven(problems: Sequence[str]) -> bool:
    """Whether nothing is known to be changed, but seals are of another keyring."""
    return bool(problems) and all(problem.endswith((UNPROVEN, NOT_OURS)) for problem in problems)


def unsealed(administration_id: int, marks: Sequence[OutsideHead]) -> list[OutsideHead]:
    """Marks without our seal; none without a keyring, which the doctor reports."""
    return [mark for mark in marks if not is_genuine(administration_id, mark)] if can_tell() else []


@dataclass(slots=True)
class _Reading:
    """`marks`: stored hashes by number that were not met yet; `furthest`: the last number."""

    marks: dict[int, str]
    furthest: int
    inside: Head | None
    seals: SealReading
    length: int = 0
    number: int = 0
    hash: str = GENESIS
    count: int = 0
    problems: list[str] = field(default_factory=list)

    def judge_seals(self, foreign: Sequence[OutsideHead]) -> None:
        if foreign:
            self._say(f"Отметка № {foreign[0].number} {NOT_OURS}")

    def read(self, entry: Entry) -> None:
        if entry.number != self.number + 1:
            self._say(f"Между записями № {self.number} и № {entry.number} чего-то нет: записи удалены.")
        elif entry.previous != self.hash:
            self._say(f"Запись № {entry.number} не продолжает № {self.number}: порядок нарушен.")
        if entry.hash != hash_of(entry):
            self._say(f"Запись № {entry.number} изменена после того, как была сделана.")
        if self.marks.pop(entry.number, entry.hash) != entry.hash:
            self._say(f"Запись № {entry.number} не та, что помнит отметка вне базы: журнал переписали.")
            self.marks.clear()  # every later one differs too
        if self.inside and entry.number == self.inside.number and entry.hash != self.inside.hash:
            self._say(f"Запись № {entry.number} не совпадает с последней, отмеченной в базе.")
        self.seals.read(entry)
        self.length += 1
        self.number, self.hash = entry.number, entry.hash

    def finish(self, grown: int, *, is_marked: bool) -> None:
        """Add final problems. `grown`: the present end of the chain by the database."""
        inside = self.inside.number if self.inside else 0
        if (furthest := max(self.furthest, inside)) > self.number:
            self._say(f"Хвост журнала отрезан: последняя запись № {self.number}, а была № {furthest}.")
        elif not self.number:
            self._say(EMPTIED)
        elif grown < self.number:
            self._say(f"В базе отмечен конец на № {grown}, а последняя запись № {self.number}.")
        if not is_marked:
            self._say(LOST)
        for problem in self.seals.problems():
            self._say(problem)

    def of_seals(self) -> tuple[str, tuple[str, ...]]:
        return self.seals.note(), tuple(self.seals.unverified().facts())

    def _say(self, problem: str) -> None:
        self.count += 1
        if self.count <= SHOWN_PROBLEMS:
            self.problems.append(problem)
