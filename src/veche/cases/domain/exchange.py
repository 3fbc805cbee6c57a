"""Numbers and deadlines of «Инцидент» and ПОС on cases: by hand, from a table, and out in one."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from veche.cases.domain.exchange_plan import ExchangePlan, PlannedRow, plan_rows
from veche.cases.domain.exchange_rows import ExchangeRow, rows_from_json
from veche.cases.domain.open import open_case, open_without_comments
from veche.cases.domain.steps import add_step
from veche.cases.domain.terms import hold_to_foreign
from veche.cases.enums import CaseState, RowOutcome, StepKind, System
from veche.cases.errors import CaseError
from veche.cases.models import Case, ExchangeTable, ForeignNumber
from veche.documents.write import delimited
from veche.journal.domain.record import record
from veche.kernel.clock import local, now
from veche.staff.domain.locking import lock_administration
from veche.staff.models import Administration, Person

GONE = "Таблицы уже нет: её записали или убрали. Загрузите её ещё раз."
CHANGED = "С тех пор как вы смотрели, что-то изменилось. Посмотрите строки ещё раз: пока ничего не записали."
TAKEN = "Этот номер уже стоит в деле {case}. Ничего не изменилось."
EMPTY = "Напишите номер. Ничего не изменилось."
GOES_OUT = timedelta(days=90)
WAITS = timedelta(days=1)
HEADER = ("Система", "Номер", "Срок", "Дело", "О чём", "Состояние", "Отдел", "Ответить до", "Ответили", "Ответ")


def set_number(*, case: Case, by: Person, system: System, number: str, due_at: datetime | None) -> ForeignNumber:
    """Note another system's number and deadline; the earlier of two deadlines counts. Raises `CaseError`."""
    number = number.strip()
    if not number:
        raise CaseError(EMPTY)
    with transaction.atomic():
        lock_administration(case.administration)
        made = _note(case, by, system, number, due_at)
        add_step(case, StepKind.NUMBERED, by)
    return made


def _note(
    case: Case, by: Person, system: System, number: str, due_at: datetime | None, text: str = ""
) -> ForeignNumber:
    case = (
        Case.objects.of(case.administration_id)
        .select_for_update(of=("self",))
        .select_related("administration")
        .get(pk=case.pk)
    )
    rows = ForeignNumber.objects.of(case.administration_id)
    found = rows.filter(system=system, number=number).first()
    if found is not None and found.case_id != case.pk:
        raise CaseError(TAKEN.format(case=found.case_id))
    made: ForeignNumber = found or ForeignNumber(administration_id=case.administration_id, system=system, number=number)
    made.case, made.due_at, made.by, made.at = case, due_at or made.due_at, by, now()
    made.text = text or made.text
    made.save()
    hold_to_foreign(case)
    facts = {"system": str(system)}
    record(administration=case.administration, actor=by, verb="case.numbered", obj=case, facts=facts)
    return made


def keep_table(*, by: Person, file_name: str, system: System, rows: list[ExchangeRow]) -> ExchangeTable:
    """Keep the rows for the preview, in place of the person's earlier table. The program's own note."""
    with transaction.atomic():
        ExchangeTable.objects.of(by.administration).filter(loaded_by=by).delete()
        made: ExchangeTable = ExchangeTable.objects.create(
            administration=by.administration,
            loaded_by=by,
            loaded_at=now(),
            file_name=file_name,
            system=system,
            rows=[one.as_json() for one in rows],
        )
    return made


def kept_table(person: Person) -> ExchangeTable | None:
    found: ExchangeTable | None = ExchangeTable.objects.of(person.administration).filter(loaded_by=person).first()
    return found


def discard_table(person: Person) -> None:
    ExchangeTable.objects.of(person.administration).filter(loaded_by=person).delete()


def drop_abandoned() -> int:
    """Delete tables that waited longer than `WAITS`: they name residents. Returns their number."""
    number, _ = ExchangeTable.objects.unscoped().filter(loaded_at__lt=now() - WAITS).delete()
    return number


def plan_of(table: ExchangeTable) -> ExchangePlan:
    return plan_rows(table.administration, System(table.system), rows_from_json(table.rows))


def write_table(*, by: Person, digest: str) -> ExchangePlan:
    """Do what the preview with this digest said, all of it or nothing. Raises `CaseError`."""
    with transaction.atomic():
        lock_administration(by.administration)
        table = kept_table(by)
        if table is None:
            raise CaseError(GONE)
        plan = plan_of(table)
        if plan.digest != digest:
            raise CaseError(CHANGED)
        for one in plan.rows:
            if one.outcome.writes:
                _write(one, by, System(table.system))
        table.delete()
        facts = {"file_rows": len(plan.rows), "written": sum(one.outcome.writes for one in plan.rows)}
        record(
            administration=by.administration, actor=by, verb="case.table_written", obj=by.administration, facts=facts
        )
    return plan


def _write(one: PlannedRow, by: Person, system: System) -> None:
    case = one.case or _opened(one, by)
    if one.outcome == RowOutcome.FROM_COMMENT and one.department is not None and case.department is None:
        case.department = one.department
        case.save(update_fields=("department",))
    text = "" if one.message is not None else one.row.text
    _note(case, by, system, one.row.number, one.row.due_at, text)
    add_step(case, StepKind.NUMBERED, by)


def _opened(one: PlannedRow, by: Person) -> Case:
    if one.message is not None:
        return open_case(message=one.message, by=by)
    return open_without_comments(administration=by.administration, by=by, text=one.row.text, department=one.department)


def table_out(city: Administration) -> bytes:
    """CSV of the cases with numbers: all that are open, and those that ended lately."""
    recent = Q(case__closed_at=None) | Q(case__closed_at__gte=now() - GOES_OUT)
    rows = ForeignNumber.objects.of(city).filter(recent).select_related("case__department").order_by("system", "pk")
    return delimited(HEADER, (_out(one, city.time_zone) for one in rows.iterator(chunk_size=500)))


def _out(one: ForeignNumber, zone: str) -> tuple[str, ...]:
    case = one.case
    return (
        str(System(one.system).label),
        one.number,
        _moment(one.due_at, zone),
        str(case.pk),
        case.title,
        str(CaseState(case.state).label),
        str(case.department or ""),
        _moment(case.due_at, zone) if case.is_open else "",
        _moment(case.answered_at, zone),
        case.text if case.answered_at else "",
    )


def _moment(moment: datetime | None, zone: str) -> str:
    return f"{local(moment, zone):%d.%m.%Y %H:%M}" if moment else ""
