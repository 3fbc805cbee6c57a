"""At night closed cases lose residents' words: the title, what other systems say, what departments were sent."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse

from tests.factories import NOON
from tests.markup import words
from tests.moderation.measures import said
from tests.people import client_of
from veche.accounts.models import Account
from veche.cases.domain.change import close
from veche.cases.domain.draft import ask_department
from veche.cases.domain.exchange import keep_table
from veche.cases.domain.holds import hold
from veche.cases.domain.open import add_comments, open_case, open_without_comments
from veche.cases.enums import System, WhyClosed
from veche.cases.models import Case, ExchangeTable, ForeignNumber
from veche.cases.tasks import drop_tables
from veche.moderation.domain.erase import erase_words
from veche.moderation.domain.retention import change, erase_due
from veche.personal_data.domain.closed_cases import CASE_TITLE, erase_closed
from veche.requests.domain.thread import add_remark
from veche.requests.enums import RemarkKind
from veche.requests.models import Remark, Request
from veche.staff.models import Department, Person

pytestmark = pytest.mark.django_db
LONG_AFTER = NOON + timedelta(days=3 * 366)


def asked(account: Account, alice: Person, department: Department, text: str) -> Case:
    """A case whose department was asked, with a number of another system that says the same."""
    case = open_case(message=said(account, text), by=alice)
    return sent(case, alice, department, text)


def sent(case: Case, alice: Person, department: Department, text: str) -> Case:
    Case.objects.filter(pk=case.pk).update(department=department)
    ForeignNumber.objects.create(
        administration=case.administration,
        case=case,
        system=System.INCIDENT,
        number=f"54-{case.pk}",
        text=text,
        by=alice,
        at=NOON,
    )
    sent = ask_department(case=case, by=alice)
    assert sent.request is not None
    add_remark(sent.request, RemarkKind.ANSWER, by=None, text=f"Жителю, который пишет «{text}», ответьте: в июне.")
    Case.objects.filter(pk=case.pk).update(draft=f"«{text}»: в июне.")
    return sent


def told(case: Case) -> str:
    """All places of a case that repeat residents' words."""
    requests = Request.objects.filter(kind="case", subject_id=case.pk).values_list("title", "text")
    remarks = Remark.objects.filter(request__kind="case", request__subject_id=case.pk).values_list("text", flat=True)
    numbers, kept = case.numbers.values_list("text", flat=True), Case.objects.get(pk=case.pk)
    said = [kept.title, kept.draft, *numbers, *remarks, *(part for one in requests for part in one)]
    return " ".join(filter(None, said))


@pytest.mark.usefixtures("erin")
def test_closed_cases_lose_the_words_of_erased_comments(
    account: Account, alice: Person, carol: Person, department_b: Department
) -> None:
    city = account.administration
    with time_machine.travel(NOON, tick=False):
        over, still, held = (asked(account, alice, department_b, f"Яма у дома {number}") for number in range(3))
        alone = open_without_comments(administration=city, by=alice, text="Яма там", department=department_b)
        sent(alone, alice, department_b, "Яма там")
        for one in (over, held, alone):
            close(case=one, by=alice, why=WhyClosed.NO_QUESTION)
        hold(case=held, by=alice, reason="Запрос суда 2-14/2026")
        assert erase_closed() == 0
    with time_machine.travel(LONG_AFTER, tick=False):
        change(administration=city, by=carol, months=36, norm="номенклатура дел, 04-12")
        assert (erase_due(), erase_closed(), erase_closed()) == (1, 2, 0)
        assert ["Яма" in told(one) for one in (over, alone, still, held)] == [False, False, True, True]
        assert Case.objects.get(pk=over.pk).title == CASE_TITLE
        page = words(client_of(alice).get(reverse("moderation:keeping")).content.decode())
        assert "комментариев закрытого дела" in page


def test_a_case_keeps_its_title_while_one_comment_has_words(
    account: Account, alice: Person, department_b: Department
) -> None:
    first, second = said(account, "Яма у школы"), said(account, "И у нас яма")
    case = open_case(message=first, by=alice)
    add_comments(case=case, by=alice, messages=[second])
    close(case=case, by=alice, why=WhyClosed.NO_QUESTION)
    erase_words(message=first, by=alice, order="2-118/2026")
    assert (erase_closed(), told(case)) == (0, "Яма у школы")
    erase_words(message=second, by=alice, order="2-118/2026")
    assert (erase_closed(), told(case)) == (1, CASE_TITLE)


def test_a_table_nobody_wrote_is_gone_after_a_day(alice: Person, carol: Person) -> None:
    with time_machine.travel(NOON, tick=False):
        keep_table(by=alice, file_name="table.csv", system=System.POS, rows=[])
    with time_machine.travel(NOON + timedelta(hours=23), tick=False):
        keep_table(by=carol, file_name="fresh.csv", system=System.POS, rows=[])
        assert drop_tables.call() == 0
    with time_machine.travel(NOON + timedelta(hours=25), tick=False):
        assert (drop_tables.call(), ExchangeTable.objects.get().file_name) == (1, "fresh.csv")
