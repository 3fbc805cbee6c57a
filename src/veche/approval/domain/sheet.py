"""The sheet of a step as its page shows it, in two queries.

`find_step` reads the steps of all sheets of the post. `read_sheet` reads versions, their parts and people, together
with whatever else the page needs (`besides`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import BooleanField, Case, Exists, OuterRef, Q, QuerySet, When

from veche.approval.domain.holders import DECIDES, Holders, answered_by, deciding_roles
from veche.approval.domain.queries import Remark, remark_before
from veche.approval.enums import Verdict
from veche.approval.models import ApprovalSheet, Decision, Step
from veche.kernel.clock import today
from veche.posts.domain.parts import PARTS, Parts, ids_of, readings_of_parts
from veche.posts.domain.queries import with_writers
from veche.posts.enums import ChangeState
from veche.posts.models import PostVersion, SuggestedChange
from veche.staff.compiled import compiled_once
from veche.staff.domain.roles import appointments_on, deputies_on
from veche.staff.enums import Role
from veche.staff.models import Appointment, Deputy, Person
from veche.staff.together import Reading, read_together, set_prefetched


@dataclass(frozen=True, slots=True)
class StepOfPost:
    """A step with all steps about its post.

    `of_post`: steps of all its sheets, by position. `held`: ids of those that the reader decides today.
    """

    step: Step
    of_post: list[Step]
    held: frozenset[int]

    @property
    def steps(self) -> list[Step]:
        """Steps of the same sheet, by position."""
        return [one for one in self.of_post if one.sheet_id == self.step.sheet_id]

    @property
    def newer(self) -> Step | None:
        """The first step of the newest version; None if the step is about the newest one."""
        found = [one for one in self.of_post if _number(one) > _number(self.step)]
        return min(found, key=lambda one: (-_number(one), one.position, one.pk), default=None)

    @property
    def earlier_decisions(self) -> list[Decision]:
        """Decisions about earlier versions, newest first. Dropped versions and carried-over decisions are left out."""
        found = [one.decision for one in self.of_post if _is_earlier(one, self.step) and hasattr(one, "decision")]
        return sorted((one for one in found if one.carried_from_id is None), key=lambda one: one.at, reverse=True)

    @property
    def last_said(self) -> Decision | None:
        """What the people of this step said of the newest earlier version that they decided, also a kept yes."""
        same = [one for one in self.of_post if _is_earlier(one, self.step) and _asks_the_same(one, self.step)]
        step = max((one for one in same if hasattr(one, "decision")), key=_number, default=None)
        return step.decision if step else None


@dataclass(frozen=True, slots=True)
class Sheet:
    """What the page of a sheet shows of the text and of its approvers.

    `version`: the one asked about. `agreed`: the newest earlier version that was approved and not dropped; for a
    correction the published one. `known`: the version that the reader, who decides the step, has agreed to; None if a
    newer one is in force. `is_rewritten`: a newer draft exists. `has_own_words`: words that the reader suggested were
    taken since this version was frozen.
    """

    version: PostVersion
    remark: Remark | None
    agreed: PostVersion | None
    known: PostVersion | None
    holders: Holders
    is_rewritten: bool
    has_own_words: bool


def find_step(person: Person, pk: int) -> StepOfPost | None:
    """The step with all of its post; None if the person's administration has no such step. One query."""
    city = person.administration
    rows = _of_post(city.pk, pk, person, today(city.time_zone), deciding_roles(person))
    sheets: dict[int, ApprovalSheet] = {}
    for step in rows:
        step.sheet = sheets.setdefault(step.sheet_id, step.sheet)
        step.administration = city
    found = next((one for one in rows if one.pk == pk), None)
    if found is None:
        return None
    return StepOfPost(found, rows, frozenset(one.pk for one in rows if one.is_readers))  # type: ignore[attr-defined] # annotated


def read_sheet(asked: StepOfPost, reader: Person, besides: Sequence[Reading[Any]]) -> tuple[Sheet, list[Any]]:
    """The sheet, and the results of `besides`. One query. The step's sheet gets the version with all its parts."""
    step, earlier = asked.step, asked.earlier_decisions
    agreed_before = [one.step.sheet.version for one in earlier if one.step.sheet.agreed_at is not None]
    agreed = max(agreed_before, key=lambda one: one.number, default=None)
    known = _agreed_by_reader(asked, agreed)
    wanted = {
        step.sheet.version_id,
        *(one.step.sheet.version_id for one in earlier[:1]),
        *(one.pk for one in (agreed, known) if one),
    }
    city, ids, post = step.administration_id, ids_of(wanted), step.sheet.version.post
    of_sheet = (city, step.sheet_id, today(step.administration.time_zone))
    versions, own, lent, links, *rest = read_together(
        Reading(_versions.bind(city, reader, *ids), list),
        Reading(_appointments.bind(*of_sheet), list),
        Reading(_deputies.bind(*of_sheet), list),
        Reading(_networks.bind(city, *ids), list),
        *readings_of_parts(city, post.plan_item_id, wanted),
        *besides,
    )
    parts = Parts(*rest[:PARTS])
    parts.give_to(versions)
    for one in versions:
        one.sheet.version, one.post.administration = one, step.administration
        set_prefetched(
            one.sheet, "accounts", parts.chosen({account for sheet, account in links if sheet == one.sheet.pk})
        )
    by_pk = {one.pk: one for one in versions}
    version = by_pk[step.sheet.version_id]
    version.administration = step.administration
    for one in asked.steps:
        one.sheet.version = version
    sheet = Sheet(
        version=version,
        remark=remark_before(version, versions, earlier),
        agreed=by_pk[agreed.pk] if agreed else None,
        known=by_pk[known.pk] if known else None,
        holders=Holders(own, lent),
        is_rewritten=version.is_rewritten,
        has_own_words=version.has_own_words,
    )
    return sheet, rest[PARTS:]


