"""Publications, and items of the plan without one, for the search."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.urls import reverse

from veche.accounts.domain.queries import accounts_by_id
from veche.accounts.order import in_order
from veche.kit.moments import date_and_hour
from veche.plan.models import PlanItem
from veche.posts.models import Picture, Post, PostPoll, PostVersion, Variant
from veche.publishing.domain.queries import Standing, folded, hour_of, publications
from veche.publishing.domain.stands import asked_of, standings_of
from veche.search.kinds import Found, Kind, Source, Stand, Words, register
from veche.staff.models import Administration

DROPPED = "снято с плана"


def register_kinds() -> None:
    register(
        Kind(
            slug="post",
            title="Публикации",
            one="Публикация",
            icon="file-text",
            permission="posts.see",
            sources=(
                Source(Post, columns=("author_id",)),
                Source(PlanItem, columns=("title", "publish_at", "author_id"), leads_to=_of_items),
                Source(PlanItem.accounts.through, says="planitem_id", leads_to=_of_items),
                Source(PostVersion, says="post_id", columns=("text", "author_id", "saved_by_id", "dropped_at")),
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
        )
    )
    register(
        Kind(
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
    )


def _of_items(items: Collection[int]) -> Iterable[int]:
    return Post.objects.unscoped().filter(plan_item__in=items).values_list("pk", flat=True)


def _of_versions(versions: Collection[int]) -> Iterable[int]:
    return PostVersion.objects.unscoped().filter(pk__in=versions).values_list("post", flat=True)


def _read_posts(ids: Collection[int]) -> Mapping[int, Words]:
    found = Post.objects.unscoped().filter(pk__in=ids).select_related("plan_item")
    posts = found.prefetch_related("plan_item__accounts", Prefetch("versions", _written(), to_attr="written"))
    return {post.pk: _words_of_post(post) for post in posts}


def _written() -> QuerySet[PostVersion]:
    """Versions that were not given up, oldest first."""
    versions: QuerySet[PostVersion] = PostVersion.objects.unscoped().filter(dropped_at=None).order_by("number")
    return versions.select_related("poll").prefetch_related("variants", "pictures", "accounts", "writers")


def _words_of_post(post: Post) -> Words:
    version, item = (post.written or [None])[-1], post.plan_item  # type: ignore[attr-defined] # prefetched
    accounts = {*item.accounts.all(), *(version.accounts.all() if version else ())}
    return Words(
        administration_id=post.administration_id,
        at=item.publish_at,
        texts=(item.title, *(_texts(version) if version else ())),
        author=post.author_id,
        people=_people(post, version),
        networks=sorted({account.network for account in accounts}),
    )


def _texts(version: PostVersion) -> Iterator[str]:
    """What a version says to readers: the common text, then those of networks, the poll and the descriptions."""
    yield version.text
    yield from (variant.text for variant in version.variants.all())
    if (poll := getattr(version, "poll", None)) is not None:
        yield from (poll.question, *map(str, poll.options))
    yield from (picture.alt for picture in version.pictures.all())


def _people(post: Post, version: PostVersion | None) -> list[int]:
    people = {post.author_id, post.plan_item.author_id}
    if version:
        people |= {version.author_id, version.saved_by_id, *(person.pk for person in version.writers.all())}
    return sorted(people)


def _show_posts(administration: Administration, ids: Collection[int]) -> Mapping[int, Found]:
    """As the list of publications shows them."""
    written = Prefetch("versions", _shown(administration), to_attr="written")
    posts = list(publications(administration, among=ids).prefetch_related(written))
    stands = standings_of(administration, [asked_of(post) for post in posts], accounts_by_id(administration))
    return {post.pk: _found_post(post, stands[post.pk], administration.time_zone) for post in posts}


def _shown(administration: Administration) -> QuerySet[PostVersion]:
    versions = PostVersion.objects.of(administration).filter(dropped_at=None).order_by("number")
    return versions.select_related("poll").prefetch_related("variants", "pictures")


def _found_post(post: Post, standings: Sequence[Standing], zone: str) -> Found:
    version = (post.written or [None])[-1]  # type: ignore[attr-defined] # prefetched
    hour = hour_of(post.plan_item, (one.published for one in standings))
    return Found(
        title=post.plan_item.title,
        url=reverse("publishing:detail", args=[post.pk]),
        texts=tuple(_texts(version)) if version else (),
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
    return {item.pk: _found_item(item, administration.time_zone) for item in found.prefetch_related("accounts")}


def _found_item(item: PlanItem, zone: str) -> Found:
    networks = in_order({account.network for account in item.accounts.all()})
    return Found(
        title=item.title,
        url=reverse("web:item", args=[item.pk]),
        texts=(item.note,),
        when=date_and_hour(item.publish_at, zone),
        who=str(item.author),
        stands=[Stand(networks)] if networks else [],
        notes=[DROPPED] if item.cancelled_at else [],
    )
