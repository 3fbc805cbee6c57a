"""Publications, in lists and one by one, with their state in each network."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple, Protocol

from django.db.models import Case, DateTimeField, Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce

from veche.accounts.models import Account
from veche.accounts.order import by_network
from veche.approval.domain.queries import OPEN
from veche.approval.models import Step
from veche.kernel.search import in_any_case
from veche.networks.protocol import Verb
from veche.networks.registry import NETWORKS
from veche.outbox.domain.divergence import unseen_divergences
from veche.outbox.domain.queries import face_of, going, held
from veche.outbox.domain.states import ALL_BUT_OUT, HANDED, IN_DOUBT, NEEDS_PERSON, OUT, STILL_TO_LEAVE
from veche.outbox.enums import ActState, DivergenceKind
from veche.outbox.models import Act
from veche.outbox.shown import ShownAct
from veche.outbox.words import word_of
from veche.plan.models import PlanItem
from veche.posts.enums import PostState
from veche.posts.models import Post, PostVersion
from veche.publishing.domain.past_veche import PastVeche
from veche.publishing.domain.wall import is_out_and_stands, wall_of
from veche.publishing.models import Delivery, Withdrawal
from veche.staff.compiled import compiled_once, number_of
from veche.staff.models import Administration

# The chips over the list: the word of the address, what it says, and whether it names a state of the text.
FILTERS: dict[str, str] = {
    "": "Все",
    PostState.DRAFT: "Черновики",
    PostState.WAITING: "Ждут согласия",
    PostState.RETURNED: "Вернули",
    "ahead": "Уйдут сами",
    "held": "Не уходят",
    "frozen": "Заморожены",
    "paused": "Ждут конца паузы",
    "decide": "Надо решить",
    "by_hand": "Сделать руками",
    "out": "Вышли",
    "withdrawn": "Сняты с публикации",
    "cancelled": "Сняты с плана",
}
_UNAPPROVED = tuple(state for state in PostState if state != PostState.APPROVED)
# Its post is not out everywhere: the hour of the plan counts.
_AHEAD = STILL_TO_LEAVE | IN_DOUBT | HANDED
# Of an act that is out. The index `outbox_act_came` has the same expression.
CAME_OUT = Coalesce("last_call_at", "proven_at", "due_at")
# Of these the ones that stand still until somebody does something.
STILL = ("decide", "by_hand", "frozen", "paused", "held")
OF_ACTS = ("ahead", *STILL)
# What a person decides about a publication: also its correction, and its withdrawal when it is withdrawn already.
OF_A_POST = frozenset({Verb.PUBLISH, Verb.EDIT, Verb.WITHDRAW})


@dataclass(frozen=True, slots=True)
class Standing:
    """One network of a publication: the state of its newest act, or of the text while there is none.

    `out`: the network has the post, in this or an earlier wording. `state`: a face of `web.faces`. `published`: the act
    that published it. `past`: the post past Veche that it is.
    """

    network: str
    state: str
    act: ShownAct | None = None
    out: bool = False
    published: ShownAct | None = None
    past: PastVeche | None = None

    @property
    def word(self) -> str:
        """The word beside the face; "" if the face says it."""
        return word_of(self.act) if self.act is not None and self.state in (self.act.state, *_SAID) else ""

    @property
    def signed(self) -> ShownAct | None:
        """The act, if a person's confirmation is about `state`; None if others removed or changed the post."""
        return None if self.state in DIVERGED else self.act


# Faces of a post that somebody else removed or changed in its network. `MessageState.GONE` is a face of its own.
DIVERGED = ("post_gone", "changed")
_DIVERGED: dict[str, str] = dict(zip((DivergenceKind.GONE, DivergenceKind.CHANGED), DIVERGED, strict=True))
# Faces of an outcome that the act's own word tells as well.
_SAID = ("corrected", "withdrawn", "confirmed_by_person")


