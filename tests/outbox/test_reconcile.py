"""Reconciliation enqueues again what the engine has lost, and nothing that it still has."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from tests.engine.waiting import forget_all, rows, set_status
from veche.accounts.models import Account
from veche.kernel.clock import now
from veche.outbox.domain.reconcile import NUDGE_EVERY, OVERDUE, reconcile
from veche.outbox.models import Act

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def overdue(vk: Account, post_to: Callable[..., Act]) -> list[Act]:
    acts = [post_to(vk, f"Каток, запись {number}") for number in range(3)]
    let_time_pass(OVERDUE)
    return acts


def let_time_pass(by: timedelta) -> None:
    moment = now() - by - timedelta(seconds=1)
    Act.objects.update(due_at=moment, next_try_at=moment)
    Act.objects.exclude(nudged_at=None).update(nudged_at=moment)


def waiting() -> list[int]:
    return sorted(row.args[0] for row in rows() if row.task_path.endswith(".deliver") and row.status == "READY")


def test_a_lane_that_is_behind_is_given_no_second_task(overdue: list[Act]) -> None:
    ids = [act.pk for act in overdue]

    told = []
    for _ in range(5):
        told.append(reconcile()["nudged"])
        let_time_pass(NUDGE_EVERY)

    assert (told, waiting()) == ([0] * 5, ids)


def test_what_the_engine_has_lost_is_put_back_once(overdue: list[Act]) -> None:
    forget_all("default")

    told = []
    for _ in range(3):
        told.append(reconcile()["nudged"])
        let_time_pass(NUDGE_EVERY)

    assert (told, waiting()) == ([3, 0, 0], [act.pk for act in overdue])


def test_a_task_that_runs_may_have_died_with_its_worker(overdue: list[Act]) -> None:
    set_status("RUNNING")

    assert (reconcile()["nudged"], waiting()) == (3, [act.pk for act in overdue])
