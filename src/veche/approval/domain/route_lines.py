"""Routes as their page shows them: conditions in words, and who would answer today."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from veche.approval.domain.holders import people_for
from veche.approval.domain.routes import routes_of
from veche.approval.enums import TITLES, Who
from veche.approval.models import Route, RouteStep, Step
from veche.staff.enums import Role
from veche.staff.models import Administration, Person

ROLES = {
    Who.PRESS_HEAD: Role.PRESS_HEAD,
    Who.DEPARTMENT: Role.CURATOR,
    Who.LAWYER: Role.AUDITOR,
    Who.OFFICE: Role.DEPUTY_HEAD,
    Who.HEAD: Role.HEAD,
}

type People = tuple[tuple[Person, ...], Role | None]
type Known = dict[tuple[Role, int | None, int | None], People]


@dataclass(frozen=True, slots=True)
class StepLine:
    """`people`: who answers today; `above`: who they are, where nobody has the step's own role.

    `beside`: it is asked together with the step before it. `depends`: the post decides who is asked.
    """

    step: RouteStep
    title: str
    people: tuple[Person, ...]
    above: str
    beside: bool
    depends: bool

    @property
    def nobody(self) -> bool:
        return not self.people and not self.depends


@dataclass(frozen=True, slots=True)
class RouteLine:
    route: Route
    conditions: Sequence[str]
    steps: Sequence[StepLine]


def route_lines(administration: Administration) -> list[RouteLine]:
    """Routes with the people who sign. Two queries, one more for each role and department that the routes ask."""
    known: Known = {}
    found = routes_of(administration)
    return [RouteLine(one, list(_conditions(one)), list(_steps(one, administration, known))) for one in found]


def _conditions(route: Route) -> Iterator[str]:
    if route.is_default:
        yield "все остальные записи"
    if route.category:
        yield f"рубрика «{route.get_category_display()}»"
    if route.department:
        yield f"отдел: {route.department}"
    if route.about_head:
        yield "о событии Главы или заместителя"
    if route.flagged:
        yield "с пометкой «нужен юрист»"


def _steps(route: Route, administration: Administration, known: Known) -> Iterator[StepLine]:
    before = None
    for row in route.steps.all():
        role, depends = ROLES.get(Who(row.who)), Who(row.who) in (Who.ITEM_DEPARTMENT, Who.ABOUT)
        people, above = _people(administration, role, row, known) if role else ((), None)
        title = str(row.department or row.office or row.get_who_display())
        yield StepLine(row, title, people, TITLES.get(above or "", ""), before == row.position, depends)
        before = row.position


def _people(administration: Administration, role: Role, row: RouteStep, known: Known) -> People:
    key = (role, row.department_id, row.office_id)
    if key not in known:
        step = Step(administration=administration, role=role, department=row.department, office=row.office)
        known[key] = people_for(step)
    return known[key]
