"""What each row of a table of departments and people would do; nothing is written here."""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from django.contrib.auth.base_user import BaseUserManager
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Q
from django.utils.text import Truncator

from veche.kernel import clock
from veche.kernel.bidi import is_seen
from veche.staff.domain.table_rows import TableRow
from veche.staff.enums import Outcome, Role
from veche.staff.models import Administration, Appointment, Department, Grant, Invite, Office, Person

_ROLES = {role.label.casefold(): role for role in Role} | {
    "глава": Role.HEAD,
    "куратор": Role.CURATOR,
    "ит": Role.IT,
    "начальник": Role.PRESS_HEAD,
    "специалист": Role.PRESS_OFFICER,
    "заместитель": Role.DEPUTY_HEAD,
}
MOST_NAME, MOST_DEPARTMENT, MOST_TOPICS, MOST_EMAIL = 120, 200, 500, 254


class Refusal(Exception):
    """Why a row is not taken. The message is a sentence for a person."""


@dataclass(slots=True)
class PlannedRow:
    """`effects`: what the row would do, in words. `reason`: why it is refused. Others are for `table_apply.py`."""

    row: TableRow
    outcome: Outcome = Outcome.SAME
    effects: list[str] = field(default_factory=list)
    reason: str = ""
    role: Role | None = None
    person: Person | None = None
    new_department: bool = False
    topics: bool = False
    above: bool = False
    invited: bool = False
    renamed: bool = False
    moved: bool = False
    appointed: bool = False
    office: bool = False

    @property
    def is_ready(self) -> bool:
        return self.outcome in (Outcome.NEW, Outcome.CHANGED)


@dataclass(frozen=True, slots=True)
class TablePlan:
    rows: tuple[PlannedRow, ...]

    def of(self, outcome: Outcome) -> list[PlannedRow]:
        return [one for one in self.rows if one.outcome == outcome]

    @property
    def ready(self) -> list[PlannedRow]:
        return [one for one in self.rows if one.is_ready]

    @property
    def digest(self) -> str:
        """Of all that would be done: a preview is confirmed only if this is still the same."""
        said = [(one.row.as_json(), one.outcome.value, one.effects, one.reason) for one in self.rows]
        return hashlib.sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()


def plan_table(administration: Administration, rows: Sequence[TableRow], *, may_invite: bool) -> TablePlan:
    """A constant number of queries. `may_invite`: rows about people are refused otherwise."""
    planner = _Planner(administration, rows, may_invite=may_invite)
    offices = {_folded(row.name) for row in rows if _role(row) == Role.DEPUTY_HEAD}
    while True:  # a refused deputy brings no office, so who stands below it is refused too
        planned = planner.planned(offices)
        brought = {_folded(one.row.name) for one in planned if one.office}
        if brought >= {one for one in offices if one not in planner.offices}:
            return TablePlan(tuple(planned))
        offices = brought


