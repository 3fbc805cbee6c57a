"""«Сегодня»: by role, in correct Russian, with the same number of queries for one object and for thirty."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests import written
from tests.factories import NOON, make_account, make_act, make_conversation, make_message, make_plan_item, settle
from tests.markup import element, elements
from tests.markup import words as words_of
from tests.people import client_of, stand_in
from tests.publishing.test_release import put
from veche.accounts.models import Account
from veche.approval.enums import Verdict
from veche.approval.models import Step
from veche.kernel.clock import now
from veche.moderation.domain.propose import propose_for_new
from veche.outbox.domain.divergence import open_divergence
from veche.outbox.enums import ActState, DivergenceKind, Proof
from veche.publishing.domain.release import decide_and_release
from veche.staff.domain.roles import forget_roles
from veche.staff.enums import Role
from veche.staff.models import Person
from veche.web.pages.afterwards import MOST_NEWS

TODAY = "/"
MOST_BYTES = 100_000
EVERYBODY = ("alice", "carol", "helen", "dave", "ivan", "audrey")


@pytest.fixture
def account(alice: Person) -> Account:
    return make_account(alice.administration, responsible=alice)


def words(client: Client) -> str:
    """The visible text of the page, in order."""
    page = client.get(TODAY)
    assert page.status_code == 200
    return words_of(element(page.content.decode(), "main"))


def card(client: Client, name: str) -> str:
    page = client.get(TODAY).content.decode()
    return "".join(elements(page, f"section[aria-labelledby={name}]"))


def queries(client: Client) -> int:
    with CaptureQueriesContext(
        connection,
    ) as caught:
        page = client.get(TODAY)
    assert len(page.content) < MOST_BYTES
    return len(caught)


def fill(alice: Person, carol: Person, account: Account, *, times: int) -> None:
    """Create everything that the page can show, `times` over."""
    for number in range(times):
        make_act(account, state=ActState.MISSED, title=f"Не ушла {number}")
        make_act(account, state=ActState.UNKNOWN, title=f"Неясна {number}", doubt_since=now())
        make_plan_item(
            alice.administration,
            author=alice,
            accounts=(account,),
            publish_at=now() + timedelta(minutes=number + 1),
            title=f"Скоро {number}",
        )
        written.asked(alice, accounts=(account,), title=f"Ждёт слова {number}", text=f"Текст {number}")
        step = written.asked(alice, accounts=(account,), title=f"Вернули {number}", text=f"Текст {number}")
        decide_and_release(step=step, by=carol, verdict=Verdict.RETURN, note="Суше")
        conversation = make_conversation(account, post_id=f"9{number}")
        conversation.title = f"Запись {number}"
        conversation.save()
        make_message(account, conversation=conversation, text=f"Когда {number}?", at=now())
        make_message(account, conversation=conversation, text="Лучшее казино, фриспины всем", at=now())
    propose_for_new()


@time_machine.travel(NOON, tick=False)  # acts due within the hour are due today
def test_the_number_of_queries_does_not_grow(
    alice: Person, carol: Person, account: Account, request: pytest.FixtureRequest
):
    clients = {who: client_of(request.getfixturevalue(who)) for who in EVERYBODY}
    for client in clients.values():
        client.get(TODAY)  # the first visit stores the person's last activity in the session
    counts: dict[str, list[int]] = {who: [] for who in EVERYBODY}
    for more in (1, 2):
        fill(alice, carol, account, times=more)
        for who, client in clients.items():
            counts[who].append(queries(client))

    assert counts == {who: [first] * 2 for who, (first, *_) in counts.items()}
    assert max(first for first, *_ in counts.values()) <= 20


def test_an_empty_day_says_what_is_normal(alice: Person):
    said = words(client_of(alice))

    assert "Вас ничего не ждёт, сегодня больше ничего не выходит" in said
    assert "Ждёт вас ничего не опаздывает От вас ничего не ждут" in said
    assert 'id="late"' not in client_of(alice).get(TODAY).content.decode()
    assert "Норма недели: вышло 0 из 5" in said
    assert "На сегодня ничего не запланировано" in said


def test_an_auditor_reads_why_nothing_waits_and_where_to_look(audrey: Person):
    browser = client_of(audrey)
    mine = card(browser, "mine")

    said = words_of(mine)
    assert "Вы проверяете, решают другие Журнал целиком ещё не читали, Вече сделает это ночью." in said
    links = re.findall(r'<a [^>]*href="([^"]+)"', mine)
    assert links == ["/journal/", "/outbox/", "/inbox/deletions/"]
    assert [browser.get(link).status_code for link in links] == [200] * 3


def test_late_acts_and_their_buttons(alice: Person, account: Account):
    missed = make_act(account, state=ActState.MISSED, title="Каток", due_at=now() - timedelta(hours=2))
    unknown = make_act(account, state=ActState.UNKNOWN, title="Тепло на «Громова»", doubt_since=now())

    late, decide = (card(client_of(alice), name) for name in ("late", "decide"))

    assert "Вышла ли запись «Тепло на „Громова“»?" in decide
    assert [re.findall(r'action="([^"]+)"', page) for page in (late, decide)] == [
        [reverse("outbox:send_now", args=[missed.pk])],
        [reverse(f"outbox:{verb}", args=[unknown.pk]) for verb in ("happened", "not_happened")],
    ]
    assert f'href="{reverse("outbox:give_up", args=[missed.pk])}?next=/"' in late
    assert "Одно дело опаздывает, одно надо решить, вас ничего не ждёт" in words(client_of(alice))


def test_a_withdrawal_that_is_late_is_sent_or_done_by_hand(alice: Person, account: Account):
    down = make_act(account, state=ActState.MISSED, verb="withdraw")

    page = card(client_of(alice), "decide")

    assert re.findall(r'action="([^"]+)"', page) == [
        reverse(f"outbox:{verb}", args=[down.pk]) for verb in ("send_now", "by_hand")
    ]


def test_the_button_does_it_and_leads_back(alice: Person, account: Account):
    act = make_act(account, state=ActState.UNKNOWN, title="Каток", doubt_since=now())
    client = client_of(alice)

    answer = client.post(reverse("outbox:happened", args=[act.pk]), {"next": TODAY})

    act.refresh_from_db()
    assert (answer.headers["Location"], act.state) == (TODAY, ActState.CONFIRMED)


def test_who_may_not_decide_sees_no_buttons(alice: Person, carol: Person, dora: Person, dave: Person, account: Account):
    """Objects that are not publications are not listed either where acts are hidden."""
    version = written.approved(alice, carol, accounts=(account,), title="Каток")
    put(version, "vk", ActState.MISSED)
    make_act(account, state=ActState.FAILED, verb="set_avatar", title="Аватар")

    late, decide = (card(client_of(dora), name) for name in ("late", "decide"))

    assert "<form" not in late
    assert f'href="/posts/{version.post_id}/"' in late
    assert decide == ""
    assert "".join(card(client_of(dave), name) for name in ("late", "decide")) == ""


def test_an_hour_that_is_past_without_a_text_is_late_and_one_that_is_near_is_not(alice: Person, account: Account):
    settle(alice.administration)
    for title, minutes in (("Каток", -100), ("Горка", 40), ("Ёлка", 70)):
        moment = now() + timedelta(minutes=minutes)
        make_plan_item(alice.administration, author=alice, accounts=(account,), publish_at=moment, title=title)

    late, soon = (words_of(card(client_of(alice), name)) for name in ("late", "soon"))

    assert late.startswith("Опаздывает 1 Каток опаздывает на 1 ч 40 мин , текста ещё нет")
    assert soon.startswith("Можем не успеть 2 Горка через 39 мин , текста ещё нет")
    said = words(client_of(alice))
    assert "Одно дело опаздывает, две записи можем не успеть, вас ничего не ждёт" in said
    assert "ничего не опаздывает" not in said


def test_a_near_hour_alone_is_said_as_such(alice: Person, account: Account):
    moment = now() + timedelta(minutes=40)
    make_plan_item(alice.administration, author=alice, accounts=(account,), publish_at=moment, title="Горка")

    assert "Одну запись можем не успеть, " in words(client_of(alice))
    assert card(client_of(alice), "late") == ""


def test_an_overdue_word_stands_once(alice: Person, carol: Person, account: Account):
    """It is listed as a late approval only, not also as an item without a text or among waiting items."""
    step = written.asked(alice, accounts=(account,), publish_at=now() + timedelta(hours=2), title="Каток")
    step.due_at = now() - timedelta(hours=1)
    step.save()

    said = words(client_of(carol))

    assert said.count("«Каток»") == 1
    assert "Согласовать «Каток» опаздывает на 1 ч" in said


def test_the_head_of_press_is_asked_and_the_writer_is_not(alice: Person, carol: Person, account: Account):
    written.asked(alice, accounts=(account,), title="Каток")

    assert "Согласовать «Каток» выходит завтра" in words(client_of(carol))
    assert "Согласовать «Каток»" not in words(client_of(alice))


def test_a_deputy_is_asked_too_but_not_about_the_own_text(alice: Person, bob: Person, carol: Person, account: Account):
    stand_in(bob, carol, Role.PRESS_HEAD)
    forget_roles(bob)
    written.asked(alice, accounts=(account,), title="Чужая")
    written.asked(bob, accounts=(account,), title="Своя")

    said = words(client_of(bob))

    assert ("Согласовать «Чужая»" in said, "Согласовать «Своя»" in said) == (True, False)


def test_what_came_back_waits_for_its_writer(alice: Person, bob: Person, carol: Person, account: Account):
    step = written.asked(alice, accounts=(account,), title="Каток")
    decide_and_release(step=step, by=carol, verdict=Verdict.RETURN, note="Напишите, до которого часа")

    assert "Поправить «Каток»" in words(client_of(alice))
    assert "«Напишите, до которого часа»" in words(client_of(alice))
    assert "Поправить «Каток»" not in words(client_of(bob))


def test_comments_wait_by_what_is_to_do(alice: Person, account: Account):
    spam = "Лучшее казино, фриспины всем новым, заходи"
    for text in ("Когда откроют?", "Спасибо", spam, "Вы там все дебилы", "Сам ты идиот"):
        make_message(account, text=text, at=now() - timedelta(minutes=5))
    propose_for_new()

    said = words(client_of(alice))

    assert re.search(r"2 комментария ждут ответа самый давний \w+ в \d\d:\d\d Ответить", said)
    assert "3 комментария предложено удалить оскорбления 2, спам 1. Решаете вы" in said


def test_what_people_ask_about(alice: Person, account: Account):
    for title, number in (("Каток", 3), ("Тепло", 1)):
        conversation = make_conversation(account, post_id=title)
        conversation.title = title
        conversation.save()
        for one in range(number):
            make_message(account, conversation=conversation, text=f"Ясно. Когда {one}? Ждём", at=now())
    make_message(account, text="Давно", at=now() - timedelta(days=5))

    said = words(client_of(alice))

    assert "за сутки 4 комментария, обычно 0" in said
    assert "Каток 3 «Ясно. Когда 2?» Тепло 1 «Ясно. Когда 0?»" in said


def test_a_rude_question_is_not_quoted(alice: Person, account: Account):
    conversation = make_conversation(account)
    conversation.title = "Каток"
    conversation.save()
    make_message(account, conversation=conversation, text="Вы там все дебилы?", at=now())
    propose_for_new()

    assert "дебилы" not in words(client_of(alice))


def test_a_silent_network_and_a_refused_key_stand_over_the_page(alice: Person, ivan: Person, account: Account):
    make_act(account, due_at=now() - timedelta(minutes=5))
    account.unreachable_since = now() - timedelta(minutes=30)
    account.save()
    key = account.keys.create(
        administration=account.administration,
        slot="community",
        sealed="-",
        added_by=ivan,
        refused_at=now(),
        refusal="Введите новый ключ.",
    )

    said = words(client_of(ivan))

    assert "ВКонтакте не отвечает с" in said
    assert "Одна запись ждёт в очереди и уйдёт сама, когда связь вернётся." in said
    assert f"ВКонтакте: {str(key.get_slot_display()).lower()} не принят. Введите новый ключ. К ключам" in said


def test_a_refused_key_is_said_once(ivan: Person, account: Account):
    refusal = "VK не принял ключ: он отозван. Запись цела. Введите новый ключ."
    account.keys.create(
        administration=account.administration,
        slot="community",
        sealed="-",
        added_by=ivan,
        refused_at=now(),
        refusal=refusal,
    )

    said = words(client_of(ivan))

    assert f"{refusal} К ключам" in said
    assert "не принят." not in said


def test_of_many_posts_that_others_changed_the_newest_are_shown(alice: Person, account: Account):
    for number in range(MOST_NEWS + 3):
        act = make_act(account, state=ActState.CONFIRMED, proof=Proof.READ_BACK, remote_id=str(number))
        open_divergence(act=act, kind=DivergenceKind.GONE)
    press = client_of(alice)

    page = press.get(TODAY, {"all": "decide"}).content.decode()
    said = words_of(element(page, "section[aria-labelledby=decide]"))

    assert said.count("запись убрали в сети, не мы") == MOST_NEWS
    assert "Ещё 3 записи убрали или изменили в сети, не мы" in said
    assert f"{MOST_NEWS + 3} " in words_of(card(press, "decide"))


def confirm(account: Account, alice: Person, carol: Person, title: str) -> None:
    version = written.approved(alice, carol, accounts=(account,), title=title, text=title)
    version.deliveries.get().act.delivery  # noqa: B018 -- caches the relation
    act = version.deliveries.get().act
    act.state, act.proof, act.proven_at = ActState.CONFIRMED, Proof.READ_BACK, now()
    act.save()


def test_a_text_near_its_hour_stands_in_one_card(alice: Person, carol: Person, account: Account):
    settle(alice.administration)
    step = written.asked(alice, accounts=(account,), title="Каток", publish_at=now() + timedelta(hours=1))
    Step.objects.filter(pk=step.pk).update(due_at=now() + timedelta(minutes=50))

    page = client_of(carol).get("/")

    (row,) = page.context["soon"].rows
    assert (row.url, row.verbs[0].label) == (f"/approval/{step.pk}/", "Прочитать")
    assert list(page.context["mine"].rows) == []
