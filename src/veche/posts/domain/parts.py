"""All parts of a post's versions, of up to four of them or of all, in queries that are run with others.

`posts.domain.queries.versions_among` reads the same for versions of several posts, one part after the other.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet, Value

from veche.accounts.domain.queries import with_awaited_keys
from veche.accounts.models import Account
from veche.accounts.order import by_network
from veche.media.models import Rendition
from veche.posts.domain.queries import WITH_RIGHTS
from veche.posts.models import Picture, Post, PostVersion, Variant
from veche.staff.compiled import compiled_once
from veche.staff.together import Reading, set_prefetched

MOST = 4
# How many readings `Parts` is made of.
PARTS = 6
_OF_VERSION, _OF_ITEM = 0, 1


@dataclass(frozen=True, slots=True)
class Parts:
    """Rows of all the versions, and all accounts of the city. `links`: where one belongs: kind and id of the owner, id
    of the account. `writers`: id of the version, id of the person."""

    variants: list[Variant]
    pictures: list[Picture]
    renditions: list[Rendition]
    accounts: list[Account]
    links: list[tuple[int, int, int]]
    writers: list[tuple[int, int]]

    def give_to(self, versions: Iterable[PostVersion]) -> None:
        """Put the parts where a prefetch would put them, and the ids of the writers in `writer_ids`."""
        for picture in self.pictures:
            copies = [one for one in self.renditions if one.media_id == picture.media_id]
            set_prefetched(picture.media, "renditions", copies)
        for version in versions:
            item = version.post.plan_item
            set_prefetched(version, "variants", [one for one in self.variants if one.version_id == version.pk])
            set_prefetched(version, "pictures", [one for one in self.pictures if one.version_id == version.pk])
            set_prefetched(version, "accounts", self.accounts_of(_OF_VERSION, version.pk))
            set_prefetched(item, "accounts", self.accounts_of(_OF_ITEM, item.pk))
            version.writer_ids = {person for owner, person in self.writers if owner == version.pk}  # type: ignore[attr-defined]

    def accounts_of(self, kind: int, owner: int) -> list[Account]:
        return self.chosen({account for of_kind, pk, account in self.links if (of_kind, pk) == (kind, owner)})

    def chosen(self, ids: Collection[int]) -> list[Account]:
        """Accounts by id, in the order of pages."""
        return [one for one in self.accounts if one.pk in ids]


def readings_of_parts(city: int, item: int, versions: Collection[int]) -> list[Reading[Any]]:
    """In the order of the fields of `Parts`. `item`: of the plan; `versions`: ids of its post's versions."""
    ids = ids_of(versions)
    queries = (_variants, _pictures, _renditions)
    of_versions: list[Reading[Any]] = [Reading(query.bind(city, *ids), list) for query in queries]
    of_accounts = [Reading(_accounts.bind(city), list), Reading(_links.bind(city, item, *ids), list)]
    return [*of_versions, *of_accounts, Reading(_writers.bind(city, *ids), list)]


def readings_of_all_parts(post: Post) -> list[Reading[Any]]:
    """As `readings_of_parts`, of all versions of a post."""
    city, pk = post.administration_id, post.pk
    queries = (_variants_of_post, _pictures_of_post, _renditions_of_post)
    of_versions: list[Reading[Any]] = [Reading(query.bind(city, pk), list) for query in queries]
    links = _links_of_post.bind(city, post.plan_item_id, pk)
    of_accounts = [Reading(_accounts.bind(city), list), Reading(links, list)]
    return [*of_versions, *of_accounts, Reading(_writers_of_post.bind(city, pk), list)]


def ids_of(versions: Collection[int]) -> list[int]:
    """Four ids, the missing ones 0, which no row has."""
    if len(versions) > MOST:
        raise ValueError(f"{len(versions)} versions, and {MOST} are read at once")
    return [*versions, *[0] * (MOST - len(versions))]


