import json
from datetime import UTC, date, datetime
from threading import Barrier, Thread
from uuid import UUID

import pytest
import time_machine
from django.db import connection, transaction

from tests.people import founded, make_administration, make_person
from veche.journal.domain.chain import hash_of
from veche.journal.domain.heads import head_path, keep_head
from veche.journal.domain.queries import end_of, history_of
from veche.journal.domain.record import record
from veche.journal.domain.verify import Verdict, verify
from veche.journal.errors import OutsideTransaction
from veche.journal.models import GENESIS, Entry, Head
from veche.staff.enums import Role

MOMENT = datetime(2026, 11, 25, 5, 0, 0, 123456, tzinfo=UTC)


def written(administration, actor=None, verb="post.approved", obj=None, **facts):
    with transaction.atomic():
        return record(administration=administration, actor=actor, verb=verb, obj=obj or administration, facts=facts)


@time_machine.travel(MOMENT, tick=False)
def test_an_act_is_written_with_its_place_in_the_chain(rubtsovsk, carol):
    first = written(rubtsovsk, carol)
    second = written(rubtsovsk, verb="outbox.missed", obj=carol, act=7)

    stored = Entry.objects.of(rubtsovsk).order_by("number")
    assert list(
        stored.values_list("number", "at", "actor", "verb", "object_type", "object_id", "facts", "previous", "hash")
    ) == [
        (1, MOMENT, carol.pk, "post.approved", "staff.administration", str(rubtsovsk.pk), {}, GENESIS, first.hash),
        (2, MOMENT, None, "outbox.missed", "staff.person", str(carol.pk), {"act": 7}, first.hash, second.hash),
    ]
    assert [hash_of(entry) for entry in stored] == [first.hash, second.hash]
    assert Head.objects.get(administration=rubtsovsk).hash == second.hash


def test_the_hash_is_over_every_field(rubtsovsk):
    entry = written(rubtsovsk, version=1)
    true = entry.hash

    for field, value in {
        "administration_id": rubtsovsk.pk + 1,
        "number": 2,
        "at": MOMENT,
        "actor_id": 5,
        "verb": "post.returned",
        "object_type": "posts.post",
        "object_id": "other",
        "facts": {"version": 2},
        "previous": "1" * 64,
    }.items():
        kept = getattr(entry, field)
        setattr(entry, field, value)
        assert hash_of(entry) != true, field
        setattr(entry, field, kept)
    assert hash_of(entry) == true


def test_facts_come_back_as_they_were_hashed(rubtsovsk):
    facts = {
        "id": UUID(int=5),
        "role": Role.IT,
        "day": date(2028, 2, 29),
        "at": MOMENT,
        "count": 2**52,
        "yes": True,
        "none": None,
        "ids": (1, "a-b_c", {"z": 1, "a": 2}),
    }

    written(rubtsovsk, **facts)

    entry = Entry.objects.of(rubtsovsk).get()
    assert entry.facts == {
        "id": "00000000-0000-0000-0000-000000000005",
        "role": "it",
        "day": "2028-02-29",
        "at": "2026-11-25T05:00:00.123456+00:00",
        "count": 2**52,
        "yes": True,
        "none": None,
        "ids": [1, "a-b_c", {"z": 1, "a": 2}],
    }
    assert hash_of(entry) == entry.hash


@pytest.mark.parametrize(
    "words", ["Житель написал", "two words", "line\nbreak", "\0", "x" * 201, 1.5, 2**53, b"bytes", {"имя": 1}, object()]
)
def test_words_do_not_get_into_facts(rubtsovsk, words):
    with pytest.raises(ValueError, match="ids and hashes"):
        written(rubtsovsk, said=words)

    assert Entry.objects.of(rubtsovsk).count() == 0


@pytest.mark.parametrize("verb", ["approved", "Post.approved", "post.", "post approved", ""])
def test_a_verb_has_its_room(rubtsovsk, verb):
    with pytest.raises(ValueError, match="not an act"):
        written(rubtsovsk, verb=verb)


def test_an_act_on_nothing_saved_is_refused(rubtsovsk):
    with pytest.raises(ValueError, match="not an act"):
        written(rubtsovsk, obj=Entry())


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_nothing_is_written():
    city = make_administration()

    with pytest.raises(OutsideTransaction):
        record(administration=city, actor=None, verb="post.approved", obj=city)

    assert Entry.objects.of(city).count() == 0


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_leaves_no_trace():
    city = founded(make_administration())

    with transaction.atomic():
        record(administration=city, actor=None, verb="post.returned", obj=city)
        transaction.set_rollback(True)

    assert json.loads(head_path(city.pk).read_bytes())["number"] == 1
    assert verify(city) == Verdict(ok=True, length=1, problems=[])


def test_one_object_has_its_history(rubtsovsk, other_city, carol, write):
    write(rubtsovsk, 2, obj=carol, verb="gone.away")
    write(rubtsovsk, obj=rubtsovsk)
    write(other_city, obj=carol)

    assert [entry.number for entry in history_of(rubtsovsk, carol)] == [2, 1]
    assert str(history_of(rubtsovsk, carol).first()) == "№ 2: gone.away"
    assert str(end_of(rubtsovsk)) == "№ 3"


def test_each_administration_has_its_own_chain(rubtsovsk, other_city):
    here, there, again = written(rubtsovsk), written(other_city), written(rubtsovsk)

    assert [entry.number for entry in (here, there, again)] == [1, 1, 2]
    assert (there.previous, again.previous) == (GENESIS, here.hash)
    assert list(Entry.objects.of(other_city)) == [there]
    assert Entry.objects.unscoped().count() == 3


def test_a_record_takes_few_statements(rubtsovsk, django_assert_num_queries):
    written(rubtsovsk)

    with django_assert_num_queries(5):  # savepoint, head, insert, head, release
        written(rubtsovsk)


@time_machine.travel(MOMENT, tick=False)
def test_the_outside_head_never_goes_back(rubtsovsk, write):
    first, second = write(rubtsovsk, 2)
    keep_head(rubtsovsk.pk, 1, first.hash)

    kept = json.loads(head_path(rubtsovsk.pk).read_bytes())
    assert kept | {"seal": ""} == {"number": 2, "hash": second.hash, "day": "2026-11-25", "seal": ""}
    assert sorted(path.name for path in head_path(rubtsovsk.pk).parent.iterdir()) == [
        f"{rubtsovsk.pk}.json",
        f"{rubtsovsk.pk}.lock",
    ]


@pytest.mark.django_db(transaction=True)
def test_a_head_that_cannot_be_kept_outside_does_not_undo_the_act(own_data_folder):
    city = make_administration()
    own_data_folder.write_text("a file where the folder should be")

    entry = written(city)

    assert list(Entry.objects.of(city)) == [entry]


@pytest.mark.sweep
@pytest.mark.django_db(transaction=True)
def test_six_hundred_at_once_make_one_unbroken_chain():
    city = founded(make_administration())
    people = [make_person(city, name=f"p{number}") for number in range(12)]
    start, errors = Barrier(len(people)), []

    def write(person):
        try:
            start.wait()
            for turn in range(50):
                with transaction.atomic():
                    person.save(update_fields=["display_name"])
                    record(administration=city, actor=person, verb="post.saved", obj=person, facts={"turn": turn})
        except Exception as error:  # noqa: BLE001 -- reported to the main thread
            errors.append(error)
        finally:
            connection.close()

    threads = [Thread(target=write, args=(person,)) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert errors == []
    assert verify(city) == Verdict(ok=True, length=601, problems=[])
    assert json.loads(head_path(city.pk).read_bytes())["number"] == 601
