"""The freeze button on every page, its own page, and the bar that is shown until the freeze is lifted."""

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import make_account, make_act
from tests.markup import element, spaced_once
from tests.people import client_of
from veche.accounts.domain.abilities import POSTS_WAIT
from veche.accounts.enums import KeySlot
from veche.accounts.models import Account, Key
from veche.kernel.clock import local, now
from veche.outbox.domain import freeze as freezing
from veche.outbox.domain.freeze import freeze, is_frozen, release
from veche.outbox.domain.frozen import current_freeze
from veche.outbox.enums import ActState
from veche.outbox.models import Act, Attempt, Freeze
from veche.staff.models import Administration, Person

REASON = "Пожар на складе, ждём МЧС"


@pytest.fixture
def account(rubtsovsk: Administration, alice: Person) -> Account:
    return make_account(rubtsovsk, responsible=alice)


def planned(account: Account, number: int, **fields: Any) -> list[Act]:
    return [make_act(account, due_at=now(), **fields) for _ in range(number)]


def page_of(person: Person, name: str = "outbox:freeze") -> str:
    return read(client_of(person).get(reverse(name)))


def read(answer) -> str:
    return re.sub(r"</?bdi>", "", spaced_once(answer.content.decode()))


def test_what_lacks_a_key_does_not_leave_when_the_freeze_is_lifted(account: Account, alice: Person, carol: Person):
    keyless = make_account(account.administration, responsible=alice, network="max")
    Key.objects.create(
        administration=account.administration,
        account=keyless,
        slot=KeySlot.BOT,
        sealed="-",
        added_by=alice,
        revoked_at=now(),
    )
    make_act(account, title="Горка", due_at=now() + timedelta(hours=1))
    act = make_act(keyless, title="Каток", due_at=now() + timedelta(hours=1))
    freeze(administration=account.administration, by=carol, reason=REASON)

    page = page_of(carol).replace("\N{NO-BREAK SPACE}", " ")
    sending = client_of(alice).get(reverse("outbox:detail", args=[act.pk])).content.decode()
    thawed = (
        client_of(carol)
        .post(reverse("outbox:release"), follow=True)
        .content.decode()
        .replace("\N{NO-BREAK SPACE}", " ")
    )

    assert "Уйдут, когда снимут: 1 запись в 1 сети." in page
    assert "1 отправка ждёт ещё и ключа" in page
    assert "ждёт ключа и разморозки" in sending
    assert str(POSTS_WAIT) in sending
    assert "Разморожено. Уйдёт 1 запись." in thawed


def test_the_page_says_what_would_stand_still(account: Account, alice: Person):
    planned(account, 2)
    in_two_networks = now()
    for where in (account, make_account(account.administration, responsible=alice, network="ok")):
        make_act(where, title="Горка", due_at=in_two_networks)
    planned(account, 1, verb="reply")
    planned(account, 5, verb="delete_comment")
    planned(account, 1, state="sending")
    planned(account, 3, state="confirmed", proof="answer")

    page = page_of(alice).replace("\N{NO-BREAK SPACE}", " ")

    assert "3 записи в 2 сетях, 1 ответ и 5 удалений." in page
    assert "Уже уходят: 1." in page


@pytest.mark.parametrize(
    ("reason", "sentence"),
    [("", "Напишите, почему"), ("   ", "Напишите, почему"), ("о" * 301, "Слишком длинно: хватит 300 знаков")],
)
def test_without_a_reason_nothing_is_frozen(account: Account, alice: Person, reason: str, sentence: str):
    answer = client_of(alice).post(reverse("outbox:freeze"), {"reason": reason})

    assert (answer.status_code, sentence in answer.content.decode()) == (422, True)
    assert not is_frozen(alice.administration)


def test_it_freezes_and_every_page_says_so(account: Account, alice: Person, carol: Person, mallory: Person):
    due = now()
    for network in ("vk", "ok", "telegram"):
        make_act(make_account(alice.administration, responsible=alice, network=network), due_at=due)
    planned(account, 1, verb="reply")

    answer = client_of(alice).post(reverse("outbox:freeze"), {"reason": REASON}, follow=True)

    assert set(Act.objects.values_list("state", flat=True)) == {ActState.STOPPED}
    for page in (read(answer), page_of(carol, "outbox:accounts"), page_of(carol, "journal:list")):
        assert f"включил alice. Ждут: 1\N{NO-BREAK SPACE}запись и 1\N{NO-BREAK SPACE}ответ. «{REASON}»" in page
    assert "Заморозка: ничего не уходит" not in page_of(mallory, "outbox:accounts")


def leaving(account: Account, *, until: datetime) -> Act:
    """A video being sent: its call may take minutes."""
    act = make_act(account, due_at=now(), state="sending", lease_until=until)
    Attempt.objects.create(administration=account.administration, act=act, number=0, started_at=now())
    return act


