"""Pages of bots and chats, and what IT reads of letters that the mail server refuses."""

import pytest
from django.utils.html import escape

from tests.alarms.mail_server import MailServer
from tests.factories import make_account, make_act, make_bot, make_chat, make_parcel
from tests.people import client_of
from tests.sandbox_process import SandboxProcess
from tests.web.test_numbers import main_of
from veche.alarms.domain.letters import send_waiting
from veche.alarms.domain.notice import notice
from veche.alarms.models import Alarm, Bot, Chat, ChatCode
from veche.kernel.clock import now
from veche.staff.models import Administration, Person

pytestmark = pytest.mark.django_db


def test_it_sets_a_bot_up_and_a_person_gets_a_link(sandbox: SandboxProcess, ivan: Person, alice: Person) -> None:
    made = sandbox.ask("POST", "max", "bots", {})
    keeper, officer = client_of(ivan), client_of(alice)
    assert "Бота пока нет" in main_of(officer.get("/news/"))

    listed = main_of(keeper.post("/news/bots/max/key/", {"secret": made["token"]}, follow=True))

    assert f"@{made['username']} · подключили чат: 0" in listed
    page = officer.post(f"/news/chats/{Bot.objects.get().pk}/link/").content.decode()
    assert f"/{made['username']}?start=" in page
    assert made["token"] not in page
    assert ChatCode.objects.get().person == alice


def test_who_does_not_set_bots_up_sees_no_form(alice: Person, helen: Person, ivan: Person) -> None:
    assert [client_of(one).get("/news/bots/max/key/").status_code for one in (alice, helen, ivan)] == [403, 403, 200]
    assert client_of(ivan).get("/news/bots/vk/key/").status_code == 404


def test_a_key_that_is_none_is_refused(ivan: Person) -> None:
    page = client_of(ivan).post("/news/bots/max/key/", {"secret": "слово"})

    assert page.status_code == 422
    assert "Это не ключ бота MAX." in page.content.decode()
    assert not Bot.objects.exists()


def test_a_person_sees_a_chat_that_has_ended_and_chooses_letters(mail: MailServer, alice: Person, ivan: Person) -> None:
    chat = make_chat(make_bot(alice.administration, by=ivan), alice)
    officer = client_of(alice)

    officer.post("/news/letters/", {})
    assert "Не приходят: о новостях пишет бот." in main_of(officer.get("/news/"))
    officer.post("/news/letters/", {"letters": "on"})
    assert f"Приходят на {alice.email}." in main_of(officer.get("/news/"))
    Chat.objects.filter(pk=chat.pk).update(ended_at=now(), ended_why="blocked")

    assert "бота в чате заблокировали" in main_of(officer.get("/news/"))


def test_the_press_sorts_out_what_was_sent(alice: Person, bob: Person, ivan: Person) -> None:
    parcel = make_parcel(make_chat(make_bot(alice.administration, by=ivan), bob), text="Ёлку <b>поставили</b>")
    officer = client_of(alice)
    shown = officer.get("/news/sent/").content.decode()

    after = main_of(officer.post(f"/news/sent/{parcel.pk}/done/", follow=True))

    assert escape("Ёлку <b>поставили</b>") in shown
    assert "Ничего не ждёт разбора" in after


def test_a_refused_address_is_said_on_the_page_of_the_person(
    mail: MailServer, rubtsovsk: Administration, alice: Person, ivan: Person
) -> None:
    mail.whim = "refuse"
    make_act(make_account(rubtsovsk, responsible=alice), state="failed", due_at=now())
    notice()
    send_waiting()
    page = f"/people/{alice.pk}/"

    said = main_of(client_of(ivan).get(page))
    own = main_of(client_of(alice).get("/news/"))
    mail.whim = ""
    Alarm.objects.update(next_try_at=now())
    send_waiting()

    assert "письма не доходят: почтовый сервер отвечает 550. Скажите отделу ИТ" in own
    assert f"Почтовый сервер не берёт письма на адрес {alice.email}, ответ 550." in said
    assert "Почтовый сервер" not in main_of(client_of(ivan).get(page))
