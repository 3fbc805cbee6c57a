"""How departments answer what they are asked; the room that asks them registers who counts it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from statistics import median

from veche.kit.moments import lasts
from veche.staff.models import Administration

# From so many times the usual time a department is named as slow.
SLOW = 1.5


@dataclass(frozen=True, slots=True)
class Answers:
    """Of one department lately, or of several. `took`: working minutes of each answer; `share`: their median in per
    cent of that of the slowest department; `open`: what is not closed, whenever it was asked.
    """

    asked: int
    late: int
    took: tuple[int, ...]
    share: int
    open: int = 0

    @property
    def minutes(self) -> int | None:
        return usual(self.took)

    @property
    def usual(self) -> str:
        return in_hours(self.minutes)

    @property
    def tone(self) -> str:
        return tone_of(self.late, self.share)


def tone_of(late: int, share: int) -> str:
    """Tone of a usual time: "warn" for the slowest department (`share` 100), if it was late at least once."""
    return "warn" if late and share == 100 else ""


def usual(took: Sequence[int]) -> int | None:
    """The median; None without answers."""
    return round(median(took)) if took else None


def in_hours(minutes: int | None) -> str:
    """«25 мин», «2,5 ч»."""
    if minutes is None:
        return "ещё не отвечали"
    if minutes < 60:
        return lasts(timedelta(minutes=minutes))
    return f"{minutes / 60:.1f}".removesuffix(".0").replace(".", ",") + "\N{NO-BREAK SPACE}ч"


def together(answers: Iterable[Answers]) -> Answers | None:
    """Numbers of all departments together; None if nobody was asked."""
    found = list(answers)
    if not found:
        return None
    took = tuple(minutes for one in found for minutes in one.took)
    slowest = max((one.minutes or 0 for one in found), default=0)
    share = round(100 * (usual(took) or 0) / slowest) if slowest else 0
    asked, late, still = (sum(getattr(one, name) for one in found) for name in ("asked", "late", "open"))
    return Answers(asked, late, took, share, still)


def headline(answers: Mapping[str, Answers]) -> str:
    """«Отделы отвечают за 3 ч, отдел транспорта за 9 ч»; "" if nobody has answered. `answers`: by name."""
    all_of_them = together(answers.values())
    if all_of_them is None or all_of_them.minutes is None:
        return ""
    said = f"Отделы отвечают за {all_of_them.usual}"
    slow = sorted(((one.minutes or 0, name) for name, one in answers.items()), reverse=True)[:2]
    alone = len(slow) > 1 and slow[0][0] > slow[1][0]
    if not alone or slow[0][0] < SLOW * all_of_them.minutes:
        return said
    name = slow[0][1]
    # An abbreviation such as «ГО и ЧС» keeps its letters.
    named = name if name[:2].isupper() else f"{name[:1].lower()}{name[1:]}"
    return f"{said}, {named} за {answers[name].usual}"


@dataclass(frozen=True, slots=True)
class AnswerBook:
    """`count`: answers by id of a department, for people with `permission`; `url_name`: their own page; `list_name`:
    the list of what is asked, which takes `department` in its address."""

    count: Callable[[Administration], Mapping[int, Answers]]
    permission: str
    url_name: str
    list_name: str


_known: list[AnswerBook] = []


def register(book: AnswerBook) -> None:
    _known[:] = [book]


def known_books() -> list[AnswerBook]:
    return list(_known)
