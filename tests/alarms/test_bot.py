"""The administration's own bot in the training networks: linked, told once, taken over by letters, answered."""

import base64
from datetime import timedelta

import pytest

from tests.alarms.mail_server import MailServer
from tests.alarms.talk import ANNA, ORIGIN, FakeKind, Talk
from tests.networks.conftest import picture
from veche.alarms.domain import bots, chats
from veche.alarms.domain.chat_words import BAD_CODE, EDITED, NOTHING, NOTHING_LATE, STRANGER
from veche.alarms.domain.letters import send_waiting
from veche.alarms.domain.notify import notify
from veche.alarms.domain.parcels import IN_TRAY, in_tray
from veche.alarms.errors import BotError
from veche.alarms.models import Alarm, Bot, Chat, Parcel
from veche.journal.models import Entry
from veche.kernel.clock import now
from veche.kernel.crypto import Secret
from veche.outbox.domain.freeze import freeze
from veche.outbox.models import Act
from veche.staff.models import Administration, Person

pytestmark = pytest.mark.django_db


def test_its_key_is_sealed_and_of_no_page_of_the_city(talk: Talk, rubtsovsk: Administration, ivan: Person) -> None:
    assert talk.token not in str(Bot.objects.values())
    assert Entry.objects.of(rubtsovsk).get(verb="bot.set_up").actor == ivan
    with pytest.raises(BotError, match=r"Ключ не сохранён"):
        bots.set_up(administration=rubtsovsk, network=talk.slug, secret=Secret(talk.token[:-3] + "xxx"), by=ivan)
    assert Bot.objects.get(removed_at=None) == talk.bot


def test_a_code_links_one_chat_once(talk: Talk, alice: Person) -> None:
    code = chats.new_code(alice)

    talk.start(code)
    talk.start(code, author="Чужой")

    chat = Chat.objects.get()
    assert (chat.person, chat.named) == (alice, ANNA)
    assert talk.said()[1] == BAD_CODE


def test_a_stranger_gets_a_polite_sentence_and_leaves_nothing(talk: Talk, alice: Person) -> None:
    talk.write("Чужой", text="Где справка?", photos=[base64.b64encode(picture("red")).decode()])

    assert set(talk.said()) == {STRANGER}
    assert (Chat.objects.count(), Parcel.objects.count()) == (0, 0)
    Bot.objects.update(strangers_answered=20, strangers_since=now())
    before = len(talk.said())
    talk.write("Чужой", text="Где справка?")
    assert len(talk.said()) == before


def test_news_come_to_the_chat_and_by_letter_as_the_person_chose(
    mail: MailServer, talk: Talk, asked: FakeKind, rubtsovsk: Administration, alice: Person, bob: Person
) -> None:
    talk.link(alice)
    asked.open = {7, 8}
    notify(rubtsovsk, "bridges.asked", 7, [alice, bob])
    talk.run()
    talk.run()
    assert send_waiting() == 2

    chats.choose_letters(person=alice, letters=False)
    notify(rubtsovsk, "bridges.asked", 8, [alice, bob])
    talk.run()

    assert send_waiting() == 1
    told = [one for one in talk.heard() if "просят вас" in one["text"]]
    assert [one["text"].splitlines()[0] for one in told] == ["«Мост 7» — просят вас", "«Мост 8» — просят вас"]
    assert told[0]["buttons"] == [{"text": "Ответить", "url": f"{ORIGIN}/requests/7/"}]
    talk.write(text="Что ждёт")
    assert talk.said()[-1].startswith("Ждут вас, дел: 2")
    talk.write(text="«Что опаздывает»")
    assert talk.said()[-1] == NOTHING_LATE
    asked.open = set()
    talk.write(text="Что ждёт?")
    assert talk.said()[-1] == NOTHING


def test_news_go_on_while_everything_is_frozen(
    talk: Talk, asked: FakeKind, rubtsovsk: Administration, alice: Person
) -> None:
    talk.link(alice)
    freeze(administration=rubtsovsk, by=alice, reason="Чужая запись")
    asked.open = {7}
    notify(rubtsovsk, "bridges.asked", 7, [alice])
    talk.run()

    assert [one for one in talk.said() if one.startswith("«Мост 7» — просят вас")]
    assert not Act.objects.of(rubtsovsk).exists()


def test_what_a_network_does_not_take_for_an_hour_goes_by_letter_once(
    mail: MailServer, talk: Talk, asked: FakeKind, rubtsovsk: Administration, alice: Person
) -> None:
    talk.link(alice)
    chats.choose_letters(person=alice, letters=False)
    asked.open = {7}
    method = "POST /messages" if talk.slug == "max" else "sendMessage"
    talk.sandbox.fault(talk.slug, method, "refused_before_apply" if talk.slug == "max" else "rate_limited", seconds=60)
    notify(rubtsovsk, "bridges.asked", 7, [alice])
    talk.run()
    assert (send_waiting(), Alarm.objects.get().state) == (0, "waiting")

    Alarm.objects.update(created_at=now() - timedelta(hours=2))
    talk.run()
    Alarm.objects.filter(way=talk.slug).update(next_try_at=now())
    talk.run()

    assert [send_waiting(), send_waiting()] == [1, 0]
    assert [one for one in talk.said() if "просят вас" in one] == []


