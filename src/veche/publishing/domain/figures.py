"""«Сколько увидели»: figures that networks count under our posts, read hourly on the first day and while a poll is
open, else daily, for a month."""

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from django.db import transaction
from django.db.models import Exists, F, Max, OuterRef, Q, QuerySet, Subquery

from veche.accounts.domain.abilities import ability_of
from veche.accounts.domain.asking import ask
from veche.accounts.domain.clients import PATIENCE_SECONDS, open_account
from veche.accounts.domain.health import note_answered
from veche.accounts.models import Account
from veche.kernel.clock import local, now
from veche.networks.protocol import Operation, PostStatistics, Verb
from veche.outbox.domain.states import OUT
from veche.outbox.enums import ActState
from veche.outbox.models import Act
from veche.publishing.domain.poll_results import keep_counts
from veche.publishing.models import PostFigures
from veche.staff.compiled import compiled_once

LOOK_BACK = timedelta(days=30)
FIRST_DAY = timedelta(days=1)
HOURLY, DAILY = timedelta(hours=1), timedelta(days=1)
READ_SECONDS = 20.0
# One call of VK takes so many; what is left waits for the next turn of the schedule, minutes later.
BATCH = 100
FIGURES: tuple[tuple[str, str, str], ...] = (
    ("views", "eye", "просмотр,просмотра,просмотров"),
    ("likes", "heart", "отметка «нравится»,отметки «нравится»,отметок «нравится»"),
    ("reposts", "repeat", "поделился,поделились,поделились"),
    ("comments", "message-2", "комментарий,комментария,комментариев"),
)


@dataclass(frozen=True, slots=True)
class Figure:
    """`forms`: noun forms for 1, 2 and 5. `change`: since the row of the day before; None without one."""

    icon: str
    forms: str
    number: int
    change: int | None


@dataclass(frozen=True, slots=True)
class Seen:
    """Figures of one network. `why`: why there are none, one sentence; `row` is None then."""

    act: Act
    row: PostFigures | None
    figures: tuple[Figure, ...] = ()
    why: str = ""


def read_figures(account: Account) -> int:
    """Read figures and return how many posts the network told about. Calls the network, so never inside a
    transaction."""
    if ability_of(account, Operation.STATISTICS).mode != "auto":
        return 0
    acts = {act.remote_id: act for act in due(account)[:BATCH]}
    if not acts:
        return 0
    found = ask(account, partial(_counted, account, tuple(acts)))
    if found is None:
        return 0
    note_answered(account=account)
    keep(account=account, acts=acts, found=found)
    return len(found)


def _counted(account: Account, numbers: Sequence[str]) -> Mapping[str, PostStatistics]:
    network = open_account(account, patience=PATIENCE_SECONDS)
    return network.statistics(numbers, deadline=time.monotonic() + READ_SECONDS)


def due(account: Account) -> QuerySet[Act]:
    """Published posts not read lately, longest unread first."""
    moment = now()
    acts = Act.objects.of(account.administration_id)
    asked = PostFigures.objects.of(account.administration_id).filter(act=OuterRef("pk")).order_by()
    withdrawn = acts.filter(about=OuterRef("pk"), verb=Verb.WITHDRAW).exclude(state=ActState.CANCELLED)
    # An open poll ends at any hour of its own.
    often = Q(due_at__gte=moment - FIRST_DAY) | Q(poll_result__isnull=False, poll_result__closed=False)
    found: QuerySet[Act] = (
        acts.filter(
            ~Exists(withdrawn),
            account=account,
            verb=Verb.PUBLISH,
            state__in=OUT,
            delivery__isnull=False,
            due_at__range=(moment - LOOK_BACK, moment),
        )
        .exclude(remote_id="")
        .annotate(asked_at=Subquery(asked.values("act").annotate(last=Max("asked_at")).values("last")))
        .filter(
            Q(asked_at=None) | (often & Q(asked_at__lte=moment - HOURLY)) | (~often & Q(asked_at__lte=moment - DAILY))
        )
    )
    return found.order_by(F("asked_at").asc(nulls_first=True), "-pk")


def keep(*, account: Account, acts: Mapping[str, Act], found: Mapping[str, PostStatistics]) -> None:
    """Store the figures. A post the network did not mention keeps its last ones and is read again in turn."""
    moment = now()
    day = local(moment, account.administration.time_zone).date()
    rows = [
        PostFigures(
            administration_id=account.administration_id, act=act, day=day, asked_at=moment, **_told(found, number)
        )
        for number, act in acts.items()
    ]
    for row in rows:
        row.taken_at = moment if row.act.remote_id in found else None
    told = [row for row in rows if row.taken_at is not None]
    silent = [row for row in rows if row.taken_at is None]
    names = [name for name, _icon, _word in FIGURES]
    with transaction.atomic():
        _put(told, ["asked_at", "taken_at", *names])
        _put(silent, ["asked_at"])
        keep_counts(acts, {number: one.poll for number, one in found.items() if one.poll and number in acts})


def _put(rows: list[PostFigures], fields: list[str]) -> None:
    PostFigures.objects.bulk_create(rows, update_conflicts=True, unique_fields=["act", "day"], update_fields=fields)


def _told(found: Mapping[str, PostStatistics], number: str) -> dict[str, int | None]:
    told = found.get(number, PostStatistics())
    return {name: getattr(told, name) for name, _icon, _word in FIGURES}


def seen_of(acts: Sequence[Act]) -> list[Seen]:
    """Figures of published acts, with their accounts and passports. One query."""
    if not acts:
        return []
    city = acts[0].administration_id
    days: dict[int, list[PostFigures]] = {}
    for row in _taken(city, [act.pk for act in acts]):
        days.setdefault(row.act_id, []).append(row)
    return [_seen(act, days.get(act.pk, [])) for act in acts]


@compiled_once
def _taken(city: int, acts: list[int]) -> QuerySet[PostFigures]:
    found: QuerySet[PostFigures] = PostFigures.objects.of(city).filter(act__pk__listed=acts, taken_at__isnull=False)
    return found.order_by("-day")


def _seen(act: Act, days: Sequence[PostFigures]) -> Seen:
    if days:
        return Seen(act, days[0], tuple(_figures(days[0], days[1] if days[1:] else None)))
    ability = ability_of(act.account, Operation.STATISTICS)
    if ability.mode == "absent":
        return Seen(act, None, why=f"Сеть не показывает. {ability.why}".strip())
    if ability.mode == "by_hand":
        return Seen(act, None, why=ability.why or "Наш ключ этого не видит.")
    return Seen(act, None, why="Ещё не считали: спросим в течение часа.")


def _figures(row: PostFigures, before: PostFigures | None) -> Iterable[Figure]:
    """Figures that the network shows."""
    for name, icon, word in FIGURES:
        number: int | None = getattr(row, name)
        was: int | None = getattr(before, name) if before else None
        if number is not None:
            yield Figure(icon, word, number, None if was is None else number - was)