class _Planner:
    """Knows what the administration has and, while it plans, what earlier rows of the file bring."""

    def __init__(self, administration: Administration, rows: Sequence[TableRow], *, may_invite: bool) -> None:
        self.rows, self.may_invite = rows, may_invite
        departments = Department.objects.of(administration).select_related("reports_to")
        self.departments = {one.name.casefold(): one for one in departments}
        offices = Office.objects.of(administration).select_related("holder")
        self.offices = {one.name.casefold(): one for one in offices}
        people = Person.objects.of(administration).filter(email__in={_address(row) for row in rows})
        self.people = {one.email: one for one in people.select_related("department")}
        self.roles = set(_roles(administration))
        self.head = next((person for person, role in self.roles if role == Role.HEAD), None)
        self.invited = set(Invite.objects.of(administration).filter(used_at=None).values_list("person_id", flat=True))

    def planned(self, new_offices: set[str]) -> list[PlannedRow]:
        """`new_offices`: folded names of those that rows of the file bring."""
        self.new_offices, self.head_row = new_offices, 0
        self.named: dict[str, TableRow] = {}
        self.seen: dict[str, int] = {}
        return [self._judged(row) for row in self.rows]

    def _judged(self, row: TableRow) -> PlannedRow:
        one = PlannedRow(row)
        try:
            self._plan(one)
        except Refusal as refusal:
            return PlannedRow(row, Outcome.REFUSED, reason=str(refusal))
        return one

    def _plan(self, one: PlannedRow) -> None:
        row = one.row
        if row.flaw:
            raise Refusal(row.flaw)
        about_person = bool(row.email or row.role or (row.name and not row.department))
        if not about_person and not row.department:
            raise Refusal("В строке нет ни отдела, ни человека.")
        if about_person:
            self._check_person(one)
        if row.department:
            self._plan_department(one)
        if about_person:
            self._plan_person(one)
            self.seen[_address(row)] = row.number
        if row.department:
            self.named.setdefault(row.department.casefold(), row)
        if one.effects:
            one.outcome = Outcome.NEW if one.invited or (one.new_department and not about_person) else Outcome.CHANGED

    def _plan_department(self, one: PlannedRow) -> None:
        row = one.row
        if not 2 <= len(row.department) <= MOST_DEPARTMENT or not is_seen(row.department):
            raise Refusal(f"Название отдела должно быть от 2 до {MOST_DEPARTMENT} знаков.")
        if len(row.topics) > MOST_TOPICS:
            raise Refusal(f"«За что отвечает» длиннее {MOST_TOPICS} знаков. Сократите.")
        known, before = self.departments.get(row.department.casefold()), self.named.get(row.department.casefold())
        if known is not None and known.archived_at is not None:
            raise Refusal("Такой отдел в архиве. Верните его оттуда или назовите этот иначе.")
        if before and row.topics and before.topics and before.topics != row.topics:
            raise Refusal(f"В строке {before.number} у этого отдела другое «за что отвечает». Оставьте одно.")
        if before and row.above and before.above and before.above.casefold() != row.above.casefold():
            raise Refusal(f"В строке {before.number} этот отдел подчиняется другому. Оставьте одно.")
        if known is None and before is None:
            one.new_department = True
            one.effects.append(f"добавим отдел «{row.department}»")
        if row.topics and not (before and before.topics) and (known is None or known.answers_for != row.topics):
            one.topics = True
            one.effects.append(_change("за что отвечает отдел", known and known.answers_for, row.topics))
        self._plan_above(one, known, before)

    def _plan_above(self, one: PlannedRow, known: Department | None, before: TableRow | None) -> None:
        wanted = one.row.above.casefold()
        if not wanted or (before and before.above):
            return
        office = self.offices.get(wanted)
        if office is not None and office.archived_at is not None:
            raise Refusal(f"Должность «{_beginning(one.row.above)}» в архиве. Верните её оттуда.")
        if office is None and wanted not in self.new_offices:
            missing = f"Должности «{_beginning(one.row.above)}» нет."
            raise Refusal(f"{missing} Добавьте её на странице «Отделы» или строкой с её ролью.")
        if known is None or office is None or known.reports_to_id != office.pk:
            one.above = True
            one.effects.append(_change("кому подчиняется отдел", known and known.reports_to, one.row.above))

    def _check_person(self, one: PlannedRow) -> None:
        row = one.row
        if not self.may_invite:
            raise Refusal("Людей приглашает отдел ИТ: передайте таблицу ему.")
        self._check_address(row)
        if not 1 <= len(row.name) <= MOST_NAME or not is_seen(row.name):
            raise Refusal(f"Должность или имя должны быть словами, до {MOST_NAME} знаков.")
        if not row.role:
            raise Refusal("Не указана роль.")
        one.role = _role(row)
        if one.role is None:
            raise Refusal(f"Роли «{_beginning(row.role)}» нет. Есть такие: {', '.join(role.label for role in Role)}.")
        if one.role == Role.CURATOR and not row.department:
            raise Refusal("Куратор отвечает за свой отдел, а отдел не указан.")

    def _check_address(self, row: TableRow) -> None:
        if not row.email:
            raise Refusal("Не указана рабочая почта: по ней человек входит.")
        if not _is_address(row.email):
            raise Refusal(f"«{_beginning(row.email)}» не похоже на почту. Исправьте.")
        if before := self.seen.get(_address(row)):
            raise Refusal(f"Этот человек уже есть в строке {before}. Оставьте одну.")

    def _plan_person(self, one: PlannedRow) -> None:
        row, role = one.row, one.role
        person = self.people.get(_address(row))
        if role == Role.HEAD:
            self._refuse_second_head(row, person)
        if person is None or (not person.is_active and person.pk not in self.invited):
            one.invited = True
            one.effects.append(f"пригласим: «{row.name}», {role.label if role else ''}")
        else:
            self._plan_known(one, person)
        if role == Role.DEPUTY_HEAD:
            self._plan_office(one)

    def _plan_known(self, one: PlannedRow, person: Person) -> None:
        row, one.person = one.row, person
        if person.display_name != row.name:
            one.renamed = True
            one.effects.append(_change("должность или имя", person.display_name, row.name))
        if row.department and (
            person.department is None or person.department.name.casefold() != row.department.casefold()
        ):
            one.moved = True
            one.effects.append(_change("отдел человека", person.department, row.department))
        if (person.pk, one.role) not in self.roles:
            one.appointed = True
            one.effects.append(self._new_role(person, one.role))

    def _new_role(self, person: Person, role: Role | None) -> str:
        """A table takes no role away, so the ones that stay are named."""
        kept = sorted(mine.label for pk, mine in self.roles if pk == person.pk)
        words = f"добавим роль «{role.label if role else ''}»"
        return f"{words}, останется: {', '.join(kept)}" if kept else words

    def _plan_office(self, one: PlannedRow) -> None:
        office = self.offices.get(one.row.name.casefold())
        if office is not None and office.archived_at is not None:
            raise Refusal(f"Должность «{office}» в архиве. Верните её оттуда.")
        if office is None or one.person is None or office.holder_id != one.person.pk:
            one.office = True
            holder = office.holder.email if office and office.holder else ""
            one.effects.append(_change(f"должность «{one.row.name}» занимает", holder, one.row.email))

    def _refuse_second_head(self, row: TableRow, person: Person | None) -> None:
        if self.head_row:
            raise Refusal(f"Глава уже есть в строке {self.head_row}. Двух не бывает.")
        if self.head is not None and (person is None or person.pk != self.head):
            raise Refusal("Глава в Вече уже есть. Двух не бывает: сначала снимите роль с прежнего.")
        self.head_row = row.number