@compiled_once
def _variants(city: int, first: int, second: int, third: int, fourth: int) -> QuerySet[Variant]:
    return _variants_with(city, version__pk__in=(first, second, third, fourth))


@compiled_once
def _variants_of_post(city: int, post: int) -> QuerySet[Variant]:
    return _variants_with(city, version__pk__among=_of_post(city, post))


def _variants_with(city: int, **wanted: Any) -> QuerySet[Variant]:
    found: QuerySet[Variant] = Variant.objects.of(city)
    return found.filter(**wanted).order_by("pk")


@compiled_once
def _pictures(city: int, first: int, second: int, third: int, fourth: int) -> QuerySet[Picture]:
    return _pictures_with(city, version__pk__in=(first, second, third, fourth))


@compiled_once
def _pictures_of_post(city: int, post: int) -> QuerySet[Picture]:
    return _pictures_with(city, version__pk__among=_of_post(city, post))


def _pictures_with(city: int, **wanted: Any) -> QuerySet[Picture]:
    found: QuerySet[Picture] = Picture.objects.of(city).filter(**wanted)
    return found.select_related("subtitles", *WITH_RIGHTS)


@compiled_once
def _renditions(city: int, first: int, second: int, third: int, fourth: int) -> QuerySet[Rendition]:
    return _renditions_with(city, version__pk__in=(first, second, third, fourth))


@compiled_once
def _renditions_of_post(city: int, post: int) -> QuerySet[Rendition]:
    return _renditions_with(city, version__pk__among=_of_post(city, post))


def _renditions_with(city: int, **wanted: Any) -> QuerySet[Rendition]:
    shown = Picture.objects.of(city).filter(**wanted).order_by().values("media")
    found: QuerySet[Rendition] = Rendition.objects.of(city).filter(media__in=shown)
    return found.order_by("pk")


@compiled_once
def _accounts(city: int) -> QuerySet[Account]:
    """All of the city: there are few, and a sheet compares networks of several versions."""
    found = Account.objects.of(city).select_related("passport")
    return with_awaited_keys(found, city).order_by(by_network(), "title")


@compiled_once
def _links(
    city: int, item: int, first: int, second: int, third: int, fourth: int
) -> QuerySet[Any, tuple[int, int, int]]:
    return _links_with(city, item, pk__in=(first, second, third, fourth))


@compiled_once
def _links_of_post(city: int, item: int, post: int) -> QuerySet[Any, tuple[int, int, int]]:
    return _links_with(city, item, post=post)


def _links_with(city: int, item: int, **wanted: Any) -> QuerySet[Any, tuple[int, int, int]]:
    own = _versions_with(city, accounts__isnull=False, **wanted)
    planned = Account.objects.of(city).filter(plan_items=item).order_by()
    in_plan = planned.values_list(Value(_OF_ITEM), "plan_items", "pk")
    found: QuerySet[Any, tuple[int, int, int]] = own.values_list(Value(_OF_VERSION), "pk", "accounts").union(in_plan)
    return found.order_by()


@compiled_once
def _writers(city: int, first: int, second: int, third: int, fourth: int) -> QuerySet[PostVersion, tuple[int, int]]:
    return _writers_with(city, pk__in=(first, second, third, fourth))


@compiled_once
def _writers_of_post(city: int, post: int) -> QuerySet[PostVersion, tuple[int, int]]:
    return _writers_with(city, post=post)


def _writers_with(city: int, **wanted: Any) -> QuerySet[PostVersion, tuple[int, int]]:
    found: QuerySet[PostVersion, tuple[int, int]] = _versions_with(city, writers__isnull=False, **wanted)
    return found.values_list("pk", "writers")


def _of_post(city: int, post: int) -> QuerySet[PostVersion, Any]:
    found: QuerySet[PostVersion, Any] = _versions_with(city, post=post)
    return found.values("pk")


def _versions_with(city: int, **wanted: Any) -> QuerySet[PostVersion, Any]:
    found: QuerySet[PostVersion, Any] = PostVersion.objects.of(city).filter(**wanted)
    return found.order_by()
