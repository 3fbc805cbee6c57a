"""How often the program was right: proposals that people confirmed or declined, by account, ground and week."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from django.db import transaction

from veche.accounts.models import Account
from veche.kernel import clock
from veche.kernel.clock import now
from veche.moderation.enums import Ground
from veche.moderation.models import Correction, GroundWeek
from veche.screening.advice import ENOUGH, interval
from veche.staff.models import Administration

WEEKS: Final = 12
WEEK: Final = timedelta(days=7)
# The last weeks and as many before them are compared.
MONTH: Final = 4

type Cell = tuple[int, int]  # confirmed, and all that people decided about


@dataclass(frozen=True, slots=True)
class Precision:
    """Precision of one ground. `weeks`: oldest first. `low`, `high`: bounds of the 95 % interval, in percent."""

    ground: Ground
    weeks: Sequence[Cell]

    @property
    def confirmed(self) -> int:
        return sum(one for one, _ in self.weeks)

    @property
    def number(self) -> int:
        return sum(all_of_them for _, all_of_them in self.weeks)

    @property
    def months(self) -> tuple[Cell, Cell]:
        """The last four weeks, and the four before them."""
        return _sum(self.weeks[-MONTH:]), _sum(self.weeks[-2 * MONTH : -MONTH])

    @property
    def is_enough(self) -> bool:
        return self.number >= ENOUGH

    @property
    def percent(self) -> int:
        return round(100 * self.confirmed / self.number) if self.number else 0

    @property
    def tone(self) -> str:
        """Tone of the bar: a warning where people declined more proposals than they confirmed."""
        return "warn" if self.is_enough and self.percent < 50 else ""

    @property
    def bounds(self) -> tuple[int, int]:
        low, high = interval(self.confirmed, self.number)
        return round(100 * low), round(100 * high)


def _sum(cells: Sequence[Cell]) -> Cell:
    return sum(right for right, _ in cells), sum(number for _, number in cells)


def count_all() -> int:
    """Count the weeks that are over, in all administrations. Returns the number of counted weeks."""
    return sum(count(city) for city in Administration.objects.order_by("pk"))


def count(administration: Administration) -> int:
    """The last week anew, as decisions are taken back in the days after it, and older ones that were never counted."""
    weeks = weeks_over(administration)
    known = set(GroundWeek.objects.of(administration).filter(week__in=weeks).values_list("week", flat=True))
    due = [week for week in weeks if week == weeks[-1] or week not in known]
    for week in due:
        _store(administration, week)
    return len(due)


def weeks_over(administration: Administration) -> list[date]:
    """Mondays of the last `WEEKS` whole weeks, oldest first."""
    monday, _ = clock.week_of(clock.today(administration.time_zone))
    return [monday - WEEK * number for number in range(WEEKS, 0, -1)]


def decided_this_week(administration: Administration, account: Account | None = None) -> int:
    """Judgements of the week that is not over, in one account or in all. One query."""
    monday, _ = clock.week_of(clock.today(administration.time_zone))
    counted = _decided(administration, monday)
    return sum(number for (of, _, _), number in counted.items() if account is None or of == account.pk)


def _store(administration: Administration, week: date) -> None:
    counted = _decided(administration, week)
    with transaction.atomic():
        GroundWeek.objects.of(administration).filter(week=week).delete()
        GroundWeek.objects.bulk_create(
            GroundWeek(
                administration=administration,
                account_id=account,
                ground=ground,
                week=week,
                confirmed=counted[account, ground, True],
                declined=counted[account, ground, False],
                at=now(),
            )
            for account, ground in sorted({(account, ground) for account, ground, _ in counted})
        )


def _decided(administration: Administration, week: date) -> Counter[tuple[int, str, bool]]:
    """Judgements of the week about grounds that had been proposed. One query."""
    since, until = clock.week_bounds(week, administration.time_zone)
    rows = Correction.objects.of(administration).filter(at__gte=since, at__lt=until).order_by()
    told = rows.values_list("account", "ground", "violation", "message__proposal__grounds")
    return Counter((account, ground, right) for account, ground, right, proposed in told if ground in (proposed or ()))


def precisions(administration: Administration, account: Account | None = None) -> list[Precision]:
    """Precision by ground over the last `WEEKS`, in one account or in all together. One query."""
    weeks = weeks_over(administration)
    rows = GroundWeek.objects.of(administration).filter(week__gte=weeks[0], week__lte=weeks[-1])
    if account is not None:
        rows = rows.filter(account=account)
    cells = _cells(rows.values_list("ground", "week", "confirmed", "declined"))
    return [
        Precision(ground, [cells[ground, week] for week in weeks])
        for ground in Ground
        if any(cells[ground, week][1] for week in weeks)
    ]


def _cells(rows: Iterable[tuple[str, date, int, int]]) -> defaultdict[tuple[str, date], Cell]:
    found: defaultdict[tuple[str, date], Cell] = defaultdict(lambda: (0, 0))
    for ground, week, confirmed, declined in rows:
        right, number = found[ground, week]
        found[ground, week] = (right + confirmed, number + confirmed + declined)
    return found
