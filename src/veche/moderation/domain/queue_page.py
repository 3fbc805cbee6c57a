"""A page of the queue, by a cursor: the place of the line before it or after it.

A place is what the order compares, so a page begins where the former one ended, however many lines came or left since.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.db.models import Case, Exists, OuterRef, Q, QuerySet, Value, When

from veche.inbox.domain.findable import COMMENT, LETTER, newest_with
from veche.inbox.domain.posts import fate_of_post
from veche.inbox.domain.queries import in_the_list
from veche.inbox.models import Answer, Message
from veche.kernel.clock import EPOCH, MICROSECOND
from veche.moderation.domain.gravity import SHARPEST, with_gravity
from veche.moderation.domain.queries import (
    PAGE,
    RARELY,
    TO_DECIDE,
    Order,
    Show,
    by_account,
    in_sight,
    lines,
    order_of,
    ordering,
    proposed,
    queue,
    quick_filters,
    shown_by,
    stuck_answers,
)
from veche.moderation.models import Ruling
from veche.search.domain.keys import LEAST, MOST
from veche.search.domain.question import Question
from veche.search.domain.searching import SearchQuery
from veche.staff.compiled import compiled_once
from veche.staff.models import Administration
from veche.staff.together import Reading, read_together, set_prefetched

_LAST = (datetime(9999, 1, 1, tzinfo=UTC) - EPOCH) // MICROSECOND
# What a search for words alone is read by: the index has these lines in their order.
BY_INDEX = (Show.ALL, Show.TALKS)
# Filters that the index knows nothing of.
NOT_IN_INDEX = RARELY - {"question"} | {"same", "ground"}
# Lists of what waits: a few thousand lines at most.
WAITING = (*TO_DECIDE, Show.HELD)
SHARP = tuple(name for name, _ in SHARPEST)
FRACTIONS = ("sharp_score", "sharp_toxicity")
# What the fields of an order are compared with.
type Bounds = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Cursor:
    """`values`: of the line's order, in an address joined by "_". `back`: the page is before it, else after it."""

    values: tuple[float, ...]
    back: bool = False

    def __str__(self) -> str:
        return "_".join(map(repr, self.values))


@dataclass(frozen=True, slots=True)
class Page:
    """`earlier`, `later`: whether there are lines before and after; `first`, `last`: their cursors."""

    messages: list[Message]
    earlier: bool = False
    later: bool = False
    first: Cursor | None = None
    last: Cursor | None = None


def cursor_of(written: str, *, back: bool) -> Cursor | None:
    """The cursor of an address; None for what is none."""
    try:
        values = tuple(int(one) if one.lstrip("-").isdigit() else float(one) for one in written.split("_"))
    except ValueError:
        return None
    return Cursor(values, back) if all(LEAST <= one <= MOST for one in values) else None


def page_of_queue(
    administration: Administration, *, show: str, sharp: bool = False, cursor: Cursor | None = None, **narrowed: Any
) -> Page:
    """The page after or before the cursor; the first one where there is none or no such page. `narrowed`: of `lines`.

    One query, one more for rare filters, another one for words of all years; a line says more after `with_fates`.
    """
    found = _read(administration, cursor, show=show, sharp=sharp, **narrowed)
    if cursor and (not found.messages or (cursor.back and not found.earlier)):
        return _read(administration, None, show=show, sharp=sharp, **narrowed)
    return found


def lines_again(administration: Administration, ids: Sequence[int], *, private: bool) -> Page:
    """Lines that a page has shown, as they are now and in its order. One query."""
    rows = for_the_list(in_the_list(administration, private=private).filter(pk__in=ids[:PAGE]), administration)
    there = {message.pk: message for message in rows}
    return Page([there[pk] for pk in ids[:PAGE] if pk in there])


