"""The state of many posts in each network, in one query where prefetching takes five."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery

from veche.accounts.models import Account
from veche.networks.protocol import Verb
from veche.outbox.domain.divergence import OTHER_WORDING
from veche.outbox.enums import ActState
from veche.outbox.models import Act, PostDivergence
from veche.posts.models import Post, PostVersion
from veche.publishing.domain.queries import Sent, Standing, stand
from veche.publishing.models import Delivery
from veche.staff.compiled import compiled_once
from veche.staff.models import Administration
from veche.staff.together import Reading


def newest_version(administration: Administration) -> Subquery:
    """Annotate plan items with `newest`: the id of the newest version, None without a post."""
    versions = PostVersion.objects.of(administration).filter(post__plan_item=OuterRef("pk"))
    return Subquery(versions.order_by("-number").values("pk")[:1])


@dataclass(frozen=True, slots=True)
class Asked:
    """A post whose state is asked for. `accounts`: where its item goes; `newest`: as by `newest_version`."""

    pk: int
    state: str
    accounts: Sequence[Account]
    newest: int | None


def asked_of(post: Post) -> Asked:
    """The post as `standings_of` takes it. `post`: of `publications`."""
    return Asked(post.pk, post.state, [*post.plan_item.accounts.all()], post.newest)  # type: ignore[attr-defined]


def standings_of(
    administration: Administration, posts: Sequence[Asked], accounts: Mapping[int, Account]
) -> dict[int, list[Standing]]:
    """By post. `accounts`: those of `accounts_by_id` or `shelf_of`. One query."""
    return reading_of_standings(administration, posts, accounts).read()


def reading_of_standings(
    administration: Administration, posts: Sequence[Asked], accounts: Mapping[int, Account]
) -> Reading[dict[int, list[Standing]]]:
    """`standings_of`, to be read with others."""

    def standings(acts: list[Any]) -> dict[int, list[Standing]]:
        sent: dict[int, dict[int, list[Sent]]] = {post.pk: {} for post in posts}
        for act in acts:
            act.account = accounts[act.account_id]
        down = {act.about_id: act for act in acts if act.version is None}
        for act in sorted((act for act in acts if act.version is not None), key=attrgetter("number")):
            one = Sent(act.account_id, act, down.get(act.pk), act.diverged or "")
            sent[act.of_post].setdefault(act.version, []).append(one)
        return {post.pk: stand(post.state, post.accounts, _versions(sent[post.pk], post.newest)) for post in posts}

    return Reading(_acts.bind(administration, [post.pk for post in posts]), standings)


def _versions(sent: Mapping[int, Sequence[Sent]], newest: int | None) -> list[Sequence[Sent]]:
    """Versions; the last one is empty while nothing of it was sent."""
    return [*sent.values(), *([()] if newest is not None and newest not in sent else [])]


# What no list says of an act. SQLite keeps moments as text, and Django parses each one that is read.
_UNREAD = (
    *("payload", "parts", "more_ids", "idempotency_key", "sealed", "next_try_at", "lease_until", "last_call_deadline"),
    *("nudged_at", "read_back_at", "created_at", "updated_at", "first_call_at", "doubt_since", "key_blamed_at"),
    *("absence_proves_nothing_since", "intent", "trial", "title", "attempt", "lookups", "remote_id", "thread_id"),
    *("taken_back", "by", "let_through"),
)


@compiled_once
def _acts(administration: Administration, posts: list[int]) -> QuerySet[Act]:
    """Publications, edits and withdrawals of these posts, newest last. What was delivered has `of_post`, `version` and
    its `number`: two models fewer for each act."""
    own = Delivery.objects.of(administration).filter(version__post__pk__listed=posts)
    down = Act.objects.of(administration).filter(verb=Verb.WITHDRAW, about__in=own.values("act"))
    down = down.exclude(state=ActState.CANCELLED).order_by()
    apart = PostDivergence.objects.of(administration).filter(act=OuterRef("pk"), ended_at=None).exclude(OTHER_WORDING)
    acts: QuerySet[Act] = Act.objects.of(administration).filter(pk__in=own.values("act").union(down.values("pk")))
    acts = acts.select_related("confirmed_by").annotate(
        version=F("delivery__version"),
        of_post=F("delivery__version__post"),
        number=F("delivery__version__number"),
        diverged=Subquery(apart.values("kind")[:1]),
    )
    return acts.defer(*_UNREAD).order_by("pk")
