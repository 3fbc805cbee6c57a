"""An account without a working key, or with an open refusal or alarm, is on no page «в порядке»."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from tests.factories import make_account, make_act
from tests.markup import words
from tests.people import client_of
from veche.accounts.domain.keys import put_key, revoke_key
from veche.accounts.models import Account, Passport
from veche.kernel.clock import now
from veche.kernel.crypto import Secret
from veche.outbox.domain.divergence import open_divergence
from veche.outbox.enums import DivergenceKind
from veche.outbox.models import Act
from veche.staff.models import Administration, Person

AUTO = {"mode": "auto", "why": "", "slot": None, "steps": list[str]()}
HANDS = {**AUTO, "mode": "by_hand"}
KEYS = {
    "application": "CBAJLGDIABABABABA",
    "secret": "0123456789ABCDEF01234567",
    "admin": "tkn1Zm9yLXRoZS1uZXdlc3Qta2V5",
}


@pytest.fixture
def account(rubtsovsk: Administration, ivan: Person) -> Account:
    made = make_account(rubtsovsk, responsible=ivan, network="ok", title="Рубцовск")
    for slot, secret in KEYS.items():
        put_key(account=made, slot=slot, secret=Secret(secret), by=ivan)
    return made


@pytest.fixture
def browser(ivan: Person) -> Client:
    return client_of(ivan)


def said_everywhere(browser: Client, account: Account) -> set[str]:
    """The texts about the account in the switcher, on its page and on IT's «Сегодня»."""
    switchers = [browser.get(url).context["lines"] for url in ("/accounts/", f"/accounts/{account.pk}/")]
    keys = browser.get("/").context["keys"]
    found = {line.words for lines in switchers for line in lines if line.account.pk == account.pk}
    return found | {row.say or row.rest for row in keys if row.what == account.title}


def test_all_is_well_while_nothing_is_known(account: Account, browser: Client):
    assert said_everywhere(browser, account) == {"всё в порядке"}


def test_a_revoked_key_is_told_until_a_new_one_is_in(account: Account, browser: Client, ivan: Person):
    revoke_key(key=account.keys.get(slot="admin"), by=ivan)
    Passport.objects.create(administration=account.administration, account=account, checked_at=now())
    Account.objects.update(check_asked_at=None)

    assert said_everywhere(browser, account) == {"отозван ключ администратора"}
    page = words(browser.get(f"/accounts/{account.pk}/").content.decode())
    assert re.search(r"проверен \d+ \w+, \d\d:\d\d: отозван ключ администратора", page)
    assert re.search(r"Ключ администратора отозван \d+ \w+, \d\d:\d\d, впишите новый", page)

    put_key(account=account, slot="admin", secret=Secret(KEYS["admin"]), by=ivan)

    assert said_everywhere(browser, account) == {"всё в порядке"}


def test_a_refusal_that_blames_a_key_is_told_until_its_act_is_over(account: Account, browser: Client):
    act = make_act(account, state="failed", key_blamed_at=now() - timedelta(hours=1))

    assert said_everywhere(browser, account) == {"сеть отказала ключу"}
    Act.objects.filter(pk=act.pk).update(state="cancelled")
    assert said_everywhere(browser, account) == {"всё в порядке"}


def test_a_post_that_others_removed_is_told(account: Account, browser: Client):
    open_divergence(act=make_act(account, state="confirmed", proof="answer", proven_at=now()), kind=DivergenceKind.GONE)

    assert said_everywhere(browser, account) == {"запись в сети меняли не мы"}


@pytest.mark.parametrize(
    ("known", "outcome"),
    [
        ({"trouble": "ОК не отвечают."}, "узнать не вышло"),
        ({"abilities": {"edit": AUTO}}, "сеть ответила, всё пойдёт само"),
        ({"abilities": {"edit": AUTO, "pin": HANDS}}, "сеть ответила, само пойдёт 1 из 2"),
    ],
)
def test_a_check_says_what_it_came_to(account: Account, browser: Client, known: dict[str, object], outcome: str):
    Passport.objects.create(administration=account.administration, account=account, checked_at=now(), **known)

    card = words(browser.get(f"/accounts/{account.pk}/passport/").content.decode())

    assert re.search(rf"проверен \d+ \w+, \d\d:\d\d: {outcome}", card)
