"""What each row of a table from another system would do. Reads only."""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from veche.cases.domain.comment_links import messages_at
from veche.cases.domain.exchange_rows import ExchangeRow
from veche.cases.enums import RowOutcome, System
from veche.cases.models import Case, CaseMessage, ForeignNumber
from veche.inbox.models import Message
from veche.staff.domain.departments import departments_to_choose
from veche.staff.models import Administration, Department


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """`case`: the one that the row is about already. `message`: the comment that its link names. `why`: a sentence."""

    row: ExchangeRow
    outcome: RowOutcome
    case: Case | None = None
    message: Message | None = None
    department: Department | None = None
    why: str = ""


@dataclass(frozen=True, slots=True)
class ExchangePlan:
    rows: tuple[PlannedRow, ...]
    digest: str

    def of(self, *outcomes: RowOutcome) -> list[PlannedRow]:
        return [one for one in self.rows if one.outcome in outcomes]


def plan_rows(city: Administration, system: System, rows: Sequence[ExchangeRow]) -> ExchangePlan:
    """Five queries, however many rows there are."""
    numbers = ForeignNumber.objects.of(city).filter(system=system, number__in={one.number for one in rows})
    known = {one.number: one for one in numbers.select_related("case")}
    at = messages_at(city, [one.link for one in rows if one.link])
    entries = CaseMessage.objects.of(city).filter(message__in=at.values()).select_related("case")
    cases = {one.message_id: one.case for one in entries}
    departments = {one.name.casefold(): one for one in departments_to_choose(city)}
    first: dict[str, int] = {}
    planned = []
    for row in rows:
        twin = first.setdefault(row.number, row.line)
        planned.append(_judged(row, twin, known.get(row.number), at.get(row.link), cases, departments))
    words = "\n".join(f"{one.row}|{one.outcome}|{one.case and one.case.pk}" for one in planned)
    return ExchangePlan(tuple(planned), sha256(words.encode()).hexdigest())


def _judged(
    row: ExchangeRow,
    twin: int,
    known: ForeignNumber | None,
    message: Message | None,
    cases: dict[int, Case],
    departments: dict[str, Department],
) -> PlannedRow:
    if row.flaw:
        return PlannedRow(row, RowOutcome.REFUSED, why=row.flaw)
    if twin != row.line:
        return PlannedRow(row, RowOutcome.TWICE, why=f"Тот же номер стоит в строке {twin}.")
    if known is not None:
        same = row.due_at is None or known.due_at == row.due_at
        return PlannedRow(row, RowOutcome.KNOWN if same else RowOutcome.OTHER_TERM, known.case)
    if message is not None and message.pk in cases:
        return PlannedRow(row, RowOutcome.JOINS, cases[message.pk], message)
    return _opened(row, message, departments.get(row.department.casefold()))


def _opened(row: ExchangeRow, message: Message | None, department: Department | None) -> PlannedRow:
    if message is not None:
        return PlannedRow(row, RowOutcome.FROM_COMMENT, message=message, department=department)
    if not row.text:
        return PlannedRow(row, RowOutcome.REFUSED, why="Нет ни текста, ни ссылки на комментарий у нас: дело не о чем.")
    return PlannedRow(row, RowOutcome.NEW, department=department)
