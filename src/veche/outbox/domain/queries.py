"""Lists and counts of acts for pages."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    Min,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Value,
    When,
)
from django.db.models.functions import Cast, Concat

from veche.accounts.domain.abilities import POSTS_WAIT
from veche.accounts.domain.queries import lacks_key, with_doubtful_keys, without_key
from veche.accounts.models import Account
from veche.kernel.clock import day_bounds, now
from veche.kernel.search import in_any_case
from veche.networks.protocol import Verb
from veche.networks.registry import NETWORKS
from veche.outbox.domain.by_hand import is_about_gone, is_ahead, opens_later
from veche.outbox.domain.overtaken import NEVER_GIVEN_UP
from veche.outbox.domain.post_address import is_being_checked, takes_address
from veche.outbox.domain.states import AHEAD, NEEDS_PERSON, OPEN, OUT, WAITING
from veche.outbox.domain.unpack import network_act
from veche.outbox.enums import ActState, DivergenceKind, Proof
from veche.outbox.models import Act, PostDivergence
from veche.outbox.shown import ShownAct
from veche.outbox.words import word_of
from veche.staff.compiled import compiled_once, number_of, this_moment
from veche.staff.models import Administration
from veche.staff.together import Reading, read_together

# One post in four networks is four acts of one title and one hour: people count it as one.
POST = Concat("title", Value(" "), Cast("due_at", CharField()), output_field=CharField())
# The chips over the list: the word of the address and what it says.
FILTERS: dict[str, str] = {
    "": "Все",
    "decide": "Надо решить",
    "by_hand": "Сделать руками",
    "ahead": "Уйдут",
    "held": "Не уходят",
    "frozen": "Заморожены",
    "paused": "Ждут конца паузы",
    "checking": "Проверяем",
    "out": "Вышли",
    "dropped": "Сняты",
}
_STATES: dict[str, tuple[ActState, ...]] = {
    "decide": tuple(NEEDS_PERSON),
    "by_hand": (ActState.BY_HAND,),
    "frozen": (ActState.STOPPED,),
    "paused": (ActState.PAUSED,),
    "checking": (ActState.SENT,),
    "out": (ActState.CONFIRMED,),
    "dropped": (ActState.CANCELLED,),
}
_UNCONFIRMED = tuple(state for state in ActState if state != ActState.CONFIRMED)
# What a person may answer, by the state of the act: names of the addresses in urls.py. The verbs refuse other states
# (`person_decisions`, `by_hand`; a test compares both).
CHOICES: dict[ActState, tuple[str, ...]] = {
    ActState.UNKNOWN: ("happened", "not_happened"),
    ActState.SENT: ("happened",),
    ActState.MISSED: ("send_now", "give_up"),
    ActState.FAILED: ("send_now", "by_hand", "give_up"),
    ActState.BY_HAND: ("happened", "send_now", "give_up"),
    ActState.PLANNED: ("give_up",),
    ActState.STOPPED: ("give_up",),
    ActState.PAUSED: ("give_up",),
}
# As `CHOICES`, for acts that are never given up but done, by the program or by hand.
CHOICES_OF_STAYING: dict[ActState, tuple[str, ...]] = {
    ActState.MISSED: ("send_now", "by_hand"),
    ActState.FAILED: ("send_now", "by_hand"),
    ActState.BY_HAND: ("happened", "send_now"),
    ActState.PLANNED: (),
    ActState.STOPPED: (),
    ActState.PAUSED: (),
}

# Faces of what is planned and does not leave.
HINDERED = ("overdue", "waits_network", "waits_key")

_OUTCOMES: dict[tuple[str, str], str] = {
    (Verb.EDIT, ActState.CONFIRMED): "corrected",
    (Verb.WITHDRAW, ActState.CONFIRMED): "withdrawn",
}


@dataclass(frozen=True, slots=True)
class ActLine:
    """An act with its face (`web.faces`) and the answers a person may give; `urgent`: it waits for one of them."""

    act: Act
    face: str
    choices: tuple[str, ...]

    @property
    def word(self) -> str:
        """The word beside the face; "" if the face says it."""
        if self.waits_key and self.act.state == ActState.STOPPED:
            return "ждёт ключа и разморозки"
        return "" if self.face in HINDERED else word_of(self.act)

    @property
    def waits_key(self) -> bool:
        """Whether the act waits for a key, frozen or not."""
        frozen = self.act.state == ActState.STOPPED and lacks_key(self.act.account, self.act.due_at)
        return frozen or self.face == "waits_key"

    @property
    def takes_address(self) -> bool:
        """Whether a person may set the post's address."""
        return takes_address(self.act)

    @property
    def is_being_checked(self) -> bool:
        return is_being_checked(self.act)

    @property
    def is_ahead(self) -> bool:
        """Whether a person will perform the act at an hour that has not come."""
        return is_ahead(self.act)

    @property
    def has_card(self) -> bool:
        """Whether a person may perform the act today."""
        return self.act.state == ActState.BY_HAND and not opens_later(self.act)

    @property
    def why_waits(self) -> str:
        """For an act that waits for a key: until when, and what follows."""
        return str(POSTS_WAIT) if self.act.verb == Verb.PUBLISH else ""

    @property
    def urgent(self) -> bool:
        return self.act.state in NEEDS_PERSON