def _agreed_by_reader(asked: StepOfPost, agreed: PostVersion | None) -> PostVersion | None:
    """The version of the step's last yes, if the reader decides the step and nothing newer is in force."""
    said = asked.last_said if asked.step.pk in asked.held else None
    if said is None or said.verdict != Verdict.YES or said.is_silence:
        return None
    version: PostVersion = said.step.sheet.version
    return version if agreed is None or version.number >= agreed.number else None


@compiled_once
def _of_post(city: int, step: int, reader: Person, day: date, roles: frozenset[Role]) -> QuerySet[Step]:
    """Steps of all sheets of the step's post, with decisions, by position; `is_readers`: the reader decides it."""
    steps: QuerySet[Step] = Step.objects.of(city)
    answers = answered_by(city, reader, day, roles)
    held = Case(When(answers, then=True), default=False, output_field=BooleanField())
    found = steps.filter(
        sheet__version__post__pk__among=steps.filter(pk=step).order_by().values("sheet__version__post")
    )
    found = found.select_related("sheet__version__post", "sheet__hastened_by", "department", "office")
    found = found.select_related("decision__person", "decision__acting_for").defer("sheet__version__text")
    return found.annotate(is_readers=held).order_by("position", "pk")


@compiled_once
def _versions(city: int, reader: Person, first: int, second: int, third: int, fourth: int) -> QuerySet[PostVersion]:
    found = with_writers(city).filter(pk__in=(first, second, third, fourth)).select_related("sheet")
    found = found.select_related("post__plan_item__department", "post__plan_item__occasion__department")
    found = found.select_related("post__plan_item__occasion__office")
    drafts = PostVersion.objects.of(city).filter(frozen_at=None, dropped_at=None)
    newer = drafts.filter(post=OuterRef("post"), number__gt=OuterRef("number"))
    taken = SuggestedChange.objects.of(city).filter(state=ChangeState.TAKEN, at__gte=OuterRef("frozen_at"))
    own = taken.filter(suggestion__post=OuterRef("post"), suggestion__author=reader)
    return found.annotate(is_rewritten=Exists(newer), has_own_words=Exists(own)).order_by("number")


@compiled_once
def _networks(city: int, first: int, second: int, third: int, fourth: int) -> QuerySet[ApprovalSheet, tuple[int, int]]:
    """Accounts as asked about: id of the sheet, id of the account."""
    sheets = ApprovalSheet.objects.of(city).filter(
        version__pk__in=(first, second, third, fourth), accounts__isnull=False
    )
    found: QuerySet[ApprovalSheet, tuple[int, int]] = sheets.values_list("pk", "accounts")
    return found


@compiled_once
def _appointments(city: int, sheet: int, day: date) -> QuerySet[Appointment]:
    """Appointments to the roles that decide; of curators only those of the departments that the sheet asks."""
    found = appointments_on(day, city).filter(role__in=DECIDES).select_related("person")
    return found.filter(~Q(role=Role.CURATOR) | Q(person__department__in=_departments(city, sheet))).order_by("pk")


@compiled_once
def _deputies(city: int, sheet: int, day: date) -> QuerySet[Deputy]:
    """As `_appointments`, but who stands in for whom today."""
    found = deputies_on(day, city).filter(role__in=DECIDES).select_related("stand_in", "absent")
    return found.filter(~Q(role=Role.CURATOR) | Q(absent__department__in=_departments(city, sheet))).order_by("pk")


def _departments(city: int, sheet: int) -> QuerySet[Step, Any]:
    found: QuerySet[Step, Any] = Step.objects.of(city).filter(sheet=sheet).order_by().values("department")
    return found


def _is_earlier(one: Step, step: Step) -> bool:
    return _number(one) < _number(step) and one.sheet.version.dropped_at is None


def _asks_the_same(one: Step, step: Step) -> bool:
    """Whether both steps ask the same people."""
    return not one.later and all(
        getattr(one, name) == getattr(step, name) for name in ("role", "department_id", "office_id")
    )


def _number(step: Step) -> int:
    number: int = step.sheet.version.number
    return number
