"""During a freeze nothing is sent, not even the upload of a photo."""

from collections.abc import Callable

import pytest

from tests.sandbox_process import SandboxProcess
from veche.accounts.models import Account
from veche.outbox.domain.claim import claim
from veche.outbox.domain.freeze import freeze, release
from veche.outbox.domain.person_decisions import send_now
from veche.outbox.enums import ActState
from veche.outbox.models import Act, Attempt
from veche.staff.models import Person

pytestmark = pytest.mark.django_db


def test_what_a_person_sends_while_all_is_frozen_waits_for_the_release(
    sandbox: SandboxProcess, vk: Account, post_to: Callable[..., Act], carol: Person
):
    act = post_to(vk, "Опоздала")
    Act.objects.filter(pk=act.pk).update(state=ActState.MISSED)
    freeze(administration=vk.administration, by=carol, reason="Проверка")
    send_now(act=act, by=carol)
    act.refresh_from_db()
    assert act.state == ActState.STOPPED  # before any worker has checked it

    taken = claim(act.pk, worker="w")

    act.refresh_from_db()
    assert taken is None
    assert act.state == ActState.STOPPED
    assert Attempt.objects.count() == 0
    assert release(administration=vk.administration, by=carol).going == 1


def test_the_freeze_of_another_city_stops_nothing_here(
    sandbox: SandboxProcess, vk: Account, post_to: Callable[..., Act], mallory: Person
):
    act = post_to(vk, "Каток открыт")
    freeze(administration=mallory.administration, by=mallory, reason="Проверка")

    taken = claim(act.pk, worker="w")

    assert taken is not None
    assert (taken.pk, taken.state) == (act.pk, ActState.PREPARING)
