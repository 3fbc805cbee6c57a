"""Approval steps, signers and earlier remarks."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import (
    BooleanField,
    Case,
    Exists,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Value,
    When,
    prefetch_related_objects,
)

from veche.accounts.models import Account
from veche.accounts.order import by_network
from veche.approval.domain.authors import authors
from veche.approval.domain.holders import Deciders, Holders, answered_by, deciding_roles, people_for_each
from veche.approval.domain.single_person import is_on
from veche.approval.domain.suggesters import chosen_with_second_signer
from veche.approval.domain.turns import expected
from veche.approval.enums import Verdict
from veche.approval.models import Decision, Step
from veche.kernel.clock import today
from veche.posts.domain.queries import accounts_for
from veche.posts.models import Post, PostVersion
from veche.staff.compiled import BoundQuery, compiled_once
from veche.staff.enums import Role
from veche.staff.models import Administration, Person
from veche.staff.together import Reading

# Filter for steps whose turn has come and that are neither decided nor on a closed sheet.
OPEN = Q(decision=None, sheet__closed_at=None, asked_at__isnull=False)
_LAST_DECISIONS = 30
BATCH = 100


def each_of(steps: QuerySet[Step]) -> Iterator[Step]:
    """All of them in the order of `pk`, read `BATCH` at a time.

    A limit instead would let steps that stay open for a person hide the others for ever.
    """
    last = 0
    while batch := list(steps.filter(pk__gt=last).order_by("pk")[:BATCH]):
        yield from batch
        last = batch[-1].pk


@dataclass(frozen=True, slots=True)
class Signer:
    """A signature that a version needs.

    `step`: not saved yet if the version has not been sent for approval. `people`: who may sign today. `decision`: the
    signature, if it is given. `above`: the role of `people`, where nobody has the step's own. `over`: the sheet was
    closed without this signature, so nobody is looked up.
    """

    step: Step
    people: tuple[Person, ...]
    decision: Decision | None = None
    above: Role | None = None
    over: bool = False

    @property
    def title(self) -> str:
        return self.step.title

    @property
    def due_at(self) -> datetime:
        return self.step.due_at

    @property
    def is_asked(self) -> bool:
        """Whether the answer is awaited now."""
        return self.decision is None and self.step.asked_at is not None


@dataclass(frozen=True, slots=True)
class Remark:
    """The last returned version and its remark."""

    version: PostVersion
    decision: Decision

    @property
    def words(self) -> str:
        """Without the full stop, for use within a sentence."""
        return self.decision.note.rstrip().removesuffix(".")


@dataclass(frozen=True, slots=True)
class PlaceChange:
    """How hour and networks of a version differ from the plan or from an earlier version. False if they do not."""

    was_at: datetime
    will_be_at: datetime
    added: tuple[Account, ...]
    removed: tuple[Account, ...]

    @property
    def is_moved(self) -> bool:
        return self.was_at != self.will_be_at

    def __bool__(self) -> bool:
        return bool(self.is_moved or self.added or self.removed)


def place_change(version: PostVersion, before: PostVersion | None, accounts: Sequence[Account]) -> PlaceChange:
    """The version's own hour and networks compared with the plan, else the plan compared with the request of `before`.

    `accounts`: where `version` goes.
    """
    item, sheet = version.post.plan_item, getattr(before, "sheet", None)
    earlier = sheet.publish_at if sheet is not None and version.own_hour is None else None
    # Without networks of its own it goes where the plan says.
    in_plan = list(item.accounts.all()) if version.own_accounts else accounts
    known = list(sheet.accounts.all()) if sheet is not None and not version.own_accounts else []
    was = {account.pk: account for account in known or in_plan}
    will_be = {account.pk: account for account in accounts}
    return PlaceChange(
        was_at=earlier or item.publish_at,
        will_be_at=version.hour,
        added=tuple(account for pk, account in will_be.items() if pk not in was),
        removed=tuple(account for pk, account in was.items() if pk not in will_be),
    )


def place_between(older: PostVersion, newer: PostVersion) -> PlaceChange:
    """Hours and networks of two versions as asked about, else as they are now."""
    (was_at, was), (will_be_at, will_be) = _place_of(older), _place_of(newer)
    return PlaceChange(
        was_at=was_at,
        will_be_at=will_be_at,
        added=tuple(account for pk, account in will_be.items() if pk not in was),
        removed=tuple(account for pk, account in was.items() if pk not in will_be),
    )


def _place_of(version: PostVersion) -> tuple[datetime, dict[int, Account]]:
    sheet = getattr(version, "sheet", None)
    asked = list(sheet.accounts.all()) if sheet is not None else []
    hour = (sheet.publish_at if sheet is not None else None) or version.hour
    return hour, {account.pk: account for account in asked or accounts_for(version)}


def waiting(administration: Administration) -> list[Step]:
    """Open steps, most urgent first. Three queries."""
    found, city = _waiting(administration.pk), Account.objects.of(administration)
    accounts = Prefetch("sheet__version__post__plan_item__accounts", city.order_by(by_network(), "title"))
    prefetch_related_objects(found, accounts, "sheet__version__accounts")
    return found


@compiled_once
def _waiting(city: int) -> QuerySet[Step]:
    return _for_lists(city).filter(OPEN, sheet__administration=city).order_by("due_at", "pk")


def decided_lately(administration: Administration, *, most: int = 10) -> list[Step]:
    """The last decision of each sheet that is closed, newest first. Two queries: as one, PostgreSQL joins all steps
    before it takes the last decisions. `most` of many: a sheet has several decisions, and open ones are left out.
    """
    last = _moments_of_decisions(administration.pk)[: 3 * most]
    by_sheet: dict[int, Step] = {}
    for step in _decided(administration.pk, last[-1]) if last else ():
        by_sheet.setdefault(step.sheet_id, step)
    return list(by_sheet.values())[:most]


@compiled_once
def _moments_of_decisions(city: int) -> QuerySet[Decision, datetime]:
    """Moments of the last decisions, newest first."""
    said = Decision.objects.of(city).filter(carried_from=None).order_by("-at")
    found: QuerySet[Decision, datetime] = said.values_list("at", flat=True)[:_LAST_DECISIONS]
    return found


@compiled_once
def _decided(city: int, since: datetime) -> QuerySet[Step]:
    found = _for_lists(city).filter(
        decision__at__gte=since, decision__carried_from=None, sheet__closed_at__isnull=False
    )
    found = found.filter(decision__administration=city).select_related("decision__person", "department", "office")
    return found.order_by("-decision__at")


def waits_for(person: Person) -> int:
    """The number beside «Согласование»: steps that this person may decide; 0 for others."""
    return len(asked_of(person))


def reading_of_waits(person: Person) -> Reading[int]:
    """`waits_for`, to be read with other numbers."""
    return Reading(_asking(person), len)


def asked_of(person: Person) -> set[int]:
    """Open steps that this person may approve: all but texts they wrote. One query; none for other roles."""
    return Reading(_asking(person), set).read()


def _asking(person: Person) -> BoundQuery[int] | None:
    roles = deciding_roles(person)
    if not roles:
        return None
    return _asked_of.bind(person.administration_id, person, today(person.administration.time_zone), roles)


@compiled_once
def _asked_of(city: int, person: Person, day: date, roles: frozenset[Role]) -> QuerySet[Step, int]:
    answers = answered_by(city, person, day, roles)
    found = Step.objects.of(city).filter(OPEN, sheet__administration=city).exclude(_is_own_text(city, person))
    told: QuerySet[Step, int] = found.filter(answers).values_list("pk", flat=True)
    return told


def open_steps(person: Person) -> list[Step]:
    """As `waiting`, with what a line shows of a post; `is_mine`: one of `asked_of`. One query.

    One step of each sheet: the person's own, else the most urgent.
    """
    return reading_of_open_steps(person).read()


def reading_of_open_steps(person: Person) -> Reading[list[Step]]:
    """`open_steps`, to be read with other things."""
    roles, day = deciding_roles(person), today(person.administration.time_zone)
    return Reading(_open_steps.bind(person.administration_id, person, day, roles), one_of_each_sheet)


def reading_of_queue(person: Person) -> Reading[list[Step]]:
    """`open_steps` without their posts, for the place of a step among them."""
    roles, day = deciding_roles(person), today(person.administration.time_zone)
    return Reading(_queue.bind(person.administration_id, person, day, roles), one_of_each_sheet)


def one_of_each_sheet(steps: Iterable[Step]) -> list[Step]:
    """One step of each sheet, in the given order. Reads `is_mine`, if it is annotated."""
    chosen: dict[int, Step] = {}
    for step in steps:
        known = chosen.get(step.sheet_id)
        if known is None or (getattr(step, "is_mine", False) and not getattr(known, "is_mine", False)):
            chosen[step.sheet_id] = step
    return sorted(chosen.values(), key=lambda step: (step.due_at, step.pk))


@compiled_once
def _open_steps(city: int, person: Person, day: date, roles: frozenset[Role]) -> QuerySet[Step]:
    return _with_mine(city, person, day, roles).select_related("sheet__version__post__plan_item")


@compiled_once
def _queue(city: int, person: Person, day: date, roles: frozenset[Role]) -> QuerySet[Step]:
    return _with_mine(city, person, day, roles).only("sheet", "due_at")


def _with_mine(city: int, person: Person, day: date, roles: frozenset[Role]) -> QuerySet[Step]:
    """Open steps; `is_mine`: one of `asked_of`."""
    found: QuerySet[Step] = Step.objects.of(city).filter(OPEN, sheet__administration=city)
    answers = answered_by(city, person, day, roles)
    own = When(_is_own_text(city, person), then=False)
    mine = Case(own, When(answers, then=True), default=False, output_field=BooleanField())
    found = found.annotate(is_mine=mine if roles else Value(value=False))
    return found.order_by("due_at", "pk")


def _wrote_into(city: int, person: Person) -> Q:
    """Filter for steps about a text that this person wrote or edited."""
    wrote = PostVersion.objects.of(city).filter(pk=OuterRef("sheet__version"), writers=person)
    own = Q(sheet__version__author=person) | Q(sheet__version__saved_by=person) | Q(sheet__version__post__author=person)
    return own | Q(Exists(wrote))


def _is_own_text(city: int, person: Person) -> Q:
    """Filter for steps that the person may not approve: they wrote into the text, and the sheet does not admit that."""
    return Q(_wrote_into(city, person), sheet__single_person=False)


def signers_of(
    version: PostVersion,
    asked: Sequence[Step],
    *,
    correction: bool = False,
    at: datetime | None = None,
    holders: Holders | None = None,
) -> list[Signer]:
    """Signers and deadlines of this version: its sheet's steps or, before the request, those of a sheet for the hour
    `at`.

    One query for the people of all open steps, none with `holders`; before the request, also those of the routes.
    """
    steps = list(asked)
    if not steps:
        steps = list(chosen_with_second_signer(version).steps)
        expected(steps, hour=at or version.hour, correction=correction)
    alone = steps[0].sheet.single_person if asked else None
    over = bool(asked) and steps[0].sheet.closed_at is not None
    return _signers(version, steps, alone=alone, over=over, holders=holders)


def _signers(
    version: PostVersion,
    steps: Sequence[Step],
    *,
    alone: bool | None,
    over: bool = False,
    holders: Holders | None = None,
) -> list[Signer]:
    """`alone`: the sheet admits the writers' own yes; None before the request, when the setting says so."""
    still = [step for step in steps if _decision_on(step) is None and (step.later or not over)]
    for step in still:
        step.administration = version.administration
    deciders = people_for_each(still) if holders is None else [holders.of(step) for step in still]
    writers = authors(version) if any(people for people, _ in deciders) else set()
    asked = iter(deciders)
    return [
        _signer(version, step, next(asked), writers, alone=alone)
        if step in still
        else Signer(step, (), _decision_on(step), over=over and not step.later)
        for step in steps
    ]


