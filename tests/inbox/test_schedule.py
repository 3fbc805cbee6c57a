"""Scheduled tasks and their intervals."""

from django.conf import settings
from django.utils.module_loading import import_string

from veche.config.schedule import PERIODIC
from veche.engine.queues import reading
from veche.networks.registry import NETWORKS

OURS = ("inbox.", "moderation.")


def test_the_page_promises_what_the_schedule_does() -> None:
    polls = [row for row in PERIODIC if row.name.startswith("inbox.poll.")]

    assert {(row.queue, row.args) for row in polls} == {(reading(slug), (slug,)) for slug in settings.OFFERED_NETWORKS}
    assert {row.args[0]: row.every_seconds for row in polls} == {"vk": 5, "ok": 20, "telegram": 5, "max": 5}


def test_each_network_that_calls_is_asked_whether_it_still_does() -> None:
    looks = [row for row in PERIODIC if row.name.startswith("inbox.calls.")]

    assert {(row.queue, row.args) for row in looks} == {
        (reading(slug), (slug,)) for slug in settings.OFFERED_NETWORKS if NETWORKS[slug].reading.has_webhooks
    }
    assert max(row.every_seconds for row in looks) <= 300


def test_a_comment_is_screened_within_three_seconds_and_an_act_soon_settled() -> None:
    every = {row.name: row.every_seconds for row in PERIODIC}

    assert every["moderation.propose"] <= 3
    assert every["moderation.settle"] <= 3


def test_every_row_names_a_task() -> None:
    assert all(import_string(row.task_path).func for row in PERIODIC if row.name.startswith(OURS))
