"""Who takes part in a post's text, and for whom they speak: the press, and whomever the post is about or asks."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from veche.approval.domain.holders import steps_decided_by
from veche.approval.domain.routes import chosen_for
from veche.approval.models import Step
from veche.kernel.clock import today
from veche.posts.domain.suggest import Side
from veche.posts.models import Post
from veche.staff.domain.roles import positions_of, roles_of
from veche.staff.enums import PRESS, OfficeKind, Role
from veche.staff.models import Department, Office, Person

_CACHE = "_participation_in_texts"


@dataclass(frozen=True, slots=True)
class Participation:
    """How a person takes part. `side`: for whom they speak, the press aside."""

    side: Side
    from_press: bool = False


def participation(person: Person, post: Post, steps: Sequence[Step] = ()) -> Participation | None:
    """None for somebody who takes no part. No query for the press; for others those of the steps and the routes.

    `steps`: of all sheets of the post, if they were read with department and office. Cached on the person object, which
    lives for one request.
    """
    known: dict[int, Participation | None] = person.__dict__.setdefault(_CACHE, {})
    if post.pk not in known:
        known[post.pk] = _participation(person, post, steps)
    return known[post.pk]


def _participation(person: Person, post: Post, known: Sequence[Step]) -> Participation | None:
    roles = roles_of(person)
    if roles & PRESS:
        return Participation(Side(), from_press=True)
    if not roles & {Role.CURATOR, Role.DEPUTY_HEAD, Role.HEAD, Role.AUDITOR}:
        return Participation(Side()) if post.author_id == person.pk else None
    side = _as_curator(person, post) or _as_deputy(person, post) or _as_asked(person, post, known or _steps(post))
    return Participation(side) if side is not None else None


def _as_asked(person: Person, post: Post, steps: Sequence[Step]) -> Side | None:
    """The side of a person whom the steps ask, if the post is not about them."""
    return _as_curator(person, post, steps) or _as_deputy(person, post, steps) or _by_role(person, post, steps)


def _steps(post: Post) -> list[Step]:
    """Steps of all sheets; before the first, those of the route."""
    found = Step.objects.of(post.administration_id).filter(sheet__version__post=post)
    return list(found.select_related("department", "office")) or list(chosen_for(post).steps)


def _as_curator(person: Person, post: Post, steps: Iterable[Step] = ()) -> Side | None:
    """The side of a curator whose department the post is about, or is asked."""
    if Role.CURATOR not in roles_of(person):
        return None
    item, occasion = post.plan_item, post.plan_item.occasion
    about = [item.department, occasion.department if occasion else None]
    found: list[Department] = [one for one in (*about, *(step.department for step in steps)) if one]
    mine = {department for _pk, department in _positions(person, Role.CURATOR)}
    return next((Side(department=one) for one in found if one.pk in mine), None)


def _as_deputy(person: Person, post: Post, steps: Iterable[Step] = ()) -> Side | None:
    """The side of a deputy of the Head whose office is asked, or whom the post is about."""
    if Role.DEPUTY_HEAD not in roles_of(person):
        return None
    occasion = post.plan_item.occasion
    found: list[Office] = [one for one in (occasion.office if occasion else None, *(s.office for s in steps)) if one]
    mine = {pk for pk, _department in _positions(person, Role.DEPUTY_HEAD)}
    return next((Side(office=one) for one in found if one.holder_id in mine), None)


def _by_role(person: Person, post: Post, steps: Iterable[Step]) -> Side | None:
    """The Head and the lawyer if they are asked or it is about them, and whoever decides for somebody missing."""
    roles, asked = roles_of(person), {Role(step.role) for step in steps}
    occasion = post.plan_item.occasion
    office = occasion.office if occasion else None
    if Role.HEAD in roles and (Role.HEAD in asked or (office is not None and office.kind == OfficeKind.HEAD)):
        return Side(office=office if office is not None and office.kind == OfficeKind.HEAD else None)
    if Role.AUDITOR in roles & asked:
        return Side()
    rows = Step.objects.of(post.administration_id).filter(pk__in=[step.pk for step in steps if step.pk])
    return Side() if list(steps_decided_by(rows, person)) else None


def _positions(person: Person, role: Role) -> list[tuple[int, int | None]]:
    return positions_of(person, role, on=today(person.administration.time_zone))
