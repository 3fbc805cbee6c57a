"""Present names of the objects that entries are about, and links to them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, cast

from django.db.models import CharField, F, Model, QuerySet, Value
from django.db.models.functions import Cast

from veche.journal.domain.chain import model_of
from veche.journal.words import thing_of

type Key = tuple[str, str]  # label and id: ("posts.post", "12")


@dataclass(frozen=True, slots=True)
class Named:
    name: str
    target: str


def names_of(administration: Model, wanted: Iterable[Key]) -> Mapping[Key, Named]:
    """Names by label and id. One query for all kinds. Deleted and unnamed objects are left out."""
    ids: dict[str, set[str]] = {}
    for label, pk in wanted:
        if thing_of(label).name:
            ids.setdefault(label, set()).add(pk)
    rows = [_rows(administration, label, pks) for label, pks in sorted(ids.items())]
    if not rows:
        return {}
    found = rows[0].union(*rows[1:], all=True).order_by()
    return {(label, pk): Named(name, target) for label, pk, name, target in found}


def _rows(administration: Model, label: str, pks: set[str]) -> QuerySet[Any, Any]:
    thing, model = thing_of(label), cast("Any", model_of(label))
    words = CharField()
    return cast(
        "QuerySet[Any, Any]",
        model.objects.of(administration)
        .filter(pk__in=pks)
        .order_by()
        .values_list(
            Value(label, words),
            Cast(F("pk"), words),
            Cast(F(thing.name) if isinstance(thing.name, str) else thing.name, words),
            Cast(F(thing.target), words),
        ),
    )
