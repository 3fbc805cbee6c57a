"""A threat, a call to violence or a wish to die: whoever is on duty is told at once, once, without its words."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from tests.factories import make_account, make_bot, make_chat, make_letter, make_message
from tests.markup import elements, spaced_once, words
from tests.people import client_of
from veche.accounts.enums import KeySlot
from veche.accounts.models import Key
from veche.alarms.models import Alarm
from veche.inbox.domain.answer import answer
from veche.inbox.models import Message, Wording
from veche.moderation.domain.danger import KIND, read_dangers
from veche.moderation.domain.propose import propose_for_new
from veche.staff.domain.working_hours import add_duty
from veche.staff.models import Administration, Person

NIGHT = datetime(2026, 11, 25, 20, 0, tzinfo=UTC)  # three in the morning in Rubtsovsk
WISH, THREAT = "Не хочу больше жить, нет сил", "Я вас найду и убью, тварь"


def told(message: Message) -> set[tuple[str, str]]:
    """Who was told, and how."""
    rows = Alarm.objects.of(message.administration_id).filter(kind=KIND, subject=message.pk)
    return {(row.person.display_name, row.way) for row in rows.select_related("person")}


def found(message: Message) -> Message:
    propose_for_new()
    return Message.objects.of(message.administration_id).select_related("proposal").get(pk=message.pk)


@time_machine.travel(NIGHT, tick=False)
@pytest.mark.usefixtures("bob")
def test_danger_reaches_whoever_is_on_duty(
    rubtsovsk: Administration, alice: Person, carol: Person, helen: Person, ivan: Person
) -> None:
    account = make_account(rubtsovsk, responsible=alice)
    chat = make_chat(make_bot(rubtsovsk, by=ivan), alice)
    today = NIGHT.date() + timedelta(days=1)
    for person in (alice, ivan):
        add_duty(by=carol, administration=rubtsovsk, person=person, since=today, until=today)

    wish = found(make_message(account, text=WISH, at=NIGHT))
    letter = found(make_letter(account, text=THREAT, at=NIGHT))
    calm = found(make_message(account, text="Хоть вешайся с вашими тарифами", at=NIGHT))
    assert [one.proposal.danger for one in (wish, letter, calm)] == ["suicide", "threat", ""]
    # Not IT, which may not read what residents write, nor colleagues who sleep.
    ways = {way for _, way in told(wish)}
    assert (told(letter), told(calm)) == (told(wish), set())
    assert {name for name, _ in told(wish)} == {alice.display_name}
    assert chat.bot.network in ways

    said = read_dangers(rubtsovsk, alice, [wish.pk, letter.pk])
    assert [said[one.pk].title for one in (wish, letter)] == ["Похоже, кто-то хочет умереть", "Похоже на угрозу"]
    assert said[wish.pk].path == f"/inbox/{wish.pk}/"
    assert said[wish.pk].lines[0].endswith(", чт, 26 ноября в 03:00.")  # a letter is read on another day too
    assert not [word for word in ("жить", "убью", "Житель") if word in str(said)]
    assert read_dangers(rubtsovsk, ivan, [wish.pk]) == {}
    assert read_dangers(rubtsovsk, helen, [wish.pk, letter.pk]).keys() == {wish.pk}

    # Another wording of it is the same message: it wakes nobody again.
    Message.objects.filter(pk=wish.pk).update(text=f"{WISH}!", screened_at=None)
    number = Alarm.objects.count()
    assert (found(wish).proposal.danger, Alarm.objects.count()) == ("suicide", number)

    page = spaced_once(client_of(alice).get(f"/inbox/{wish.pk}/").content.decode())
    assert "Похоже, кто-то хочет умереть." in page
    assert "Сообщили сегодня в 03:00 письмом и через бота, без самих слов." in page
    queue = client_of(alice).get("/inbox/?danger=1").content.decode()
    assert sorted(words(one) for one in elements(queue, ".q-text")) == sorted([f"{WISH}!", THREAT])
    assert "Опасные" in client_of(alice).get("/inbox/").content.decode()

    answer(message=wish, by=alice, text="Мы рядом, позвоните 8-800-2000-122.")
    assert read_dangers(rubtsovsk, alice, [wish.pk]) == {}


@time_machine.travel(NIGHT, tick=False)
def test_the_past_of_an_account_raises_no_alarm_and_working_hours_wake_the_press(
    rubtsovsk: Administration, alice: Person, bob: Person, carol: Person
) -> None:
    account = make_account(rubtsovsk, responsible=alice)
    key = Key.objects.create(
        administration=rubtsovsk, account=account, slot=KeySlot.COMMUNITY, sealed="", added_by=alice
    )
    Key.objects.filter(pk=key.pk).update(added_at=NIGHT - timedelta(hours=1))
    past = found(make_message(account, text=WISH, at=NIGHT - timedelta(days=2)))
    assert (past.proposal.danger, told(past)) == ("suicide", set())
    assert "Никому не сообщали" in client_of(alice).get(f"/inbox/{past.pk}/").content.decode()

    for text in ("Спасибо", THREAT):  # an old comment that was changed since
        Wording.objects.create(administration=rubtsovsk, message=past, text=text, at=NIGHT, received_at=NIGHT)
    Message.objects.filter(pk=past.pk).update(text=THREAT, screened_at=None)
    # Nobody is on duty: the whole press service.
    press = {person.display_name for person in (alice, bob, carol)}
    assert {name for name, _ in told(found(past))} == press
