"""A private message is readable on every page by people who may answer, and is in no journal and no log."""

from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from django.urls import reverse

from tests.factories import make_account, make_letter
from tests.markup import words
from tests.people import client_of, make_person, stand_in
from veche.inbox.domain.answer import answer
from veche.inbox.domain.close import close
from veche.inbox.domain.process_events import process_events
from veche.inbox.domain.receive import receive
from veche.inbox.models import Message
from veche.journal.models import Entry
from veche.kernel.clock import now, today
from veche.moderation.domain.release import release
from veche.moderation.domain.restrict import restrict
from veche.moderation.enums import Ground, Term
from veche.networks.protocol import MessageCame
from veche.outbox.models import Act
from veche.staff.enums import Role
from veche.staff.models import Administration, Person

NAME, WORDS, OURS = "Прасковья Тихонова", "Муж пьёт, помогите", "Позвоните нам на доверительную линию"
PAGES = ("web:inbox", "web:today", "outbox:list", "journal:list", "moderation:list", "web:week")
READERS = {"alice", "carol"}


@pytest.fixture
def letter(rubtsovsk: Administration, alice: Person) -> Message:
    """Answered once, and the resident has written again."""
    account = make_account(rubtsovsk, responsible=alice)
    first = make_letter(account, author_name=NAME, text=WORDS, at=now() - timedelta(hours=1))
    answer(message=first, by=alice, text=OURS)
    return make_letter(account, author_name=NAME, text=WORDS, at=now())


def told(person: Person, path: str) -> set[str]:
    """The private words on this page."""
    return told_in(client_of(person), path)


def told_in(browser: Client, path: str) -> set[str]:
    page = browser.get(path)
    body = page.content.decode() if page.status_code == 200 else ""
    return {word for word in (NAME, WORDS, OURS) if word in body}


@pytest.mark.parametrize(
    "show",
    ["waiting", "all", *(pytest.param(show, marks=pytest.mark.sweep) for show in ("proposed", "private", "deleted"))],
)
def test_only_who_answers_finds_it_in_the_queue(letter: Message, show: str, request: pytest.FixtureRequest) -> None:
    cast = ("alice", "carol", "dave", "ivan", "helen", "audrey", "mallory")
    found = {name: told(request.getfixturevalue(name), f"/inbox/?show={show}") for name in cast}

    there = show in ("waiting", "private", "all")
    assert found == {name: {NAME, WORDS, OURS} if there and name in READERS else set() for name in cast}


def test_a_deputy_reads_it_and_only_for_the_time(letter: Message, alice: Person, rubtsovsk: Administration) -> None:
    curator = make_person(rubtsovsk, Role.CURATOR, second_factor=True)
    path = reverse("web:message", args=[letter.pk])
    deputy = stand_in(curator, alice, Role.PRESS_OFFICER)
    assert told(curator, path) == {NAME, WORDS, OURS}

    deputy.until = today(rubtsovsk.time_zone) - timedelta(days=1)
    deputy.save()

    assert client_of(curator).get(path).status_code == 403


@pytest.mark.parametrize("name", ["dave", "ivan", "helen", "audrey"])
def test_no_other_page_tells_it(letter: Message, name: str, request: pytest.FixtureRequest) -> None:
    browser, act = client_of(request.getfixturevalue(name)), Act.objects.get()
    paths = [reverse(page) for page in PAGES] + [reverse("outbox:detail", args=[act.pk])]

    assert {path: told_in(browser, path) for path in paths} == {path: set() for path in paths}


def test_who_is_restricted_for_a_private_message_is_not_named(letter: Message, alice: Person, audrey: Person) -> None:
    one = restrict(message=letter, by=alice, ground=Ground.ILLEGAL, term=Term.DAY, why="пишет так часто")
    assert one.act is not None
    paths = [
        reverse("moderation:restricted"),
        reverse("moderation:restriction", args=[one.pk]),
        reverse("outbox:detail", args=[one.act.pk]),
        reverse("journal:list"),
    ]

    assert {path: told(audrey, path) for path in paths} == {path: set() for path in paths}


