"""Deliveries of a post with what happened to them, in queries that are run with others."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Model, QuerySet

from veche.accounts.domain.queries import doubtful_keys
from veche.accounts.models import Key
from veche.accounts.order import by_network
from veche.networks.protocol import Verb
from veche.outbox.enums import ActState
from veche.outbox.models import Act, Attempt, PostDivergence
from veche.posts.models import Post
from veche.publishing.models import Delivery
from veche.staff.compiled import compiled_once
from veche.staff.together import Reading, read_together, set_prefetched


def deliveries_of(post: Post) -> list[Delivery]:
    """Deliveries with acts, later changes and accounts, newest version first. One query."""
    return with_history(post, *read_together(*readings_of_history(post)))


def readings_of_history(post: Post) -> list[Reading[Any]]:
    """The arguments of `with_history` after the post."""
    city, pk = post.administration_id, post.pk
    queries = (_deliveries, _changes, _divergences, _attempts)
    return [*(Reading(query.bind(city, pk), list) for query in queries), Reading(_doubtful_keys.bind(city), list)]


def with_history(
    post: Post,
    deliveries: list[Delivery],
    changes: Sequence[Act],
    divergences: Sequence[PostDivergence],
    attempts: Sequence[Attempt],
    keys: Sequence[Key],
) -> list[Delivery]:
    """The deliveries, the other rows put where a prefetch would put them. `keys`: the city's doubtful ones."""
    for act in (delivery.act for delivery in deliveries):
        act.administration = post.administration
        _give(act, "changes", "about", changes)
        _give(act, "divergences", "act", divergences)
        _give(act, "attempts", "act", attempts)
        act.account.doubtful_keys = [key for key in keys if key.account_id == act.account_id]  # type: ignore[attr-defined] # read by `lacks_key`
    return deliveries


def _give(act: Act, name: str, back: str, rows: Iterable[Model]) -> None:
    """`back`: the field of the rows that leads to the act."""
    own = [row for row in rows if getattr(row, f"{back}_id") == act.pk]
    for row in own:
        setattr(row, back, act)
    set_prefetched(act, name, own)


@compiled_once
def _deliveries(city: int, post: int) -> QuerySet[Delivery]:
    found: QuerySet[Delivery] = Delivery.objects.of(city).filter(version__post=post)
    found = found.select_related("version", "act__account__passport", "act__confirmed_by", "first_comment")
    found = found.select_related("act__poll_result__entered_by")
    return found.order_by("-version__number", by_network("account__network"), "pk")


@compiled_once
def _changes(city: int, post: int) -> QuerySet[Act]:
    found: QuerySet[Act] = Act.objects.of(city).exclude(verb=Verb.EDIT).exclude(state=ActState.CANCELLED)
    return found.filter(about__pk__among=_acts(city, post)).select_related("account", "confirmed_by")


@compiled_once
def _divergences(city: int, post: int) -> QuerySet[PostDivergence]:
    found: QuerySet[PostDivergence] = PostDivergence.objects.of(city).filter(ended_at=None)
    return found.filter(act__pk__among=_acts(city, post)).select_related("seen_by")


@compiled_once
def _attempts(city: int, post: int) -> QuerySet[Attempt]:
    found: QuerySet[Attempt] = Attempt.objects.of(city).filter(act__pk__among=_acts(city, post))
    return found.order_by("number")


def _acts(city: int, post: int) -> QuerySet[Delivery, Any]:
    found: QuerySet[Delivery, Any] = Delivery.objects.of(city).filter(version__post=post).order_by()
    return found.values("act")


@compiled_once
def _doubtful_keys(city: int) -> QuerySet[Key]:
    return doubtful_keys(city)