def number_of_new(administration: Administration, drawn: datetime, most: int, *, show: str, **narrowed: Any) -> int:
    """How many lines came since a list was drawn, at most `most`. One query of the newest rows."""
    rows = lines(administration, **narrowed, since=drawn)
    if show != Show.ALL:
        rows = rows.filter(in_sight(administration), shown_by(administration, show))
    return len(rows.values_list("pk")[:most])


def _read(administration: Administration, cursor: Cursor | None, *, show: str, sharp: bool, **narrowed: Any) -> Page:
    asked = {name for name, value in narrowed.items() if value}
    if show in BY_INDEX and "question" in asked and not asked & NOT_IN_INDEX:
        return _by_index(administration, cursor, show=show, **narrowed)
    order = order_of(show, sharp=sharp)
    if cursor and len(cursor.values) != len(order):
        cursor = None
    narrowed = by_account(administration, **narrowed)
    place, back = (_bounds(order, cursor), cursor.back) if cursor else ({}, False)
    told: dict[str, Any] = {"show": Show(show), "sharp": sharp, "back": back}
    if show in WAITING:
        rows = _part_once(administration, **told, **place, **quick_filters(administration, **narrowed))
    elif asked & RARELY:
        rows = list(_rows(administration, place, **told, **narrowed))
    else:
        rows = _part_once(administration, **told, **place, **narrowed)
    return _page(rows, [_place(message, order) for message in rows], cursor)


def _page(rows: Sequence[Message], places: Sequence[Cursor], cursor: Cursor | None) -> Page:
    """A page of at most one line more than it has, which tells whether there are more."""
    more, back = len(rows) > PAGE, cursor is not None and cursor.back
    shown, at = list(rows[:PAGE]), places[:PAGE]
    if back:
        shown, at = shown[::-1], at[::-1]
    if not shown:
        return Page([])
    return Page(shown, more if back else cursor is not None, back or more, at[0], at[-1])


@compiled_once
def _part_once(  # noqa: PLR0913 -- each is a parameter of the compiled query
    administration: Administration,
    *,
    show: Show,
    sharp: bool,
    back: bool,
    private: bool = False,
    network: str | None = None,
    account: int | None = None,
    same: int | None = None,
    ground: str | None = None,
    among: list[int] | None = None,
    sharp_rank: int | None = None,
    sharp_score: float | None = None,
    sharp_toxicity: float | None = None,
    at: datetime | None = None,
    pk: int | None = None,
) -> "QuerySet[Message]":
    narrowed: dict[str, Any] = {"private": private, "network": network, "account": account}
    narrowed |= {"same": same, "ground": ground, "among": among}
    given = {**dict(zip(SHARP, (sharp_rank, sharp_score, sharp_toxicity), strict=True)), "at": at, "pk": pk}
    place = {} if at is None else {name: given[name] for name, _ in order_of(show, sharp=sharp)}
    return _rows(administration, place, show=show, sharp=sharp, back=back, **narrowed)


def _rows(
    administration: Administration, place: Bounds, *, show: str, sharp: bool, back: bool, **narrowed: Any
) -> "QuerySet[Message]":
    """The lines from the place on and one more. Other rows are only ordered, as there may be thousands."""
    order = order_of(show, sharp=sharp)
    chosen = queue(administration, show=show, sharp=sharp, **narrowed)
    if place:
        order = tuple((name, descending != back) for name, descending in order)
        chosen = chosen.filter(_beyond(order, place)).order_by(*ordering(order))
    rows = for_the_list(Message.objects.of(administration), administration)
    if sharp:
        rows = with_gravity(rows, proposed(administration))
    found: QuerySet[Message] = rows.filter(pk__in=chosen.values("pk")[: PAGE + 1]).order_by(*ordering(order))
    return found


def _bounds(order: Order, cursor: Cursor) -> Bounds:
    """The cursor's values by field of the order, for comparison in SQL."""
    return {name: _bound(name, value) for (name, _), value in zip(order, cursor.values, strict=True)}


