"""Numbers by department: how much each was asked lately, and how soon it answered."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from statistics import median

from veche.kernel import clock
from veche.kit.moments import lasts
from veche.requests.enums import DEPARTMENTS_MOVE, RequestState
from veche.requests.models import Request
from veche.staff.models import Administration

LATELY = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class DepartmentNumbers:
    """`late`: answered after the deadline, or not answered and late now. `minutes`: the median of working time."""

    pk: int
    name: str
    asked: int
    in_time: int
    late: int
    minutes: int | None

    @property
    def usual(self) -> str:
        """«25 мин», «2,5 ч»."""
        if self.minutes is None:
            return "ещё не отвечали"
        if self.minutes < 60:
            return lasts(timedelta(minutes=self.minutes))
        return f"{self.minutes / 60:.1f}".removesuffix(".0").replace(".", ",") + "\N{NO-BREAK SPACE}ч"


def numbers(administration: Administration) -> list[DepartmentNumbers]:
    """Departments asked within 90 days, the latest ones first. One query; withdrawn requests do not count."""
    moment = clock.now()
    rows = Request.objects.of(administration).filter(addressed_at__gte=moment - LATELY, department__isnull=False)
    values = rows.exclude(state=RequestState.WITHDRAWN).values_list(
        "department_id", "department__name", "state", "due_at", "was_late", "first_answered_at", "minutes_to_answer"
    )
    found: dict[tuple[int, str], list[tuple[bool, bool, int | None]]] = defaultdict(list)
    for pk, name, state, due_at, was_late, answered_at, minutes in values.order_by("department__name", "pk"):
        late = was_late or (state in DEPARTMENTS_MOVE and due_at < moment)
        found[pk or 0, name or ""].append((late, answered_at is not None, minutes))
    counted = [_counted(pk, name, said) for (pk, name), said in found.items()]
    return sorted(counted, key=lambda one: (-one.late, -one.asked, one.name))


def _counted(pk: int, name: str, said: list[tuple[bool, bool, int | None]]) -> DepartmentNumbers:
    took = [minutes for _, _, minutes in said if minutes is not None]
    return DepartmentNumbers(
        pk=pk,
        name=name,
        asked=len(said),
        in_time=sum(answered and not late for late, answered, _ in said),
        late=sum(late for late, _, _ in said),
        minutes=round(median(took)) if took else None,
    )
