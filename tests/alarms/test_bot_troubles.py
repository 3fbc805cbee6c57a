"""What goes wrong with the administration's own bot: blocked and let in again, errors of ours, a network away."""

import base64
import re
from datetime import timedelta

import httpx2
import pytest

from tests.alarms.mail_server import MailServer
from tests.alarms.talk import ANNA, FakeKind, Talk
from tests.networks.conftest import picture
from veche.alarms import news
from veche.alarms.domain import bots, chats, parcels, receive_chats
from veche.alarms.domain.chat_words import NOT_READ, RELINKED, STRANGER
from veche.alarms.domain.letters import send_waiting
from veche.alarms.domain.notify import notify
from veche.alarms.domain.parcels import IN_TRAY, in_tray
from veche.alarms.enums import ChatEnd
from veche.alarms.errors import BotError
from veche.alarms.models import Alarm, Bot, Chat, Parcel
from veche.alarms.news import Material, News
from veche.alarms.tasks import look_for_listeners
from veche.kernel.clock import now
from veche.kernel.crypto import Secret
from veche.networks.bots import Sent
from veche.staff.models import Administration, Person

pytestmark = pytest.mark.django_db


def test_who_lets_the_bot_in_again_hears_from_it_without_a_new_code(
    mail: MailServer, talk: Talk, asked: FakeKind, rubtsovsk: Administration, alice: Person
) -> None:
    talk.link(alice)
    chats.choose_letters(person=alice, letters=False)
    for subject in (7, 8):  # twice: each time the person hears why letters come
        asked.open = {subject}
        talk.sandbox.ask("POST", talk.slug, "messages/stop", {"bot": talk.number, "author": ANNA})
        notify(rubtsovsk, "bridges.asked", subject, [alice])
        talk.run()
        assert (send_waiting(), "бота в чате заблокировали" in mail.letters[-1].get_content()) == (1, True)
        talk.write(text="/start")
        assert RELINKED in talk.said()[-2:]

    asked.open = {9}
    notify(rubtsovsk, "bridges.asked", 9, [alice])
    talk.run()

    assert (talk.said()[-1].splitlines()[0], send_waiting()) == ("«Мост 9» — просят вас", 0)
    assert Chat.objects.get().letters is False


def test_a_link_that_another_replaced_or_whose_person_left_is_not_taken_up_again(talk: Talk, alice: Person) -> None:
    chat = talk.link(alice)
    chats.end_chats(Chat.objects.filter(pk=chat.pk), ChatEnd.BLOCKED)
    talk.start(chats.new_code(alice), author="Второй телефон")
    talk.write(text="/start")
    assert talk.said()[-1] == STRANGER

    Chat.objects.filter(ended_at=None).update(ended_at=now(), ended_why=ChatEnd.LEFT)
    Person.objects.filter(pk=alice.pk).update(is_active=False)
    talk.write(text="/start")

    assert (talk.said()[-1], Chat.objects.filter(ended_at=None).count()) == (STRANGER, 0)


