"""An approved or asked version while a newer one is written: released, held, or no longer asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import prefetch_related_objects

from veche.approval.domain.ask import take_back
from veche.approval.domain.decide import is_approved
from veche.approval.models import Step
from veche.journal.domain.record import record
from veche.kernel.clock import now
from veche.kit.moments import spoken
from veche.outbox.domain.plan import cancel, resume
from veche.outbox.domain.queries import ActLine, keys_of, lines
from veche.outbox.domain.states import CERTAINLY_UNSENT, IN_DOUBT, OUT, STILL_TO_LEAVE
from veche.outbox.enums import ActState
from veche.outbox.models import Act
from veche.outbox.reasons import HELD_BACK
from veche.plan.domain.items import lock_item
from veche.plan.models import PlanItem
from veche.posts.domain.queries import latest_version
from veche.posts.domain.rights import PictureRights
from veche.posts.domain.write import drop_version
from veche.posts.enums import PostState
from veche.posts.models import Post, PostVersion
from veche.publishing.domain.agreed_correction import acts_of, agreed_correction, give_up_agreed
from veche.publishing.domain.change import set_state, settle
from veche.publishing.domain.file_rights import refuse_unclear_files, unclear_files
from veche.publishing.domain.go_back import go_back, taken_back
from veche.publishing.domain.standing import agreed_version, asked_version
from veche.publishing.domain.versions import Versions, choice_of, read_versions, steps_of
from veche.publishing.errors import PublishingError
from veche.publishing.models import ReleaseChoice
from veche.staff.models import Person


@dataclass(frozen=True, slots=True)
class EarlierVersion:
    """An earlier version and the `newer` one that is written or asked about.

    `ahead`: acts of the earlier version that have not left. `leaving`: acts on their way or in doubt. `out`: published
    ones. `choice` None: nobody has decided yet. `step`: the open approval step of the earlier version.
    """

    version: PostVersion
    newer: PostVersion
    ahead: Sequence[Act]
    leaving: Sequence[Act]
    out: Sequence[Act]
    choice: ReleaseChoice | None
    step: Step | None
    hour: datetime

    @property
    def lines(self) -> list[ActLine]:
        """`ahead` as lines of «В сетях»."""
        return lines(self.ahead)

    @property
    def hindered(self) -> list[ActLine]:
        """Those of `lines` that the sentence above the buttons does not mention."""
        return [line for line in self.lines if line.face not in (ActState.PLANNED, ActState.BY_HAND)]

    @property
    def where(self) -> str:
        """«ВКонтакте, Телеграм завтра в 18:00»: `ahead` by hour."""
        return self._said(self.ahead)

    @property
    def leaves(self) -> str:
        """As `where`, for acts that go by themselves."""
        return self._said([act for act in self.ahead if act.state in STILL_TO_LEAVE])

    @property
    def hands(self) -> list[Act]:
        return [act for act in self.ahead if act.state == ActState.BY_HAND]

    @property
    def by_person(self) -> str:
        """As `where`, for acts that a person performs."""
        return self._said(self.hands)

    @property
    def hands_late(self) -> bool:
        """Whether the hour of acts that a person performs has passed."""
        return any(act.due_at <= now() for act in self.hands)

    def _said(self, acts: Sequence[Act]) -> str:
        zone = self.version.administration.time_zone
        at: dict[datetime, list[str]] = {}
        for act in acts:
            at.setdefault(act.due_at, []).append(str(act.account.get_network_display()))
        return "; ".join(f"{', '.join(dict.fromkeys(names))} {spoken(due, zone)}" for due, names in at.items())

    @property
    def held(self) -> bool:
        return self.choice is not None and self.choice.held

    @property
    def unclear(self) -> list[PictureRights]:
        """Files for whose rights a held version may not be let go. Reads `pictures`."""
        return unclear_files(self.version) if self.held else []

    @property
    def waits(self) -> bool:
        return self.step is not None

    @property
    def to_decide(self) -> bool:
        """Whether a decision about the earlier version is open."""
        return self.choice is None and bool(self.ahead or self.waits)

    @property
    def is_late(self) -> bool:
        return self.hour < now()


def earlier_versions(read: Versions) -> list[EarlierVersion]:
    """Earlier versions in force beside the newest, which is written or asked about."""
    newest = read.newest
    if newest.frozen_at is not None and read.is_agreed(newest):
        return []
    found = [version for version in (read.agreed, read.asked) if version is not None]
    return [_earlier_version(read, version) for version in found if version.number < newest.number]


def hold(*, post: Post, by: Person, reason: str = HELD_BACK) -> ReleaseChoice:
    """Stop acts of the approved version that have not left. Raises `PublishingError`; nothing changes then.

    `reason`: a sentence that everybody may read who sees the post.
    """
    with transaction.atomic():
        lock_item(post.plan_item)
        version = _agreed(post)
        stopped = {str(act.pk): [act.state, act.reason] for act in acts_of(version) if _stop(act, reason)}
        if not stopped:
            raise PublishingError("Придерживать нечего: согласованная версия уже вышла. Правка станет исправлением.")
        choice = _choose(version, by, held=True, stopped=stopped)
        set_state(post, PostState.DRAFT, unless=(PostState.WAITING, PostState.RETURNED))
        _note(post, by, "publishing.held", version, stopped)
    return choice


def let_go(*, post: Post, by: Person) -> ReleaseChoice:
    """Release the earlier version, or let its approval continue. Undoes `hold` until its hour."""
    with transaction.atomic():
        item = lock_item(post.plan_item)
        version = agreed_version(post) or asked_version(post)
        if version is None:
            raise PublishingError("Отпускать нечего: согласованной версии у записи нет. Ничего не изменилось.")
        former = _choice_of(version)
        if former is not None and former.held:
            _refuse_late(item)
            _resume(version, former, item)
            set_state(post, PostState.APPROVED, unless=(PostState.WAITING, PostState.RETURNED))
        choice = _choose(version, by, held=False, stopped={})
        _note(post, by, "publishing.let_go", version, {})
    return choice


def take_back_asked(*, post: Post, by: Person) -> None:
    """«Забрать»: withdraw the approval request; the newer version is written on."""
    with transaction.atomic():
        lock_item(post.plan_item)
        if not take_back(post=post, by=by):
            raise PublishingError("Забирать нечего: о записи уже решили. Ничего не изменилось.")
        if agreed_version(post) is not None:
            set_state(post, PostState.APPROVED)
        settle(post=post, by=by)


def give_up(*, post: Post, by: Person) -> PostVersion:
    """«Отказаться от правки»: drop the newest version and return the one in force, which may be written again.

    Held acts go at their hour; if it has passed, a person decides. Acts of an approved correction that have not left
    are cancelled.
    """
    with transaction.atomic():
        item = lock_item(post.plan_item)
        read = read_versions(post)
        if (correction := agreed_correction(read)) is not None:
            give_up_agreed(post, correction)
            _note(post, by, "publishing.given_up", correction.version, {})
            return agreed_version(post) or correction.version
        if (earlier := taken_back(read)) is not None:
            dropped = latest_version(post)
            version = go_back(post=post, earlier=earlier, item=item, by=by)
            _note(post, by, "publishing.given_up", dropped, {})
            return version
        dropped, kept = _to_give_up(post)
        if dropped.frozen_at is not None:
            take_back(post=post, by=by)
        drop_version(dropped)
        choice = _choice_of(kept)
        if choice is not None:
            if choice.held:
                _resume(kept, choice, item)
            choice.delete()
        asked = asked_version(post)
        set_state(post, PostState.WAITING if asked is not None else PostState.APPROVED)
        _note(post, by, "publishing.given_up", dropped, {})
    return kept


def _to_give_up(post: Post) -> tuple[PostVersion, PostVersion]:
    """The version to drop, and the earlier one that stays."""
    versions = post.versions.filter(dropped_at=None).order_by("number")
    newest: PostVersion | None = versions.last()
    in_force = [version for version in (asked_version(post), agreed_version(post)) if version is not None]
    kept = next((version for version in in_force if newest is not None and version.number < newest.number), None)
    if newest is None or kept is None or is_approved(newest):
        raise PublishingError("Отказаться не от чего: согласованной версии у записи нет. Текст на месте.")
    return newest, kept


def _earlier_version(read: Versions, version: PostVersion) -> EarlierVersion:
    acts = read.acts_of(version)
    choice = choice_of(version)
    stopped = choice.stopped if choice is not None else {}
    is_open = read.asked is not None and read.asked.pk == version.pk
    ahead = [act for act in acts if act.state in CERTAINLY_UNSENT or str(act.pk) in stopped]
    prefetch_related_objects(ahead, keys_of(version.administration))
    return EarlierVersion(
        version=version,
        newer=read.newest,
        ahead=ahead,
        leaving=[act for act in acts if act.state in IN_DOUBT],
        out=[act for act in acts if act.state in OUT],
        choice=choice,
        step=next(
            (step for step in steps_of(version) if is_open and step.asked_at and not hasattr(step, "decision")), None
        ),
        hour=read.item.publish_at,
    )


def _agreed(post: Post) -> PostVersion:
    version = agreed_version(post)
    newer = version is not None and post.versions.filter(number__gt=version.number, dropped_at=None).exists()
    if version is None or not newer:
        raise PublishingError("Придерживать нечего: новой версии у записи нет. Ничего не изменилось.")
    return version


def _stop(act: Act, reason: str) -> bool:
    """Cancel acts that have not left; those on their way stay cancelled if they turn out not to have left."""
    if act.state == ActState.CANCELLED or act.state in OUT:
        return False
    return cancel(act=act, reason=reason) or act.state in IN_DOUBT


def _resume(version: PostVersion, choice: ReleaseChoice, item: PlanItem) -> None:
    """Resume acts, except for accounts closed meanwhile. Raises `PublishingError` while rights of a file stop it."""
    refuse_unclear_files(version)
    for act in acts_of(version):
        before = choice.stopped.get(str(act.pk))
        if before is not None and act.account.closed_at is None:
            state = ActState(before[0])
            state = state if state in CERTAINLY_UNSENT else ActState.PLANNED
            resume(act=act, due_at=item.publish_at, state=state, reason=before[1])


def _refuse_late(item: PlanItem) -> None:
    if item.publish_at < now():
        raise PublishingError(
            "Час согласованной версии прошёл, сама она не уйдёт. Поставьте новый час и отправьте правку согласовать."
        )


def _choice_of(version: PostVersion) -> ReleaseChoice | None:
    return ReleaseChoice.objects.of(version.administration_id).filter(version=version).select_related("by").first()


def _choose(version: PostVersion, by: Person, *, held: bool, stopped: dict[str, list[str]]) -> ReleaseChoice:
    said = {"held": held, "stopped": stopped, "by": by, "at": now()}
    owner = {"administration_id": version.administration_id}
    choice, _created = ReleaseChoice.objects.of(version.administration_id).update_or_create(
        version=version, defaults=said, create_defaults={**said, **owner}
    )
    return choice


def _note(post: Post, by: Person, verb: str, version: PostVersion, acts: dict[str, list[str]]) -> None:
    facts: dict[str, object] = {"version": version.number}
    if acts:
        facts["acts"] = [int(pk) for pk in acts]
    record(administration=post.administration, actor=by, verb=verb, obj=post, facts=facts)
