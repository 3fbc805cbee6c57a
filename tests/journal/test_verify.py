import json
import tracemalloc
from datetime import UTC, datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from tests.journal.conftest import forger
from veche.journal.domain.chain import hash_of
from veche.journal.domain.heads import begin_anew, head_path, keep_head
from veche.journal.domain.record import record
from veche.journal.domain.verify import EMPTIED, LOST, SHOWN_PROBLEMS, Verdict, verify
from veche.journal.models import Entry, Head


def test_a_whole_chain_is_in_order_and_an_empty_one_is_not(rubtsovsk, other_city, write):
    assert verify(rubtsovsk) == Verdict(ok=False, length=0, problems=[EMPTIED, LOST])

    write(rubtsovsk, 12)
    write(other_city, 3)

    assert verify(rubtsovsk) == Verdict(ok=True, length=12, problems=[])
    assert verify(other_city) == Verdict(ok=True, length=3, problems=[])


@pytest.mark.parametrize(
    "change",
    [
        {"verb": "post.returned"},
        {"facts": {"turn": 99}},
        {"actor_id": 1},
        {"object_id": "0"},
        {"at": datetime(2026, 1, 1, tzinfo=UTC)},
        {"hash": "a" * 64},
    ],
)
def test_a_changed_row_is_found(rubtsovsk, write, change):
    write(rubtsovsk, 5)

    with forger():
        Entry.objects.of(rubtsovsk).filter(number=3).update(**change)

    verdict = verify(rubtsovsk)
    assert verdict.problems[0] == "Запись № 3 изменена после того, как была сделана."
    assert (verdict.ok, verdict.length) == (False, 5)


def test_a_removed_row_is_found(rubtsovsk, write):
    write(rubtsovsk, 5)

    with forger():
        Entry.objects.of(rubtsovsk).filter(number=3).delete()

    assert verify(rubtsovsk) == Verdict(
        ok=False, length=4, problems=["Между записями № 2 и № 4 чего-то нет: записи удалены."]
    )


def test_a_removed_first_row_is_found(rubtsovsk, write):
    write(rubtsovsk, 2)

    with forger():
        Entry.objects.of(rubtsovsk).filter(number=1).delete()

    assert verify(rubtsovsk).problems == ["Между записями № 0 и № 2 чего-то нет: записи удалены."]


def test_a_gap_closed_by_new_numbers_is_found(rubtsovsk, write):
    write(rubtsovsk, 5)

    with forger():
        Entry.objects.of(rubtsovsk).filter(number=3).delete()
        for number in (4, 5):
            Entry.objects.of(rubtsovsk).filter(number=number).update(number=number - 1)

    assert "Запись № 3 не продолжает № 2: порядок нарушен." in verify(rubtsovsk).problems
    assert "Хвост журнала отрезан: последняя запись № 4, а была № 5." in verify(rubtsovsk).problems


def test_two_rows_that_changed_places_are_found(rubtsovsk, write):
    write(rubtsovsk, 4)

    with forger():
        for number, place in ((2, 90), (3, 2), (90, 3)):
            Entry.objects.of(rubtsovsk).filter(number=number).update(number=place)

    problems = verify(rubtsovsk).problems
    assert "Запись № 2 не продолжает № 1: порядок нарушен." in problems
    assert "Запись № 2 изменена после того, как была сделана." in problems


def test_a_cut_tail_is_found_by_the_head_outside(rubtsovsk, write):
    write(rubtsovsk, 5)

    with forger():
        Entry.objects.of(rubtsovsk).filter(number__gte=4).delete()
        last = Entry.objects.of(rubtsovsk).get(number=3)
        Head.objects.filter(administration=rubtsovsk).update(number=3, hash=last.hash)

    assert verify(rubtsovsk) == Verdict(
        ok=False, length=3, problems=["Хвост журнала отрезан: последняя запись № 3, а была № 5."]
    )


def test_a_cut_tail_is_found_by_the_head_inside(rubtsovsk, write):
    write(rubtsovsk, 5)
    begin_anew(rubtsovsk.pk, 3, Entry.objects.get(number=3).hash)

    with forger():
        Entry.objects.of(rubtsovsk).filter(number__gte=4).delete()

    assert verify(rubtsovsk).problems == ["Хвост журнала отрезан: последняя запись № 3, а была № 5."]


def test_everything_cut_off_is_found(rubtsovsk, write):
    write(rubtsovsk, 2)

    with forger():
        Entry.objects.of(rubtsovsk).delete()
        Head.objects.all().delete()

    assert verify(rubtsovsk).problems == ["Хвост журнала отрезан: последняя запись № 0, а была № 2."]


