"""From the page of a publication to its closed comments, the inbox, the register and the rules for residents."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.appeals.conftest import open_pages
from tests.commenting.conftest import able, published, stands
from tests.factories import make_account, make_message
from tests.markup import words as words_of
from tests.midday import midday  # noqa: F401 -- the fixture
from tests.people import client_of
from veche.accounts.models import Account
from veche.commenting.models import Closure
from veche.outbox.enums import ActState
from veche.staff.models import Administration, Person

pytestmark = pytest.mark.django_db
SAID = {"mode": "closed", "reason": "Паника под записью", "day": "2027-05-01", "time": "09:00", "is_public": "on"}


def words(client: Client, name: str, *args: object) -> str:
    return words_of(client.get(reverse(name, args=args)).content.decode())


def today_of(person: Person) -> str:
    return words(client_of(person), "web:today")


def test_a_post_is_closed_and_everybody_who_may_know_knows(
    rubtsovsk: Administration, account: Account, alice: Person, carol: Person, audrey: Person
) -> None:
    browser, act = client_of(alice), published(account)
    make_message(account)
    terms = open_pages(rubtsovsk, carol)
    refused = browser.post(reverse("commenting:post", args=[act.pk]), SAID | {"day": "", "reason": ""})
    assert refused.status_code == 422
    assert "Назовите день и час" in words_of(refused.content.decode())

    browser.post(reverse("commenting:post", args=[act.pk]), SAID)

    made = Closure.objects.get()
    stands(made.act)
    assert "Комментарии закрыты 1" in words(browser, "web:inbox")
    assert "Каток открыт" in words(client_of(audrey), "commenting:list")
    shown = words(browser, "commenting:detail", made.pk)
    assert all(said in shown for said in ("Паника под записью", "1 мая 2027, 09:00", "Открыть сейчас"))
    assert "Открыть сейчас" not in words(client_of(audrey), "commenting:detail", made.pk)
    told = words_of(Client().get(reverse("appeals:rules", args=[terms.slug])).content.decode())
    assert all(said in told for said in ("Где комментарии сейчас закрыты", "«Каток открыт»", "Паника под записью"))

    browser.post(reverse("commenting:term", args=[made.pk]), {"reason": "Ждём МЧС", "endless": "on"})
    assert "до отмены" in words(browser, "commenting:list")
    assert "Где комментарии" not in words_of(Client().get(reverse("appeals:rules", args=[terms.slug])).content.decode())
    browser.post(reverse("commenting:open", args=[made.pk]))
    made.refresh_from_db()
    stands(made.reopening)
    assert "Везде открыты" in words(browser, "commenting:list")


def test_an_account_says_who_comments_and_a_card_leads_a_person(
    rubtsovsk: Administration, alice: Person, audrey: Person, dave: Person, helen: Person, ivan: Person
) -> None:
    browser, account = client_of(alice), make_account(rubtsovsk, responsible=alice, network="max")
    able(account, "by_hand")
    shown = words(browser, "outbox:account", account.pk)
    assert all(said in shown for said in ("Ограничить или закрыть комментарии", "в самой сети, Вече об этом не узнает"))
    assert "Ограничить или закрыть" not in words(client_of(audrey), "outbox:account", account.pk)
    assert "Закрыть комментарии одной записи MAX не даёт" in words(browser, "commenting:post", published(account).pk)

    browser.post(reverse("commenting:account", args=[account.pk]), SAID)

    made = Closure.objects.get()
    assert made.act.state == ActState.BY_HAND
    assert "его настройки, «Комментарии»" in words(browser, "commenting:detail", made.pk)
    shown = words(browser, "outbox:account", account.pk)
    assert ("Комментарии закрыты" in shown, "открыты под всеми записями" in shown) == (True, False)
    # Everybody who may ask why reads it on «Сегодня», not IT.
    told = [person for person in (alice, dave, helen, audrey, ivan) if "Комментарии закрыты до" in today_of(person)]
    assert told == [alice, dave, helen, audrey]
    again = browser.post(reverse("commenting:account", args=[account.pk]), SAID | {"reason": "Ещё"})
    assert again.status_code in (302, 422)
    assert Closure.objects.count() == 1


def test_the_register_names_accounts_that_nobody_can_close_whole(
    rubtsovsk: Administration, account: Account, alice: Person, audrey: Person
) -> None:
    make_account(rubtsovsk, responsible=alice, network="ok", title="Город в ok")
    shown, seen = words(client_of(alice), "commenting:list"), words(client_of(audrey), "commenting:list")
    assert f"Закрыть во всём аккаунте: ВКонтакте, {account.title}" in shown
    assert "Город в ok : Закрыть комментарии во всей группе ОК не даёт, только под каждой темой." in shown
    assert "Город в ok" not in seen
