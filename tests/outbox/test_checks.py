from dataclasses import replace

import pytest
from pytest_django import Settings

from tests.profiles import change_profile
from veche.networks.registry import NETWORKS
from veche.outbox.checks import leases_outlive_deadlines


def test_leases_of_the_product_outlive_its_deadlines() -> None:
    assert leases_outlive_deadlines() == []


def test_a_call_longer_than_the_lease_is_refused_at_start(monkeypatch: pytest.MonkeyPatch) -> None:
    change_profile(monkeypatch, "vk", limits=replace(NETWORKS["vk"].limits, call_seconds=50))

    assert [found.id for found in leases_outlive_deadlines()] == ["outbox.E001"]


def test_a_task_shorter_than_its_work_is_refused_at_start(settings: Settings) -> None:
    settings.TASK_SECONDS = 30

    assert [found.id for found in leases_outlive_deadlines()] == ["outbox.E002"]