def test_a_chain_written_anew_is_found_by_the_head_outside(rubtsovsk, write):
    write(rubtsovsk, 4)

    with forger():
        previous = Entry.objects.of(rubtsovsk).get(number=2).previous
        for entry in Entry.objects.of(rubtsovsk).filter(number__gte=2).order_by("number"):
            entry.previous, entry.facts = previous, {"turn": 77}
            previous = entry.hash = hash_of(entry)
            entry.save()
        Head.objects.filter(administration=rubtsovsk).update(hash=previous)

    assert verify(rubtsovsk).problems == [
        "Запись № 4 не та, что помнит отметка вне базы: журнал переписали.",
        "Записи № 2–4: печать не сходится, писало не Вече.",
    ]


def test_a_record_put_in_behind_the_head_is_found(rubtsovsk, write):
    (only,) = write(rubtsovsk)

    with forger():
        forged = Entry(administration=rubtsovsk, number=2, at=only.at, verb="a.b", object_type="a.b", object_id="1")
        forged.previous = only.hash
        forged.hash = hash_of(forged)
        forged.save()

    assert verify(rubtsovsk).problems == [
        "В базе отмечен конец на № 1, а последняя запись № 2.",
        "Запись № 2: печати нет. Её сняли, записали в обход Вече, или связки ключей тогда не было.",
    ]


def test_a_mark_in_the_database_that_was_changed_is_found(rubtsovsk, write):
    write(rubtsovsk, 2)
    Head.objects.filter(administration=rubtsovsk).update(hash="e" * 64)

    assert verify(rubtsovsk).problems == ["Запись № 2 не совпадает с последней, отмеченной в базе."]


def test_after_a_crash_the_database_may_be_ahead_of_the_file(rubtsovsk, write):
    write(rubtsovsk, 3)
    for _ in range(2):  # committed, but the process died before writing the file
        record(administration=rubtsovsk, actor=None, verb="post.approved", obj=rubtsovsk)

    assert json.loads(head_path(rubtsovsk.pk).read_bytes())["number"] == 3
    assert verify(rubtsovsk) == Verdict(ok=True, length=5, problems=[])


@pytest.mark.parametrize("content", [None, b"", b"{}", b"[]", b'{"number": "x", "hash": 1}', b"\xff"])
def test_a_lost_or_torn_mark_is_told(rubtsovsk, write, content):
    write(rubtsovsk, 2)
    head_path(rubtsovsk.pk).unlink()
    if content is not None:
        head_path(rubtsovsk.pk).write_bytes(content)

    assert verify(rubtsovsk) == Verdict(
        ok=False, length=2, problems=["Отметки конца журнала вне базы нет: проверить, цел ли хвост, не с чем."]
    )


def test_many_problems_are_counted_and_some_shown(rubtsovsk, write):
    write(rubtsovsk, 60)

    with forger():
        Entry.objects.of(rubtsovsk).update(object_id="0")

    verdict = verify(rubtsovsk)
    assert verdict.ok is False
    assert verdict.length == 60
    assert len(verdict.problems) == SHOWN_PROBLEMS


@pytest.mark.nightly
def test_a_long_chain_is_read_in_constant_memory(rubtsovsk, write, django_assert_num_queries):
    used = []
    for length in (500, 1500):
        write(rubtsovsk, length - Entry.objects.of(rubtsovsk).count())
        tracemalloc.start()
        assert verify(rubtsovsk).length == length
        used.append(tracemalloc.get_traced_memory()[1])
        tracemalloc.stop()

    assert used[1] < used[0] * 1.5
    if connection.vendor == "sqlite":
        with django_assert_num_queries(3):
            verify(rubtsovsk)


def test_the_command_tells_each_administration(rubtsovsk, other_city, write):
    write(rubtsovsk, 3)
    write(other_city, 2)
    out = StringIO()
    call_command("verify_journal", stdout=out)
    assert [line for line in out.getvalue().splitlines() if "журнал" in line] == [
        "Администрация города Рубцовск: журнал, в порядке, прочитано 3.",
        "Администрация города Заринск: журнал, в порядке, прочитано 2.",
    ]

    keep_head(other_city.pk, 9, "f" * 64)
    out = StringIO()
    with pytest.raises(CommandError, match="Журнал или доказательства нарушены"):
        call_command("verify_journal", stdout=out)
    assert (
        "Администрация города Заринск: журнал, НАРУШЕНО, прочитано 2.\n"
        "  Хвост журнала отрезан: последняя запись № 2, а была № 9.\n"
    ) in out.getvalue()
