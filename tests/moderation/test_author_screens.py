"""«Ограничить автора», «Ограничены» and the page of a restriction, through forms, without scripts."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories import NOON, make_account, make_letter, make_message
from tests.markup import element
from tests.moderation.measures import for_good
from tests.people import client_of
from veche.accounts.models import Account, Passport
from veche.inbox.models import Message, Wording
from veche.kernel.clock import now
from veche.moderation.domain.propose import propose_for_new
from veche.moderation.domain.release import release
from veche.moderation.domain.restrict import restrict
from veche.moderation.domain.rule import keep
from veche.moderation.enums import Ground
from veche.moderation.models import Restriction
from veche.outbox.enums import ActState, Proof
from veche.outbox.models import Act
from veche.staff.models import Administration, Person

LIST = "/inbox/deletions/authors/"


def said(account: Account, number: int = 311, text: str = "Ты идиот", **more: Any) -> Message:
    return make_message(account, text=text, **{"author_id": str(number), "author_name": f"Житель {number}"} | more)


def seen(browser: Client, url: str, *, status: int = 200) -> str:
    answer = browser.get(url)
    assert answer.status_code == status
    return " ".join(answer.content.decode().split())


def talk_of(message: Message) -> str:
    return reverse("web:message", args=[message.pk])


def form_of(message: Message) -> str:
    return reverse("moderation:restrict", args=[message.pk])


def page_of(restriction: Restriction) -> str:
    return reverse("moderation:restriction", args=[restriction.pk])


def able(account: Account, mode: str) -> None:
    known = {"restrict_author": {"mode": mode, "why": "Ключ администратора не дан."}}
    Passport.objects.create(administration=account.administration, account=account, abilities=known, checked_at=NOON)


def test_the_title_says_what_words_look_like_until_somebody_decides(
    browser: Client, account: Account, alice: Person
) -> None:
    message = said(account)
    propose_for_new()
    assert "Похоже на оскорбление: что решаем?" in seen(browser, form_of(message))
    keep(message=message, by=alice)
    html = seen(browser, form_of(message))
    assert ("Что решаем?" in html, "Похоже на" in html) == (True, False)


def test_from_the_button_to_the_list_and_back(browser: Client, account: Account, alice: Person) -> None:
    message = said(account)
    propose_for_new()
    assert form_of(message) in seen(browser, talk_of(message))
    html = seen(browser, form_of(message))
    assert 'value="insult" checked' in html
    assert 'value="warning" required checked' in html
    assert "Раньше здесь не предупреждали и не ограничивали" in html

    harsher = {"ground": "insult", "term": "month"}
    refused = browser.post(form_of(message), harsher)
    assert (refused.status_code, "Следующая ступень предупреждение" in refused.content.decode()) == (422, True)
    for why, told in (("\u200b\u2060", "Следующая ступень"), ("я" * 501, "Длиннее 500"), ("a\x00b", "код 0")):
        refused = browser.post(form_of(message), harsher | {"why": why})
        html = refused.content.decode()
        assert (refused.status_code, told in html) == (422, True)
        assert 'value="month" required checked' in html
    assert "я" * 501 in browser.post(form_of(message), harsher | {"why": "я" * 501}).content.decode()
    sent = browser.post(form_of(message), harsher | {"why": "пишет это под каждой записью"}, follow=True)

    one = Restriction.objects.get()
    talk = sent.content.decode()
    assert (sent.redirect_chain, one.by) == ([(talk_of(message), 302)], alice)
    assert "Автор: ограничиваем" in talk
    assert form_of(message) not in talk
    assert page_of(one) in talk
    listed = seen(browser, LIST)
    assert "Житель 311" in listed
    assert "ограничиваем" in listed
    assert "Оскорбление" in listed

    Act.objects.update(state=ActState.CONFIRMED, proof=Proof.ANSWER)
    assert "Автор ограничен до" in seen(browser, talk_of(message))
    assert "ограничен, сеть подтвердила" in seen(browser, LIST)
    assert "«Причина: оскорбление. Писать здесь нельзя до" in seen(browser, page_of(one))
    lifted = browser.post(reverse("moderation:release", args=[one.pk]), follow=True).content.decode()
    assert ("снимаем ограничение" in lifted, reverse("moderation:release", args=[one.pk]) in lifted) == (True, False)


def test_the_grounds_are_those_of_a_deletion_and_none_is_criticism(browser: Client, account: Account) -> None:
    html = seen(browser, form_of(said(account)))

    assert re.findall(r'name="ground"[^>]* value="(\w+)"', html) == Ground.values
    assert "За критику и неприятный вопрос не удаляют и не ограничивают" in html


@pytest.mark.parametrize(
    ("network", "says", "terms"),
    [
        ("vk", "VK покажет ему причину и срок", 6),
        ("telegram", "Причину Телеграм не показывает", 6),
        ("ok", "только вместе с удалением этого комментария и только навсегда", 5),
        ("max", "подписчика ограничивает только человек и только навсегда", 5),
    ],
)
def test_each_network_says_what_the_resident_will_see(
    browser: Client, rubtsovsk: Administration, alice: Person, network: str, says: str, terms: int
) -> None:
    html = seen(browser, form_of(said(make_account(rubtsovsk, responsible=alice, network=network))))

    assert (says in html, html.count('name="term"')) == (True, terms)


def test_a_refusal_leaves_what_was_chosen(browser: Client, account: Account) -> None:
    answer = browser.post(form_of(said(account)), {"ground": "", "term": "month", "why": "снова"})

    html = answer.content.decode()
    assert (answer.status_code, Restriction.objects.count()) == (422, 0)
    assert ("Критика основанием не бывает" in html, 'value="month" required checked' in html) == (True, True)


def test_what_the_key_cannot_becomes_a_card(browser: Client, account: Account) -> None:
    able(account, "by_hand")
    message = said(account)
    assert "Подготовим карточку с шагами" in seen(browser, form_of(message))

    html = browser.post(
        form_of(message), {"ground": "spam", "term": "week", "why": "рассылка"}, follow=True
    ).content.decode()

    act = Act.objects.get()
    assert ("Сделать руками" in html, "Ключ администратора не дан." in html) == (True, True)
    browser.post(reverse("outbox:happened", args=[act.pk]), {"url": "", "next": page_of(act.restriction)})
    shown = seen(browser, page_of(act.restriction))
    assert "ограничен, подтвердил человек" in shown
    assert "<bdi>alice</bdi>" in shown
    assert "подтвердил человек: " not in shown
    assert "сеть подтвердила" not in shown


@pytest.mark.parametrize(
    ("network", "page"), [("vk", "https://vk.com/id311"), ("ok", "https://ok.ru/profile/311"), ("telegram", "")]
)
def test_the_card_names_the_author_with_number_and_page(
    browser: Client, alice: Person, rubtsovsk: Administration, network: str, page: str
) -> None:
    account = make_account(rubtsovsk, responsible=alice, network=network)
    able(account, "by_hand")
    one = for_good(said(account), alice, "spam")

    html = seen(browser, reverse("outbox:detail", args=[one.act_id]))

    named = f'Кого: <a href="{page_of(one)}"><bdi>Житель 311</bdi></a>, номер в сети 311'
    assert (named in html, f'<a href="{page}" ' in html) == (True, bool(page))
    assert "Житель 311, № 311" in seen(browser, "/")


def test_a_card_about_who_wrote_privately_names_nobody(browser: Client, account: Account, alice: Person) -> None:
    able(account, "by_hand")
    one = restrict(
        message=make_letter(account, author_name="Ира"), by=alice, ground="threat", term="week", why="пишет так часто"
    )

    html = seen(browser, reverse("outbox:detail", args=[one.act_id]))

    assert ("Ира" in html, "Кого:" in html) == (False, False)


def test_a_card_that_is_put_aside_says_what_may_stand_in_the_network(
    browser: Client, account: Account, alice: Person
) -> None:
    able(account, "by_hand")
    one = restrict(message=said(account), by=alice, ground="spam", term="week", why="пишет так часто")

    html = browser.post(reverse("moderation:release", args=[one.pk]), follow=True).content.decode()

    assert "Если в сети уже ограничили руками, снимите там же." in html
    assert "ограничивали: 1" in seen(browser, form_of(said(account)))


def test_a_network_that_cannot_has_no_form(browser: Client, account: Account) -> None:
    able(account, "absent")

    html = seen(browser, form_of(said(account)))

    assert ('value="warning"' in html, "Ключ администратора не дан." in html) == (False, True)


def test_an_act_that_failed_leads_to_its_decision(browser: Client, account: Account, alice: Person) -> None:
    one = restrict(message=said(account), by=alice, ground="spam", term="week", why="пишет так часто")
    Act.objects.update(state=ActState.FAILED, reason="VK: у ключа нет права. Замените ключ.")

    html = seen(browser, page_of(one))

    assert ("ограничить не вышло" in html, "у ключа нет права" in html) == (True, True)
    assert reverse("outbox:detail", args=[one.act_id]) in html


def test_our_own_words_and_the_nameless_have_no_button(browser: Client, account: Account) -> None:
    for message in (said(account, ours=True), said(account, author_id="")):
        assert form_of(message) not in seen(browser, talk_of(message))
        assert 'value="warning"' not in seen(browser, form_of(message))


def test_a_read_only_role_sees_the_measure_and_no_buttons(dave: Person, alice: Person, account: Account) -> None:
    message = said(account)
    one, other = (
        restrict(message=message, by=alice, ground="spam", term="week", why="пишет так часто"),
        said(account, 312),
    )
    browser = client_of(dave)

    assert form_of(other) not in seen(browser, talk_of(other))
    for url in (LIST, page_of(one)):
        html = seen(browser, url)
        assert ("Житель 311" in html, reverse("moderation:release", args=[one.pk]) in html) == (True, False)


def test_a_term_that_is_over_stands_below(browser: Client, account: Account, alice: Person) -> None:
    over = restrict(message=said(account), by=alice, ground="spam", term="week", why="пишет так часто")
    Act.objects.update(state=ActState.CONFIRMED, proof=Proof.ANSWER)
    Restriction.objects.filter(pk=over.pk).update(until=now() - timedelta(minutes=1))
    lifted = restrict(message=said(account, 312), by=alice, ground="spam", term="week", why="пишет так часто")
    release(restriction=lifted, by=alice)
    for_good(said(account, 313), alice, "spam")

    html = seen(browser, LIST)

    past = element(html, "section[aria-labelledby=past]")
    now_ = html.replace(past, "")
    assert "Житель 313" in now_
    assert "Житель 311" not in now_
    assert "Житель 312" not in now_
    assert "срок вышел" in past
    assert "сняли до отправки" in past
    assert "до пересмотра" in now_


def many(account: Account, alice: Person, number: int) -> None:
    first = Restriction.objects.count() + 1
    for n in range(first, first + number):
        one = restrict(
            message=said(account, n, "Дураки " * 20), by=alice, ground="insult", term="week", why="пишет так часто"
        )
        if n % 3 == 0:
            Act.objects.filter(restriction=one).update(state=ActState.CONFIRMED, proof=Proof.ANSWER)
            release(restriction=one, by=alice)


def test_the_number_of_queries_is_the_same_for_many(browser: Client, account: Account, alice: Person) -> None:
    counted = []
    seen(browser, LIST)  # a session's first page makes additional queries
    for number in (3, 20, 10):
        many(account, alice, number)
        with CaptureQueriesContext(connection) as queries:
            html = seen(browser, LIST)
        counted.append(len(queries))

    assert counted == [counted[0]] * 3
    assert counted[0] <= 20
    assert (len(html.encode()) < 100_000, html.count("Не ограничивать")) == (True, 20)


def test_the_words_of_a_resident_are_only_words(browser: Client, account: Account, alice: Person) -> None:
    message = said(account, text="<script>alert(1)</script>", author_name="<b>Я</b>")
    one = restrict(message=message, by=alice, ground="insult", term="week", why="пишет так часто")

    for url in (form_of(message), LIST, page_of(one), talk_of(message)):
        html = seen(browser, url)
        assert ("<script>alert" in html, "<b>Я</b>" in html) == (False, False)


def test_private_words_are_read_by_the_press_service_alone(
    browser: Client, dave: Person, account: Account, alice: Person
) -> None:
    letter = make_letter(account, text="Тайна", author_id="311")
    Wording.objects.create(
        administration=account.administration, message=letter, text="Тайна", at=letter.at, received_at=letter.at
    )
    assert form_of(letter) in seen(browser, talk_of(letter))
    form = seen(browser, form_of(letter))
    assert ('value="illegal"' in form, 'value="insult"' in form) == (True, False)
    one = restrict(message=letter, by=alice, ground="illegal", term="week", why="пишет так часто")

    assert ["Тайна" in seen(client, page_of(one)) for client in (browser, client_of(dave))] == [True, False]
