"""Heads outside the database, which access to the database alone cannot change."""

import json
import logging
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from tests.journal.conftest import forger
from veche.journal.domain import heads
from veche.journal.domain.chain import hash_of
from veche.journal.domain.heads import (
    OutsideHead,
    bring_back,
    days_path,
    goes_on,
    head_path,
    keep_head,
    kept_heads,
    marks_of,
    seal_earlier,
)
from veche.journal.domain.verify import verify
from veche.journal.models import GENESIS, Entry, Head
from veche.kernel.files import write_atomically

NOON = datetime(2026, 11, 25, 5, tzinfo=UTC)


def plain(marks) -> tuple[OutsideHead, ...]:
    """Heads without their seals."""
    return tuple(replace(mark, seal="") for mark in marks)


def forge(city, *, upto: int) -> None:
    """Attack by a database administrator: cut the tail, rewrite all entries, move the internal mark."""
    with forger():
        Entry.objects.of(city).filter(number__gt=upto).delete()
        previous = GENESIS
        for entry in Entry.objects.of(city).order_by("number"):
            entry.previous, entry.facts = previous, {"turn": 77}
            previous = entry.hash = hash_of(entry)
            entry.save()
        Head.objects.filter(administration=city).update(number=upto, hash=previous)


@pytest.mark.parametrize("upto", [5, 3])
def test_honest_acts_do_not_carry_a_forged_chain_past_the_mark(rubtsovsk, write, caplog, upto):
    last = write(rubtsovsk, 5)[-1]
    forge(rubtsovsk, upto=upto)

    with caplog.at_level(logging.ERROR):
        write(rubtsovsk, 4)

    (mark,) = marks_of(rubtsovsk.pk)
    assert (mark.number, mark.hash) == (5, last.hash)
    assert verify(rubtsovsk).problems == [
        "Запись № 5 не та, что помнит отметка вне базы: журнал переписали.",
        f"Записи № 1–{upto}: печать не сходится, писало не Вече.",
    ]
    assert {record.message for record in caplog.records} == {"the journal does not go on from its mark"}


def test_it_is_seen_before_any_act_follows(rubtsovsk, other_city, write):
    write(rubtsovsk, 5)
    write(other_city, 5)
    assert goes_on(rubtsovsk.pk) is True
    assert goes_on(other_city.pk) is True
    assert goes_on(0) is True

    forge(rubtsovsk, upto=3)

    assert (goes_on(rubtsovsk.pk), goes_on(other_city.pk)) == (False, True)


def test_the_last_head_of_each_day_is_kept(rubtsovsk, write):
    kept = []
    for day in range(3):
        with time_machine.travel(NOON + timedelta(days=day), tick=False):
            kept.append(write(rubtsovsk, 2)[-1])

    assert plain(marks_of(rubtsovsk.pk)) == tuple(
        OutsideHead(entry.number, entry.hash, f"2026-11-{25 + day}") for day, entry in enumerate(kept)
    )
    assert sorted(path.name for path in head_path(rubtsovsk.pk).parent.iterdir()) == [
        f"{rubtsovsk.pk}.days.json",
        f"{rubtsovsk.pk}.json",
        f"{rubtsovsk.pk}.lock",
    ]


def test_every_days_head_is_compared(rubtsovsk, write):
    """Also if the newest is lost: an earlier cut or rewritten entry is still found."""
    for day in range(3):
        with time_machine.travel(NOON + timedelta(days=day), tick=False):
            write(rubtsovsk, 2)
    head_path(rubtsovsk.pk).unlink()

    forge(rubtsovsk, upto=6)

    assert verify(rubtsovsk).problems == [
        "Запись № 2 не та, что помнит отметка вне базы: журнал переписали.",
        "Отметки конца журнала вне базы нет: проверить, цел ли хвост, не с чем.",
        "Записи № 1–6: печать не сходится, писало не Вече.",
    ]


def test_a_lost_newest_mark_does_not_lift_the_older_ones(rubtsovsk, write):
    for day in range(2):
        with time_machine.travel(NOON + timedelta(days=day), tick=False):
            write(rubtsovsk, 2)
    head_path(rubtsovsk.pk).write_bytes(b"")
    forge(rubtsovsk, upto=4)

    write(rubtsovsk, 1)

    assert head_path(rubtsovsk.pk).read_bytes() == b""
    assert goes_on(rubtsovsk.pk) is False


def test_a_death_between_the_two_files_repeats_nothing(rubtsovsk, write, monkeypatch):
    with time_machine.travel(NOON, tick=False):
        first = write(rubtsovsk)[0]
    with monkeypatch.context() as dying, time_machine.travel(NOON + timedelta(days=1), tick=False):
        written = write_atomically
        dying.setattr(heads, "write_atomically", lambda path, content: "days" in path.name and written(path, content))
        write(rubtsovsk)
    with time_machine.travel(NOON + timedelta(days=1), tick=False):
        last = write(rubtsovsk)[0]

    assert plain(marks_of(rubtsovsk.pk)) == (
        OutsideHead(1, first.hash, "2026-11-25"),
        OutsideHead(3, last.hash, "2026-11-26"),
    )
    assert len(json.loads(days_path(rubtsovsk.pk).read_bytes())) == 1


def test_a_mark_of_an_earlier_version_counts_as_of_another_day(rubtsovsk, write):
    (first,) = write(rubtsovsk)
    head_path(rubtsovsk.pk).write_text(json.dumps({"number": 1, "hash": first.hash}))
    seal_earlier(rubtsovsk.pk, lambda head: head.hash == first.hash)

    with time_machine.travel(NOON, tick=False):
        (second,) = write(rubtsovsk)

    assert plain(marks_of(rubtsovsk.pk)) == (OutsideHead(1, first.hash), OutsideHead(2, second.hash, "2026-11-25"))


def test_keeping_a_head_asks_for_one_row(rubtsovsk, write, django_assert_num_queries):
    last = write(rubtsovsk, 2)[-1]

    with django_assert_num_queries(1):
        keep_head(rubtsovsk.pk, 2, last.hash)


def test_a_copy_takes_every_mark_along(rubtsovsk, other_city, write, settings, tmp_path):
    for day in range(2):
        with time_machine.travel(NOON + timedelta(days=day), tick=False):
            write(rubtsovsk, 2)
    write(other_city)
    kept, remembered = kept_heads(), [marks_of(city.pk) for city in (rubtsovsk, other_city)]

    settings.DATA = tmp_path / "another"
    for number, head in json.loads(json.dumps(kept)).items():
        bring_back(int(number), head)

    assert [marks_of(city.pk) for city in (rubtsovsk, other_city)] == remembered
    bring_back(7, {"number": 3, "hash": "a" * 64})  # the copy of an earlier version
    assert marks_of(7) == (OutsideHead(3, "a" * 64),)