def test_what_is_still_leaving_is_said_with_its_last_minute(
    account: Account, alice: Person, carol: Person, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(freezing, "QUIET_WITHIN", timedelta(0))
    with time_machine.travel(datetime(2026, 11, 25, 9, 0, tzinfo=UTC), tick=False) as clock:
        leaving(account, until=now() + timedelta(minutes=2, seconds=10))
        browser = client_of(alice)
        during = read(browser.post(reverse("outbox:freeze"), {"reason": REASON}, follow=True))
        bar = page_of(carol, "outbox:accounts")
        clock.shift(timedelta(minutes=3))
        after = page_of(alice)

    last = local(datetime(2026, 11, 25, 9, 3, tzinfo=UTC), alice.administration.time_zone)
    assert "1 отправка ещё уходит" in during
    assert f"не позже {last:%H:%M}" in during
    assert "в самой сети" in during
    assert "Ничего не уходит" not in during
    assert ("Заморозка: 1 отправка ещё уходит" in bar, "ничего не уходит" in bar) == (True, False)
    assert ("Ничего не уходит" in after, "ещё уходит" in after) == (True, False)


def test_a_second_press_freezes_nothing_twice(account: Account, alice: Person, carol: Person):
    browser = client_of(alice)
    browser.post(reverse("outbox:freeze"), {"reason": REASON})

    again = browser.post(reverse("outbox:freeze"), {"reason": "Ещё раз"}, follow=True)

    assert list(Freeze.objects.values_list("reason", flat=True)) == [REASON]
    assert "Уже заморожено" in again.content.decode()


def test_the_officer_is_told_who_lifts_it_and_the_head_of_press_has_the_button(
    account: Account, alice: Person, carol: Person
):
    freeze(administration=alice.administration, by=alice, reason=REASON)
    words = ("Разморозят начальник пресс-службы", f'action="{reverse("outbox:release")}"', "Снять заморозку")

    shown = [tuple(word in page for word in words) for page in map(page_of, (alice, carol))]

    assert shown == [(True, False, False), (False, True, True)]


def test_the_release_says_how_many_go_and_how_many_are_late(account: Account, alice: Person, carol: Person):
    on_time, late = planned(account, 2), planned(account, 3)
    freeze(administration=alice.administration, by=alice, reason=REASON)
    passed = now()
    Act.objects.filter(pk__in=[act.pk for act in late]).update(due_at=passed, not_after=passed)

    before = page_of(carol).replace("\N{NO-BREAK SPACE}", " ")
    answer = read(client_of(carol).post(reverse("outbox:release"), follow=True)).replace("\N{NO-BREAK SPACE}", " ")

    assert "Уйдут, когда снимут: 2 записи в 1 сети. Что до того опоздает, само не уйдёт." in before
    assert "Уже опоздали: 3." in before
    assert "Разморожено. Уйдут 2 записи." in answer
    assert "Опоздало отправок: 3. Сами не уйдут: решите, нужны ли ещё." in answer
    assert set(Act.objects.filter(pk__in=[act.pk for act in on_time]).values_list("state", flat=True)) == {"planned"}


def test_a_freeze_counts_the_same_kinds_before_during_and_after(account: Account, alice: Person, carol: Person):
    due = now() + timedelta(hours=1)
    for network in ("vk", "ok"):
        make_act(make_account(alice.administration, responsible=alice, network=network), due_at=due)
    for verb in ("reply", "answer_message", "delete_comment", "set_avatar"):
        planned(account, 1, verb=verb)
    kinds = "2 ответа, 1 удаление и 1 другое действие"

    pages = [page_of(carol)]
    freeze(administration=alice.administration, by=carol, reason=REASON)
    pages += [page_of(carol), read(client_of(carol).post(reverse("outbox:release"), follow=True))]

    before, during, after = (page.replace("\N{NO-BREAK SPACE}", " ") for page in pages)
    assert f"Встанут: 1 запись в 2 сетях, {kinds}." in before
    for said in (f"Ждут: 1 запись, {kinds}.", f"Уйдут, когда снимут: 1 запись в 2 сетях, {kinds}."):
        assert said in during
    assert f"Разморожено. Уйдут 1 запись, {kinds}." in after


def test_a_second_release_is_harmless(alice: Person, carol: Person):
    freeze(administration=alice.administration, by=alice, reason=REASON)
    browser = client_of(carol)
    browser.post(reverse("outbox:release"))

    again = browser.post(reverse("outbox:release"), follow=True)

    assert "Заморозки нет: всё уходит по плану." in again.content.decode()


def test_the_bar_costs_one_query(account: Account, carol: Person):
    planned(account, 3)
    freeze(administration=carol.administration, by=carol, reason=REASON)

    with CaptureQueriesContext(connection) as queries:
        found = current_freeze(carol.administration)
        said = (getattr(found, "posts", None), getattr(found, "others", None), str(found and found.by))

    assert (said, len(queries)) == ((3, 0, "carol"), 1)


def test_after_the_thaw_the_page_says_since_when_and_by_whom_all_goes(alice: Person, carol: Person):
    with time_machine.travel(datetime(2026, 11, 25, 9, 0, tzinfo=UTC), tick=False) as clock:
        before = page_of(alice)
        freeze(administration=alice.administration, by=alice, reason=REASON)
        release(administration=alice.administration, by=carol)
        after = page_of(alice)
        clock.shift(timedelta(days=2))
        later = page_of(alice)

    words = "Всё снова уходит.</b> Заморозку снял carol, сегодня в 16:00."
    assert [words in page for page in (before, after, later)] == [False, True, False]


def test_a_long_reason_is_folded_in_the_bar(alice: Person, carol: Person):
    freeze(administration=alice.administration, by=alice, reason="Проверяем, что вышло. " * 13)

    bar = element(page_of(carol, "outbox:accounts"), "div.freeze-bar")

    assert ('<details class="freeze-why">' in bar, bar.count("Проверяем, что вышло. " * 12)) == (True, 1)
