"""Which route a post takes, and the steps of a sheet that are copied from it."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, QuerySet, Subquery

from veche.approval.enums import Who
from veche.approval.models import LegalFlag, Route, RouteStep, Step
from veche.plan.enums import OccasionKind
from veche.plan.models import PlanItem
from veche.posts.models import Post
from veche.staff.compiled import compiled_once
from veche.staff.enums import OfficeKind, Role
from veche.staff.models import Administration, Department, Office
from veche.staff.together import Reading, read_together, set_prefetched

# What a city has that has made no route: the head of press decides, three hours before the post goes out.
BUILT_IN = "Начальник пресс-службы"


# Role, department or office, and the reason of a step.
type StepSigner = tuple[Role, Department | Office | None, str]


@dataclass(frozen=True, slots=True)
class Chosen:
    """A route with the unsaved steps that it means for one post."""

    name: str
    steps: Sequence[Step]


def routes_of(administration: Administration | int) -> list[Route]:
    """Routes in force with their steps, the default one first. Two queries."""
    return list(_with_steps(administration))


def _with_steps(administration: Administration | int) -> QuerySet[Route]:
    steps = RouteStep.objects.of(administration).select_related("department", "office")
    return _in_force(administration).prefetch_related(Prefetch("steps", steps))


def _in_force(administration: Administration | int) -> QuerySet[Route]:
    found: QuerySet[Route] = Route.objects.of(administration).filter(archived_at=None)
    return found.select_related("department")


def chosen_for(post: Post) -> Chosen:
    """The route that fits the post best. Without any the head of press is asked, as with a route that asks nobody.

    One query.
    """
    known = _known(post)
    flagged = known[0].reason if known else None
    fitting = [route for route in known if _fits(route, post.plan_item, flagged)]
    route = max(fitting, key=lambda one: (not one.is_default, _conditions(one), -one.pk), default=None)
    steps = list(_steps(route.steps.all(), post, flagged)) if route else []
    if not any(not step.silence for step in steps):
        steps.append(Step(role=Role.PRESS_HEAD, position=max((step.position for step in steps), default=0) + 1))
    for step in steps:
        step.administration = post.administration
    return Chosen(route.name if route else BUILT_IN, sorted(steps, key=lambda step: step.position))


def _known(post: Post) -> list[Any]:
    """Routes in force with their steps and, as `reason`, why the post was marked for a lawyer."""
    city = post.administration_id
    routes, steps = read_together(
        Reading(_with_reason.bind(city, post.pk), list), Reading(_steps_in_force.bind(city), list)
    )
    for route in routes:
        own = [step for step in steps if step.route_id == route.pk]
        for step in own:
            step.route = route
        set_prefetched(route, "steps", own)
    found: list[Any] = routes
    return found


@compiled_once
def _with_reason(city: int, post: int) -> QuerySet[Route]:
    flags = LegalFlag.objects.of(city).filter(post=post).values("reason")
    return _in_force(city).annotate(reason=Subquery(flags[:1]))


@compiled_once
def _steps_in_force(city: int) -> QuerySet[RouteStep]:
    found: QuerySet[RouteStep] = RouteStep.objects.of(city).filter(route__archived_at=None)
    return found.select_related("department", "office")


def _fits(route: Route, item: PlanItem, flagged: str | None) -> bool:
    """`flagged`: why the post was marked for a lawyer; None if it was not."""
    return route.is_default or (
        _conditions(route) > 0
        and route.category in ("", item.category)
        and route.department_id in (None, _department_id(item))
        and (not route.about_head or _is_about_head(item))
        and (not route.flagged or flagged is not None)
    )


def _conditions(route: Route) -> int:
    return sum(map(bool, (route.category, route.department_id, route.about_head, route.flagged)))


def _steps(rows: Iterable[RouteStep], post: Post, flagged: str | None) -> Iterator[Step]:
    """Steps that apply to the post; the same people at the same position are asked once."""
    known = set()
    for row in rows:
        asked = _asked(row, post.plan_item, flagged)
        if asked is None or (row.position, *asked[:2]) in known:
            continue
        role, named, reason = asked
        known.add((row.position, role, named))
        yield Step(
            position=row.position,
            role=role,
            department=named if isinstance(named, Department) else None,
            office=named if isinstance(named, Office) else None,
            question=row.question,
            reason=reason,
            hours=row.hours,
            silence=row.silence,
            parts=row.parts,
        )


def _asked(row: RouteStep, item: PlanItem, flagged: str | None) -> StepSigner | None:
    """Whom the step asks; None if it does not apply to the post."""
    match Who(row.who):
        case Who.PRESS_HEAD | Who.HEAD as role:
            return Role(role.value), None, ""
        case Who.DEPARTMENT:
            return Role.CURATOR, row.department, ""
        case Who.ITEM_DEPARTMENT:
            department = _department(item)
            return (Role.CURATOR, department, "") if department else None
        case Who.LAWYER:
            return (Role.AUDITOR, None, flagged) if flagged is not None else None
        case Who.OFFICE:
            return _office(row.office)
        case Who.ABOUT:
            return _office(item.occasion.office if item.occasion else None) if _is_about_head(item) else None


def _office(office: Office | None) -> StepSigner:
    """The deputy who holds the office; the Head for their own, and where none is named."""
    if office is None or office.kind == OfficeKind.HEAD:
        return Role.HEAD, None, ""
    return Role.DEPUTY_HEAD, office, ""


def _department(item: PlanItem) -> Department | None:
    return item.department or (item.occasion.department if item.occasion else None)


def _department_id(item: PlanItem) -> int | None:
    return item.department_id or (item.occasion.department_id if item.occasion else None)


def _is_about_head(item: PlanItem) -> bool:
    return item.occasion is not None and item.occasion.kind in (OccasionKind.HEAD, OccasionKind.DEPUTY)
