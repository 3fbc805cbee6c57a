"""When the term of words is over, notes about them and what residents wrote in appeals that are over go too."""

from datetime import timedelta

import pytest
import time_machine

from tests.appeals.conftest import open_pages
from tests.factories import NOON, make_letter
from tests.moderation.measures import said
from veche.accounts.models import Account
from veche.appeals.domain.decide import decide, dismiss
from veche.appeals.domain.submit import submit, submit_without_number
from veche.appeals.domain.tickets import issue
from veche.appeals.models import Appeal
from veche.inbox.domain.notes import add_note
from veche.inbox.models import Message, Note
from veche.moderation.domain.retention import change, erase_due
from veche.moderation.domain.rule import delete
from veche.personal_data.domain.notes_and_appeals import APPEAL_TEXT, erase_notes_and_appeals
from veche.staff.models import Person

pytestmark = pytest.mark.django_db


def test_notes_and_appeals_go_with_the_words(account: Account, alice: Person, bob: Person, carol: Person) -> None:
    city = account.administration
    with time_machine.travel(NOON, tick=False):
        terms, rude = open_pages(city, carol), said(account, "Дураки неграмотные")
        ruling = delete(message=rude, by=alice, ground="insult")
        Message.objects.filter(state="deleting").update(state="deleted")
        submitted = submit(ticket=issue(decision=ruling, by=None).ticket, terms=terms, text="Это Анна", contact="8-900")
        decide(appeal=submitted, by=bob, overturn=False, reason="Слова остались оскорблением.")
        place = {"network": "vk", "post": "", "wrote_at": NOON, "words": "Анна", "text": "Верните", "contact": "8-901"}
        lost = Appeal.objects.get(ticket=submit_without_number(terms=terms, asked=None, said=place).ticket)
        dismiss(appeal=lost, by=bob, reason="Такого решения нет.")
        for about in (rude, make_letter(account, text="Мой адрес: Ленина, 5")):
            add_note(message=about, by=alice, text="Звонила дважды")
        change(administration=city, by=carol, months=36, norm="номенклатура дел, 04-12")
        assert (erase_due(), erase_notes_and_appeals(), Note.objects.count()) == (0, 0, 2)
    with time_machine.travel(NOON + timedelta(days=3 * 366), tick=False):
        assert (erase_due(), erase_notes_and_appeals()) == (2, 4)
        assert (erase_notes_and_appeals(), Note.objects.count()) == (0, 0)
    kept = Appeal.objects.values_list("text", "contact", "words", "reason")
    assert sorted(kept) == [
        (APPEAL_TEXT, "", "", "Слова остались оскорблением."),
        (APPEAL_TEXT, "", "", "Такого решения нет."),
    ]
