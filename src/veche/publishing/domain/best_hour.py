"""At which hours the city's own posts were seen most, account by account, and how sure that is."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import lru_cache
from math import sqrt
from statistics import NormalDist, median

from django.db.models import OuterRef, QuerySet, Subquery

from veche.accounts.models import Account
from veche.kernel.clock import local, now
from veche.networks.protocol import Verb
from veche.outbox.domain.states import ALL_BUT_OUT
from veche.outbox.models import Act
from veche.plan.domain.free_hours import FIRST, LAST
from veche.publishing.domain.queries import CAME_OUT
from veche.publishing.models import PostFigures
from veche.staff.compiled import compiled_once, this_moment
from veche.staff.models import Administration

# Half a year: long enough for a count, short enough that the page had the same readers.
LOOK_BACK = timedelta(days=182)
# A post has one row of figures for each day: the eighth tells what a week brought, equally for every hour.
WEEK = 7
# Below these numbers nothing is said: posts of one account, and posts within the same two hours.
LEAST, LEAST_AT_AN_HOUR = 30, 5
SPAN = 2
# How seldom chance alone may make an hour look best.
CHANCE = 0.05
# Cities whose best hours a process remembers.
REMEMBERED = 100


@dataclass(frozen=True, slots=True)
class BestHour:
    """`start` to `end`, the city's time. `usual`, `otherwise`: median views of a post within its first week, at these
    hours and at all others. `posts`: how many were counted. `sure`: chance hardly explains the difference."""

    start: time
    end: time
    usual: int
    otherwise: int
    posts: int
    sure: bool


def best_hours(administration: Administration, accounts: Sequence[Account]) -> dict[Account, BestHour]:
    """The best hour by account, of accounts with enough posts with known views. One query an hour in each process."""
    found = best_of_city(administration, administration.time_zone, now().replace(minute=0, second=0, microsecond=0))
    return {account: found[account.pk] for account in accounts if account.pk in found}


@lru_cache(maxsize=REMEMBERED)
def best_of_city(administration: Administration, zone: str, hour: datetime) -> Mapping[int, BestHour]:
    """By account, remembered until the next hour: each opening of the editor would read and rank half a year."""
    del hour
    best = {account: _best(posts) for account, posts in _views(administration, zone).items()}
    return {account: one for account, one in best.items() if one is not None}


def _views(administration: Administration, zone: str) -> Mapping[int, list[tuple[int, int]]]:
    """By account: the full hour at which each post came out, and its views a week later."""
    views: dict[int, list[tuple[int, int]]] = {}
    for account, came, seen in _seen_later(administration):
        views.setdefault(account, []).append((local(came, zone).hour, seen))
    return views


@compiled_once
def _seen_later(administration: Administration) -> QuerySet[Act, tuple[int, datetime, int]]:
    """Account, moment and views a week later of each post of the last months."""
    told = PostFigures.objects.of(administration).filter(act=OuterRef("pk"), views__isnull=False).order_by("day")
    posts = Act.objects.of(administration).filter(verb=Verb.PUBLISH, trial=False).exclude(state__in=ALL_BUT_OUT)
    seen_later = posts.annotate(came=CAME_OUT, seen=Subquery(told.values("views")[WEEK : WEEK + 1]))
    lately = seen_later.filter(came__gte=this_moment() - LOOK_BACK, came__lte=this_moment(), seen__isnull=False)
    found: QuerySet[Act, tuple[int, datetime, int]] = lately.order_by().values_list("account", "came", "seen")
    return found


def _best(posts: Sequence[tuple[int, int]]) -> BestHour | None:
    """The two hours whose posts rank highest; None where that is not more than elsewhere, or too few posts are known.

    Ranks instead of sums: one post that everybody shared makes no hour the best.
    """
    ranks = _ranks([views for _hour, views in posts])
    spans = {start: [n for n, (hour, _) in enumerate(posts) if start <= hour < start + SPAN] for start in _starts()}
    spans = {start: of for start, of in spans.items() if len(of) >= LEAST_AT_AN_HOUR}
    if len(posts) < LEAST or len(spans) < 2:
        return None
    start, inside = max(spans.items(), key=lambda span: _mean(ranks[n] for n in span[1]))
    usual = round(median(posts[n][1] for n in inside))
    otherwise = round(median(views for n, (_hour, views) in enumerate(posts) if n not in set(inside)))
    if usual <= otherwise:
        return None
    sure = _is_sure([ranks[n] for n in inside], len(posts), among=len(spans))
    return BestHour(time(start), time(start + SPAN), usual, otherwise, len(posts), sure)


def _starts() -> range:
    return range(FIRST, LAST + 1, SPAN)


def _is_sure(inside: Sequence[float], number: int, *, among: int) -> bool:
    """The rank-sum test of Mann and Whitney in its normal approximation. `among`: hours it was chosen from, each of
    which had its chance (Bonferroni)."""
    spread = sqrt((number + 1) * (number - len(inside)) / (12 * len(inside)))
    return (_mean(inside) - (number + 1) / 2) / spread > NormalDist().inv_cdf(1 - CHANCE / among)


def _ranks(values: Sequence[int]) -> list[float]:
    """Ranks of the values, 1 for the least; equal values share the mean of their ranks."""
    places: dict[int, list[int]] = {}
    for place, value in enumerate(sorted(values), start=1):
        places.setdefault(value, []).append(place)
    return [_mean(places[value]) for value in values]


def _mean(values: Iterable[float]) -> float:
    found = list(values)
    return sum(found) / len(found)