def _bound(name: str, value: float) -> Any:
    if name == "at":
        return EPOCH + min(max(value, 0), _LAST) * MICROSECOND
    return float(value) if name in FRACTIONS else int(value)


def _beyond(order: Order, place: Bounds) -> Q:
    """Lines after this place. The first field is also compared alone, because an index serves no OR."""
    condition = Q()
    for name, descending in reversed(order):
        further = Q(**{f"{name}__{'lt' if descending else 'gt'}": place[name]})
        condition = (
            Q(**{f"{name}__{'lte' if descending else 'gte'}": place[name]}) & (further | condition)
            if condition
            else further
        )
    return condition


def _place(message: Message, order: Order) -> Cursor:
    values = [getattr(message, name) for name, _ in order]
    return Cursor(tuple((one - EPOCH) // MICROSECOND if isinstance(one, datetime) else one for one in values))


def _by_index(
    administration: Administration, cursor: Cursor | None, *, show: str, question: Question, **said: Any
) -> Page:
    """Lines with the words, of years: the index has them newest first."""
    key = int(cursor.values[0]) if cursor and len(cursor.values) == 1 else None
    back = key is not None and cursor is not None and cursor.back
    query = SearchQuery(
        question=question,
        network=said.get("network") or "",
        marks=[LETTER] if show == Show.TALKS else [] if said.get("private") else [COMMENT],
        before=None if back else key,
        after=key if back else None,
    )
    found = newest_with(administration, query, PAGE + 1)
    rows = {one.pk: one for one in _these(administration, ids=[one.message for one in found])}
    there = [one for one in found if one.message in rows]
    places = [Cursor((one.key,)) for one in there]
    return _page([rows[one.message] for one in there], places, Cursor((key,), back) if key is not None else None)


@compiled_once
def _these(administration: Administration, *, ids: list[int]) -> "QuerySet[Message]":
    return for_the_list(Message.objects.of(administration), administration).filter(pk__listed=ids)


def for_the_list(rows: "QuerySet[Message]", administration: Administration) -> "QuerySet[Message]":
    """Prefetch what a line shows, except for its fate (`with_fates`)."""
    # An answer that failed stands in the talk above: its last word tells of it.
    talk = Exists(stuck_answers(administration).filter(message__conversation=OuterRef("conversation")))
    return rows.select_related("account", "proposal").annotate(
        talk_stuck=Case(When(private=True, then=talk), default=Value(False)),
        post_fate=fate_of_post(administration),
        is_proposed=Case(When(proposed(administration), then=Value(True)), default=Value(False)),
    )


def with_fates(
    messages: Sequence[Message], administration: Administration, besides: Sequence[Reading[Any]]
) -> list[Any]:
    """Load `standing`, rulings that were not undone, oldest first, and `answers`; return the results of `besides`.

    One query, however many messages.
    """
    ids = list({message.pk for message in messages})
    rulings, answers, *rest = read_together(
        Reading(_rulings.bind(administration.pk, ids), list),
        Reading(_answers.bind(administration.pk, ids), list),
        *besides,
    )
    for message in messages:
        theirs = [one for one in rulings if one.message_id == message.pk]
        message.standing = theirs  # type: ignore[attr-defined] # no field of the model: pages read it
        set_prefetched(message, "answers", [one for one in answers if one.message_id == message.pk])
        for row in (*message.standing, *message.answers.all()):  # type: ignore[attr-defined] # set above
            row.message = message
    return rest


@compiled_once
def _rulings(city: int, messages: list[int]) -> "QuerySet[Ruling]":
    rows: QuerySet[Ruling] = Ruling.objects.of(city).filter(message__pk__listed=messages, undone_at=None)
    return rows.select_related("person", "act__confirmed_by").order_by("pk")


@compiled_once
def _answers(city: int, messages: list[int]) -> "QuerySet[Answer]":
    rows: QuerySet[Answer] = Answer.objects.of(city).filter(message__pk__listed=messages)
    return rows.select_related("act__confirmed_by", "author").order_by("pk")
