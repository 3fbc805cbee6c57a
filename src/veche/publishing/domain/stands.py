"""The state of many posts in each network, in one query where prefetching takes five."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from veche.accounts.models import Account
from veche.networks.protocol import Verb
from veche.outbox.domain.divergence import OTHER_WORDING
from veche.outbox.enums import ActState
from veche.outbox.models import Act, PostDivergence
from veche.outbox.shown import READ, ShownAct
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

    def standings(rows: list[Any]) -> dict[int, list[Standing]]:
        sent = _sent_of(rows, accounts)
        return {post.pk: stand(post.state, post.accounts, _versions(sent.get(post.pk, {}), post)) for post in posts}

    return Reading(_acts.bind(administration, [post.pk for post in posts]), standings)


def _sent_of(rows: Sequence[Any], accounts: Mapping[int, Account]) -> dict[int, dict[int, list[Sent]]]:
    """By post, then by version, oldest first. `rows`: of `_acts`."""
    down: dict[int | None, ShownAct] = {}
    delivered = list[tuple[int, int, ShownAct, str]]()
    for pk, account, *told, post, version, diverged in rows:
        act = ShownAct(pk, accounts[account], *told)
        if version is None:
            down[act.about_id] = act
        else:
            delivered.append((post, version, act, diverged or ""))
    found: dict[int, dict[int, list[Sent]]] = {}
    for post, version, act, diverged in delivered:
        one = Sent(act.account.pk, act, down.get(act.pk), diverged)
        found.setdefault(post, {}).setdefault(version, []).append(one)
    return found


def _versions(sent: Mapping[int, Sequence[Sent]], post: Asked) -> list[Sequence[Sent]]:
    """Versions; the last one is empty while nothing of it was sent."""
    return [*sent.values(), *([()] if post.newest is not None and post.newest not in sent else [])]


@compiled_once
def _acts(administration: Administration, posts: list[int]) -> QuerySet[Act, Any]:
    """Publications, edits and withdrawals of these posts, by version, newest last: `READ` of each, then the post, the
    version (of a withdrawal both None) and the kind of an open divergence."""
    own = Delivery.objects.of(administration).filter(version__post__pk__listed=posts)
    down = Act.objects.of(administration).filter(verb=Verb.WITHDRAW, about__in=own.values("act"))
    down = down.exclude(state=ActState.CANCELLED).order_by()
    apart = PostDivergence.objects.of(administration).filter(act=OuterRef("pk"), ended_at=None).exclude(OTHER_WORDING)
    acts: QuerySet[Act] = Act.objects.of(administration).filter(pk__in=own.values("act").union(down.values("pk")))
    acts = acts.annotate(diverged=Subquery(apart.values("kind")[:1])).order_by("delivery__version__number", "pk")
    return acts.values_list("pk", "account", *READ, "delivery__version__post", "delivery__version", "diverged")
