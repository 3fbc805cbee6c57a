"""What stands in the plan for some weeks, as the norm reads it: each item beside each of its publications."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from itertools import groupby
from operator import attrgetter
from typing import Any, NamedTuple

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Value, When

from veche.accounts.domain.queries import awaits_key_at, without_key
from veche.accounts.models import Account
from veche.networks.protocol import Verb
from veche.outbox.domain.states import HANDED, IN_DOUBT, WAITING
from veche.outbox.enums import ActState, DivergenceKind, Proof
from veche.outbox.models import PostDivergence
from veche.plan.models import PlanItem
from veche.posts.enums import PostState
from veche.publishing.domain.queries import at_their_hours, came_out, going_out, hour_of
from veche.staff.compiled import compiled_once, this_moment
from veche.staff.models import Administration
from veche.staff.together import Reading

# It has left or a person has it in hand, and it is not proven: it may become one of the posts that the norm counts.
MAY_STILL_COUNT = IN_DOUBT | HANDED | {ActState.SENT}
# What holds a publication, the first that applies.
_WHYS = ("frozen", "paused", "overdue", "waits_network", "waits_key")


class Row(NamedTuple):
    """An item of the plan beside one of its publications; without one `state` and `out_at` are None.

    `is_expected`: it may still be written and leave. `account`: of the publication. `gone`: somebody has removed the
    post. `goes`: it leaves by itself. `why`: as `Counted.why`, of this publication.
    """

    pk: int
    title: str
    publish_at: datetime
    category: str
    format: str
    withdrawn: bool
    is_expected: bool
    account: int | None
    state: str | None
    out_at: datetime | None
    proof: str | None
    gone: bool
    goes: bool
    why: str


class Item(NamedTuple):
    """An item with all its publications. `shown`: a network has shown that it is out, or told of it."""

    pk: int
    title: str
    category: str
    format: str
    at: datetime
    out: bool
    shown: bool
    goes: bool
    may_come: bool
    why: str
    withdrawn: bool


def items_of(rows: Iterable[Row]) -> list[Item]:
    """Each item once, by hour."""
    items = [_item([*own]) for _pk, own in groupby(rows, attrgetter("pk"))]
    return sorted(items, key=attrgetter("at", "pk"))


def _item(rows: Sequence[Row]) -> Item:
    """`rows`: of one item, one for each of its publications."""
    item = rows[0]
    if len(rows) == 1 and not item.state:
        return _unsent(item)
    sent = [row for row in rows if row.state]
    standing = [row for row in sent if not row.gone]
    out = [row for row in standing if row.state == ActState.CONFIRMED]
    begun = any(row.state != ActState.CANCELLED for row in standing)
    return Item(
        pk=item.pk,
        title=item.title,
        category=item.category,
        format=item.format,
        at=hour_of(item, sent),
        out=bool(out),
        shown=any(row.proof != Proof.PERSON for row in out),
        goes=any(row.goes for row in sent),
        may_come=any(row.state in MAY_STILL_COUNT for row in standing) or (item.is_expected and not begun),
        why=min((row.why for row in standing if row.why), key=_WHYS.index, default=""),
        withdrawn=item.withdrawn,
    )


def _unsent(item: Row) -> Item:
    return Item(
        item.pk,
        item.title,
        item.category,
        item.format,
        at=item.publish_at,
        out=False,
        shown=False,
        goes=False,
        may_come=item.is_expected,
        why="",
        withdrawn=item.withdrawn,
    )


def come_out(items: Iterable[Item], joined: Collection[int]) -> list[Item]:
    """The items, those of `joined` out: a post past Veche is that item, and the network has shown it."""
    return [item._replace(out=True, shown=True, withdrawn=False) if item.pk in joined else item for item in items]


def items_of_account(
    rows: Iterable[Row], account: int, aimed: Collection[tuple[int, int]], joined: Collection[int] = ()
) -> list[Item]:
    """The items as one account has them: its own publication of each; while nothing has been sent anywhere, those that
    aim at it (`aimed`: item, account); those that came out there past Veche (`joined`).

    Each stands at the item's hour, so that all accounts have it in one week.
    """
    found = []
    for pk, each in groupby(rows, attrgetter("pk")):
        whole = [*each]
        own = [row for row in whole if row.account == account]
        unsent = all(row.state is None for row in whole) and (pk, account) in aimed
        if own or unsent or pk in joined:
            found.append(_item(own or whole)._replace(at=_item(whole).at))
    return sorted(found, key=attrgetter("at", "pk"))


def reading_of_rows(
    administration: Administration, start: datetime, end: datetime, items: Sequence[int] | None = None
) -> Reading[list[Row]]:
    """What stands in the plan for the time. `items`: those that do, where the caller has found them already."""
    asked = _read.bind(administration, start, end) if items is None else _read_of.bind(administration, [*items])
    return Reading(asked, lambda rows: list(map(Row._make, rows)))


@compiled_once
def _read(administration: Administration, start: datetime, end: datetime) -> QuerySet[PlanItem, Any]:
    return _rows(administration, at_their_hours(administration, start, end).filter(cancelled_at=None))


@compiled_once
def _read_of(administration: Administration, items: list[int]) -> QuerySet[PlanItem, Any]:
    return _rows(administration, PlanItem.objects.of(administration).filter(pk__listed=items))


def _rows(administration: Administration, found: QuerySet[PlanItem]) -> QuerySet[PlanItem, Any]:
    """Items as `Row`."""
    act = "post__versions__deliveries__act"
    gone = PostDivergence.objects.of(administration).filter(act=OuterRef(act), kind=DivergenceKind.GONE, ended_at=None)
    published = Q(**{f"{act}__verb": Verb.PUBLISH})
    return (
        found.order_by("pk")
        .annotate(
            withdrawn=Q(post__withdrawal__isnull=False),
            is_expected=_is_expected(administration),
            of_account=Case(When(published, then=f"{act}__account")),
            state=Case(When(published, then=f"{act}__state")),
            out_at=came_out(act),
            gone=Exists(gone),
            goes=Exists(going_out(administration).filter(pk=OuterRef(act))),
            why=_why(administration, act),
        )
        .values_list(
            *("pk", "title", "publish_at", "category", "format", "withdrawn", "is_expected", "of_account"),
            *("state", "out_at", f"{act}__proof", "gone", "goes", "why"),
        )
    )


def _why(administration: Administration, act: str) -> Case:
    """What holds the act; "" if nothing does. The names are those of `_WHYS`."""
    waits, moment = Q(**{f"{act}__state__in": WAITING}), this_moment()
    silent = Q(**{f"{act}__account__unreachable_since__isnull": False, f"{act}__due_at__lte": moment})
    keyless = without_key(administration, account=f"{act}__account", at=f"{act}__due_at")
    return Case(
        When(**{f"{act}__state": ActState.STOPPED}, then=Value("frozen")),
        When(**{f"{act}__state": ActState.PAUSED}, then=Value("paused")),
        When(waits & Q(**{f"{act}__not_after__lt": moment}), then=Value("overdue")),
        When(waits & silent, then=Value("waits_network")),
        When(waits & Q(keyless), then=Value("waits_key")),
        default=Value(""),
    )


def _is_expected(administration: Administration) -> Q:
    """Whether it may still be written and leave: not where each account of the item lacks a key at that hour. Approved
    items leave by their acts."""
    accounts = Account.objects.of(administration).filter(plan_items=OuterRef("pk"))
    keyless = Q(Exists(accounts)) & ~Q(Exists(accounts.filter(~awaits_key_at(administration, "publish_at"))))
    return Q(publish_at__gte=this_moment()) & ~Q(post__state=PostState.APPROVED) & ~keyless
