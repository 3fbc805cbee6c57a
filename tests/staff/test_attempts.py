"""Sign-in attempts are counted where strangers cannot reset them."""

import base64
import os
import pickle
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core.cache import cache
from django.db import transaction
from django.test import Client

from tests.people import PASSWORD, client_of, totp_code
from veche.journal.models import Entry
from veche.kernel.clock import now
from veche.staff.attempts import Attempts
from veche.staff.domain.dismiss import reset_second_factor
from veche.staff.models import Attempt, Person

pytestmark = pytest.mark.django_db

LOGIN, SECOND_STEP, AGAIN = "/me/login/", "/me/2fa/authenticate/", "/me/2fa/reauthenticate/"
OVER = "Попытки кончились. Подождите пять минут и войдите снова."
FROM_EVERYWHERE = (
    "На эту почту слишком часто входят с неверным паролем. Войдите ключом доступа, из браузера, где уже входили, или "
    "задайте новый пароль по письму. Пароль прежний."
)
CLOSED = (
    "Слишком много неверных кодов: вход с кодом закрыт на сутки. Войдите ключом доступа или попросите отдел ИТ "
    "сбросить второй шаг."
)
WRONG = "Код не подошёл или уже сменился. Введите новый, осталось 4 попытки."


def strangers_fail(how_many: int = 400) -> None:
    """As many counters as many addresses with invented e-mails create."""
    for number in range(how_many):
        cache.set(f"allauth:rl:{number}", [1.0], 300)


def at_the_second_step(person: Person) -> Client:
    browser = Client()
    browser.post(LOGIN, {"login": person.email, "password": PASSWORD})
    return browser


def enter(browser: Client, code: str) -> list[str]:
    """The page's errors about the code; [] if it was accepted."""
    answer = browser.post(SECOND_STEP, {"code": code})
    return [] if answer.status_code == 302 else list(answer.context["form"].errors["code"])


def test_strangers_do_not_give_new_tries(ivan: Person):
    browser = at_the_second_step(ivan)
    for _ in range(5):
        enter(browser, "000000")

    strangers_fail()

    assert enter(browser, "000000") == [OVER]


def test_strangers_do_not_make_a_used_code_good_again(ivan: Person):
    secret = with_code(ivan)
    with time_machine.travel(now(), tick=False):
        code = totp_code(secret)
        first = enter(at_the_second_step(ivan), code)

        strangers_fail()

        assert (first, enter(at_the_second_step(ivan), code)) == ([], [WRONG])


def test_a_restart_forgets_no_tries(ivan: Person):
    cache.set("tries", 5, 300)

    assert Attempts(Attempt._meta.db_table, {}).get("tries") == 5


def test_what_is_over_goes_by_itself(ivan: Person):
    past, ahead = now() - timedelta(minutes=1), now() + timedelta(minutes=1)
    Attempt.objects.bulk_create(Attempt(cache_key=f"past{n}", value="", expires=past) for n in range(301))
    Attempt.objects.bulk_create(Attempt(cache_key=f"ahead{n}", value="", expires=ahead) for n in range(301))

    cache.set("one-more", 1, 300)

    assert Attempt.objects.count() == 302


