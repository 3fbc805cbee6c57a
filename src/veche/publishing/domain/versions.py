"""All versions of a post with approvals and deliveries, read once for a page.

What stands where is decided by `publishing.domain.standing`, which reads anew for verbs.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

from django.db.models import QuerySet

from veche.accounts.models import Account
from veche.accounts.order import by_network, place_of
from veche.approval.domain.decide import is_agreed
from veche.approval.enums import Verdict
from veche.approval.models import ApprovalSheet, Decision, Step
from veche.outbox.domain.states import OUT
from veche.outbox.models import Act
from veche.plan.models import PlanItem
from veche.posts.domain.parts import PARTS, Parts, readings_of_all_parts
from veche.posts.domain.queries import accounts_for, with_writers
from veche.posts.models import Post, PostVersion
from veche.publishing.domain.deliveries import readings_of_history, with_history
from veche.publishing.domain.standing import in_force_among, standing_among
from veche.publishing.models import Delivery, ReleaseChoice
from veche.staff.compiled import compiled_once
from veche.staff.together import Reading, read_together, set_prefetched


@dataclass(frozen=True, slots=True)
class Versions:
    """`all`: oldest first, with parts, sheets, steps and choices; they share `post` with its plan item.

    `deliveries`: newest version first, by network, with acts and accounts.
    """

    post: Post
    all: Sequence[PostVersion]
    deliveries: Sequence[Delivery]

    @property
    def item(self) -> PlanItem:
        return self.post.plan_item

    @property
    def newest(self) -> PostVersion:
        """As `posts.domain.queries.latest_version`."""
        return [version for version in self.all if version.dropped_at is None][-1]

    @property
    def asked(self) -> PostVersion | None:
        """As `standing.asked_version`."""
        return next((version for version in reversed(self.all) if _is_open(version)), None)

    @property
    def agreed(self) -> PostVersion | None:
        """As `standing.agreed_version`."""
        held = {version.pk for version in self.all if (choice := choice_of(version)) is not None and choice.held}
        in_force = in_force_among(self.deliveries, held)
        return next((version for version in reversed(self.all) if version.pk in in_force), None)

    @property
    def standing(self) -> dict[int, Act]:
        """As `standing.standing_in`, oldest act first."""
        return standing_among(sorted((one.act for one in self.deliveries), key=lambda act: act.pk))

    @property
    def out(self) -> set[int]:
        """Accounts that have the post."""
        return {account_id for account_id, act in self.standing.items() if act.state in OUT}

    @property
    def decisions(self) -> list[Decision]:
        """Decisions about all versions, newest first."""
        steps = chain.from_iterable(steps_of(version) for version in self.all)
        said = [decision for step in steps if (decision := getattr(step, "decision", None)) is not None]
        fresh = [decision for decision in said if decision.carried_from_id is None]
        return sorted(fresh, key=lambda decision: decision.at, reverse=True)

    def acts_of(self, version: PostVersion) -> list[Act]:
        return [one.act for one in self.deliveries if one.version_id == version.pk]

    def accounts_of(self, version: PostVersion, *, typed: Iterable[Account] = ()) -> list[Account]:
        """As `posts.domain.queries.accounts_for`."""
        if chosen := list(typed):
            return list(accounts_for(version, typed=chosen))
        chosen = version.own_accounts or list(self.item.accounts.all())
        return sorted(chosen, key=lambda account: (place_of(account.network), account.title))

    def is_agreed(self, version: PostVersion) -> bool:
        """As `approval.domain.decide.is_approved`."""
        return is_agreed(version, steps_of(version))


def read_versions(post: Post, *, in_full: bool = False) -> Versions:
    """Read all versions. One query. `in_full`: deliveries as of `deliveries_of`."""
    city, pk = post.administration_id, post.pk
    sent = readings_of_history(post) if in_full else [Reading(_deliveries.bind(city, pk), list)]
    versions, steps, *rest = read_together(
        Reading(_versions.bind(city, pk), list),
        Reading(_steps.bind(city, pk), list),
        *readings_of_all_parts(post),
        *sent,
    )
    shared = versions[0].post
    shared.administration = shared.plan_item.administration = post.administration
    for version in versions:
        version.post, version.administration = shared, post.administration
        if (sheet := getattr(version, "sheet", None)) is not None:
            _give_steps(sheet, steps)
    Parts(*rest[:PARTS]).give_to(versions)
    deliveries = with_history(post, *rest[PARTS:]) if in_full else rest[PARTS]
    return Versions(shared, versions, deliveries)


def _give_steps(sheet: ApprovalSheet, steps: Iterable[Step]) -> None:
    own = [step for step in steps if step.sheet_id == sheet.pk]
    for step in own:
        step.sheet = sheet
    set_prefetched(sheet, "steps", own)


@compiled_once
def _versions(city: int, post: int) -> QuerySet[PostVersion]:
    found = with_writers(city).filter(post=post).order_by("number")
    return found.select_related("sheet", "choice__by", "post__withdrawal", "post__legal_flag")


@compiled_once
def _steps(city: int, post: int) -> QuerySet[Step]:
    found: QuerySet[Step] = Step.objects.of(city).filter(sheet__version__post=post)
    found = found.select_related("decision__person", "decision__acting_for", "department", "office")
    return found.order_by("position", "pk")


def steps_of(version: PostVersion) -> list[Step]:
    """Approval steps of a version from `read_versions`; empty before approval is asked."""
    sheet = getattr(version, "sheet", None)
    return list(sheet.steps.all()) if sheet is not None else []


def is_answered(version: PostVersion) -> bool:
    """Whether the sheet of a version from `read_versions` was agreed or returned; partly agreed ones are not."""
    said = [decision for step in steps_of(version) if (decision := getattr(step, "decision", None)) is not None]
    return version.sheet.agreed_at is not None or any(one.verdict == Verdict.RETURN for one in said)


def choice_of(version: PostVersion) -> ReleaseChoice | None:
    """The release choice of a version from `read_versions`."""
    found: ReleaseChoice | None = getattr(version, "choice", None)
    return found


def _is_open(version: PostVersion) -> bool:
    sheet = getattr(version, "sheet", None)
    return sheet is not None and sheet.closed_at is None


@compiled_once
def _deliveries(city: int, post: int) -> QuerySet[Delivery]:
    found: QuerySet[Delivery] = Delivery.objects.of(city).filter(version__post=post)
    found = found.select_related("act__account__passport", "act__confirmed_by")
    return found.order_by("-version__number", by_network("account__network"), "pk")
