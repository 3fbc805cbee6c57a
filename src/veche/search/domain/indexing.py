"""Keep the index: read what changed, write its entries.

Notes of changes come from triggers, in the transaction of the change. A batch finds the lemmas first; then, in a short
transaction that no other batch shares, it reads the objects once more, writes what they say now and deletes its notes.
So a killed worker leaves its notes, and two workers cannot write an older text over a newer one.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from time import monotonic

from django.db import connection, transaction

from veche.search.domain import keys
from veche.search.domain.terms import terms_of
from veche.search.kinds import Kind, Words, kind_of
from veche.search.models import IndexChange, IndexEntry

# Notes of a batch: its transaction takes some milliseconds.
BATCH = 50
# Of the first filling: then other tasks have the lane.
SECONDS = 0.5
# Any number that no other lock of this kind has.
_LOCK = 7_365_172
type Stale = Mapping[Kind, set[int]]
type WordsByObject = Mapping[int, tuple[Words, frozenset[str]]]


def index_changes(seconds: float = SECONDS) -> int:
    """Index what changed, for so long. Returns the number of notes that are done."""
    until, done = monotonic() + seconds, 0
    while notes := list(IndexChange.objects.order_by("pk")[:BATCH]):
        _index(notes)
        done += len(notes)
        if monotonic() >= until:
            break
    return done


def index_everything() -> int:
    """Index all that is noted, however long it takes."""
    return index_changes(float("inf"))


def _index(notes: Collection[IndexChange]) -> None:
    stale = _stale(notes)
    ahead = {kind: _read(kind, objects) for kind, objects in stale.items()}
    with transaction.atomic():
        _wait_for_others()
        for kind, objects in stale.items():
            _write(kind, objects, _read(kind, objects, ahead[kind]))
        unknown = {note.kind for note in notes} - {kind.slug for kind in stale}
        IndexEntry.objects.unscoped().filter(kind__in=unknown).delete()  # the room that had this kind is not installed
        IndexChange.objects.filter(pk__in=[note.pk for note in notes]).delete()


def _wait_for_others() -> None:
    """On SQLite the transaction itself is the only one that writes."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def _stale(notes: Iterable[IndexChange]) -> Stale:
    """Ids of changed objects by kind."""
    said: dict[tuple[str, str], set[int]] = defaultdict(set)
    for note in notes:
        said[note.kind, note.source].add(note.value)
    found: dict[Kind, set[int]] = {}
    for (slug, table), values in said.items():
        if kind := kind_of(slug):
            source = next((one for one in kind.sources if one.table == table), None)
            # Without a table the object itself is noted.
            found.setdefault(kind, set()).update(source.leads_to(values) if source else values)
    return found


def _read(kind: Kind, objects: Collection[int], ahead: WordsByObject | None = None) -> WordsByObject:
    """What the objects say; terms are taken from `ahead` where they say the same."""
    said = {}
    for pk, words in kind.read(objects).items():
        known = ahead.get(pk) if ahead else None
        said[pk] = known if known and known[0] == words else (words, terms_in(kind, words))
    return said


def terms_in(kind: Kind, words: Words) -> frozenset[str]:
    """Terms of an entry: of its words, and those that filters ask for."""
    return terms_of(words.texts) | marks_of(kind, words)


def marks_of(kind: Kind, words: Words) -> frozenset[str]:
    """Terms that filters ask for."""
    people = {*words.people, words.author} - {None}
    return frozenset(
        {
            keys.ADMINISTRATION.format(words.administration_id),
            keys.KIND.format(kind.slug),
            *map(keys.NETWORK.format, words.networks),
            *map(keys.PERSON.format, people),
            *map(keys.MARK.format, words.marks),
        }
    )


def _write(kind: Kind, objects: Collection[int], said: WordsByObject) -> None:
    entries = IndexEntry.objects.unscoped().filter(kind=kind.slug)
    entries.filter(object_id__in=set(objects) - said.keys()).delete()
    there = {entry.object_id: entry for entry in entries.filter(object_id__in=said.keys())}
    added = [
        IndexEntry(administration_id=words.administration_id, kind=kind.slug, object_id=pk)
        for pk, (words, _) in said.items()
        if pk not in there
    ]
    there |= {entry.object_id: entry for entry in IndexEntry.objects.bulk_create(added)}
    for pk, (words, terms) in said.items():
        entry, key = there[pk], keys.key_of(words.at, there[pk].pk)
        if (entry.key, entry.terms, entry.author_id) != (key, terms, words.author):
            changed = {"key": key, "terms": terms, "author": words.author}
            IndexEntry.objects.unscoped().filter(pk=entry.pk).update(**changed)
