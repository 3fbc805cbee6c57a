"""The journal is checked by schedule, and the result is stored outside the database."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.urls import reverse

from tests.journal.conftest import forger
from tests.people import client_of
from veche.config.schedule import PERIODIC
from veche.journal.domain.checked import REWRITTEN, Checked, check, last_check, trouble_of
from veche.journal.domain.heads import head_path
from veche.journal.models import Entry
from veche.journal.tasks import check_all, check_journal

NIGHT = datetime(2026, 11, 25, 20, 10, tzinfo=UTC)
CHANGED = "Запись № 2 изменена после того, как была сделана."


def tamper(city, number=2) -> None:
    with forger():
        Entry.objects.of(city).filter(number=number).update(object_id="0")


@time_machine.travel(NIGHT, tick=False)
def test_what_was_found_is_remembered(rubtsovsk, other_city, write):
    write(rubtsovsk, 3)
    assert (last_check(rubtsovsk), trouble_of(rubtsovsk)) == (None, ())

    check(rubtsovsk)
    assert (last_check(rubtsovsk), trouble_of(rubtsovsk)) == (Checked(NIGHT, 3, ()), ())

    tamper(rubtsovsk)
    check(rubtsovsk)
    assert (last_check(rubtsovsk), trouble_of(rubtsovsk)) == (Checked(NIGHT, 3, (CHANGED,)), (CHANGED,))
    assert (last_check(other_city), trouble_of(other_city)) == (None, ())


@pytest.mark.parametrize("content", [b"", b"{}", b"[]", b'{"at": 1, "length": 1, "problems": []}'])
def test_a_torn_verdict_is_none(rubtsovsk, write, content):
    write(rubtsovsk)
    check(rubtsovsk)
    head_path(rubtsovsk.pk).with_suffix(".checked.json").write_bytes(content)

    assert last_check(rubtsovsk) is None


def test_a_tail_that_was_cut_is_known_without_a_check(rubtsovsk, write, django_assert_num_queries):
    write(rubtsovsk, 3)
    with forger():
        Entry.objects.of(rubtsovsk).filter(number=3).delete()

    with django_assert_num_queries(1):
        assert trouble_of(rubtsovsk) == (REWRITTEN,)


def test_each_night_every_journal_is_read(rubtsovsk, other_city, write):
    write(rubtsovsk, 2)
    write(other_city, 1)
    tamper(rubtsovsk)

    assert check_all.func() == 2
    assert [check_journal.func(city.pk) for city in (rubtsovsk, other_city)] == [False, True]

    assert trouble_of(rubtsovsk) == (CHANGED,)
    assert last_check(other_city) is not None
    assert trouble_of(other_city) == ()
    (row,) = [row for row in PERIODIC if row.task_path == check_all.module_path]
    assert (row.at_hour, row.queue) == (3, "media")


def test_the_page_tells_of_the_last_check(rubtsovsk, carol, write):
    def page() -> str:
        return client_of(carol).get(reverse("journal:list")).content.decode()

    write(rubtsovsk, 3)
    assert "Целиком ещё не проверялся, Вече сделает это ночью само." in page()

    with time_machine.travel(NIGHT, tick=False):
        check(rubtsovsk)
    whole = page()
    assert "Проверен 26 ноября, 03:10: прочитано записей: 3, всё цело." in whole
    assert ("chain-broken" in whole, "После проверки" in whole) == (False, False)
    write(rubtsovsk, 2)
    assert "После проверки добавлено: 2." in page()

    tamper(rubtsovsk)
    check(rubtsovsk)
    broken = page()
    assert "chain-broken" in broken
    assert "Журнал нарушен. Ничего не трогайте и позовите отдел ИТ" in broken
    assert CHANGED in broken