def acts(
    administration: Administration, *, state: str = "", network: str = "", day: date | None = None, search: str = ""
) -> QuerySet[Act]:
    """Acts with account and author, latest hour first. `state`: a key of `FILTERS`; `day`: a day of the city."""
    found: QuerySet[Act] = Act.objects.of(administration).select_related(
        "administration", "account", "by", "confirmed_by"
    )
    found = found.prefetch_related(keys_of(administration)).filter(_where(administration, state))
    if network:
        found = found.filter(account__network=network)
    if day:
        first, next_ = day_bounds(day, administration.time_zone)
        found = found.filter(due_at__gte=first, due_at__lt=next_)
    if search.strip():
        found = found.filter(title__regex=in_any_case(search))
    return found.order_by("-due_at", "-pk")


def counted(administration: Administration) -> dict[str, int]:
    """The number of acts under each filter. One query."""
    city = administration.pk
    every, by_state, ((ahead, late),) = read_together(
        Reading(_every.bind(city), sum),
        Reading(_unconfirmed.bind(city), dict),
        Reading(_still.bind(administration), _or_none),
    )
    by_state[ActState.CONFIRMED] = every - sum(by_state.values())
    states = {name: sum(by_state.get(state, 0) for state in asked) for name, asked in _STATES.items()}
    found = {"": every, **states, "ahead": ahead, "held": late}
    return {name: found[name] for name in FILTERS}


def _or_none(rows: list[tuple[int, int]]) -> list[tuple[int, int]]:
    return rows or [(0, 0)]


@compiled_once
def _every(city: int) -> QuerySet[Act, int]:
    return number_of(Act.objects.of(city))


@compiled_once
def _unconfirmed(city: int) -> QuerySet[Act, tuple[str, int]]:
    """States with their numbers, but for the one of nearly all acts: what is not counted here is."""
    acts: QuerySet[Act, Any] = Act.objects.of(city).filter(state__in=_UNCONFIRMED).order_by().values_list("state")
    return acts.annotate(number=Count("*"))


@compiled_once
def _still(administration: Administration) -> QuerySet[Act, tuple[int, int]]:
    """One row with the numbers of «ahead» and «held»; none where nothing may leave."""
    acts: QuerySet[Act, Any] = (
        Act.objects.of(administration).filter(state__in=AHEAD).order_by().values("administration")
    )
    counts = {f"number_of_{name}": Count("pk", filter=_where(administration, name)) for name in ("ahead", "held")}
    return acts.annotate(**counts).values_list(*counts)


def _where(administration: Administration, state: str) -> Q:
    """The condition of a key of `FILTERS`; no condition for any other word."""
    if state == "ahead":
        return going(administration)
    if state == "held":
        return held(administration)
    return Q(state__in=_STATES[state]) if state in _STATES else Q(pk__isnull=False)


def going(administration: Administration) -> Q:
    """Filter for acts that leave by themselves: the call is under way, or the act is planned and not late, its
    account's keys are accepted, and the network answers. Frozen acts do not leave."""
    return Q(state__in=AHEAD) & (Q(state=ActState.SENDING) | ~_hindered(administration))


def held(administration: Administration) -> Q:
    """Filter for planned acts that do not leave though not frozen: network down, key refused, or not sent in time."""
    return Q(state__in=WAITING) & _hindered(administration)


def held_faces(administration: Administration) -> set[str]:
    """Why publications do not leave: the members of `HINDERED` that apply to some. One query."""
    return set(_held_faces(administration))


@compiled_once
def _held_faces(administration: Administration) -> QuerySet[Act, str]:
    moment = this_moment()
    acts = Act.objects.of(administration).filter(held(administration), verb=Verb.PUBLISH)
    face = Case(
        When(not_after__lt=moment, then=Value("overdue")),
        When(account__unreachable_since__isnull=False, due_at__lte=moment, then=Value("waits_network")),
        default=Value("waits_key"),
    )
    found: QuerySet[Act, str] = acts.order_by().values_list(face, flat=True)
    return found


def overdue(account: Account) -> Q:
    """Acts of an account that were due and have not left."""
    return Q(account=account, state__in=WAITING, due_at__lte=now())


def blamed(administration: Administration) -> QuerySet[Act]:
    """Acts of `blamed_on_keys`, unordered."""
    found: QuerySet[Act] = Act.objects.of(administration).filter(key_blamed_at__isnull=False, state__in=OPEN)
    return found


def blamed_on_keys(administration: Administration) -> list[Act]:
    """Open acts that a network refused because of a key or its rights, newest first, with accounts. One query."""
    return list(blamed(administration).select_related("account").order_by("-key_blamed_at", "-pk"))


