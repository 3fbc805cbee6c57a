"""Where no key suffices, a person is told before the press: withdraw, approve, wait, answer."""

import re

import pytest
from django.urls import reverse

from tests.factories import make_account, make_conversation, make_letter, make_message
from tests.people import client_of
from tests.publishing.test_release import put
from tests.web.test_numbers import main_of
from tests.written import approved, asked, drafted, step_of, working, write
from veche.accounts.domain.abilities import REVOKED
from veche.accounts.domain.keys import put_key
from veche.accounts.models import Account, Passport
from veche.approval.domain.ask import ask
from veche.inbox.models import Conversation
from veche.journal.models import Entry
from veche.kernel.clock import now
from veche.kernel.crypto import Secret
from veche.moderation.models import Ruling
from veche.outbox.domain.by_hand import card_of
from veche.outbox.enums import ActState
from veche.outbox.models import Act
from veche.publishing.domain.change import rewrite
from veche.staff.models import Person

TOLD = "Ключ отозван. Новый впишет отдел ИТ, тогда снова пойдёт само."


@pytest.fixture
def accounts(alice: Person) -> list[Account]:
    """VK, and OK without its key."""
    made = [make_account(alice.administration, responsible=alice, network=slug) for slug in ("vk", "ok")]
    operations = ("publish_text", "edit", "withdraw", "reply", "delete_comment", "answer_message")
    able = {name: {"mode": "by_hand", "why": REVOKED} for name in operations}
    Passport.objects.create(administration=alice.administration, account=made[1], abilities=able, checked_at=now())
    return made


def test_what_stands_is_changed_by_hand_there(accounts: list[Account], alice: Person, carol: Person) -> None:
    version = approved(alice, carol, accounts=accounts)
    for slug in ("vk", "ok"):
        put(version, slug, ActState.CONFIRMED)
    Act.objects.filter(delivery__version=version).update(remote_id="")
    for number, act in enumerate(Act.objects.filter(delivery__version=version)):
        Act.objects.filter(pk=act.pk).update(remote_id=f"9{number}")
    ok = Act.objects.get(account=accounts[1])
    talk = make_conversation(ok.account, post_id=ok.remote_id)
    Conversation.objects.filter(pk=talk.pk).update(act=ok)
    comment = make_message(ok.account, conversation=talk)
    draft = rewrite(post=version.post, by=alice)
    write(draft.post, alice, "Каток на Ленина открыт до десяти вечера.")
    step = step_of(ask(version=working(draft.post), by=alice, correction=True).version)

    taking_down = main_of(client_of(alice).get(f"/posts/{version.post_id}/take-down/"))
    agreeing = main_of(client_of(carol).get(f"/approval/{step.pk}/"))
    answer_page = client_of(alice).get(f"/inbox/{comment.pk}/")
    answering = main_of(answer_page)

    assert taking_down.count("Сама не исчезнет") == 1
    assert f"снять надо руками, шаги покажем: {TOLD}" in taking_down
    assert "в сетях VK Согласовать" not in agreeing
    assert f"Здесь исправят руками: к{TOLD[1:]}" in agreeing
    assert agreeing.partition("изменим записи в сетях")[2].split()[0] == "VK"
    assert f"Отсюда ответ сейчас не уйдёт. {TOLD}" in answering
    assert f"Отсюда сейчас не удалить. {TOLD}" in answering
    assert "Потом не вернуть" not in answering
    assert re.findall(r"<button [^>]*disabled[^>]*>.*?</svg>\s*(.*?)\s*</button>", answer_page.content.decode()) == [
        "Отправить",
        "Удалить",
    ]


def test_an_old_page_is_refused_before_anything_is_recorded(accounts: list[Account], alice: Person) -> None:
    """The keys were lost after the page was opened: its buttons can still be pressed."""
    comment = make_message(accounts[1])
    letter = make_letter(accounts[1])
    officer, before = client_of(alice), Entry.objects.count()

    answered = officer.post(f"/inbox/{comment.pk}/answer/", {"text": "Горячую воду дадут к шести."})
    deleted = officer.post(reverse("moderation:delete", args=[comment.pk]), {"ground": "spam"}, follow=True)
    written = officer.post(f"/inbox/{letter.pk}/answer/", {"text": "Запишем вас на среду."})

    assert (answered.status_code, written.status_code) == (422, 422)
    assert f"Отсюда ответ сейчас не уйдёт. {TOLD} Ваш ответ цел." in answered.content.decode()
    assert "Горячую воду дадут к шести." in answered.content.decode()
    assert f"Отсюда ответ сейчас не уйдёт. {TOLD} Ваш ответ цел." in written.content.decode()
    assert "Запишем вас на среду." in written.content.decode()
    assert f"Отсюда сейчас не удалить. {TOLD} Ничего не изменилось" in deleted.content.decode()
    assert Act.objects.count() == 0
    assert Ruling.objects.count() == 0
    assert Entry.objects.count() == before


def test_a_private_talk_says_before_that_no_key_answers(accounts: list[Account], alice: Person) -> None:
    letter = make_letter(accounts[1])

    page = client_of(alice).get(f"/inbox/{letter.pk}/")

    assert f"Отсюда ответ сейчас не уйдёт. {TOLD}" in main_of(page)
    assert re.findall(r"<button [^>]*disabled[^>]*>.*?</svg>\s*(.*?)\s*</button>", page.content.decode()) == [
        "Отправить"
    ]


def test_what_waits_for_its_yes_names_where_hands_will_be_asked(
    accounts: list[Account], alice: Person, carol: Person
) -> None:
    step = asked(alice, accounts=accounts)
    poll = drafted(alice, accounts=accounts)

    waiting = main_of(client_of(alice).get(f"/posts/{step.sheet.version.post_id}/"))
    agreeing = main_of(client_of(carol).get(f"/approval/{step.pk}/"))

    assert waiting.count("уйдёт, когда согласуют") == 1
    assert f"выложите руками, когда согласуют {TOLD}" in waiting
    assert f"Здесь выложат руками: к{TOLD[1:]}" in agreeing
    assert "выложите руками, когда согласуют" in main_of(client_of(alice).get(f"/posts/{poll.pk}/"))


def test_revoking_a_key_names_the_posts_that_stop(alice: Person, carol: Person, ivan: Person) -> None:
    account = make_account(alice.administration, responsible=alice)
    key = put_key(account=account, slot="admin", secret=Secret("vk1.a.Zm9yLXRoZS1uZXdlc3Qta2V5"), by=ivan)
    page = f"/accounts/keys/{key.pk}/revoke/"
    before = main_of(client_of(ivan).get(page))
    approved(alice, carol, accounts=[account], title="Каток")

    assert "Остановятся" not in before
    assert "Остановятся записи: «Каток» завтра в " in main_of(client_of(ivan).get(page))


def test_a_card_of_a_post_without_a_photo_asks_for_none(accounts: list[Account], alice: Person, carol: Person) -> None:
    act = put(approved(alice, carol, accounts=accounts), "vk", ActState.BY_HAND)
    steps = card_of(act).steps

    assert "Вставьте текст отсюда, опубликуйте." in steps