def test_an_event_that_cannot_be_processed_holds_up_no_other(
    talk: Talk, alice: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    talk.link(alice)
    whole = parcels.keep

    def keep(chat: Chat, sent: Sent) -> Parcel | None:
        if sent.text == "беда":
            raise ValueError("an error of ours")
        return whole(chat, sent)

    monkeypatch.setattr(receive_chats, "keep", keep)
    for text in ("беда", "Ёлку поставили"):
        talk.sandbox.ask("POST", talk.slug, "messages", {"bot": talk.number, "author": ANNA, "text": text})
    talk.run()
    talk.run()

    assert [parcel.text for parcel in Parcel.objects.all()] == ["Ёлку поставили"]
    assert talk.said()[-2:] == [NOT_READ, IN_TRAY]


def test_a_room_that_fails_leaves_material_to_the_press_and_holds_up_no_other(
    talk: Talk, asked: FakeKind, rubtsovsk: Administration, alice: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    talk.link(alice)
    asked.open = {7}
    notify(rubtsovsk, "bridges.asked", 7, [alice])
    talk.run()
    message = next(one for one in talk.heard() if "просят вас" in one["text"])

    def fails(material: Material) -> str:
        raise ValueError("an error of the room")

    monkeypatch.setitem(news._kinds, "bridges.asked", News("bridges.asked", "просят вас", asked.read, take=fails))
    talk.write(text="Мост готов", reply_to=message["id"])
    talk.write(text="Ёлку поставили")
    assert [parcel.text for parcel in in_tray(rubtsovsk)] == ["Ёлку поставили"]
    for _ in range(parcels.MOST_TRIES):
        Parcel.objects.update(ready_at=now())
        talk.run()

    assert {parcel.text for parcel in in_tray(rubtsovsk)} == {"Ёлку поставили", "Мост готов"}
    assert talk.said()[-1] == IN_TRAY


def test_a_day_without_the_network_loses_nothing_and_ends_without_a_flood(
    mail: MailServer, talk: Talk, asked: FakeKind, rubtsovsk: Administration, alice: Person
) -> None:
    talk.link(alice)
    chats.choose_letters(person=alice, letters=False)
    before = len(talk.said())
    poll = "GET /updates" if talk.slug == "max" else "getUpdates"
    send = "POST /messages" if talk.slug == "max" else "sendMessage"
    for method in (poll, send):
        talk.sandbox.fault(talk.slug, method, "refused_before_apply", times=100)
    asked.open = {7, 8}
    for subject in (7, 8):
        notify(rubtsovsk, "bridges.asked", subject, [alice])
    photo = [base64.b64encode(picture("red")).decode()]
    for body in ({"text": "Что ждёт"}, {"text": "Что ждёт"}, {"text": "Ёлку поставили", "photos": photo}):
        talk.write(**body)
    assert Parcel.objects.count() == 0
    Alarm.objects.update(created_at=now() - timedelta(hours=2))
    Bot.objects.update(poll_after=None)
    talk.run()
    assert [send_waiting(), send_waiting()] == [1, 0]

    talk.sandbox.clear_faults(talk.slug)
    Bot.objects.update(poll_after=None)
    for _ in range(3):
        talk.run()

    (parcel,) = in_tray(rubtsovsk)
    assert (parcel.text, [file.media is not None for file in parcel.files.all()]) == ("Ёлку поставили", [True])
    said = talk.said()[before:]
    assert [one.splitlines()[0] for one in said] == ["Ждут вас, дел: 2", IN_TRAY]
    assert Bot.objects.get().trouble == ""


@pytest.mark.parametrize("talk", ["telegram"], indirect=True)
def test_a_file_that_the_network_holds_back_is_waited_for_a_day_and_then_said(talk: Talk, alice: Person) -> None:
    talk.link(alice)
    talk.sandbox.fault(talk.slug, "getFile", "refused_before_apply", times=100)
    talk.write(files=[{"name": "акт.pdf", "body": base64.b64encode(b"%PDF-1.4 paper").decode()}])
    for hours in (0, 1, 23):
        Parcel.objects.update(ready_at=now(), came_at=now() - timedelta(hours=hours), tries=hours * 60)
        talk.run()
        assert Parcel.objects.get().state == "coming"

    Parcel.objects.update(ready_at=now(), came_at=now() - timedelta(hours=25))
    talk.run()

    assert Parcel.objects.get().state == "tray"
    assert talk.said()[-1] == f"{IN_TRAY} «акт.pdf»: {parcels.NOT_FETCHED}."


def test_a_bot_that_another_program_hears_is_refused_or_noticed(talk: Talk, alice: Person, ivan: Person) -> None:
    chat, url = talk.link(alice), "https://old.example.ru/hook"
    base, token = talk.sandbox.info[talk.slug]["base"], talk.token
    method, address, body = {
        "telegram": ("POST", f"{base}/bot{token}/setWebhook", {"url": url}),
        "max": ("POST", f"{base}/subscriptions", {"url": url}),
    }[talk.slug]
    headers = {"Authorization": token} if talk.slug == "max" else {}
    httpx2.request(method, address, json=body, headers=headers, trust_env=False, timeout=60).raise_for_status()
    words = "Этого бота слушает другая программа (вебхук на old.example.ru)"

    with pytest.raises(BotError, match=re.escape(words)):
        bots.set_up(administration=alice.administration, network=talk.slug, secret=Secret(token), by=ivan)
    assert look_for_listeners.func() == 1
    talk.run()
    assert Bot.objects.get().trouble.startswith(words)

    if talk.slug == "max":
        httpx2.delete(
            f"{base}/subscriptions", params={"url": url}, headers=headers, trust_env=False, timeout=60
        ).raise_for_status()
    else:
        httpx2.post(f"{base}/bot{token}/deleteWebhook", trust_env=False, timeout=60).raise_for_status()
    assert look_for_listeners.func() == 0
    talk.write(text="Ёлку поставили")
    assert (Bot.objects.get().trouble, Parcel.objects.get().chat) == ("", chat)
