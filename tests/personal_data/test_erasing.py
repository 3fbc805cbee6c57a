"""On a person's request their words are erased, what something keeps is named, and evidence still verifies."""

import hashlib
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlencode

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from django.urls import reverse

from tests.appeals.conftest import open_pages
from tests.factories import NOON, make_account, make_letter
from tests.markup import words
from tests.moderation.measures import said, stands, weeklong
from tests.people import client_of
from veche.accounts.models import Account
from veche.appeals.domain.decide import decide
from veche.appeals.domain.submit import submit
from veche.appeals.domain.tickets import issue
from veche.appeals.models import Appeal
from veche.cases.domain.change import close
from veche.cases.domain.open import open_case
from veche.cases.enums import WhyClosed
from veche.cases.models import Case
from veche.inbox.domain.notes import add_note
from veche.inbox.models import Conversation, InboundEvent, Message, MessagePicture, Note, Wording
from veche.journal.models import Entry
from veche.kernel.uploads import keep_bytes, kept_path
from veche.moderation.domain.evidence_integrity import faults_of, said_of
from veche.moderation.domain.examine import examine
from veche.moderation.domain.hand_over import hand_over
from veche.moderation.domain.holds import hold, lift
from veche.moderation.domain.rule import delete
from veche.moderation.models import ErasureRequest, Evidence, Restriction, Ruling
from veche.personal_data.domain.closed_cases import CASE_TITLE
from veche.personal_data.domain.erasing import APPEAL_TEXT, erase, finish_all, plan_of
from veche.personal_data.domain.subject import Subject
from veche.personal_data.errors import PersonalDataError
from veche.personal_data.tasks import finish
from veche.search.domain.indexing import index_everything
from veche.search.models import IndexEntry
from veche.staff.models import Person

pytestmark = pytest.mark.django_db
ANNA = Subject("vk", "311")
SHOT = b"a picture of Anna"


@dataclass(frozen=True)
class Scene:
    """What is kept of Anna: a deleted comment that she contests, a question in a case with a picture, a letter."""

    ruling: Ruling
    appeal: Appeal
    case: Case
    asked: Message
    letter: Message

    def settle(self, alice: Person, bob: Person) -> None:
        decide(appeal=self.appeal, by=bob, overturn=False, reason="Слова остались оскорблением.")
        close(case=self.case, by=alice, why=WhyClosed.NO_QUESTION)


@pytest.fixture
def scene(account: Account, alice: Person, carol: Person) -> Scene:
    city = account.administration
    with time_machine.travel(NOON, tick=False):
        terms = open_pages(city, carol)
        rude, asked = said(account, "Дураки неграмотные"), said(account, "Когда починят мостовую?")
        ruling = delete(message=rude, by=alice, ground="insult")
        Message.objects.filter(state="deleting").update(state="deleted")
        ticket = issue(decision=ruling, by=alice).ticket
        appeal = submit(ticket=ticket, terms=terms, text="Это про дело", contact="8-900")
        case = open_case(message=asked, by=alice)
        letter = make_letter(account, text="Мой адрес: Ленина, 5", author_id="311", author_name="Анна К.")
        add_note(message=asked, by=alice, text="Звонила дважды")
        add_note(message=letter, by=alice, text="Плачет")
        there = keep_bytes(SHOT, name="снимок", root=Path(settings.MEDIA_ROOT), max_bytes=9_000)
        picture = {"ref": "https://vk.example/1.jpg", "sha256": there.sha256, "fetched_at": NOON}
        MessagePicture.objects.create(administration=city, message=asked, **picture)
        said(account, "Чужие слова", author_id="312")
        for author in ("311", "312"):
            event = {"kind": "comment", "payload": {"author_id": author}, "received_at": NOON, "processed_at": NOON}
            InboundEvent.objects.create(administration=city, account=account, dedup=author, **event)
    return Scene(ruling, appeal, case, asked, letter)


def looked(browser: Client) -> str:
    """The address of the page after a look at Anna."""
    return browser.post(reverse("personal_data:look"), {"network": "vk", "author": "311"}).headers["Location"]