def _change(what: str, old: object, new: str) -> str:
    """«отдел человека: было «ЖКХ», станет «Дороги»»."""
    return f"{what}: было «{old}», станет «{new}»" if old else f"{what}: запишем «{new}»"


def _roles(administration: Administration) -> Iterator[tuple[int, Role]]:
    """Roles that people have, will have or wait for."""
    today = clock.today(administration.time_zone)
    own = Appointment.objects.of(administration).filter(Q(until=None) | Q(until__gte=today), person__is_active=True)
    asked = Grant.objects.of(administration).filter(absent=None, second_step=False)
    invited = Appointment.objects.of(administration).filter(
        Q(until=None) | Q(until__gte=today), person__invites__used_at=None, person__invites__isnull=False
    )
    for rows in (own, asked, invited):
        yield from ((person, Role(role)) for person, role in rows.values_list("person_id", "role"))


def _folded(name: str) -> str:
    return name.casefold()


def _role(row: TableRow) -> Role | None:
    return _ROLES.get(row.role.casefold())


def _address(row: TableRow) -> str:
    return BaseUserManager.normalize_email(row.email).lower()


def _is_address(words: str) -> bool:
    try:
        validate_email(words)
    except ValidationError:
        return False
    return len(words) <= MOST_EMAIL


def _beginning(cell: str) -> str:
    """The beginning of a cell, as a refusal quotes it."""
    return Truncator(cell).chars(200)