def publications(administration: Administration, *, state: str = "", search: str = "") -> QuerySet[Post]:
    """Posts, latest hour first; `state`: a key of `FILTERS`. Two queries. A search in all also finds dropped posts.

    Each has the id of its newest version (`newest`) and `is_written` and `is_out`, which `is_edit_begun` reads.
    """
    everywhere = search.strip() and not state
    # Of the items too: their index by the hour gives the newest posts without a look at all of them.
    posts: QuerySet[Post] = Post.objects.of(administration).filter(plan_item__administration=administration)
    posts = posts if everywhere else posts.filter(_where(administration, state))
    if search.strip():
        posts = posts.filter(plan_item__title__regex=in_any_case(search))
    accounts = Account.objects.of(administration).only("pk", "network").order_by(by_network(), "title")
    versions = PostVersion.objects.of(administration).filter(post=OuterRef("pk"))
    out = Delivery.objects.of(administration).filter(version__post=OuterRef("pk"), act__state__in=OUT)
    read = posts.select_related("plan_item", "author", "withdrawal").annotate(
        newest=Subquery(versions.order_by("-number").values("pk")[:1]),
        is_written=Exists(versions.filter(frozen_at=None)),
        is_out=Exists(out),
    )
    read = read.prefetch_related(Prefetch("plan_item__accounts", accounts))
    return read.order_by("-plan_item__publish_at", "-pk")


def counted(administration: Administration) -> dict[str, int]:
    """The number of publications under each filter. One query."""
    (numbers,) = _counted(administration)
    of = dict(zip((*_ASKED, *_PARTS), numbers, strict=True))
    every, out = of["every"] - of["cancelled"], of["every"] - of["unapproved"] - of["apart"] + of["unapproved_out"]
    of |= {"": every, "out": out + of["apart_out"]}
    return {name: of[name] for name in FILTERS}


# Of years of posts nearly all are out. They are counted once, and the few that are not are subtracted.
_ASKED = tuple(name for name in FILTERS if name not in ("", "out"))
_PARTS = ("every", "unapproved", "apart", "unapproved_out", "apart_out")


@compiled_once
def _counted(administration: Administration) -> QuerySet[Administration, tuple[int, ...]]:
    """One row with the number of each filter of `_ASKED`, then of `_PARTS`. Each is counted for itself: most of them
    find a few posts by an index, while one pass over years of posts would ask each post about every filter."""
    posts: QuerySet[Post, Any] = Post.objects.of(administration).order_by()
    wanted = {name: _where(administration, name) for name in _ASKED} | _parts(administration)
    counts = {name: Subquery(number_of(posts.filter(where))) for name, where in wanted.items()}
    city = Administration.objects.filter(pk=administration)  # type: ignore[misc] # of a compiled query
    return city.annotate(**counts).values_list(*counts)


def _parts(administration: Administration) -> dict[str, Q]:
    """What the numbers of all posts and of those that are out are made of."""
    wall = wall_of(administration)
    unapproved, left = Q(state__in=_UNAPPROVED), ~Q(pk__in=wall.withdrawn)
    return {
        "every": Q(),
        "unapproved": unapproved,
        "apart": Q(pk__in=wall.withdrawn.union(wall.apart)) & Q(state=PostState.APPROVED),
        "unapproved_out": unapproved & left & ~Q(pk__in=wall.apart) & wall.is_delivered,
        "apart_out": left & Q(pk__in=wall.out),
    }


def going_out(administration: Administration) -> QuerySet[Act]:
    """Publications that go out by themselves: approved, planned, not frozen, to a network that takes them."""
    acts: QuerySet[Act] = Act.objects.of(administration).filter(going(administration), verb=Verb.PUBLISH)
    return acts


def hour_shown(administration: Administration | int, *, post: str = "pk", item: str = "plan_item__") -> Case:
    """Expression: the hour that the post's page shows. `post`, `item`: paths of the outer query.

    Once approved, the hour of the plan item; else that of the version asked about, else of the newest version.
    """
    in_plan = F(f"{item}publish_at")
    versions = PostVersion.objects.of(administration).filter(post=OuterRef(post))
    asked = Case(When(sheet__isnull=False, sheet__closed_at=None, then=1), default=0)
    own = versions.filter(dropped_at=None).order_by(asked.desc(), "-number").values("publish_at")[:1]
    return Case(
        When(Exists(versions.filter(placed_at__isnull=False)), then=in_plan),
        default=Coalesce(Subquery(own), in_plan),
        output_field=DateTimeField(),
    )


def is_edit_begun(post: Post) -> bool:
    """Whether a newer version is written while an earlier one is out, goes out or waits. For posts of
    `publications`."""
    relies = post.state in (PostState.WAITING, PostState.APPROVED) or post.is_out  # type: ignore[attr-defined]
    stands = getattr(post, "withdrawal", None) is None and post.plan_item.cancelled_at is None
    return bool(stands and relies and post.is_written)  # type: ignore[attr-defined] # both are annotated


