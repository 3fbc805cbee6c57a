"""Pages of the registry: contents, refused forms, progress of a check."""

import time
from datetime import UTC, datetime, timedelta

import pytest
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from tests.factories import make_account
from tests.markup import spaced_once
from tests.people import client_of
from veche.accounts.domain.check import check
from veche.accounts.domain.health import note_trouble
from veche.accounts.domain.keys import put_key
from veche.accounts.domain.queries import accounts_of, lines
from veche.accounts.models import Account, Key, Passport
from veche.kernel.clock import now
from veche.kernel.crypto import Secret
from veche.networks.protocol import NetworkError, Slot
from veche.staff.models import Administration, Person

GOOD = "vk1.a.Zm9yLXRoZS1uZXdlc3Qta2V5"


@pytest.fixture
def account(rubtsovsk: Administration, alice: Person) -> Account:
    return make_account(rubtsovsk, responsible=alice)


def key_form(account: Account, slot: str = "admin") -> str:
    return reverse("accounts:replace_key", kwargs={"pk": account.pk, "slot": slot})


def text_of(browser: Client, url: str) -> str:
    return spaced_once(browser.get(url).content.decode())


def test_each_account_says_the_worst_first(rubtsovsk: Administration, alice: Person, ivan: Person):
    def with_key(title: str, **fields: object) -> Account:
        made = make_account(rubtsovsk, responsible=alice, title=title)
        put_key(account=made, slot="admin", secret=Secret(GOOD), by=ivan)
        Key.objects.filter(account=made).update(**fields)
        return made

    with_key("А всё хорошо", refused_at=None)
    with_key("Б скоро", expires_at=now() + timedelta(days=3))
    with_key("В кончился", expires_at=now() - timedelta(hours=1))
    note_trouble(account=with_key("Г отказ"), error=NetworkError("нет", key_slot=Slot.ADMIN, code="vk_5"))
    note_trouble(account=with_key("Д молчит"), error=NetworkError("молчит", code="timeout"))
    note_trouble(account=with_key("Е странное"), error=NetworkError("странно", code="http_502"))
    make_account(rubtsovsk, responsible=alice, title="Ж без ключа")
    make_account(rubtsovsk, responsible=alice, title="З закрыт", closed_at=now() - timedelta(days=40))

    said = {
        line.account.title[0]: (line.words.split(" до ")[0].split(" с ")[0], line.tone) for line in found(rubtsovsk)
    }

    assert said["З"][0].startswith("закрыт ")
    assert {letter: said[letter] for letter in "АБВГДЕЖ"} == {
        "А": ("всё в порядке", ""),
        "Б": ("ключ", "warn"),
        "В": ("срок ключа вышел", "bad"),
        "Г": ("сеть не приняла ключ", "bad"),
        "Д": ("нет связи", "bad"),
        "Е": ("требует внимания", "warn"),
        "Ж": ("ключа нет", "warn"),
    }


def found(administration: Administration):
    return lines(list(accounts_of(administration)))


def test_the_page_costs_the_same_for_many(
    rubtsovsk: Administration, account: Account, ivan: Person, django_assert_max_num_queries: DjangoAssertNumQueries
):
    browser, url = client_of(ivan), reverse("outbox:account", args=[account.pk])
    put_key(account=account, slot="admin", secret=Secret(GOOD), by=ivan)
    browser.get(url)
    with django_assert_max_num_queries(14) as few:
        browser.get(url)
    for number in range(5):
        more = make_account(rubtsovsk, responsible=ivan, title=f"Страница {number}")
        put_key(account=more, slot="admin", secret=Secret(GOOD), by=ivan)

    with django_assert_max_num_queries(len(few)):
        browser.get(url)


def test_a_press_officer_sees_no_button_that_is_not_theirs(account: Account, alice: Person, ivan: Person):
    put_key(account=account, slot="admin", secret=Secret(GOOD), by=ivan)
    url = reverse("outbox:account", args=[account.pk])
    addresses = [key_form(account), reverse("accounts:edit", args=[account.pk]), reverse("accounts:connect")]

    officer, keeper = text_of(client_of(alice), url), text_of(client_of(ivan), url)
    assert ("Ключ вписан. Нажмите" in keeper, "Впишите ключ" in keeper) == (True, False)

    assert ([address in officer for address in addresses], [address in keeper for address in addresses]) == (
        [False, False, False],
        [True, True, True],
    )


def test_the_page_follows_a_check_until_the_network_has_answered(vk: Account, ivan: Person):
    browser = client_of(ivan)
    follows = f'hx-get="{reverse("accounts:passport", args=[vk.pk])}"'

    pressed = browser.post(reverse("accounts:check", args=[vk.pk]), headers={"hx-request": "true"}).content.decode()
    vk.refresh_from_db()
    check(account=vk, by=ivan)
    after = text_of(browser, reverse("accounts:passport", args=[vk.pk]))

    assert (follows in pressed, "спрашиваем сеть…" in pressed) == (True, True)
    assert follows not in after
    assert "проверен" in after
    assert "Удалять и возвращать комментарии" in after


