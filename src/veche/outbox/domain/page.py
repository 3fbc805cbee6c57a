"""Acts that change an account's page: description, avatar, cover."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.db import transaction
from django.db.models import Max, QuerySet

from veche.accounts.domain.abilities import ability_of, why_by_hand
from veche.accounts.domain.page_changes import note_setting_change
from veche.accounts.enums import PagePart
from veche.accounts.models import Account, PageChange
from veche.journal.domain.record import record
from veche.kernel.clock import now
from veche.networks.payload import act_to_json
from veche.networks.protocol import Ability, Describe, Operation, PageChanged, SetAvatar, SetCover, Verb
from veche.networks.registry import NETWORKS
from veche.networks.text import canonical
from veche.outbox.domain.grace import undoing_act_may_leave_at
from veche.outbox.domain.plan import cancel, plan_act
from veche.outbox.domain.profile_drift import OURS_FOR, began_at, recheck_soon
from veche.outbox.domain.queries import ActLine, line_of
from veche.outbox.domain.results import confirm
from veche.outbox.domain.seen import SKEW
from veche.outbox.domain.states import MAY_BE_SEEN, MOVING, OPEN, OUT
from veche.outbox.enums import ActState, Proof
from veche.outbox.errors import NotNow
from veche.outbox.models import Act
from veche.outbox.reasons import OVERTAKEN_ON_PAGE
from veche.staff.models import Person

# A page change stays valid when it comes late, like an edit.
WINDOW = timedelta(days=1)
# The same picture by the same person within this time is a double click.
SAME_PRESS = timedelta(seconds=10)

type ProfileAct = Describe | SetAvatar | SetCover

OPERATIONS: Final[Mapping[Verb, Operation]] = {
    Verb.DESCRIBE: Operation.DESCRIBE,
    Verb.SET_AVATAR: Operation.SET_AVATAR,
    Verb.SET_COVER: Operation.SET_COVER,
}
_PART_OF: Final[Mapping[str, Verb]] = {
    PagePart.DESCRIPTION: Verb.DESCRIBE,
    PagePart.AVATAR: Verb.SET_AVATAR,
    PagePart.COVER: Verb.SET_COVER,
}
_TITLES: Final[Mapping[str, str]] = {
    Verb.DESCRIBE: "Описание страницы",
    Verb.SET_AVATAR: "Аватар страницы",
    Verb.SET_COVER: "Обложка страницы",
}


@dataclass(frozen=True, slots=True)
class ProfileAbility:
    """Whether one part of the page can be changed: `mode` is auto, by_hand, or absent if the network has no such
    part."""

    verb: Verb
    mode: str
    why: str


@dataclass(frozen=True, slots=True)
class ProfileChange:
    """The latest act about one part of the page."""

    title: str
    line: ActLine

    @property
    def moves(self) -> bool:
        """Whether the state changes by itself, so that the page should poll."""
        return self.line.act.state in MOVING


def profile_abilities(account: Account) -> dict[Verb, ProfileAbility]:
    return {verb: _profile_ability(account, verb) for verb in OPERATIONS}


def _profile_ability(account: Account, verb: Verb) -> ProfileAbility:
    if verb == Verb.SET_COVER and NETWORKS[account.network].page_limits.cover is None:
        return ProfileAbility(verb, "absent", "У страниц этой сети обложки нет.")
    ability = ability_of(account, OPERATIONS[verb])
    if ability.mode == "auto":
        return ProfileAbility(verb, "auto", "")
    can_by_hand = (
        ability.mode == "by_hand" or bool(ability.steps) or bool(NETWORKS[account.network].steps(Verb(verb.value)))
    )
    return ProfileAbility(verb, "by_hand" if can_by_hand else "absent", ability.why)


def plan_profile_changes(*, account: Account, acts: Iterable[ProfileAct], by: Person) -> list[Act]:
    """Plan all changes, or none if one is refused. Raises `NotNow`."""
    with transaction.atomic():
        return [plan_profile_change(account=account, act=act, by=by) for act in acts]


def plan_profile_change(*, account: Account, act: ProfileAct, by: Person) -> Act:
    """Plan one change and cancel older acts about the same part that have not left. Raises `NotNow`."""
    verb = Verb(act.verb.value)
    way = _profile_ability(account, verb)
    if account.closed_at is not None or way.mode == "absent":
        raise NotNow(f"Здесь этого не сменить. {way.why} Ничего не изменилось.".replace("  ", " "))
    with transaction.atomic():
        list(Account.objects.of(account.administration_id).select_for_update().filter(pk=account.pk).values_list("pk"))
        mine = Act.objects.of(account.administration_id).filter(account=account, verb=verb)
        if twin := _twin(mine, act, by):
            return twin
        due = now()
        for older in mine.filter(state__in=OPEN).select_related("account"):
            if not cancel(act=older, reason=OVERTAKEN_ON_PAGE):
                due = max(due, undoing_act_may_leave_at(older))
        planned = plan_act(
            account=account,
            intent=f"page:{account.pk}:{verb}:{mine.count()}",
            title=f"{_TITLES[verb]}: {account.title}",
            act=act,
            by=by,
            due_at=due,
            window=WINDOW,
            card_reason=why_by_hand(Ability(way.mode, way.why)),
        )
        record(administration=account.administration, actor=by, verb="act.look_asked", obj=planned, facts={})
    return planned


def _twin(mine: QuerySet[Act], act: ProfileAct, by: Person) -> Act | None:
    """The same picture by the same person a moment ago; None for a description, which is harmless to repeat."""
    if isinstance(act, Describe):
        return None
    recent = mine.filter(by=by, created_at__gte=now() - SAME_PRESS).exclude(state=ActState.CANCELLED)
    return next((one for one in recent.select_related("account") if one.payload == act_to_json(act)), None)


def last_changes(account: Account) -> list[ProfileChange]:
    """The latest change of each part that was ever changed here. One query."""
    acts = Act.objects.of(account.administration_id).filter(account=account, verb__in=tuple(OPERATIONS))
    # Put in order here: for the database an order leads to all acts of the account, of which few change its page.
    made = acts.exclude(state=ActState.CANCELLED).select_related("account", "by", "confirmed_by").order_by()
    newest = {act.verb: act for act in sorted(made, key=lambda act: act.pk)}
    return [ProfileChange(_TITLES[verb], line_of(newest[verb])) for verb in OPERATIONS if verb in newest]


def standing_description(account: Account) -> str:
    """The description that the network should show; "" if we never set one."""
    acts = Act.objects.of(account.administration_id).filter(account=account, verb=Verb.DESCRIBE, state__in=OUT)
    found = acts.order_by("-pk").values_list("payload", flat=True).first()
    return str(found["text"]) if found else ""


def is_altered(account: Account) -> bool:
    """Whether somebody changed the description in the network after our act."""
    ours = Act.objects.of(account.administration_id).filter(account=account, verb=Verb.DESCRIBE, state__in=OUT)
    since = ours.aggregate(last=Max("proven_at"))["last"]
    theirs = PageChange.objects.of(account.administration_id).filter(account=account, what=PagePart.DESCRIPTION)
    return since is not None and theirs.filter(at__gt=since).exists()


def seen_page_changed(*, account: Account, event: PageChanged) -> Act | None:
    """Handle a page-changed event: it proves our own act, or records a change by somebody else."""
    verb = _PART_OF.get(event.what)
    act = _ours(account, verb, event) if verb else None
    if act is None:
        note_setting_change(account=account, event=event)
    elif act.state in MAY_BE_SEEN or act.is_confirmed_by_person:
        confirm(act, proof=Proof.EVENT, lease_until=None)
    else:
        recheck_soon(act)
    return act


def _ours(account: Account, verb: Verb, event: PageChanged) -> Act | None:
    """Our act that the event shows: a description matches by its text, a picture only by its hour."""
    acts = Act.objects.of(account.administration_id).filter(account=account, verb=verb).select_related("account")
    for act in acts.filter(state__in=MAY_BE_SEEN | OUT).order_by("-pk")[:5]:
        if verb == Verb.DESCRIBE and (event.before or event.after):
            if canonical(str(act.payload["text"])) == canonical(event.after):
                return act
        elif _is_near(act, event) or _closes_card(act, event) or _may_be_late(act, event):
            return act
    return None


def _closes_card(act: Act, event: PageChanged) -> bool:
    return act.state == ActState.BY_HAND and event.at >= act.due_at - SKEW


def _is_near(act: Act, event: PageChanged) -> bool:
    return act.first_call_at is not None and -OURS_FOR <= event.at - act.first_call_at <= OURS_FOR


def _may_be_late(act: Act, event: PageChanged) -> bool:
    """Whether an event without an hour may be about our own change; the page itself then decides."""
    comparable = act.state == ActState.CONFIRMED and act.read_back_at is not None
    return comparable and not event.timed and began_at(act) <= event.at <= began_at(act) + WINDOW
