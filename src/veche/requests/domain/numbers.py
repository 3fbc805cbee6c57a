"""Numbers by department: how much each was asked lately, and how soon it answered."""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from django.db.models import CharField, Count, OuterRef, Q, QuerySet, StringAgg, Subquery, Value
from django.db.models.functions import Cast

from veche.requests.domain.lateness import late_at
from veche.requests.enums import RequestState
from veche.requests.models import Request
from veche.staff.compiled import compiled_once, this_moment
from veche.staff.domain import department_answers
from veche.staff.models import Administration, Department
from veche.staff.together import rows_of_each

LATELY = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class DepartmentNumbers:
    """`late`: answered after the deadline, or not answered and late now. `took`: working minutes of each answer,
    `minutes` their median.

    Whenever they were asked: `now`, late now, and `open`, not closed, as the list's filters show them. `share`:
    `minutes` in per cent of those of the slowest department.
    """

    pk: int
    name: str
    asked: int
    in_time: int
    late: int
    took: tuple[int, ...]
    now: int = 0
    open: int = 0
    share: int = 0

    @property
    def minutes(self) -> int | None:
        return department_answers.usual(self.took)

    @property
    def usual(self) -> str:
        """«25 мин», «2,5 ч»."""
        return department_answers.in_hours(self.minutes)

    @property
    def tone(self) -> str:
        """Tone of the bar."""
        return department_answers.tone_of(self.late, self.share)


def numbers(administration: Administration) -> list[DepartmentNumbers]:
    """Departments asked within 90 days, the latest ones first. One query; what closed unanswered does not count."""
    asked, standing = rows_of_each([_asked.bind(administration), _standing.bind(administration)])
    now = {department: (late, number) for department, late, number in standing}
    counted = [_counted(*row, standing=now.get(row[0], (0, 0))) for row in asked]
    slowest = max((one.minutes or 0 for one in counted), default=0)
    compared = (
        [replace(one, share=round(100 * (one.minutes or 0) / slowest)) for one in counted] if slowest else counted
    )
    return sorted(compared, key=lambda one: (-one.late, -one.asked, one.name))


@compiled_once
def _asked(administration: Administration) -> "QuerySet[Request, Any]":
    """One row for each department; the minutes divided by commas, as no database of ours counts a median."""
    moment = this_moment()
    asked = Request.objects.of(administration).filter(addressed_at__gte=moment - LATELY, department__isnull=False)
    late = Q(was_late=True) | late_at(moment)
    # Not joined: SQLite would begin with the departments and read the requests of all years.
    name = Department.objects.of(administration).filter(pk=OuterRef("department")).values("name")[:1]
    found: QuerySet[Request, Any] = (
        asked.exclude(state__in=(RequestState.WITHDRAWN, RequestState.OVER))
        .order_by()
        .values("department")
        .annotate(
            name=Subquery(name),
            asked=Count("pk"),
            in_time=Count("pk", filter=Q(first_answered_at__isnull=False) & ~late),
            late=Count("pk", filter=late),
            minutes=StringAgg(Cast("minutes_to_answer", CharField()), Value(",")),
        )
    )
    return found.values_list("department", "name", "asked", "in_time", "late", "minutes")  # type: ignore[misc] # annotated


@compiled_once
def _standing(administration: Administration) -> "QuerySet[Request, tuple[int, int, int]]":
    """Department, late now and open: one row for each department that has something open."""
    rows = Request.objects.of(administration).filter(closed_at=None, department__isnull=False).order_by()
    counted = rows.values("department").annotate(now=Count("pk", filter=late_at(this_moment())), open=Count("pk"))
    return counted.values_list("department", "now", "open")


def _counted(
    pk: int, name: str, asked: int, in_time: int, late: int, minutes: str | None, *, standing: tuple[int, int]
) -> DepartmentNumbers:
    """`standing`: how many are late now and how many are open."""
    took = tuple(int(one) for one in minutes.split(",")) if minutes else ()
    return DepartmentNumbers(pk, name, asked, in_time, late, took, *standing)


def register_answers() -> None:
    """Register the numbers with the page of departments, which belongs to a lower room."""
    book = department_answers.AnswerBook(
        _answers, permission="requests.list", url_name="requests:departments", list_name="requests:list"
    )
    department_answers.register(book)


def _answers(administration: Administration) -> dict[int, department_answers.Answers]:
    return {
        one.pk: department_answers.Answers(one.asked, one.late, one.took, one.share, one.open)
        for one in numbers(administration)
    }
