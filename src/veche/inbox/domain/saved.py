"""Saved filters of the inbox: a person's own, and those shared with the whole press service."""

from collections.abc import Sequence
from typing import NamedTuple
from urllib.parse import parse_qsl, urlencode

from django.db import transaction
from django.db.models import Case, IntegerField, Max, Q, QuerySet, Value, When

from veche.inbox.errors import InboxError
from veche.inbox.models import SavedFilter
from veche.journal.domain.record import record
from veche.kernel.clock import now
from veche.staff.compiled import compiled_once
from veche.staff.domain.locking import lock_administration
from veche.staff.models import Administration, Person
from veche.staff.together import Reading

# What an address of the inbox may say of a filter. Not its place in the list, and no moment: «new since» is soon old.
KEYS = ("show", "net", "q", "same", "order", "ground", "topic", "author", "danger", "mine", "noted", "late")
LONGEST_NAME, LONGEST = 40, 500
MOST = 20


class Saved(NamedTuple):
    pk: int
    name: str
    query: str
    shared: bool


def filter_of(query: str) -> str:
    """The filter that a query string names, in the order of `KEYS`; "" for none."""
    said = dict(parse_qsl(query.removeprefix("?")[: 4 * LONGEST]))
    return urlencode({key: said[key] for key in KEYS if said.get(key)})


def save_filter(*, by: Person, name: str, query: str, shared: bool) -> SavedFilter:
    """Keep a filter under a name, at the end of the person's. Raises `InboxError`."""
    said, named = filter_of(query), " ".join(name.split())
    if not said or len(said) > LONGEST:
        raise InboxError("Здесь показано всё, что ждёт: сохранять нечего. Выберите отбор и сохраните его.")
    with transaction.atomic():
        lock_administration(by.administration)
        own = SavedFilter.objects.of(by.administration).filter(person=by)
        _check_name(own, named)
        if own.count() >= MOST:
            raise InboxError(f"Отборов уже {MOST}. Уберите ненужный: этот не сохранили.")
        last = own.aggregate(last=Max("place"))["last"] or 0
        made: SavedFilter = SavedFilter.objects.create(
            administration=by.administration,
            person=by,
            name=named,
            query=said,
            shared=shared,
            place=last + 1,
            at=now(),
        )
        if shared:
            _record(made, by, "inbox.filter_shared")
    return made


def change_filter(*, saved: SavedFilter, by: Person, name: str, shared: bool) -> None:
    """Rename it, share it or keep it for oneself. Raises `InboxError`."""
    named = " ".join(name.split())
    with transaction.atomic():
        lock_administration(by.administration)
        own = SavedFilter.objects.of(by.administration).filter(person=saved.person_id)
        _check_name(own.exclude(pk=saved.pk), named)
        row = own.get(pk=saved.pk)
        changed = shared != row.shared
        row.name, row.shared = named, shared
        row.save(update_fields=("name", "shared"))
        if changed:
            _record(row, by, "inbox.filter_shared" if shared else "inbox.filter_unshared")


def move_filter(*, saved: SavedFilter, by: Person) -> None:
    """One place up among the filters of its owner; the first one stays."""
    with transaction.atomic():
        lock_administration(by.administration)
        own = SavedFilter.objects.of(by.administration).filter(person=saved.person_id).order_by("place", "pk")
        ids = list(own.values_list("pk", flat=True))
        here = ids.index(saved.pk) if saved.pk in ids else 0
        if here:
            ids[here - 1], ids[here] = ids[here], ids[here - 1]
        for place, pk in enumerate(ids, 1):
            own.filter(pk=pk).update(place=place)


def delete_filter(*, saved: SavedFilter, by: Person) -> None:
    with transaction.atomic():
        if saved.shared:
            _record(saved, by, "inbox.filter_unshared")
        SavedFilter.objects.of(by.administration).filter(pk=saved.pk).delete()


def _check_name(others: "QuerySet[SavedFilter]", name: str) -> None:
    if not name or len(name) > LONGEST_NAME:
        raise InboxError(f"Назовите отбор, до {LONGEST_NAME} знаков. Пока ничего не изменилось.")
    if others.filter(name=name).exists():
        raise InboxError(f"Отбор «{name}» у вас уже есть. Назовите иначе: ничего не изменилось.")


def _record(saved: SavedFilter, by: Person, verb: str) -> None:
    record(administration=by.administration, actor=by, verb=verb, obj=saved, facts={})


def filters_of(person: Person) -> "QuerySet[SavedFilter]":
    """The person's own in their order, then what colleagues share."""
    own = Case(When(person=person, then=Value(0)), default=Value(1), output_field=IntegerField())
    rows: QuerySet[SavedFilter] = SavedFilter.objects.of(person.administration_id).filter(
        Q(person=person) | Q(shared=True)
    )
    return rows.annotate(others=own).order_by("others", "place", "pk")


def reading_of_saved(administration: Administration, person: Person) -> Reading[Sequence[Saved]]:
    """Own filters and shared ones, to be read with other things."""

    def found(rows: list[tuple[int, str, str, bool, int, int]]) -> Sequence[Saved]:
        own = [row for row in rows if row[4] == person.pk]
        others = [row for row in rows if row[4] != person.pk]
        return [Saved(*row[:4]) for row in (*sorted(own, key=_place), *sorted(others, key=_place))]

    return Reading(_saved.bind(administration.pk, person), found)


def _place(row: tuple[int, str, str, bool, int, int]) -> tuple[int, int]:
    return row[5], row[0]


@compiled_once
def _saved(city: int, person: Person) -> "QuerySet[SavedFilter, tuple[int, str, str, bool, int, int]]":
    rows = SavedFilter.objects.of(city).filter(Q(person=person) | Q(shared=True))
    found: QuerySet[SavedFilter, tuple[int, str, str, bool, int, int]] = rows.values_list(
        "pk", "name", "query", "shared", "person", "place"
    )
    return found.order_by("pk")