def _decision_on(step: Step) -> Decision | None:
    return getattr(step, "decision", None) if step.pk else None


def _signer(version: PostVersion, step: Step, deciders: Deciders, writers: set[int], *, alone: bool | None) -> Signer:
    people, above = deciders
    others = tuple(person for person in people if person.pk not in writers)
    if alone is None and people and not others:  # asked only where it matters
        alone = is_on(version.administration)
    return Signer(step, people if alone else others, None, above)


def decisions_of(post: Post) -> list[Decision]:
    """All decisions about the post's versions, newest first, without those carried over."""
    said = Decision.objects.of(post.administration_id).filter(step__sheet__version__post=post, carried_from=None)
    return list(said.select_related("person", "acting_for", "step__sheet__version").order_by("-at"))


def remark_before(version: PostVersion, versions: Sequence[PostVersion], said: Sequence[Decision]) -> Remark | None:
    """The remark on the last earlier version; none after a later approval.

    `versions`: of the post; `said`: their decisions, newest first.
    """
    by_pk = {one.pk: one for one in versions if _is_before(one, version)}
    last = next((decision for decision in said if decision.step.sheet.version_id in by_pk), None)
    if last is None or last.verdict != Verdict.RETURN:
        return None
    return Remark(by_pk[last.step.sheet.version_id], last)


