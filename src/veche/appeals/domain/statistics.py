"""Figures of months for residents: what was deleted, by ground, and what became of appeals. Names nobody."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Min

from veche.appeals.models import Appeal
from veche.inbox.models import Message
from veche.journal.models import Entry
from veche.kernel.clock import DAY, local, month_bounds, month_of, today
from veche.moderation.enums import Ground, RulingVerb
from veche.moderation.models import Ruling
from veche.outbox.domain.states import ALL_BUT_OUT
from veche.staff.models import Administration

# A smaller number could point to one person, so it is told as «меньше 5».
FEWEST = 5
# Months that the page lists.
MOST = 120


@dataclass(frozen=True, slots=True)
class Figure:
    """`number` None: less than `FEWEST`, and not zero."""

    name: str
    number: int | None


@dataclass(frozen=True, slots=True)
class Month:
    """`since`: the day since which decisions are kept, if it is in the month; None: all of it is known.

    `of`: comments of residents in the month. `of`, `deleted`, `appeals`, `restored`: as `Figure.number`.

    `median`: of all appeals decided in the month, from their coming; None without any or with too few.
    """

    first: date
    of: int | None
    deleted: int | None
    grounds: tuple[Figure, ...]
    appeals: int | None
    restored: int | None
    median: timedelta | None
    since: date | None


def kept_since(administration: Administration) -> date:
    """The city's day since which decisions are kept here: that of the first journal entry, or of an earlier deletion.

    Nothing is said of earlier days: what was deleted without Veche is not known. Two queries.
    """
    zone = administration.time_zone
    first = Entry.objects.of(administration).order_by("number").values_list("at", flat=True).first()
    deleted = Ruling.objects.of(administration).filter(verb=RulingVerb.DELETE, undone_at=None, private=False)
    known = [at for at in (first, deleted.aggregate(first=Min("at"))["first"]) if at]
    return local(min(known), zone).date() if known else today(zone)


def months(administration: Administration) -> list[date]:
    """First days of the months that are over and of which decisions are kept, newest first. Two queries."""
    since, found = kept_since(administration), list[date]()
    first = _month_before(today(administration.time_zone))
    while month_of(first)[1] > since and len(found) < MOST:
        found.append(first)
        first = _month_before(first)
    return found


def _month_before(day: date) -> date:
    """First day of the month before the one that `day` belongs to."""
    return month_of(month_of(day)[0] - DAY)[0]


def figures_of(administration: Administration, first: date) -> Month:
    """Figures of the month that begins on this day. They count rows, which stay when their words are erased. Six
    queries."""
    span = month_bounds(first, administration.time_zone)
    rulings = Ruling.objects.of(administration).filter(at__gte=span[0], at__lt=span[1], undone_at=None, private=False)
    # Where the network has deleted, as the list of deletions counts.
    done = rulings.filter(verb=RulingVerb.DELETE, act__isnull=False).exclude(act__state__in=ALL_BUT_OUT)
    grounds = Counter(done.values_list("ground", flat=True))
    restored = rulings.filter(verb=RulingVerb.RESTORE).exclude(act__state__in=ALL_BUT_OUT).count()
    decided, middle = _appeals(administration, span)
    since = kept_since(administration)
    return Month(
        first=first,
        of=shown(_comments(administration, span)),
        deleted=shown(grounds.total()),
        grounds=_by_ground(grounds),
        restored=shown(restored),
        appeals=decided,
        median=middle,
        since=since if since > first else None,
    )


def shown(number: int) -> int | None:
    return None if 0 < number < FEWEST else number


def _by_ground(grounds: Counter[str]) -> tuple[Figure, ...]:
    """Grounds, most frequent first. Where the sum would tell those that are too small, the next one is hidden too."""
    found = grounds.most_common()
    first_hidden = next((place for place, (_, number) in enumerate(found) if number < FEWEST), len(found))
    if _sum_tells([number for _, number in found[first_hidden:]]):
        first_hidden = max(first_hidden - 1, 0)
    return tuple(
        Figure(str(Ground(ground).label), number if place < first_hidden else None)
        for place, (ground, number) in enumerate(found)
    )


def _sum_tells(small: list[int]) -> bool:
    """Whether numbers from 1 to `FEWEST` - 1 are known by their sum: one alone, all the least or all the greatest."""
    return len(small) == 1 or (bool(small) and sum(small) in {len(small), len(small) * (FEWEST - 1)})


def _comments(administration: Administration, span: tuple[datetime, datetime]) -> int:
    rows = Message.objects.of(administration).filter(ours=False, private=False, at__gte=span[0], at__lt=span[1])
    return rows.count()


def _appeals(administration: Administration, span: tuple[datetime, datetime]) -> tuple[int | None, timedelta | None]:
    """The number of appeals decided in the span, as shown, and the median time that they took."""
    rows = Appeal.objects.of(administration).filter(decided_at__gte=span[0], decided_at__lt=span[1])
    took = sorted(one.decided_at - one.at for one in rows.only("at", "decided_at") if one.decided_at)
    return shown(len(took)), took[len(took) // 2] if len(took) >= FEWEST else None