class Bomb:
    """Has a side effect when unpickled."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[Any, ...]:
        return os.mkdir, (str(self.path),)


def test_a_row_that_somebody_laid_into_the_table_runs_nothing(tmp_path: Path):
    """Write access to the database, or to a copy before its restore, does not give access to the keyring."""
    bomb = base64.b64encode(pickle.dumps(Bomb(tmp_path / "done"))).decode()
    Attempt.objects.create(cache_key=cache.make_key("laid"), value=bomb, expires=now() + timedelta(hours=1))

    assert (cache.get("laid", "nothing"), list(tmp_path.iterdir())) == ("nothing", [])


def test_what_is_over_may_be_taken_again():
    with time_machine.travel(now(), tick=False) as traveller:
        first, second = cache.add("code", "y", 60), cache.add("code", "z", 60)
        kept, moved = cache.get("code"), cache.touch("code", 90)
        traveller.shift(timedelta(seconds=91))

        assert first is True
        assert second is False
        assert kept == "y"
        assert moved is True
        assert cache.get("code") is None
        assert cache.touch("code") is False
        assert cache.add("code", "z", None) is True

    assert (cache.delete("code"), cache.delete("code")) == (True, False)


def guess(person: Person, times: int) -> list[str]:
    """Try slowly; returns the last error."""
    said = [""]
    with time_machine.travel(now(), tick=False) as traveller:
        for _ in range(times):
            said = enter(at_the_second_step(person), "000000")
            traveller.shift(timedelta(minutes=5))
    return said


def with_code(person: Person) -> str:
    Authenticator.objects.filter(user=person).delete()
    secret = generate_totp_secret()
    TOTP.activate(person, secret)
    return str(secret)


def test_after_twenty_wrong_codes_no_code_is_taken_for_a_day_or_until_a_reset(ivan: Person):
    secret, begin, left_open = with_code(ivan), now(), client_of(ivan)
    said = {"the twentieth": guess(ivan, 20)}

    said["a browser left open"] = left_open.post(AGAIN, {"code": totp_code(secret)}).context["form"].errors["code"]
    with time_machine.travel(begin + timedelta(hours=12)):
        said["after twelve hours"] = enter(at_the_second_step(ivan), totp_code(secret))
    with transaction.atomic(), time_machine.travel(begin + timedelta(hours=26)):
        said["after a day"] = enter(at_the_second_step(ivan), totp_code(secret))
        transaction.set_rollback(True)
    reset_second_factor(by=None, person=ivan)
    said["after a reset"] = enter(at_the_second_step(ivan), totp_code(with_code(ivan)))

    assert said == {
        "the twentieth": [WRONG],
        "a browser left open": [CLOSED],
        "after twelve hours": [CLOSED],
        "after a day": [],
        "after a reset": [],
    }
    closed = Entry.objects.get(verb="staff.second_step_closed")
    assert closed.actor_id is None
    assert closed.object_id == str(ivan.pk)
    assert closed.facts == {"times": 20}


def test_wrong_codes_of_other_days_do_not_add_up(ivan: Person):
    with time_machine.travel(now() - timedelta(hours=25)):
        guess(ivan, 19)

    guess(ivan, 1)

    assert not Entry.objects.filter(verb="staff.second_step_closed").exists()


def try_password(person: Person, password: str = "не тот пароль", **where: Any) -> list[str]:
    """Errors of the sign-in page; [] if it let the person in."""
    answer = Client(**where).post(LOGIN, {"login": person.email, "password": password})
    return [] if answer.status_code == 302 else list(answer.context["form"].non_field_errors())


def test_another_host_gives_no_new_tries(helen: Person):
    for port in range(1, 6):
        try_password(helen, HTTP_HOST=f"localhost:{port}")

    assert try_password(helen, PASSWORD, HTTP_HOST="127.0.0.1") == [OVER]


def test_a_stranger_elsewhere_shuts_nobody_out(helen: Person):
    for _ in range(6):
        try_password(helen, REMOTE_ADDR="192.0.2.7")

    assert try_password(helen, PASSWORD, REMOTE_ADDR="192.0.2.8") == []


def test_many_addresses_share_the_tries_of_one_person(helen: Person, ivan: Person):
    for number in range(20):
        try_password(helen, REMOTE_ADDR=f"192.0.2.{number}")

    said = [try_password(person, PASSWORD, REMOTE_ADDR="192.0.2.99") for person in (helen, ivan)]

    assert said == [[FROM_EVERYWHERE], []]


def test_a_right_password_uses_up_no_try(helen: Person):
    said = {tuple(try_password(helen, PASSWORD, REMOTE_ADDR=f"192.0.2.{number}")) for number in range(21)}

    assert said == {()}


def told(person: Person) -> list[tuple[str, int | None, dict[str, Any]]]:
    entries = Entry.objects.of(person.administration).order_by("number")
    return [(entry.verb.removeprefix("staff."), entry.actor_id, entry.facts) for entry in entries]


def test_strangers_fill_no_journal(helen: Person):
    with time_machine.travel(now(), tick=False) as traveller:
        for _ in range(20):
            try_password(helen)
            traveller.shift(timedelta(seconds=62))

    assert told(helen) == [("sign_in_failed", None, {"times": 1}), ("sign_in_failed", None, {"times": 15})]
    assert Person.objects.get(pk=helen.pk).untold_failures < 5


def test_a_person_who_comes_in_learns_of_every_failure(helen: Person):
    secret = with_code(helen)
    for password in ("не тот", "и не этот", "и не такой"):
        try_password(helen, password)
    enter(at_the_second_step(helen), totp_code(secret))

    assert told(helen) == [
        ("sign_in_failed", None, {"times": 1}),
        ("sign_in_failed", None, {"times": 2}),
        ("signed_in", helen.pk, {"steps": ["password", "totp"]}),
    ]