def keys_of(administration: Administration, path: str = "account") -> Prefetch[str, QuerySet[Any], str]:
    """Annotations that `face_of` needs about the account under `path`."""
    return with_doubtful_keys(administration, f"{path}__keys")


def _hindered(administration: Administration) -> Q:
    moment = this_moment()
    silent = Q(account__unreachable_since__isnull=False, due_at__lte=moment)
    return silent | Q(not_after__lt=moment) | Q(without_key(administration, account="account", at="due_at"))


def lines(found: Iterable[Act]) -> list[ActLine]:
    return [line_of(act) for act in found]


def line_of(act: Act) -> ActLine:
    network = NETWORKS[act.account.network]
    face, choices = face_of(act), CHOICES.get(ActState(act.state), ())
    if face == "waits_key" and act.verb == Verb.PUBLISH:
        choices = ("by_hand", *choices)
    if act.verb in NEVER_GIVEN_UP:
        choices = CHOICES_OF_STAYING.get(ActState(act.state), choices)
    if not network.steps(Verb(act.verb)):
        choices = tuple(choice for choice in choices if choice != "by_hand")
    if opens_later(act):
        choices = tuple(choice for choice in choices if choice != "happened")
        if not network.could(network_act(act)):
            choices = tuple(choice for choice in choices if choice != "send_now")
    if not network.could_do(Verb(act.verb)):
        choices = tuple(choice for choice in choices if choice != "send_now")
    if is_about_gone(act):
        choices = tuple(choice for choice in choices if choice == "give_up")
    return ActLine(act, face, choices)


def face_of(act: Act | ShownAct) -> str:
    """The face of an act: its state, or what it amounts to.

    «исправлена», «снята с публикации»; a member of `HINDERED` for a planned act that does not leave; «отправлена, не
    доказана» where the network will never prove it (a Telegram channel without a linked group); "confirmed_by_person"
    where a person confirmed a publication.
    """
    if hindrance := _hindrance(act):
        return hindrance
    by_group = NETWORKS[act.account.network].proof.by_linked_group
    unprovable = by_group and not act.account.linked_group_id
    if act.state == ActState.SENT and unprovable:
        return "unproven"
    if act.verb == Verb.PUBLISH and act.state == ActState.CONFIRMED and act.is_confirmed_by_person:
        return "confirmed_by_person"
    return _OUTCOMES.get((act.verb, act.state), str(act.state))


@dataclass(frozen=True, slots=True)
class Unshown:
    """Publications that no network shows: confirmed by a person, sent without proof yet, and `gone`, removed by
    others."""

    by_person: int
    unproven: int
    gone: int = 0


def reading_of_unshown(administration: Administration, since: datetime) -> Reading[Unshown]:
    """Counts since a moment, each post counted once."""
    told = _unshown_since.bind(administration, since)
    return Reading(told, lambda rows: Unshown(*rows[0]) if rows else Unshown(0, 0))


@compiled_once
def _unshown_since(administration: Administration, since: datetime) -> QuerySet[Act, tuple[int, int, int]]:
    """One row with the fields of `Unshown`; none where nothing is out."""
    found = Act.objects.of(administration).filter(verb=Verb.PUBLISH, due_at__gte=since)
    found = found.filter(trial=False).filter(state__in=OUT)
    removed = PostDivergence.objects.of(administration).filter(
        act=OuterRef("pk"), kind=DivergenceKind.GONE, ended_at=None
    )
    stands = Q(is_gone=False)
    numbers = {
        "number_by_person": Count(POST, distinct=True, filter=stands & Q(state=ActState.CONFIRMED, proof=Proof.PERSON)),
        "number_unproven": Count(POST, distinct=True, filter=stands & Q(state=ActState.SENT)),
        "number_gone": Count(POST, distinct=True, filter=Q(is_gone=True)),
    }
    counted = found.annotate(is_gone=Exists(removed)).order_by().values("administration").annotate(**numbers)
    told: QuerySet[Act, tuple[int, int, int]] = counted.values_list(*numbers)
    return told


def _hindrance(act: Act | ShownAct) -> str:
    """`held` for one act: a member of `HINDERED`, or ""."""
    if act.state not in WAITING:
        return ""
    moment = now()
    if act.not_after < moment:
        return "overdue"
    if act.account.unreachable_since is not None and act.due_at <= moment:
        return "waits_network"
    return "waits_key" if lacks_key(act.account, act.due_at) else ""


@dataclass(frozen=True, slots=True)
class Queue:
    """Due acts of one account that have not left. `misses_at`: when the first of them becomes missed."""

    publications: int
    others: int
    misses_at: datetime | None

    @property
    def all(self) -> int:
        return self.publications + self.others


def waiting_for(account: Account) -> Queue:
    """The `Queue` of an account. One query."""
    found = Act.objects.of(account.administration_id).filter(overdue(account))
    return Queue(
        **found.aggregate(
            publications=Count("pk", filter=Q(verb=Verb.PUBLISH)),
            others=Count("pk", filter=~Q(verb=Verb.PUBLISH)),
            misses_at=Min("not_after"),
        )
    )