def test_a_message_in_doubt_is_looked_up_or_goes_by_letter(
    mail: MailServer, talk: Talk, asked: FakeKind, rubtsovsk: Administration, alice: Person
) -> None:
    talk.link(alice)
    chats.choose_letters(person=alice, letters=False)
    asked.open = {7}
    talk.sandbox.fault(talk.slug, "POST /messages" if talk.slug == "max" else "sendMessage", "lost_after_apply")
    notify(rubtsovsk, "bridges.asked", 7, [alice])

    talk.run()
    talk.run()

    assert len([one for one in talk.said() if "просят вас" in one]) == 1
    states = dict(Alarm.objects.values_list("way", "state"))
    looked_up = {talk.slug: "sent"} if talk.slug == "max" else {talk.slug: "dropped", "letter": "waiting"}
    assert states == looked_up


def test_who_blocks_the_bot_hears_by_letter_that_the_chat_has_ended(
    mail: MailServer, talk: Talk, asked: FakeKind, rubtsovsk: Administration, alice: Person
) -> None:
    talk.link(alice)
    chats.choose_letters(person=alice, letters=False)
    asked.open = {7}
    talk.sandbox.ask("POST", talk.slug, "messages/stop", {"bot": talk.number, "author": ANNA})
    notify(rubtsovsk, "bridges.asked", 7, [alice])

    talk.run()

    assert Chat.objects.get().ended_why == "blocked"
    assert send_waiting() == 1
    body = mail.letters[0].get_content()
    assert "«Мост 7» — просят вас" in body
    assert "бота в чате заблокировали. Теперь новости идут письмами." in body


def test_an_answer_goes_into_the_matter_with_its_files_once(
    talk: Talk, asked: FakeKind, rubtsovsk: Administration, alice: Person
) -> None:
    talk.link(alice)
    asked.open = {7}
    notify(rubtsovsk, "bridges.asked", 7, [alice])
    talk.run()
    message = next(one for one in talk.heard() if "просят вас" in one["text"])

    written = talk.write(
        text="Вот мост",
        reply_to=message["id"],
        photos=[base64.b64encode(picture("red")).decode()],
        files=[{"name": "акт.pdf", "body": base64.b64encode(b"%PDF-1.4 paper").decode()}],
    )
    Parcel.objects.update(ready_at=now())
    talk.run()
    talk.sandbox.ask("POST", talk.slug, "messages/edit", {"bot": talk.number, "id": written["id"], "text": "Другой"})
    talk.run()

    (given,) = asked.given
    assert given.person == alice
    assert given.subject == 7
    assert given.text == "Вот мост"
    assert [one.mime for one in given.media][1:] == ["application/pdf"]
    assert len(given.media) == 2
    assert talk.said()[-2:] == ["Добавил к поручению «Мост 7».", EDITED]


def test_what_answers_nothing_or_is_refused_goes_to_the_tray(
    talk: Talk, asked: FakeKind, rubtsovsk: Administration, alice: Person
) -> None:
    talk.link(alice)
    asked.open, asked.refuses = {7}, "Поручение уже закрыто."
    notify(rubtsovsk, "bridges.asked", 7, [alice])
    talk.run()
    message = next(one for one in talk.heard() if "просят вас" in one["text"])

    talk.write(text="Ёлку поставили")
    talk.write(text="Мост готов", reply_to=message["id"])

    assert [parcel.text for parcel in in_tray(rubtsovsk)] == ["Ёлку поставили", "Мост готов"]
    assert talk.said()[-2:] == [IN_TRAY, f"Поручение уже закрыто. {IN_TRAY}"]


def test_an_event_that_comes_twice_counts_once(talk: Talk, alice: Person) -> None:
    talk.link(alice)
    cursor = Bot.objects.get().cursor
    talk.write(text="Ёлку поставили")

    if talk.slug == "max":  # its marker goes back; Telegram forgets what was confirmed
        Bot.objects.update(cursor=cursor)
    talk.run()

    assert [parcel.text for parcel in Parcel.objects.all()] == ["Ёлку поставили"]


def test_a_removed_bot_leaves_letters(
    mail: MailServer, talk: Talk, asked: FakeKind, alice: Person, ivan: Person
) -> None:
    talk.link(alice)
    chats.choose_letters(person=alice, letters=False)
    asked.open = {7}
    notify(alice.administration, "bridges.asked", 7, [alice])

    bots.remove(bot=talk.bot, by=ivan)
    talk.run()

    assert (Bot.objects.get().sealed, Chat.objects.get().ended_why) == ("", "bot")
    assert send_waiting() == 1