def seen(place: str) -> str:
    return unquote(place.split("seen=")[1])


def shown(browser: Client, place: str) -> str:
    return words(browser.get(place).content.decode()).replace("\u00a0", " ")


def test_before_it_the_page_says_what_goes_what_stays_and_why(scene: Scene, carol: Person) -> None:
    with time_machine.travel(NOON + timedelta(days=2), tick=False):
        browser = client_of(carol)
        page = shown(browser, looked(browser))
    for told in (
        "1 сообщение: слова, прежние редакции",
        "1 сообщение: жалоба на решение ещё не рассмотрена",
        "1 сообщение: решение ещё можно обжаловать",
        "1 сообщение: вопрос в открытом деле",
    ):
        assert told in page


def test_our_copies_go_and_evidence_verifies(scene: Scene, alice: Person, bob: Person, carol: Person) -> None:
    ruling, city = scene.ruling, scene.ruling.administration
    with time_machine.travel(NOON + timedelta(days=2), tick=False):
        scene.settle(alice, bob)
    with time_machine.travel(NOON + timedelta(days=60), tick=False):
        request = erase(city=city, subject=ANNA, by=carol, number="12-П", dated=date(2026, 12, 1))
        finish.call(request.pk)

        mine = [Message.objects.get(pk=one.pk) for one in (ruling.message, scene.asked, scene.letter)]
        assert {(one.text, one.author_name) for one in mine} == {("", "")}
        assert [one.author_id for one in mine] == ["311", "", ""]  # a decision is about the first
        assert [one.state for one in mine] == ["deleted", "kept", "closed"]  # the letter waited
        assert set(Wording.objects.filter(message__in=mine).values_list("text", flat=True)) == {""}
        assert (Message.objects.filter(text="Чужие слова").count(), Note.objects.count()) == (1, 0)
        assert not kept_path(Path(settings.MEDIA_ROOT), hashlib.sha256(SHOT).hexdigest()).exists()
        payloads = dict(InboundEvent.objects.values_list("dedup", "payload"))
        assert payloads == {"311": {}, "312": {"author_id": "312"}}
        index_everything()
        assert "неграмотный" not in str(list(IndexEntry.objects.filter(kind="message").values_list("terms", flat=True)))
        assert Case.objects.get().title == CASE_TITLE
        assert Conversation.objects.get(pk=scene.letter.conversation_id).peer_id.startswith("erased-")
        appeal = Appeal.objects.get()
        assert (appeal.text, appeal.contact) == (APPEAL_TEXT, "")

        evidence = Evidence.objects.get(ruling=ruling)
        assert (evidence.author_name, [one["text"] for one in evidence.wordings]) == ("", [""])
        assert (faults_of(evidence, said_of(ruling)), examine(city).problems) == ([], [])
        assert hand_over(evidence=evidence, by=alice, to="own", kind="zip").row.size > 0
        browser = client_of(alice)
        assert "попросил автор, № 12-П" in shown(browser, reverse("moderation:evidence", args=[ruling.pk]))
        for one in (scene.asked, scene.letter):
            assert "Слова стёрты" in shown(browser, reverse("web:message", args=[one.pk]))


