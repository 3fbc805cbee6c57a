"""Queries about waiting tasks that both engines answer."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.engine.tasks import add, fail
from tests.engine.waiting import set_status
from veche.engine.port import AT_ONCE, engine

pytestmark = pytest.mark.django_db(transaction=True)


def test_waiting_are_those_that_could_start_at_once() -> None:
    moment = timezone.now()
    add.enqueue(1, 0)
    add.using(run_after=moment - timedelta(minutes=1)).enqueue(2, 0)
    add.using(run_after=moment + timedelta(minutes=1)).enqueue(3, 0)
    fail.enqueue()

    assert engine().waiting(add, [1, 2, 3, 4]) == {1, 2}
    assert (engine().waiting(add, [2]), engine().waiting(add, [])) == ({2}, set())


def test_due_is_the_first_hour_of_each_queue() -> None:
    moment = timezone.now()
    late, soon, later = (moment + timedelta(seconds=seconds) for seconds in (-60, 60, 3600))
    add.using(queue_name="vk", run_after=soon).enqueue(1, 0)
    add.using(queue_name="vk", run_after=late).enqueue(1, 0)
    add.using(queue_name="telegram", run_after=soon).enqueue(1, 0)
    add.using(queue_name="telegram").enqueue(1, 0)
    add.using(queue_name="max", run_after=soon).enqueue(1, 0)
    add.using(queue_name="max", run_after=later).enqueue(1, 0)
    add.using(queue_name="ok", run_after=later).enqueue(1, 0)

    assert engine().due(before=moment + timedelta(seconds=90)) == {"vk": late, "telegram": AT_ONCE, "max": soon}
    set_status("RUNNING")
    assert engine().due(before=moment + timedelta(seconds=90)) == {}


def test_what_runs_waits_no_more() -> None:
    add.enqueue(1, 0)
    set_status("RUNNING")

    assert engine().waiting(add, [1]) == set()
