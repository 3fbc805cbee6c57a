"""An action under a freeze answers that it waits, and the list continues to show it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import make_account, make_act, make_conversation, make_letter, make_message
from tests.markup import element, elements, words
from tests.people import client_of
from tests.written import approved, asked
from veche.accounts.models import Account
from veche.inbox.models import Conversation, Message
from veche.kernel.clock import now
from veche.outbox.domain.freeze import freeze
from veche.outbox.enums import ActState
from veche.outbox.models import Act
from veche.plan.models import PlanItem
from veche.publishing.domain.withdraw import withdraw
from veche.staff.models import Person
from veche.web.pages.late import act_rows

HELD = "Сейчас всё заморожено, отправку запомнили."


@pytest.fixture
def account(alice: Person) -> Account:
    return make_account(alice.administration, responsible=alice)


@pytest.fixture
def comment(account: Account) -> Message:
    return make_message(account)


@pytest.fixture
def out(alice: Person, carol: Person, account: Account) -> Act:
    """A published post with a comment."""
    version = approved(alice, carol, accounts=[account])
    Act.objects.update(state=ActState.CONFIRMED, remote_id="7", proof="answer", proven_at=now())
    act: Act = version.deliveries.get().act
    Conversation.objects.filter(pk=make_conversation(account, post_id="7").pk).update(act=act)
    return act


def press(browser: Client, url: str, **said: str) -> str:
    """The alerts of the page after the action."""
    page = browser.post(url, said, follow=True).content.decode()
    return words(element(page, "div.alerts"))


def line_of(browser: Client, message: Message) -> str:
    page = browser.get(reverse("web:inbox") + "?show=all").content.decode()
    return words(next(line for line in elements(page, "li") if f'href="/inbox/{message.pk}/' in line))


def test_an_answer_says_that_it_waits_and_goes_to_what_is_held(comment: Message, alice: Person, carol: Person) -> None:
    freeze(administration=alice.administration, by=carol, reason="Проверяем")
    browser = client_of(alice)

    said = press(browser, reverse("web:message_answer", args=[comment.pk]), text="В субботу.")
    queue, frozen = (words(browser.get(reverse("web:inbox") + which).content.decode()) for which in ("", "?show=held"))

    assert HELD in said
    assert ("Ждут разморозки 1" in queue, "ответ ждёт разморозки" in frozen) == (True, True)
    assert "Ждут 1 " not in queue


def test_a_private_answer_that_is_held_is_not_told_as_given(account: Account, alice: Person, carol: Person) -> None:
    letter = make_letter(account)
    freeze(administration=alice.administration, by=carol, reason="Проверяем")
    browser = client_of(alice)

    said = press(browser, reverse("web:message_answer", args=[letter.pk]), text="По средам.")
    page = words(browser.get(reverse("web:message", args=[letter.pk])).content.decode())

    assert HELD in said
    assert "Личное сообщение Ответ ждёт разморозки" in page
    assert "Ответили" not in page


PRESSES: dict[str, Callable[[Act, Message], tuple[str, dict[str, str]]]] = {
    "take_down": lambda act, _: (
        reverse("publishing:take_down", args=[act.delivery.version.post_id]),
        {"reason": "Неверный адрес"},
    ),
    "pin": lambda act, _: (reverse("publishing:pin", args=[act.delivery.version.post_id]), {}),
    "delete": lambda _, comment: (reverse("moderation:delete", args=[comment.pk]), {"ground": "spam"}),
}


@pytest.mark.parametrize("name", PRESSES)
def test_every_press_that_sends_says_that_it_waits(
    name: str, out: Act, comment: Message, alice: Person, carol: Person
) -> None:
    url, said = PRESSES[name](out, comment)
    frozen = press(client_of(alice), url, **said)
    freeze(administration=alice.administration, by=carol, reason="Проверяем")
    other = make_message(comment.account)
    if name != "delete":
        Act.objects.exclude(pk=out.pk).delete()
        getattr(out.delivery.version.post, "withdrawal", other).delete()
    url, said = PRESSES[name](out, other)

    assert HELD not in frozen
    assert HELD in press(client_of(alice), url, **said)


def test_a_yes_under_a_freeze_says_that_it_waits(account: Account, alice: Person, carol: Person) -> None:
    step = asked(alice, accounts=[account])
    freeze(administration=alice.administration, by=carol, reason="Проверяем")

    said = press(client_of(carol), reverse("publishing:decide", args=[step.pk]), verdict="yes")

    assert f"Согласовано. {HELD}" in said


def test_sending_again_under_a_freeze_says_that_it_waits_and_stays_late(out: Act, alice: Person, carol: Person) -> None:
    Act.objects.update(state=ActState.MISSED, proof="", proven_at=None)
    PlanItem.objects.update(publish_at=now() - timedelta(hours=2))
    freeze(administration=alice.administration, by=carol, reason="Проверяем")

    browser = client_of(alice)
    before = browser.get("/").context["late"]
    said = press(browser, reverse("outbox:send_now", args=[out.pk]))
    after = browser.get("/").context["late"]

    assert HELD in said
    assert (before.things, after.things) == (1, 1)
    row = after.rows[0]
    assert row.what == before.rows[0].what
    assert row.nets == ("vk",)
    assert row.say == "ждёт разморозки"
    assert [verb.label for verb in row.verbs] == ["Не отправлять"]


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (ActState.MISSED, "Удалить комментарий под «Каток»"),
        (ActState.UNKNOWN, "Удалён ли комментарий под «Каток»?"),
    ],
)
def test_a_lost_deletion_is_named_by_what_is_to_be_done(
    state: ActState, said: str, account: Account, alice: Person
) -> None:
    act = make_act(account, verb="delete_comment", title="Комментарий под «Каток»", state=state)

    assert [row.what for row in act_rows(alice, [act], {})] == [said]


def test_the_inbox_says_why_nobody_waits_under_a_withdrawn_post(out: Act, account: Account, alice: Person) -> None:
    under = make_message(account, conversation=Conversation.objects.get(act=out))
    withdraw(post=out.delivery.version.post, by=alice, reason="Неверный адрес")
    Act.objects.filter(verb="withdraw").update(state=ActState.CONFIRMED, proof="answer", proven_at=now())
    browser = client_of(alice)

    page = browser.get(reverse("web:message", args=[under.pk]))

    assert "Запись сняли с публикации сегодня" in words(page.content.decode())
    assert "ответа под ней больше не ждут." in words(page.content.decode())
    assert reverse("web:message_answer", args=[under.pk]) not in page.content.decode()
    assert "запись сняли, ответа не ждут" in line_of(browser, under)
    assert "Решать нечего Записи в сети нет" in words(page.content.decode())
    assert (">Удалить<" in page.content.decode(), "Открыть в VK" in words(page.content.decode())) == (False, False)


def test_while_a_withdrawal_is_not_done_its_comments_can_be_decided(out: Act, account: Account, alice: Person) -> None:
    under = make_message(account, conversation=Conversation.objects.get(act=out))
    withdraw(post=out.delivery.version.post, by=alice, reason="Неверный адрес")

    page = client_of(alice).get(reverse("web:message", args=[under.pk])).content

    assert (
        reverse("moderation:delete", args=[under.pk]).encode() in page,
        "Решать нечего" in words(page.decode()),
    ) == (
        True,
        False,
    )
