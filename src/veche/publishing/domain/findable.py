"""Publications, and items of the plan without one, for the search."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.urls import reverse

from veche.accounts.domain.queries import accounts_by_id
from veche.accounts.models import Account
from veche.accounts.order import by_network, in_order
from veche.kit.moments import date_and_hour
from veche.plan.models import PlanItem
from veche.posts.models import Picture, Post, PostPoll, PostVersion, Variant
from veche.publishing.domain.foreign_standings import ByAccount, came_past_veche, with_past_veche
from veche.publishing.domain.queries import Standing, folded, hour_of
from veche.publishing.domain.stands import Asked, standings_of
from veche.search.kinds import Found, Kind, Source, Stand, Words, register
from veche.staff.models import Administration

DROPPED = "снято с плана"
_OF_VERSION = ("text", "first_comment", "author_id", "saved_by_id", "dropped_at")


def register_kinds() -> None:
    register(_kind_of_posts())
    register(_kind_of_items())


def _kind_of_posts() -> Kind:
    return Kind(
        slug="post",
        title="Публикации",
        one="Публикация",
        icon="file-text",
        permission="posts.see",
        sources=(
            Source(Post, columns=("author_id",)),
            Source(PlanItem, columns=("title", "note", "publish_at", "author_id"), leads_to=_of_items),
            Source(PlanItem.accounts.through, says="planitem_id", leads_to=_of_items),
            Source(PostVersion, says="post_id", columns=_OF_VERSION),
            Source(PostVersion.accounts.through, says="postversion_id", leads_to=_of_versions),
            Source(PostVersion.writers.through, says="postversion_id", leads_to=_of_versions),
            Source(Variant, says="version_id", columns=("text",), leads_to=_of_versions),
            Source(PostPoll, says="version_id", columns=("question", "options"), leads_to=_of_versions),
            Source(Picture, says="version_id", columns=("alt",), leads_to=_of_versions),
        ),
        everything=Post.objects.unscoped,
        read=_read_posts,
        show=_show_posts,
        order=1,
        version=2,
    )


def _kind_of_items() -> Kind:
    return Kind(
        slug="item",
        title="План",
        one="Пункт плана",
        icon="calendar-week",
        permission="plan.see",
        sources=(
            Source(PlanItem, columns=("title", "note", "publish_at", "author_id")),
            Source(PlanItem.accounts.through, says="planitem_id"),
            Source(Post, says="plan_item_id"),
        ),
        everything=_items,
        read=_read_items,
        show=_show_items,
        order=2,
    )


def _of_items(items: Collection[int]) -> Iterable[int]:
    return Post.objects.unscoped().filter(plan_item__in=items).values_list("pk", flat=True)


def _of_versions(versions: Collection[int]) -> Iterable[int]:
    return PostVersion.objects.unscoped().filter(pk__in=versions).values_list("post", flat=True)


def _read_posts(ids: Collection[int]) -> Mapping[int, Words]:
    """Words of posts by id, from the newest version that was not given up. Seven queries."""
    written = PostVersion.objects.unscoped().filter(post__in=ids, dropped_at=None).order_by("number")
    versions = {version.post_id: version for version in written.select_related("poll")}
    newest = [version.pk for version in versions.values()]
    items = PlanItem.objects.unscoped().filter(post__in=ids, accounts__isnull=False)
    own = PostVersion.objects.unscoped().filter(pk__in=newest)
    beside = Beside(
        networks=_by_owner(items.values_list("post", "accounts__network")),
        own_networks=_by_owner(own.filter(accounts__isnull=False).values_list("pk", "accounts__network")),
        writers=_by_owner(own.values_list("pk", "writers")),
        texts=_by_owner(
            Variant.objects.unscoped().filter(version__in=newest).order_by("pk").values_list("version", "text")
        ),
        alts=_by_owner(Picture.objects.unscoped().filter(version__in=newest).values_list("version", "alt")),
    )
    posts = Post.objects.unscoped().filter(pk__in=ids).select_related("plan_item")
    return {post.pk: _words_of_post(post, versions.get(post.pk), beside) for post in posts}


type ByOwner[Value] = Mapping[int, Sequence[Value]]


@dataclass(frozen=True, slots=True)
class Beside:
    """What other tables say, by post (`networks`) or by version."""

    networks: ByOwner[str]
    own_networks: ByOwner[str]
    writers: ByOwner[int]
    texts: ByOwner[str]
    alts: ByOwner[str]


def _by_owner(rows: Iterable[tuple[int, Any]]) -> ByOwner[Any]:
    """Values by the id of their owner."""
    found: dict[int, list[Any]] = {}
    for pk, value in rows:
        found.setdefault(pk, []).append(value)
    return found


def _words_of_post(post: Post, version: PostVersion | None, beside: Beside) -> Words:
    item, pk = post.plan_item, version.pk if version else 0
    networks = {*beside.networks.get(post.pk, ()), *beside.own_networks.get(pk, ())}
    people = {post.author_id, item.author_id, *beside.writers.get(pk, ())} - {None}
    if version:
        people |= {version.author_id, version.saved_by_id}
    own = (version.text, version.first_comment) if version else ()
    texts = [item.title, item.note, *own, *beside.texts.get(pk, ()), *beside.alts.get(pk, ())]
    return Words(
        administration_id=post.administration_id,
        at=item.publish_at,
        texts=(*texts, *(_of_poll(version) if version else ())),
        author=post.author_id,
        people=sorted(people),
        networks=sorted(networks),
    )


def _texts(version: PostVersion) -> Iterator[str]:
    """What a version says to readers: the common text, then those of networks, the first comment, the poll and the
    descriptions."""
    yield version.text
    yield from (variant.text for variant in version.variants.all())
    yield version.first_comment
    yield from _of_poll(version)
    yield from (picture.alt for picture in version.pictures.all())


def _of_poll(version: PostVersion) -> Iterator[str]:
    if (poll := getattr(version, "poll", None)) is not None:
        yield from (poll.question, *map(str, poll.options))


def _show_posts(administration: Administration, ids: Collection[int]) -> Mapping[int, Found]:
    """With the states that the list of publications shows."""
    accounts = Account.objects.of(administration).only("pk", "network").order_by(by_network(), "title")
    versions: QuerySet[PostVersion] = PostVersion.objects.of(administration).order_by("number").select_related("poll")
    every: Prefetch[Any, Any, Any] = Prefetch(
        "versions", versions.prefetch_related("variants", "pictures"), to_attr="every"
    )
    rows = Post.objects.of(administration).filter(pk__in=ids).select_related("plan_item", "author")
    posts = list(rows.prefetch_related(Prefetch("plan_item__accounts", accounts), every))
    stands = standings_of(administration, [_asked(post) for post in posts], accounts_by_id(administration))
    past = came_past_veche(administration, [post.plan_item_id for post in posts])
    return {
        post.pk: _found_post(
            post,
            with_past_veche([*post.plan_item.accounts.all()], stands[post.pk], past.get(post.plan_item_id, {})),
            administration.time_zone,
        )
        for post in posts
    }


def _asked(post: Post) -> Asked:
    newest = next((one.pk for one in reversed(post.every)), None)  # type: ignore[attr-defined] # prefetched
    return Asked(post.pk, post.state, [*post.plan_item.accounts.all()], newest)


def _found_post(post: Post, standings: Sequence[Standing], zone: str) -> Found:
    version = next((one for one in reversed(post.every) if one.dropped_at is None), None)  # type: ignore[attr-defined]
    hour = hour_of(post.plan_item, (one.published for one in standings))
    return Found(
        title=post.plan_item.title,
        url=reverse("publishing:detail", args=[post.pk]),
        texts=(*(_texts(version) if version else ()), post.plan_item.note),
        when=date_and_hour(hour, zone),
        who=str(post.author),
        stands=[Stand([one.network for one in alike], alike[0].state, alike[0].word) for alike in folded(standings)],
        notes=[DROPPED] if post.plan_item.cancelled_at else [],
    )


def _items() -> QuerySet[Any, Any]:
    """A begun text is found instead of its item."""
    return PlanItem.objects.unscoped().filter(post=None)


def _read_items(ids: Collection[int]) -> Mapping[int, Words]:
    return {
        item.pk: Words(
            administration_id=item.administration_id,
            at=item.publish_at,
            texts=(item.title, item.note),
            author=item.author_id,
            networks=sorted({account.network for account in item.accounts.all()}),
        )
        for item in _items().filter(pk__in=ids).prefetch_related("accounts")
    }


def _show_items(administration: Administration, ids: Collection[int]) -> Mapping[int, Found]:
    found = PlanItem.objects.of(administration).filter(pk__in=ids).select_related("author")
    past = came_past_veche(administration, list(ids))
    return {
        item.pk: _found_item(item, past.get(item.pk, {}), administration.time_zone)
        for item in found.prefetch_related("accounts")
    }


def _found_item(item: PlanItem, past: ByAccount, zone: str) -> Found:
    accounts = [*item.accounts.all()]
    networks = in_order({account.network for account in accounts if account.pk not in past})
    out = [one for one in with_past_veche(accounts, (), past) if one.past]
    return Found(
        title=item.title,
        url=reverse("web:item", args=[item.pk]),
        texts=(item.note,),
        when=date_and_hour(item.publish_at, zone),
        who=str(item.author),
        stands=[
            *(Stand(in_order({one.network for one in alike}), alike[0].state, alike[0].word) for alike in folded(out)),
            *([Stand(networks)] if networks else []),
        ],
        notes=[DROPPED] if item.cancelled_at else [],
    )