def standing_still(administration: Administration) -> QuerySet[Post]:
    """Posts of the filters `STILL`, latest hour first; `is_decide` and so on tell which."""
    acts = [_acts(administration, name) for name in STILL]
    wanted = {name: _has(administration, of_name) for name, of_name in zip(STILL, acts, strict=True)}
    # Few of years of posts: found by their acts before each filter is asked.
    found = acts[0].order_by().values("pk").union(*(one.order_by().values("pk") for one in acts[1:]))
    posts: QuerySet[Post] = Post.objects.of(administration)
    posts = posts.filter(_has(administration, Act.objects.of(administration).filter(pk__in=found)))
    flags = {f"is_{name}": Case(When(which, then=True), default=False) for name, which in wanted.items()}
    return posts.annotate(**flags).order_by("-plan_item__publish_at", "-pk")


class Sent(NamedTuple):
    """One delivery. `taken_down`: the act that withdraws its post; `diverged`: a `DivergenceKind` or ""."""

    account_id: int
    act: ShownAct
    taken_down: ShownAct | None
    diverged: str


def stand(state: str, accounts: Iterable[Account], versions: Sequence[Sequence[Sent]]) -> list[Standing]:
    """By account the newest act, else the state of the text. `versions`: what was sent of each, oldest first."""
    acts: dict[int, list[Sent]] = {}
    for one in (one for version in versions for one in version if one.act.state != ActState.CANCELLED):
        acts.setdefault(one.account_id, []).append(one)
    for one in _given_up(versions, state):
        acts.setdefault(one.account_id, [one])
    return [
        _standing(account.network, acts[account.pk]) if account.pk in acts else Standing(account.network, state)
        for account in accounts
    ]


class Planned(Protocol):
    @property
    def publish_at(self) -> datetime: ...


class Published(Protocol):
    """An act. `out_at` is asked only of one that is out."""

    @property
    def state(self) -> Any: ...
    @property
    def out_at(self) -> Any: ...


def hour_of(item: Planned, acts: Iterable[Published | None]) -> datetime:
    """When the post came out, by the earliest of its publications `acts`; the plan's hour while one is still to
    leave."""
    published = [act for act in acts if act is not None]
    out = [act.out_at for act in published if act.state in OUT]
    ahead = any(act.state in _AHEAD for act in published)
    return min(out) if out and not ahead else item.publish_at


def came_out(act: str) -> Coalesce:
    """`CAME_OUT` of the act at the end of this path."""
    return Coalesce(f"{act}__last_call_at", f"{act}__proven_at", f"{act}__due_at")


def at_their_hours(administration: Administration, start: datetime, end: datetime) -> QuerySet[Any]:
    """Plan items whose `hour` (`hour_of`) lies between two moments."""
    of_item = Q(delivery__version__post__plan_item=OuterRef("pk"))
    acts = Act.objects.of(administration).filter(of_item, verb=Verb.PUBLISH)
    out = acts.filter(state__in=OUT).annotate(came=CAME_OUT).order_by("came")
    # Few of years of items were to come out then or did: found by two indexes before the earliest of their acts is.
    items = PlanItem.objects.of(administration)
    planned = items.filter(publish_at__gte=start, publish_at__lt=end).order_by().values("pk")
    near = items.filter(pk__in=planned.union(_came_between(administration, start, end)))
    told = near.annotate(came=Subquery(out.values("came")[:1]), ahead=Exists(acts.filter(state__in=_AHEAD)))
    # As `hour` between the two, which would ask each item of two months about its acts four times.
    by_plan = Q(Q(came=None) | Q(ahead=True), publish_at__gte=start, publish_at__lt=end)
    told = told.filter(by_plan | Q(came__gte=start, came__lt=end, ahead=False))
    hour = Case(When(came__isnull=False, ahead=False, then="came"), default="publish_at")
    found: QuerySet[Any] = told.annotate(hour=hour)
    return found


def _came_between(administration: Administration, start: datetime, end: datetime) -> QuerySet[Act, Any]:
    """Plan items of publications that came out between two moments."""
    acts = Act.objects.of(administration).filter(verb=Verb.PUBLISH, delivery__isnull=False)
    out = acts.exclude(state__in=ALL_BUT_OUT).annotate(came=CAME_OUT).filter(came__gte=start, came__lt=end)
    return out.order_by().values("delivery__version__post__plan_item")


