from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import Prefetch, QuerySet, prefetch_related_objects

from veche.accounts.domain.queries import with_awaited_keys
from veche.accounts.models import Account
from veche.accounts.order import by_network
from veche.posts.models import Picture, Post, PostVersion
from veche.staff.compiled import compiled_once
from veche.staff.models import Administration
from veche.staff.together import set_prefetched

# What `posts.domain.rights` reads of a picture.
WITH_RIGHTS = ("media__rights", "cover__rights", "rights_yes__by")


def begun_items(administration: Administration, items: Collection[int]) -> set[int]:
    """Ids of those items of the plan that have a post. One query."""
    return set(Post.objects.of(administration).filter(plan_item__in=items).values_list("plan_item", flat=True))


def versions_of(post: Post) -> QuerySet[PostVersion]:
    """All versions with writer, own texts and pictures, oldest first. A constant number of queries."""
    return versions_among(post.administration_id, post=post)


def versions_among(administration_id: int, **wanted: object) -> QuerySet[PostVersion]:
    """As `versions_of`, for several posts: those that match the lookups `wanted`."""
    found = with_writers(administration_id).filter(**wanted)
    return found.prefetch_related(*parts_of(administration_id)).order_by("number")


def with_writers(administration_id: int) -> QuerySet[PostVersion]:
    """Versions with what stands in their own rows: people, plan, occasion, poll."""
    found: QuerySet[PostVersion] = PostVersion.objects.of(administration_id)
    return found.select_related("author", "saved_by", "administration", "post__plan_item__occasion", "poll")


def parts_of(administration_id: int) -> tuple[str | Prefetch[str, QuerySet[Any], str], ...]:
    """What is prefetched with a version of `with_writers`."""
    return (Prefetch("accounts", _with_passports(administration_id)), *content_of(administration_id))


def _with_passports(administration_id: int) -> QuerySet[Account]:
    accounts = Account.objects.of(administration_id).select_related("passport")
    return with_awaited_keys(accounts, administration_id)


def content_of(administration_id: int) -> tuple[str | Prefetch[str, QuerySet[Any], str], ...]:
    """What `posts.domain.rendering` and `posts.domain.rights` read of a version, to prefetch."""
    return ("variants", files_of(administration_id), "pictures__media__renditions")


def files_of(administration_id: int) -> Prefetch[str, QuerySet[Picture], str]:
    """What `posts.domain.rights` reads of a version, to prefetch."""
    pictures = Picture.objects.of(administration_id).select_related("subtitles", *WITH_RIGHTS)
    return Prefetch("pictures", pictures)


def latest_version(post: Post) -> PostVersion:
    """The version that the editor shows: the one being written, else the last that was not given up.

    A post always has one: `start_post` creates it.
    """
    version = _latest(post.administration_id, post)[0]
    set_prefetched(version, "accounts", _own_accounts(version.administration_id, version.pk))
    prefetch_related_objects([version], *content_of(version.administration_id))
    return version


def newest_words(post: Post) -> PostVersion:
    """As `latest_version`, for its words alone: one query, and one for own texts when they are read."""
    version: PostVersion = (
        PostVersion.objects.of(post.administration_id).filter(post=post, dropped_at=None).order_by("-number")[:1].get()
    )
    version.post = post
    return version


@compiled_once
def _latest(administration_id: int, post: Post) -> QuerySet[PostVersion]:
    return with_writers(administration_id).filter(post=post, dropped_at=None).order_by("-number")[:1]


@compiled_once
def _own_accounts(administration_id: int, version: int) -> QuerySet[Account]:
    own = PostVersion.objects.of(administration_id).filter(pk=version).values("accounts")
    return _with_passports(administration_id).filter(pk__in=own)


def accounts_for(version: PostVersion, *, typed: Iterable[Account] = ()) -> list[Account]:
    """Accounts of the version, its own or the plan item's, with passports and `awaits_key`. One query.

    Prefetch `accounts`. `typed`: accounts ticked in the editor and not saved, used instead.
    """
    own = [account.pk for account in typed or version.own_accounts]
    city = version.administration_id
    return _chosen(city, own) if own else _accounts_of_item(city, version.post.plan_item_id)


@compiled_once
def _chosen(administration_id: int, accounts: list[int]) -> QuerySet[Account]:
    return _with_passports(administration_id).filter(pk__listed=accounts).order_by(by_network(), "title")


@compiled_once
def _accounts_of_item(administration_id: int, item: int) -> QuerySet[Account]:
    return _with_passports(administration_id).filter(plan_items=item).order_by(by_network(), "title")


def picture_in(version: PostVersion, pk: int) -> Picture | None:
    """The picture `pk`, or its copy in this version, as a window may show an earlier one."""
    own = version.pictures.filter(pk=pk).first()
    if own is not None:
        return own
    pictures = Picture.objects.of(version.administration_id)
    old = pictures.filter(pk=pk, version__post=version.post_id).first()
    if old is None:
        return None
    before = pictures.filter(version=old.version_id, media=old.media_id, position__lt=old.position).count()
    copy: Picture | None = version.pictures.filter(media=old.media_id).order_by("position")[before : before + 1].first()
    return copy
