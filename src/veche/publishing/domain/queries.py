"""Publications as a list and one by one, with what became of them in each network."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from veche.accounts.models import Account
from veche.kernel.search import in_any_case
from veche.networks.registry import NETWORKS
from veche.outbox.domain.queries import face_of
from veche.outbox.domain.states import NEEDS_PERSON, OUT
from veche.outbox.enums import ActState
from veche.outbox.models import Act, Attempt
from veche.plan.models import PlanItem
from veche.posts.enums import PostState
from veche.posts.models import Post, PostVersion
from veche.publishing.models import Delivery
from veche.staff.models import Administration

# The chips over the list: the word of the address, what it says, and whether it names a state of the text.
FILTERS: dict[str, str | Promise] = {
    "": _("Все"),
    PostState.DRAFT: _("Черновики"),
    PostState.WAITING: _("Ждут согласия"),
    PostState.RETURNED: _("Вернули"),
    "ahead": _("Уйдут сами"),
    "decide": _("Решите"),
    "out": _("Вышли"),
    "cancelled": _("Сняты"),
}
# Filters that ask the acts: one act in such a state is enough.
_ACTS: dict[str, tuple[ActState, ...]] = {
    "ahead": (ActState.PLANNED, ActState.PREPARING, ActState.SENDING, ActState.STOPPED),
    "decide": tuple(NEEDS_PERSON),
    "out": tuple(OUT),
}


@dataclass(frozen=True, slots=True)
class Standing:
    """One network of a publication: where the act stands now, or the text while there is no act."""

    network: str
    state: str
    act: Act | None = None


def publications(administration: Administration, *, state: str = "", search: str = "") -> QuerySet[Post]:
    """The newest hour first; `state` is a key of `FILTERS`. Five queries, however many."""
    posts: QuerySet[Post] = Post.objects.of(administration).filter(_where(administration, state))
    if search.strip():
        posts = posts.filter(plan_item__title__regex=in_any_case(search))
    return (
        posts.select_related("plan_item", "author")
        .prefetch_related(
            Prefetch("plan_item__accounts", Account.objects.of(administration).order_by("-network", "title"))
        )
        .prefetch_related(Prefetch("versions", PostVersion.objects.of(administration).only("post", "number")))
        .prefetch_related(Prefetch("versions__deliveries", _deliveries(administration)))
        .order_by("-plan_item__publish_at", "-pk")
    )


def counted(administration: Administration) -> dict[str, int]:
    """How many publications each filter would show; two queries."""
    texts = {name or "all": Count("pk", filter=_where(administration, name)) for name in FILTERS if name not in _ACTS}
    there = Delivery.objects.of(administration).filter(version__post__plan_item__cancelled_at=None)
    acts = {
        name: Count("version__post", filter=Q(act__state__in=states), distinct=True) for name, states in _ACTS.items()
    }
    found: dict[str, int] = Post.objects.of(administration).aggregate(**texts) | there.aggregate(**acts)
    return {name: found[name or "all"] for name in FILTERS}


def standings(post: Post) -> list[Standing]:
    """Of a post from `publications`: the newest act of each account, else the state of the text."""
    newest = {
        delivery.account_id: delivery.act
        for version in sorted(post.versions.all(), key=lambda version: version.number)
        for delivery in version.deliveries.all()
        if delivery.act.state != ActState.CANCELLED
    }
    return [
        Standing(account.network, face_of(act), act) if act else Standing(account.network, post.state)
        for account in post.plan_item.accounts.all()
        for act in [newest.get(account.pk)]
    ]


def deliveries_of(post: Post) -> list[Delivery]:
    """With acts, attempts and accounts, the newest version first; three queries."""
    found = _deliveries(post.administration).filter(version__post=post)
    attempts = Prefetch("act__attempts", Attempt.objects.of(post.administration_id).order_by("number"))
    return list(
        found.select_related("version").prefetch_related(attempts).order_by("-version__number", "-account__network")
    )


def accounts_of(item: PlanItem) -> list[Account]:
    """With passports: what their keys may do."""
    return list(item.accounts.select_related("passport").order_by("-network", "title"))


def networks_of(accounts: Iterable[Account]) -> list[str]:
    chosen = {account.network for account in accounts}
    return [slug for slug in NETWORKS if slug in chosen]


def _deliveries(administration: Administration) -> QuerySet[Delivery]:
    """With acts and accounts, without what goes out: a list shows how it stands, not what it says."""
    deliveries: QuerySet[Delivery] = Delivery.objects.of(administration).select_related("act__account")
    return deliveries.defer("act__payload", "act__parts", "act__more_ids", "act__account__inbox_cursor")


def _where(administration: Administration, state: str) -> Q:
    cancelled = Q(plan_item__cancelled_at__isnull=False)
    if state == "cancelled":
        return cancelled
    if state in PostState.values:
        return ~cancelled & Q(state=state)
    if state not in _ACTS:
        return ~cancelled
    there = Delivery.objects.of(administration).filter(version__post=OuterRef("pk"), act__state__in=_ACTS[state])
    return ~cancelled & Q(Exists(there))