def test_it_asks_for_a_paper_and_goes_on_when_a_hold_is_lifted(
    scene: Scene, account: Account, alice: Person, bob: Person, carol: Person
) -> None:
    with time_machine.travel(NOON + timedelta(days=2), tick=False):
        scene.settle(alice, bob)
    with time_machine.travel(NOON + timedelta(days=60), tick=False):
        held = hold(message=said(account, "Под запретом"), by=alice, reason="запрос суда 2-14/2026")
        browser, form = client_of(carol), reverse("personal_data:erase")
        token = {"seen": seen(looked(browser))}
        for typed, told in (({}, "номер просьбы"), ({"number": "12-П", "dated": "2030-01-01"}, "день просьбы")):
            refused = browser.post(form, token | typed).content.decode()
            # The refusal stands low on a long page: the browser returns to it.
            assert (told in refused, f'action="{form}#erase"' in refused) == (True, True)
        assert ErasureRequest.objects.count() == 0
        done = browser.post(form, token | {"number": "12-П", "dated": "2026-12-01"}, follow=True)
        page = words(done.content.decode()).replace("\u00a0", " ")
        assert ("Стёрли слова: 3. Осталось 1" in page, "запрос суда 2-14/2026" in page) == (True, True)

        entry = Entry.objects.get(verb="erasure.asked")
        paper = hashlib.sha256("12-П".encode()).hexdigest()
        assert (entry.actor_id, entry.facts["paper"], entry.facts["dated"]) == (carol.pk, paper, "2026-12-01")
        later = Entry.objects.filter(verb__in=("evidence.erased", "message.erased")).values_list("verb", flat=True)
        assert sorted(later) == ["evidence.erased", "message.erased", "message.erased"]

        # What was held goes in the night after somebody has lifted it; what the person writes later stays.
        said(account, "Новый вопрос", at=NOON + timedelta(days=60, hours=1))
        assert (finish_all(), Message.objects.filter(text="Под запретом").count()) == (1, 1)
        lift(hold=held, by=carol)
        assert (finish_all(), finish_all(), Message.objects.filter(text="Под запретом").count()) == (1, 0, 0)
        assert Message.objects.filter(text="Новый вопрос").exists()


def test_what_keeps_words_and_names(account: Account, alice: Person, carol: Person) -> None:
    """A restriction in force keeps its comment; evidence changed past Veche is left for the nightly check."""
    city = account.administration
    with time_machine.travel(NOON, tick=False):
        limit = weeklong(said(account, "Дураки"), alice)
        stands(limit)
        changed = delete(message=said(account, "Изменено"), by=alice, ground="insult")
        Message.objects.filter(state="deleting").update(state="deleted")
        changed.evidence.wordings = [{**changed.evidence.wordings[0], "text": "Другое"}]
        changed.evidence.save()
        assert dict(plan_of(city, ANNA).stays) == {"автор за них сейчас ограничен": 1}
        paper: dict[str, Any] = {"number": "1", "dated": date(2026, 11, 1)}
        erase(city=city, subject=ANNA, by=carol, **paper)
        assert Message.objects.exclude(text="").count() == 2
    with time_machine.travel(NOON + timedelta(days=8), tick=False):
        Restriction.objects.update(ended_at=NOON + timedelta(days=7))
        finish_all()
        assert list(Message.objects.exclude(text="").values_list("text", flat=True)) == ["Изменено"]
        limit.refresh_from_db()
        assert (limit.author_name, limit.author_id) == ("", "311")
        limit.evidence.refresh_from_db()
        assert faults_of(limit.evidence, said_of(limit)) == []
        with pytest.raises(PersonalDataError, match="нечего"):
            erase(city=city, subject=Subject("vk", "999"), by=carol, **paper)


def test_it_asks_for_a_fresh_second_step_and_an_hour_later_to_look_anew(
    account: Account, alice: Person, carol: Person
) -> None:
    said(account, "Слова")
    make_account(account.administration, responsible=alice)
    erasure, paper = reverse("personal_data:erase"), {"number": "1", "dated": "2026-11-01"}
    with time_machine.travel(NOON, tick=False):
        browser = client_of(carol)
        place = looked(browser)
    with time_machine.travel(NOON + timedelta(minutes=10), tick=False):
        asked = browser.post(erasure, paper | {"seen": seen(place)})
        assert asked.headers["Location"] == f"/me/2fa/reauthenticate/?{urlencode({'next': place})}"
        assert "Ничего не стёрто" in words(browser.get(place).content.decode())
    with time_machine.travel(NOON + timedelta(minutes=61), tick=False):
        client_of(carol).post(erasure, paper | {"seen": seen(place)})  # its step is fresh, the look is not
    assert (ErasureRequest.objects.count(), Message.objects.filter(text="Слова").count()) == (0, 1)
    with time_machine.travel(NOON + timedelta(minutes=20), tick=False):
        client_of(carol).post(erasure, paper | {"seen": seen(place)})
    assert (ErasureRequest.objects.count(), Message.objects.filter(text="Слова").count()) == (1, 0)
