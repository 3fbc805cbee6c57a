"""«Заморозить всё»: nothing is sent after the button's answer."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse

from tests.factories import make_account, make_act
from tests.grace import let_it_pass
from tests.people import client_of
from tests.sandbox_process import SandboxProcess
from tests.waiting import wait_until
from veche.accounts.models import Account
from veche.kernel import probes
from veche.kernel.clock import now
from veche.networks.protocol import NetworkError
from veche.outbox.domain import freeze as freezing
from veche.outbox.domain.deliver import deliver
from veche.outbox.domain.freeze import Released, freeze, is_frozen, release
from veche.outbox.domain.frozen import Kinds, current_freeze
from veche.outbox.domain.plan import cancel
from veche.outbox.domain.results import did_not_happen, rule_out
from veche.outbox.enums import ActState
from veche.outbox.errors import AlreadyFrozen
from veche.outbox.models import Act, Attempt, Freeze
from veche.staff.models import Administration, Person

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def nobody_listens_afterwards() -> Iterator[None]:
    yield
    probes.listen(None)


def in_thread(call: Callable[[], object]) -> threading.Thread:
    def run() -> None:
        try:
            call()
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def test_none_of_a_hundred_due_acts_leaves_after_the_answer(
    sandbox: SandboxProcess, vk: Account, post_to: Callable[..., Act], carol: Person
) -> None:
    acts = [post_to(vk, f"Заморозка {number}", intent=f"f:{number}") for number in range(100)]

    def deliver_all() -> None:
        for act in acts:
            deliver(act.pk, worker="w")

    worker = in_thread(deliver_all)
    wait_until(lambda: bool(sandbox.posts("vk")))

    freeze(administration=vk.administration, by=carol, reason="Трагедия в городе")
    at_answer = sandbox.calls("vk", "wall.post")
    worker.join()

    assert sandbox.calls("vk", "wall.post") == at_answer
    states = set(Act.objects.values_list("state", flat=True))
    assert states <= {ActState.STOPPED, ActState.SENT}
    assert Act.objects.filter(state=ActState.STOPPED).count() >= 1


def test_the_button_waits_for_the_call_that_is_on_its_way(
    sandbox: SandboxProcess, vk: Account, post_to: Callable[..., Act], carol: Person
) -> None:
    sandbox.fault("vk", "wall.post", "slow", times=1, seconds=1)
    act = post_to(vk, "Уже в пути")
    worker = in_thread(lambda: deliver(act.pk, worker="w"))
    wait_until(Act.objects.filter(pk=act.pk, state=ActState.SENDING).exists)

    freeze(administration=vk.administration, by=carol, reason="Проверка")

    act.refresh_from_db()
    worker.join()
    assert act.state == ActState.SENT


def test_the_answer_names_what_it_did_not_wait_for(
    sandbox: SandboxProcess, vk: Account, post_to: Callable[..., Act], carol: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(freezing, "QUIET_WITHIN", timedelta(seconds=0.1))
    arrived = threading.Event()
    probes.listen(lambda point: arrived.wait(20) if point == "http.request_sent" else None)
    act = post_to(vk, "Фильм в пути")
    worker = in_thread(lambda: deliver(act.pk, worker="w"))
    wait_until(Act.objects.filter(pk=act.pk, state=ActState.SENDING).exists)

    freeze(administration=vk.administration, by=carol, reason="Проверка")
    told = current_freeze(vk.administration)
    act.refresh_from_db()
    assert told is not None
    assert (told.leaving, told.leaves_until) == (1, act.lease_until)  # type: ignore[attr-defined]

    arrived.set()
    worker.join()
    told = current_freeze(vk.administration)
    assert told is not None
    assert (told.leaving, told.leaves_until) == (0, None)  # type: ignore[attr-defined]


def test_release_sends_what_is_in_time_and_leaves_the_rest_to_a_person(
    sandbox: SandboxProcess, vk: Account, post_to: Callable[..., Act], carol: Person
) -> None:
    late, early = post_to(vk, "Опоздала"), post_to(vk, "Успевает")
    freeze(administration=vk.administration, by=carol, reason="Проверка")
    planned_while_frozen = post_to(vk, "Поставили во время заморозки")
    passed = now()
    Act.objects.filter(pk=late.pk).update(not_after=passed, due_at=passed)

    released = release(administration=vk.administration, by=carol)

    states = dict(Act.objects.values_list("pk", "state"))
    assert released == Released(going=2, missed=1, kinds=Kinds(posts=2, replies=0, deletions=0, others=0))
    assert states == {
        late.pk: ActState.MISSED,
        early.pk: ActState.PLANNED,
        planned_while_frozen.pk: ActState.PLANNED,
    }


def say_no(act: Act, by: Person) -> None:
    answer = client_of(by).post(reverse("outbox:not_happened", args=[act.pk]), follow=True).content.decode()
    assert "Записали: не вышла. Сейчас всё заморожено, отправку запомнили." in answer


def hear_a_refusal(act: Act, _by: Person) -> None:
    Act.objects.filter(pk=act.pk).update(state=ActState.SENDING, doubt_since=None)
    act.refresh_from_db()
    did_not_happen(act, NetworkError("VK сейчас не успевает.", code="vk_10"))


@pytest.mark.parametrize("heard", [say_no, lambda act, _by: rule_out(act), hear_a_refusal])
def test_what_did_not_happen_is_held_by_the_freeze_at_once(
    rubtsovsk: Administration, carol: Person, heard: Callable[[Act, Person], object]
) -> None:
    account = make_account(rubtsovsk, responsible=carol)
    passed = now() - timedelta(minutes=10)
    act = make_act(account, due_at=passed, state="unknown", doubt_since=passed, last_call_deadline=passed)
    let_it_pass(act)
    Freeze.objects.create(administration=account.administration, by=carol, reason="Проверка", since=now())

    heard(act, carol)

    act.refresh_from_db()
    assert act.state == ActState.STOPPED
    assert act.doubt_since is None
    assert act.get_state_display() == "заморожена"


def test_the_button_does_not_wait_for_an_act_that_was_taken_back(
    sandbox: SandboxProcess, vk: Account, post_to: Callable[..., Act], carol: Person
) -> None:
    act = post_to(vk, "Сняли в последний миг")
    probes.listen(lambda point: cancel(act=act, reason="Сняли") if point == "act.claimed" else None)
    deliver(act.pk, worker="w")
    probes.listen(None)

    started = time.monotonic()
    freeze(administration=vk.administration, by=carol, reason="Проверка")

    act.refresh_from_db()
    assert act.state == ActState.CANCELLED
    assert act.title not in [post["text"] for post in sandbox.posts("vk")]
    assert time.monotonic() - started < freezing.QUIET_WITHIN.total_seconds() / 2


def test_many_who_press_leave_threads_for_the_pages(
    vk: Account, carol: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The site has four threads; a video being sent blocked each press for a minute."""
    film = make_act(vk, due_at=now(), state="sending", lease_until=now() + timedelta(minutes=5))
    Attempt.objects.create(administration=vk.administration, act=film, number=0, started_at=now())

    def press() -> None:
        with suppress(AlreadyFrozen):
            freeze(administration=vk.administration, by=carol, reason="Трагедия в городе")

    presses = [in_thread(press) for _ in range(6)]
    wait_until(lambda: sum(thread.is_alive() for thread in presses) == 2)
    Attempt.objects.update(finished_at=now())
    for thread in presses:
        thread.join(60)

    assert not any(thread.is_alive() for thread in presses)


def test_second_freeze_is_refused_and_other_cities_go_on(
    rubtsovsk: Administration, other_city: Administration, carol: Person
) -> None:
    freeze(administration=rubtsovsk, by=carol, reason="Проверка")

    with pytest.raises(AlreadyFrozen):
        freeze(administration=rubtsovsk, by=carol, reason="Ещё раз")
    assert (is_frozen(rubtsovsk), is_frozen(other_city)) == (True, False)
