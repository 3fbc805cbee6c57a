"""Letters that do not reach their people, news that cannot be read: all end in words, and hold up no others."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

import pytest

from tests.alarms.mail_server import MailServer
from tests.factories import make_bot, make_chat
from tests.people import client_of
from veche.alarms import news
from veche.alarms.domain import chats, letters, words
from veche.alarms.domain.items import READ_TRIES, UNREADABLE
from veche.alarms.domain.letters import send_waiting
from veche.alarms.domain.notice import notice
from veche.alarms.domain.notify import notify
from veche.alarms.domain.unreached import LETTERS_BACK, remark_on_chats, remark_on_letters
from veche.alarms.enums import ChatEnd
from veche.alarms.models import Alarm, Chat
from veche.alarms.news import Matter, News, Notification
from veche.journal.models import Entry
from veche.kernel.clock import now
from veche.staff.models import Administration, Person

pytestmark = pytest.mark.django_db


class Room:
    """Two kinds of a room above; the kind «broken» cannot be read while `broken` is set."""

    def __init__(self) -> None:
        self.broken = True

    def read(self, administration: Administration, person: Person, subjects: Sequence[int]) -> Mapping[int, Matter]:
        return {one: Matter(f"Мост {one}", action="Ответить", path=f"/requests/{one}/") for one in subjects}

    def read_broken(
        self, administration: Administration, person: Person, subjects: Sequence[int]
    ) -> Mapping[int, Matter]:
        if self.broken:
            raise ValueError("an error of this room")
        return self.read(administration, person, subjects)


@pytest.fixture
def room(monkeypatch: pytest.MonkeyPatch) -> Room:
    made = Room()
    monkeypatch.setattr(news, "_kinds", dict(news._kinds))
    news.register(News("bridges.asked", "просят вас", made.read))
    news.register(News("bridges.broken", "сломан", made.read_broken))
    return made


def later() -> None:
    Alarm.objects.update(next_try_at=now())


def test_news_that_cannot_be_read_hold_up_no_other_and_end_in_words(
    mail: MailServer, room: Room, rubtsovsk: Administration, alice: Person, bob: Person
) -> None:
    notify(rubtsovsk, "bridges.broken", 1, [alice, bob])
    notify(rubtsovsk, "bridges.asked", 7, [alice, bob])

    assert send_waiting() == 2

    assert ["сломан" in letter.get_content() for letter in mail.letters] == [False, False]
    waiting = Alarm.objects.filter(kind="bridges.broken").values_list("state", "letter", "trouble")
    assert set(waiting) == {("waiting", None, "новость не прочлась")}
    for _ in range(READ_TRIES - 1):
        later()
        assert send_waiting() == 0
    later()
    assert [send_waiting(), send_waiting()] == [2, 0]
    body = mail.letters[-1].get_content()
    assert "«Новость» — сломан" in body
    assert UNREADABLE.lines[0] in body


def test_news_that_can_be_read_again_leave_whole(
    mail: MailServer, room: Room, rubtsovsk: Administration, alice: Person
) -> None:
    notify(rubtsovsk, "bridges.broken", 1, [alice])
    assert send_waiting() == 0

    room.broken = False
    later()

    assert [send_waiting(), send_waiting()] == [1, 0]
    assert "«Мост 1» — сломан" in mail.letters[0].get_content()


def test_a_finder_that_fails_holds_up_neither_others_nor_letters(
    mail: MailServer, room: Room, rubtsovsk: Administration, alice: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(_moment: datetime) -> list[Notification]:
        raise ValueError("an error of this room")

    def finds(_moment: datetime) -> list[Notification]:
        return [Notification(rubtsovsk.pk, "bridges.asked", 7, [alice])]

    monkeypatch.setattr(news, "_finders", [fails, finds])

    assert (notice(), send_waiting()) == (1, 1)


def test_a_refused_address_is_tried_rarely_and_it_hears_of_it_once(
    mail: MailServer, room: Room, rubtsovsk: Administration, alice: Person, ivan: Person
) -> None:
    notify(rubtsovsk, "bridges.asked", 7, [alice])
    mail.whim = "refuse"
    pauses = []
    for _ in range(4):
        later()
        began = now()
        send_waiting()
        row = Alarm.objects.get(kind="bridges.asked")
        pauses.append(round((row.next_try_at - began) / timedelta(minutes=1)))
    assert pauses == [5, 20, 60, 60]

    mail.whim = ""
    Alarm.objects.filter(person=ivan).update(next_try_at=now())
    assert send_waiting() == 1

    (letter,) = mail.letters
    assert letter["To"] == ivan.email
    assert letter["Subject"] == f"Вече: «{alice}» — письма могут не доходить"
    assert f"не берёт письма на адрес {alice.email}, ответ 550. О делах человек не узнаёт." in letter.get_content()
    assert Alarm.objects.filter(kind=LETTERS_BACK).count() == 1


def test_a_letter_of_a_dead_worker_is_sent_again_by_one_press_and_never_by_itself(
    mail: MailServer, room: Room, rubtsovsk: Administration, alice: Person, ivan: Person
) -> None:
    notify(rubtsovsk, "bridges.asked", 7, [alice])
    claimed = {"state": "sending", "letter": "0" * 32, "tries": 1, "changed_at": now() - letters.LOST_AFTER * 2}
    Alarm.objects.update(**claimed)
    assert send_waiting() == 1
    assert f"«{alice}» — письма могут не доходить" in mail.letters[0]["Subject"]
    browser, path = client_of(ivan), f"/news/letters/{alice.pk}/again/"
    page = browser.get(f"/people/{alice.pk}/").content.decode()

    told = [browser.post(path, follow=True).content.decode() for _press in range(2)]
    sent = [send_waiting(), send_waiting()]

    assert "Неизвестно, ушло ли последнее письмо этому человеку" in page
    assert f'action="{path}"' in page
    assert ["Пошлём ещё раз" in told[0], "Посылать нечего" in told[1]] == [True, True]
    assert (sent, [letter["To"] for letter in mail.letters]) == ([1, 0], [ivan.email, alice.email])
    assert Entry.objects.get(verb="alarm.sent_again").actor == ivan
    assert "Неизвестно, ушло ли" not in browser.get(f"/people/{alice.pk}/").content.decode()


def test_it_hears_again_after_a_week(mail: MailServer, rubtsovsk: Administration, alice: Person, ivan: Person) -> None:
    from veche.alarms.domain.unreached import note_refused

    note_refused(alice)
    note_refused(alice)
    first = Alarm.objects.get(kind=LETTERS_BACK)
    Alarm.objects.update(created_at=now() - timedelta(days=8))

    note_refused(alice)

    assert Alarm.objects.get(kind=LETTERS_BACK).pk != first.pk


def test_a_server_that_does_not_take_the_sender_blames_no_person(
    mail: MailServer, room: Room, rubtsovsk: Administration, alice: Person, bob: Person, ivan: Person
) -> None:
    notify(rubtsovsk, "bridges.asked", 7, [alice, bob])
    mail.whim = "no sender"

    assert send_waiting() == 0

    assert mail.tried == []
    assert remark_on_letters(alice) == ""
    assert Alarm.objects.filter(kind=LETTERS_BACK).count() == 0
    mail.whim = ""
    later()
    assert send_waiting() == 2


def test_a_letter_in_doubt_is_said_on_the_page_of_the_person(
    mail: MailServer, room: Room, rubtsovsk: Administration, alice: Person
) -> None:
    notify(rubtsovsk, "bridges.asked", 7, [alice])
    mail.whim = "vanish"
    send_waiting()

    assert remark_on_letters(alice).startswith("Неизвестно, ушло ли последнее письмо этому человеку")

    mail.whim = ""
    notify(rubtsovsk, "bridges.asked", 8, [alice])
    send_waiting()
    assert remark_on_letters(alice) == ""


def test_a_letter_that_cannot_be_written_waits(
    mail: MailServer, room: Room, rubtsovsk: Administration, alice: Person, bob: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    notify(rubtsovsk, "bridges.asked", 7, [alice, bob])
    whole = words.letter_to

    def fails(person: Person, *rest: object, **named: object) -> object:
        if person == alice:
            raise ValueError("a bad header")
        return whole(person, *rest, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(letters, "letter_to", fails)

    assert send_waiting() == 1

    row = Alarm.objects.get(person=alice)
    assert row.state == "waiting"
    assert row.letter is None
    assert row.trouble == "ValueError"


def test_a_blocked_bot_is_said_to_it_until_it_is_let_in_again(
    rubtsovsk: Administration, alice: Person, ivan: Person
) -> None:
    bot = make_bot(rubtsovsk, by=ivan)
    chat = make_chat(bot, alice)
    assert remark_on_chats(alice) == ""

    chats.end_chats(Chat.objects.filter(pk=chat.pk), ChatEnd.BLOCKED)

    assert remark_on_chats(alice).startswith("Человек заблокировал бота: ")
    assert chats.relink(bot=bot, chat_id=chat.chat_id) == chat
    assert remark_on_chats(alice) == ""
