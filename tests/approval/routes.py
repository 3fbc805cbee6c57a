"""Routes and sheets of tests."""

from collections.abc import Mapping
from typing import Any

from tests.written import drafted, working
from veche.approval.domain.ask import ask
from veche.approval.models import ApprovalSheet, Route, RouteStep, Step
from veche.posts.models import Post
from veche.staff.models import Administration, Department, Person

type Row = tuple[int, str] | tuple[int, str, Mapping[str, Any]]


def route(administration: Administration, *rows: Row, name: str = "Обычный", **fields: object) -> Route:
    """A route; each row is position, whom it asks, and further fields of the step."""
    fields = fields or {"is_default": True}
    made = Route.objects.create(administration=administration, name=name, **fields)
    for position, who, *more in rows:
        own = more[0] if more else {}
        RouteStep.objects.create(administration=administration, route=made, position=position, who=who, **own)
    return made


def sheet_about(by: Person, department: Department | None = None, **fields: object) -> ApprovalSheet:
    """The sheet of a new post, asked about by its author."""
    return ask_about_item(drafted(by, **fields), by, department)  # type: ignore[arg-type]


def ask_about_item(post: Post, by: Person, department: Department | None = None) -> ApprovalSheet:
    post.plan_item.department = department
    post.plan_item.save(update_fields=("department",))
    return ask(version=working(post), by=by)


def department_of(person: Person) -> Department:
    assert person.department is not None
    return person.department


def steps(sheet: ApprovalSheet) -> list[Step]:
    return list(Step.objects.of(sheet.administration_id).filter(sheet=sheet).order_by("position", "pk"))


def standing(sheet: ApprovalSheet) -> list[tuple[str, str]]:
    """Each step with its state: a verdict, «asked» or «later»."""
    return [(step.title, _state(step)) for step in steps(sheet)]


def _state(step: Step) -> str:
    said = getattr(step, "decision", None)
    if said is not None:
        return str(said.verdict) + (" kept" if said.carried_from_id else "")
    return "asked" if step.asked_at else "later"
