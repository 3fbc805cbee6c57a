"""«Беру», notes and «долго без ответа»: two people do not work on one thing unknowingly."""

from datetime import timedelta

import time_machine

from tests.factories import NOON, make_account, make_letter, make_message
from tests.markup import elements, spaced_once, words
from tests.people import client_of
from veche.inbox.domain.settings import late_before
from veche.inbox.models import Answer, Hold, Message, Note
from veche.journal.models import Entry
from veche.outbox.models import Act
from veche.staff.models import Administration, Person


def page_of(person: Person, path: str) -> str:
    return spaced_once(client_of(person).get(path).content.decode())


def texts(person: Person, query: str) -> list[str]:
    return [words(one) for one in elements(client_of(person).get(f"/inbox/{query}").content.decode(), ".q-text")]


def press(person: Person, message: Message, verb: str, **said: object) -> None:
    assert client_of(person).post(f"/inbox/messages/{message.pk}/{verb}/", said).status_code == 302


def holder(message: Message) -> Person | None:
    row = Hold.objects.of(message.administration_id).filter(conversation=message.conversation_id).first()
    return row.person if row else None


def test_what_a_colleague_has_taken_is_said_and_taken_over_knowingly(
    rubtsovsk: Administration, alice: Person, bob: Person
) -> None:
    account = make_account(rubtsovsk, responsible=alice)
    with time_machine.travel(NOON, tick=False):
        comment, other = make_message(account, text="Где вода?"), make_message(account, text="А свет?")
        letters = [make_letter(account, text=f"Лично {number}") for number in range(2)]
        press(alice, comment, "take")
        press(alice, letters[0], "take")
        assert (texts(alice, "?mine=1"), texts(bob, "?mine=1")) == (["Где вода?", "Лично 0", "Лично 1"], [])
        # A colleague who did not see it takes nothing away; one who saw it does.
        press(bob, comment, "take")
        assert holder(comment) == alice
        page = page_of(bob, f"/inbox/{comment.pk}/")
        assert f"Сейчас у коллеги {alice.display_name}, взято сегодня в 12:00" in page
        assert f"взято: {alice.display_name}" in page
        assert "Взять у коллеги" in page_of(bob, f"/inbox/{letters[1].pk}/")  # the whole talk is taken
        assert "Взять у коллеги" not in page_of(bob, f"/inbox/{other.pk}/")
        hold = Hold.objects.of(rubtsovsk).get(message=comment)
        press(bob, comment, "take", instead_of=hold.pk)
        press(alice, comment, "release")
        assert holder(comment) == bob
        press(bob, comment, "release")
        assert holder(comment) is None
    with time_machine.travel(NOON + timedelta(minutes=29), tick=False):
        assert "Взять у коллеги" in page_of(bob, f"/inbox/{letters[0].pk}/")
    with time_machine.travel(NOON + timedelta(minutes=31), tick=False):  # it is released by itself
        assert "Взять у коллеги" not in page_of(bob, f"/inbox/{letters[0].pk}/")
        press(bob, letters[1], "take")
        assert holder(letters[0]) == bob
    verbs = Entry.objects.of(rubtsovsk).filter(verb__startswith="inbox.").order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["inbox.taken"] * 3 + ["inbox.released", "inbox.taken"]


@time_machine.travel(NOON, tick=False)
def test_a_note_is_for_colleagues_alone(rubtsovsk: Administration, alice: Person, bob: Person, dave: Person) -> None:
    account = make_account(rubtsovsk, responsible=alice)
    comment, letter = make_message(account, text="Где вода?"), make_letter(account, text="Лично")
    for message in (comment, letter):
        for said in ("Позвонили в «Водоканал»\n<b>ждём</b>", "Позвонили в «Водоканал»\n<b>ждём</b>", "  ", "ы" * 2001):
            press(alice, message, "note", text=said)
    assert Note.objects.of(rubtsovsk).count() == 2
    page = page_of(bob, f"/inbox/{comment.pk}/")
    assert "Позвонили в «Водоканал»<br>&lt;b&gt;ждём" in page
    assert "Водоканал" not in page_of(dave, f"/inbox/{comment.pk}/")  # a curator reads comments, no notes
    assert sorted(texts(bob, "?noted=1")) == ["Где вода?", "Лично"]
    assert (Act.objects.count(), Answer.objects.count()) == (0, 0)
    assert "Водоканал" not in str(list(Entry.objects.of(rubtsovsk).values_list("facts", flat=True)))


def test_long_is_counted_by_the_working_clock(rubtsovsk: Administration, alice: Person) -> None:
    """Nine working hours unless the press service says otherwise; a night and a weekend are no waiting."""
    account = make_account(rubtsovsk, responsible=alice)
    with time_machine.travel(NOON, tick=False):  # Wednesday
        make_message(account, text="Со вторника?", at=NOON - timedelta(days=1, hours=2))
        make_message(account, text="С утра?", at=NOON - timedelta(hours=3))
        assert texts(alice, "?late=1") == ["Со вторника?"]
        form = {"hold_minutes": "10", "late_hours": "2"}
        assert client_of(alice).post("/inbox/settings/", form).status_code == 302
        assert texts(alice, "?late=1") == ["Со вторника?", "С утра?"]
        refused = client_of(alice).post("/inbox/settings/", {"hold_minutes": "1", "late_hours": "x"})
        assert refused.status_code == 422
    monday = NOON + timedelta(days=5, hours=-3)  # nine in the morning
    with time_machine.travel(monday, tick=False):
        assert late_before(rubtsovsk).weekday() == 4