def test_without_a_script_the_button_leads_back_to_the_page(account: Account, ivan: Person):
    answer = client_of(ivan).post(reverse("accounts:check", args=[account.pk]))

    assert (answer.status_code, answer.headers["Location"]) == (302, reverse("outbox:account", args=[account.pk]))


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Ключ пустой. Скопируйте его целиком и вставьте ещё раз; прежний ключ действует."),
        ("   ", "Ключ пустой. Скопируйте его целиком и вставьте ещё раз; прежний ключ действует."),
        ("vk1.a.two words and more", "В ключе пробел или перенос строки."),
        ("vk2.a.Zm9yLXRoZS1uZXdlc3Qta2V5", "отказ 1051"),
        ("x" * 501, "Для ключа это слишком длинно."),
    ],
)
def test_a_wrong_key_is_refused_and_not_shown_again(account: Account, ivan: Person, typed: str, sentence: str):
    kept = put_key(account=account, slot="admin", secret=Secret(GOOD), by=ivan)

    answer = client_of(ivan).post(key_form(account), {"secret": typed, "owner_name": "Редактор"})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert "Редактор" in page
    assert not typed.strip() or typed not in page
    assert list(Key.objects.filter(account=account, revoked_at=None)) == [kept]


def test_a_good_key_is_saved_with_its_last_day_and_asked_about(account: Account, ivan: Person):
    answer = client_of(ivan).post(
        key_form(account), {"secret": GOOD, "owner_name": "Редактор", "expires_on": "2099-12-31"}, follow=True
    )

    key = Key.objects.get(account=account, revoked_at=None)
    account.refresh_from_db()
    assert (key.owner_name, key.expires_at) == ("Редактор", datetime(2099, 12, 31, 17, tzinfo=UTC))
    assert account.check_asked_at is not None
    assert (GOOD in answer.content.decode(), "Ключ сохранён" in answer.content.decode()) == (False, True)


def test_who_signed_in_long_ago_is_asked_again_and_the_key_is_not_kept_for_later(account: Account, ivan: Person):
    browser = client_of(ivan)
    session = browser.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] = [
        {**record, "at": time.time() - 3600} for record in session[AUTHENTICATION_METHODS_SESSION_KEY]
    ]
    session.save()

    answer = browser.post(key_form(account), {"secret": GOOD})

    assert answer.headers["Location"].startswith(reverse("mfa_reauthenticate"))
    assert GOOD not in str(dict(browser.session))
    assert not Key.objects.filter(account=account).exists()


def test_a_slot_that_the_network_does_not_have(account: Account, ivan: Person):
    answer = client_of(ivan).get(key_form(account, "bot"), follow=True)

    assert "У этой сети нет такого ключа" in answer.content.decode()


def test_a_mistake_in_the_passport_keeps_what_was_typed(account: Account, carol: Person, mallory: Person):
    answer = client_of(carol).post(
        reverse("accounts:new"),
        {
            "network": "vk",
            "remote_id": "rubtsovsk",
            "title": "Новая страница",
            "legal_basis": "Приказ",
            "category": "active",
            "comments_mode": "open",
            "responsible": carol.pk,
        },
    )

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "знает только сеть" in page
    assert 'value="Новая страница"' in page
    assert mallory.display_name not in page


def test_an_empty_registry_says_what_to_do(carol: Person, alice: Person):
    assert "Внести аккаунт" in text_of(client_of(carol), reverse("outbox:accounts"))
    assert "Внести аккаунт" not in text_of(client_of(alice), reverse("outbox:accounts"))


def test_only_a_telegram_passport_asks_for_the_group(account: Account, rubtsovsk: Administration, carol: Person):
    telegram = make_account(rubtsovsk, network="telegram", responsible=carol)
    client = client_of(carol)

    pages = [client.get(reverse("accounts:edit", args=[one.pk])).content.decode() for one in (account, telegram)]

    assert ["Группа обсуждений" in page for page in pages] == [False, True]


def test_a_place_without_a_key_speaks_of_no_former_one(account: Account, ivan: Person):
    browser = client_of(ivan)
    empty = text_of(browser, key_form(account))
    wrong = browser.post(key_form(account), {"secret": "abc"}).content.decode()
    put_key(account=account, slot="admin", secret=Secret(GOOD), by=ivan)

    assert "Сейчас ключа здесь нет" in empty
    assert "режний ключ действует" not in empty + wrong
    assert "Прежний ключ действует, пока не сохранён новый." in text_of(browser, key_form(account))
    assert "прежний ключ действует." in browser.post(key_form(account), {"secret": "abc"}).content.decode()


def test_a_key_that_the_network_refused_is_not_said_to_be_good(account: Account, ivan: Person):
    put_key(account=account, slot="admin", secret=Secret(GOOD), by=ivan)
    Key.objects.filter(account=account).update(refused_at=now(), refusal="VK не принял ключ: он отозван.")
    Account.objects.filter(pk=account.pk).update(inbox_checked_at=now())
    browser = client_of(ivan)

    form = text_of(browser, key_form(account))
    wrong = browser.post(key_form(account), {"secret": "abc"}).content.decode()
    page = text_of(browser, reverse("outbox:account", args=[account.pk]))

    assert "Прежний ключ не действует: пока не сохранён новый, по нему ничего не уходит." in form
    assert "режний ключ действует" not in form + wrong
    assert "сеть отвечает, но ключ не принят" in page


def test_why_a_key_was_refused_stands_once_on_its_page(account: Account, ivan: Person):
    refusal = "VK не принял ключ: он отозван."
    put_key(account=account, slot="admin", secret=Secret(GOOD), by=ivan)
    Key.objects.filter(account=account).update(refused_at=now(), refusal=refusal)
    Passport.objects.create(
        administration=account.administration, account=account, checked_at=now(), trouble=refusal, abilities={}
    )

    page = text_of(client_of(ivan), reverse("outbox:account", args=[account.pk]))

    assert (page.count(refusal), "Этот ключ сеть не приняла." in page) == (1, True)