def test_who_is_restricted_for_a_private_message_is_not_told_by_number(
    rubtsovsk: Administration, alice: Person, dave: Person, ivan: Person
) -> None:
    """The network's id leads to the resident's page."""
    private = make_letter(make_account(rubtsovsk, responsible=alice), peer_id="311007", author_name=NAME)
    made = restrict(message=private, by=alice, ground=Ground.ILLEGAL, term=Term.DAY, why="пишет так часто")
    release(restriction=made, by=alice)
    one = reverse("moderation:restriction", args=[made.pk])

    pages = [
        *(client_of(dave).get(path).content.decode() for path in (reverse("moderation:restricted"), one)),
        *(client_of(ivan).get(reverse(name)).content.decode() for name in ("outbox:list", "journal:list")),
    ]

    assert [page for page in pages if "311007" in page] == []
    assert "311007" in client_of(alice).get(one).content.decode()


def test_the_number_in_the_menu_is_of_what_one_may_read(letter: Message, alice: Person, dave: Person) -> None:
    from veche.web.context import comments_for

    assert (comments_for(alice).read(), comments_for(dave).read()) == (1, 0)


def test_the_journal_keeps_numbers_alone(letter: Message, alice: Person) -> None:
    close(message=letter, by=alice)

    told_of = list(Entry.objects.filter(verb__startswith="message.").order_by("pk").values_list("verb", "object_type"))
    assert told_of == [("message.answered", "inbox.conversation"), ("message.closed", "inbox.conversation")]
    kept = "".join(f"{entry.facts}{entry.object_id}" for entry in Entry.objects.all())
    assert not any(word in kept for word in (NAME, WORDS, OURS))


def test_the_journal_says_that_somebody_answered(letter: Message, carol: Person) -> None:
    page = client_of(carol).get(reverse("journal:list")).content.decode()

    said = words(page)
    assert "отправили ответ на личное сообщение" in said
    assert f"переписка № {letter.conversation_id}" in said
    assert not any(word in page for word in (NAME, WORDS, OURS))


def test_the_outbox_shows_that_something_left_and_not_what(letter: Message, alice: Person) -> None:
    act = Act.objects.get()

    assert (act.title, told(alice, reverse("outbox:detail", args=[act.pk]))) == ("Ответ на личное сообщение", set())


def test_what_is_not_understood_is_logged_without_its_words(
    rubtsovsk: Administration, alice: Person, caplog: pytest.LogCaptureFixture
) -> None:
    account = make_account(rubtsovsk, responsible=alice)
    event = MessageCame("1", "7" * 100, "42", "42", NAME, WORDS, now())
    receive(account=account, events=[event])
    account.arrivals.update(payload={"text": WORDS})

    assert process_events(account) == 0
    assert "inbound event not understood" in caplog.text
    assert not any(word in caplog.text for word in (NAME, WORDS))


def test_only_the_law_deletes_it_and_the_journal_keeps_its_number_alone(letter: Message, alice: Person) -> None:
    client, place = client_of(alice), reverse("moderation:delete", args=[letter.pk])
    refused = client.post(place, {"ground": "insult"})
    said = [str(message) for message in get_messages(refused.wsgi_request)]
    assert "только если оно нарушает закон" in said[-1]
    letter.refresh_from_db()
    assert letter.state == "new"

    client.post(place, {"ground": "threat"})

    letter.refresh_from_db()
    assert letter.state == "deleting"
    entry = Entry.objects.get(verb="message.deleted")
    assert (entry.object_type, entry.object_id) == ("inbox.conversation", str(letter.conversation_id))
    assert not any(word in str(entry.facts) for word in (NAME, WORDS, OURS))
