"""Up to four versions of a post with all their parts, in one query that is run with others.

`posts.domain.queries.versions_among` reads the same for any number of versions, one part after the other.
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
from veche.posts.models import Picture, PostVersion, Variant
from veche.staff.compiled import compiled_once
from veche.staff.together import Reading, set_prefetched

MOST = 4
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


def ids_of(versions: Collection[int]) -> list[int]:
    """Four ids, the missing ones 0, which no row has."""
    if len(versions) > MOST:
        raise ValueError(f"{len(versions)} versions, and {MOST} are read at once")
    return [*versions, *[0] * (MOST - len(versions))]


@compiled_once
def _variants(city: int, first: int, second: int, third: int, fourth: int) -> QuerySet[Variant]:
    found: QuerySet[Variant] = Variant.objects.of(city)
    return found.filter(version__pk__in=(first, second, third, fourth)).order_by("pk")


@compiled_once
def _pictures(city: int, first: int, second: int, third: int, fourth: int) -> QuerySet[Picture]:
    found: QuerySet[Picture] = Picture.objects.of(city).filter(version__pk__in=(first, second, third, fourth))
    return found.select_related("subtitles", *WITH_RIGHTS)


@compiled_once
def _renditions(city: int, first: int, second: int, third: int, fourth: int) -> QuerySet[Rendition]:
    shown = Picture.objects.of(city).filter(version__pk__in=(first, second, third, fourth)).order_by().values("media")
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
    own = _versions(city, first, second, third, fourth).filter(accounts__isnull=False)
    planned = Account.objects.of(city).filter(plan_items=item).order_by()
    in_plan = planned.values_list(Value(_OF_ITEM), "plan_items", "pk")
    found: QuerySet[Any, tuple[int, int, int]] = own.values_list(Value(_OF_VERSION), "pk", "accounts").union(in_plan)
    return found.order_by()


@compiled_once
def _writers(city: int, first: int, second: int, third: int, fourth: int) -> QuerySet[PostVersion, tuple[int, int]]:
    found: QuerySet[PostVersion, tuple[int, int]] = _versions(city, first, second, third, fourth)
    return found.filter(writers__isnull=False).values_list("pk", "writers")


def _versions(city: int, first: int, second: int, third: int, fourth: int) -> QuerySet[PostVersion, Any]:
    found: QuerySet[PostVersion, Any] = PostVersion.objects.of(city).filter(pk__in=(first, second, third, fourth))
    return found.order_by()
