"""A report of a period: from the same rows whole for the prosecutor, without names and words for citizens."""

from datetime import timedelta
from io import BytesIO
from typing import Any
from urllib.parse import unquote

import pytest
import time_machine
from django.urls import reverse
from openpyxl import load_workbook

from tests.appeals.conftest import SAID, ruled
from tests.factories import NOON, make_account, make_letter, make_message, make_shot
from tests.markup import words
from tests.moderation.measures import weeklong
from tests.people import client_of
from veche.appeals.domain.submit import submit
from veche.appeals.domain.tickets import issue
from veche.appeals.models import AppealSettings
from veche.inbox.models import Wording
from veche.journal.models import Entry
from veche.moderation.domain.rule import delete
from veche.staff.models import Administration, Person

pytestmark = pytest.mark.django_db
PERIOD = {"first": "2026-11-01", "last": "2026-11-30"}
LETTER = "Пишу сюда, чтобы вас взорвать"


def table(answer: Any) -> list[list[str]]:
    rows = load_workbook(BytesIO(answer.content)).worksheets[0].iter_rows(values_only=True)
    return [[str(cell or "") for cell in row] for row in rows]


@time_machine.travel(NOON, tick=False)
def test_both_reports_tell_of_the_same_decisions(
    rubtsovsk: Administration, terms: AppealSettings, alice: Person, bob: Person, mallory: Person
) -> None:
    account = make_account(rubtsovsk, responsible=alice)
    ruling = ruled(rubtsovsk, alice, account=account)
    submit(ticket=issue(decision=ruling, by=None).ticket, terms=terms, text="Это про работу")
    weeklong(ruling.message, alice)
    letter = make_letter(account, text=LETTER, author_name="Пётр В.")
    Wording.objects.create(administration=rubtsovsk, message=letter, text=LETTER, at=NOON, received_at=NOON)
    delete(message=letter, by=bob, ground="illegal")
    picture = make_message(account, text="")
    make_shot(picture)
    delete(message=picture, by=bob, ground="insult")
    ruled(mallory.administration, mallory, account=make_account(mallory.administration, responsible=mallory))
    browser, url = client_of(alice), reverse("appeals:report")

    refused = browser.post(url, PERIOD | {"whole": "1", "to": "prosecutor"})
    assert (refused.status_code, "номер запроса" in words(refused.content.decode())) == (422, True)
    backwards = browser.post(url, {"first": PERIOD["last"], "last": PERIOD["first"]})
    assert "Начало периода позже" in words(backwards.content.decode())
    ahead = browser.post(url, {"first": "2026-11-26", "last": "2026-11-30"})
    assert "Период ещё не начался" in words(ahead.content.decode())
    going = browser.post(url, PERIOD)
    assert "25.11.2026, период не окончен" in unquote(going["Content-Disposition"])
    *public, note = table(going)
    assert note[1] == "Период не окончен: здесь решения по 25.11.2026 12:00 включительно"
    assert Entry.objects.get(verb="decisions.reported").facts["last"] == "2026-11-25"
    *whole, _note = table(browser.post(url, PERIOD | {"whole": "1", "to": "prosecutor", "request": "7-14/2026"}))

    assert sorted(row[3].split()[1] for row in whole[1:]) == ["автора", *["комментарий"] * 2, "личное"]
    assert sorted(row[3].split()[1] for row in public[1:]) == ["автора", *["комментарий"] * 2]
    assert {row[14] for row in whole[1:]} == {SAID, LETTER, "без слов"}
    shared = {tuple(row[1:9]) for row in whole[1:]}
    assert {tuple(row[1:9]) for row in public[1:]} < shared
    told = str(public)
    assert [one for one in (SAID, "Анна Л.", "alice", "12:00", LETTER) if one in told] == []
    assert [one for one in (SAID, "Анна Л.", "alice", ruling.evidence.digest, LETTER) if one not in str(whole)] == []
    assert "ждёт решения" in told
    taken = Entry.objects.filter(verb="decisions.reported").order_by("number")
    kept = taken.values_list("facts__copy", "facts__decisions", "facts__to")
    assert list(kept) == [("anonymous", 3, None), ("whole", 4, "prosecutor")]
    with time_machine.travel(NOON + timedelta(days=8), tick=False):
        over = client_of(alice).post(url, PERIOD)
    assert (table(over), "не окончен" in unquote(over["Content-Disposition"])) == (public, False)