def _is_before(one: PostVersion, version: PostVersion) -> bool:
    return one.number < version.number and one.dropped_at is None


def position_in(step: Step, queue: Sequence[Step]) -> tuple[int, int]:
    """Position in the queue: «1 из 2»; (0, n) for a step not in it any more.

    `queue`: `reading_of_queue` of a person; if some wait for their approval, only those count.
    """
    mine = {one.pk for one in queue if one.is_mine}  # type: ignore[attr-defined] # annotated
    places = [one.pk for one in queue if step.pk not in mine or one.pk in mine]
    return (places.index(step.pk) + 1 if step.pk in places else 0, len(places))


def own_step_among(steps: Sequence[Step], queue: Sequence[Step]) -> Step | None:
    """The first of these steps that waits for the person whose `queue` it is."""
    mine = {one.pk for one in queue if one.is_mine}  # type: ignore[attr-defined] # annotated
    return next((one for one in steps if one.pk in mine), None)


def _for_lists(administration: int) -> QuerySet[Step]:
    steps: QuerySet[Step] = (
        Step.objects.of(administration)
        .select_related("sheet__version__author", "sheet__version__saved_by", "sheet__version__post__plan_item")
        .select_related("sheet__version__post__author", "sheet__opened_by", "department", "office")
    )
    return steps