def folded(found: Sequence[Standing]) -> list[list[Standing]]:
    """Group networks with equal standing, in order of the first of each."""
    alike: dict[tuple[str, str], list[Standing]] = {}
    for one in found:
        alike.setdefault((one.state, one.word), []).append(one)
    return list(alike.values())


def _given_up(versions: Sequence[Sequence[Sent]], state: str) -> list[Sent]:
    """Deliveries of the newest version that were cancelled, other than to make room for a newer version."""
    released = [version for version in versions if version] if state == PostState.APPROVED else []
    newest = (released or versions)[-1] if versions else ()
    return [one for one in newest if one.act.state == ActState.CANCELLED]


def _standing(network: str, sent: Sequence[Sent]) -> Standing:
    """`sent` to one account, newest last: a publication and its corrections."""
    posts = [one for one in sent if one.act.verb == Verb.PUBLISH]
    if not posts:
        return Standing(network, face_of(sent[-1].act), sent[-1].act)
    return _stands(network, sent[-1].act, posts[-1])


def _stands(network: str, last: ShownAct, sent: Sent) -> Standing:
    """`sent`: the newest publication."""
    published, down, diverged = sent.act, sent.taken_down, sent.diverged
    out = published.state == ActState.CONFIRMED
    if down is not None:
        return Standing(network, face_of(down), down, out and down.state not in OUT, published)
    if diverged and last.state in OUT:
        return Standing(network, _DIVERGED[diverged], last, diverged != DivergenceKind.GONE, published)
    return Standing(network, face_of(last), last, out, published)


def accounts_of(item: PlanItem) -> list[Account]:
    """Accounts with passports."""
    return list(item.accounts.select_related("passport").order_by(by_network(), "title"))


def networks_of(accounts: Iterable[Account]) -> list[str]:
    chosen = {account.network for account in accounts}
    return [slug for slug in NETWORKS if slug in chosen]


def _where(administration: Administration, state: str) -> Q:
    """The condition of `state`, a key of `FILTERS`."""
    whole = {
        "withdrawn": Q(pk__in=Withdrawal.objects.of(administration).values("post")),
        "cancelled": Q(plan_item__in=PlanItem.objects.of(administration).filter(cancelled_at__isnull=False)),
        "out": is_out_and_stands(administration),
    }
    if state in whole:
        return whole[state]
    if state in OF_ACTS:
        return _has(administration, _acts(administration, state))
    planned, stands = Q(plan_item__cancelled_at=None), Q(withdrawal=None)
    if state == PostState.WAITING:
        asked = Step.objects.of(administration).filter(OPEN, sheet__administration=administration)
        return planned & stands & Q(pk__in=asked.values("sheet__version__post"))
    if state == PostState.DRAFT:  # also one that is written while the agreed version goes out
        written = PostVersion.objects.of(administration).filter(frozen_at=None).order_by().values("post")
        drafts = Post.objects.of(administration).filter(state=state).order_by().values("pk")
        return planned & stands & Q(pk__in=drafts.union(written))
    return planned & stands & Q(state=state) if state in PostState.values else planned


def _acts(administration: Administration, state: str) -> QuerySet[Act]:
    """Acts of which one suffices for the filter `state`, one of `OF_ACTS`."""
    published = Q(verb=Verb.PUBLISH)
    wanted = {
        "ahead": published & going(administration),
        "held": published & held(administration),
        "frozen": published & Q(state=ActState.STOPPED),
        "paused": published & Q(state=ActState.PAUSED),
        "decide": Q(pk__in=_to_decide(administration)),
        "by_hand": Q(state__in=HANDED),
    }
    acts: QuerySet[Act] = Act.objects.of(administration)
    return acts.filter(wanted[state])


def _to_decide(administration: Administration) -> QuerySet[Act, Any]:
    acts = Act.objects.of(administration).filter(state__in=NEEDS_PERSON, verb__in=OF_A_POST).order_by()
    found: QuerySet[Act, Any] = acts.values("pk").union(unseen_divergences(administration).order_by().values("act"))
    return found


def _has(administration: Administration, acts: QuerySet[Act]) -> Q:
    """Posts with one of these acts: a publication, a correction, or a later change."""
    deliveries = Delivery.objects.of(administration).order_by()
    own = deliveries.filter(act__in=acts).values("version__post")
    later = deliveries.filter(act__in=acts.exclude(about=None).values("about")).values("version__post")
    # A union, and not two conditions: PostgreSQL begins with its few rows instead of asking each post.
    return Q(pk__in=own.union(later))
