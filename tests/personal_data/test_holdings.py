"""All that is kept about one person in one network is found and shown, and nothing of anybody else."""

from base64 import urlsafe_b64decode
from unittest.mock import patch
from urllib.parse import unquote

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.appeals.conftest import open_pages, ruled
from tests.factories import make_account, make_letter, make_message
from tests.markup import words
from tests.moderation.measures import weeklong
from tests.people import client_of, make_person
from veche.appeals.domain.submit import submit
from veche.appeals.domain.tickets import issue
from veche.cases.domain.open import open_case
from veche.inbox.domain.notes import add_note
from veche.journal.models import Entry
from veche.kernel.clock import now
from veche.moderation.domain.holds import hold
from veche.personal_data.domain.holdings import Holdings, holdings_of
from veche.personal_data.domain.subject import Subject, author_of, subject_of
from veche.personal_data.errors import PersonalDataError
from veche.rumours.domain.register import enter, link_comment
from veche.staff.enums import Role
from veche.staff.models import Administration, Person

pytestmark = pytest.mark.django_db
FIND, LOOK = "personal_data:find", "personal_data:look"


def numbers(held: Holdings) -> dict[str, int]:
    return {part.key: part.number for part in held.parts if part.number}


def test_everything_about_one_person_and_nothing_about_others(
    rubtsovsk: Administration, other_city: Administration, alice: Person, mallory: Person, carol: Person
) -> None:
    terms = open_pages(rubtsovsk, carol)
    account = make_account(rubtsovsk, responsible=alice)
    ruling = ruled(rubtsovsk, alice, account=account, author_id="311")
    submit(ticket=issue(decision=ruling, by=None).ticket, terms=terms, text="Это про работу", contact="8-900")
    said = make_message(account, text="Когда починят свет?", author_id="311", author_name="Анна К.")
    open_case(message=said, by=alice)
    add_note(message=said, by=alice, text="Звонила дважды")
    make_letter(account, text="Мой адрес: Ленина, 5", author_id="311")
    weeklong(ruling.message, alice)
    rumour = enter(administration=rubtsovsk, by=alice, kind="rumour", title="Карантин", seen_at=now())
    link_comment(rumour=rumour, message=said, by=alice)
    hold(message=ruling.message, by=alice, reason="Запрос суда 2-14/2026")
    others = make_message(account, text="Другой человек", author_id="312")
    make_message(make_account(rubtsovsk, responsible=alice, network="ok"), text="В другой сети", author_id="311")
    make_message(make_account(other_city, responsible=mallory), text="В другом городе", author_id="311")

    held = holdings_of(rubtsovsk, Subject("vk", "311"))

    once = dict.fromkeys(("letters", "notes", "rulings", "restrictions", "appeals", "cases", "rumours", "holds"), 1)
    assert numbers(held) == {"comments": 2, "evidence": 2, **once}
    assert "Анна К." in held.names
    assert numbers(holdings_of(rubtsovsk, Subject("vk", "312"))) == {"comments": 1}

    browser = client_of(carol)
    place = browser.post(reverse(LOOK), {"network": "vk", "author": "vk.com/id311"}).headers["Location"]
    with CaptureQueriesContext(connection) as asked:
        page = words(browser.get(place).content.decode())
    wanted = (
        "Когда починят свет?",
        "Мой адрес: Ленина, 5",
        "Звонила дважды",
        "8-900",
        "152-ФЗ",
        "Анна К.",
        "Запрос суда 2-14/2026",
        "не назначен",
    )
    assert [one for one in wanted if one not in page] == []
    assert not [one for one in ("Другой человек", "В другой сети", "В другом городе") if one in page]
    assert len(asked) <= 20
    with patch("veche.personal_data.domain.holdings.MOST", 1):
        counted = numbers(holdings_of(rubtsovsk, Subject("vk", "311")))
        with CaptureQueriesContext(connection) as asked_of_many:
            cut = words(browser.get(place).content.decode())
    assert ("Показаны последние 1" in cut, len(asked_of_many) <= 20) == (True, True)
    assert counted == numbers(held)
    by_message = browser.get(reverse(FIND), {"message": others.pk}).content.decode()
    assert ('value="312"' in by_message, "Другой человек" in by_message) == (True, False)
    assert "Что о нём хранится" in words(browser.get(reverse("web:message", args=[said.pk])).content.decode())
    assert "Что о нём хранится" not in words(
        client_of(alice).get(reverse("web:message", args=[said.pk])).content.decode()
    )


def test_whose_data(rubtsovsk: Administration, alice: Person, carol: Person) -> None:
    for given in ("311", " vk.com/id311 ", "https://vk.com/id311?from=search", "https://ok.ru/profile/311"):
        assert subject_of("vk", given) == Subject("vk", "311")
    for network, given in (("vk", "anna_kovaleva"), ("vk", "https://vk.com/anna"), ("nowhere", "311")):
        with pytest.raises(PersonalDataError):
            subject_of(network, given)
    unnamed = make_message(make_account(rubtsovsk, responsible=alice), author_id="")
    assert author_of(rubtsovsk, unnamed.pk) is None
    browser = client_of(carol)
    page = words(browser.post(reverse(LOOK), {"network": "vk", "author": "anna"}).content.decode())
    assert "Нужен номер человека в сети" in page
    none = browser.post(reverse(LOOK), {"network": "vk", "author": "999"}, follow=True)
    assert "О нём ничего не хранится" in words(none.content.decode())


def test_each_look_is_in_the_journal_once(rubtsovsk: Administration, alice: Person, carol: Person, bob: Person) -> None:
    """Opening the form leaves nothing; neither does the same page again. Nobody else opens it by its address."""
    make_message(make_account(rubtsovsk, responsible=alice), text="Когда починят свет?", author_id="311")
    browser, looks = client_of(carol), Entry.objects.filter(verb="personal_data.seen")
    browser.get(reverse(FIND))
    assert looks.count() == 0
    place = browser.post(reverse(LOOK), {"network": "vk", "author": "311"}).headers["Location"]
    for _ in range(2):
        assert "Когда починят свет?" in browser.get(place).content.decode()
    entry = looks.get()
    assert (entry.actor_id, entry.facts["network"]) == (carol.pk, "vk")
    assert "311" not in entry.facts.values()
    other = client_of(make_person(rubtsovsk, Role.PRESS_HEAD))
    for wrong in (other.get(place, follow=True), browser.get(place[:-4] + "aaaa", follow=True)):
        page = wrong.content.decode()
        assert ("Найдите человека ещё раз" in page, "Когда починят свет?" in page) == (True, False)
    assert looks.count() == 1


def test_the_address_of_a_look_tells_nobody_whose_data_it_shows(carol: Person) -> None:
    place = client_of(carol).post(reverse(LOOK), {"network": "vk", "author": "311007"}).headers["Location"]

    payload = unquote(place).partition("seen=")[2].partition(":")[0]

    assert b"311007" not in urlsafe_b64decode(payload + "=" * (-len(payload) % 4))
