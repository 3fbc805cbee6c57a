"""Links to cases and requests stand only on the pages of people who may open them."""

import re
from datetime import timedelta

import pytest
import time_machine

from tests.factories import NOON, make_account, make_message
from tests.people import client_of
from veche.cases.domain.draft import ask_department
from veche.cases.domain.open import open_case
from veche.cases.enums import How
from veche.groups.domain.carry_out import carry_out
from veche.groups.domain.decide import Words, answer_case
from veche.staff.models import Administration, Department, Person

LINK = re.compile(r'href="(/(?:inbox/cases|requests)/\d+/)')


@pytest.mark.usefixtures("erin")
@pytest.mark.parametrize(
    ("who", "cases", "requests"), [("alice", True, True), ("audrey", True, False), ("dave", False, False)]
)
def test_links_to_cases_and_requests_are_for_those_who_may_open_them(
    who: str,
    cases: bool,
    requests: bool,
    request: pytest.FixtureRequest,
    rubtsovsk: Administration,
    alice: Person,
    department_b: Department,
) -> None:
    account = make_account(rubtsovsk, responsible=alice)
    with time_machine.travel(NOON, tick=False) as clock:
        department_b.answers_for = "дороги"
        department_b.save()
        about = make_message(account, text="Когда засыплют яму на Ленина?")
        case = ask_department(case=open_case(message=about, by=alice), by=alice)
        answer_case(by=alice, case=case, words=Words("Засыплем яму сегодня до 20:00.", How.ONE))
        clock.shift(timedelta(seconds=11))
        carry_out()
        browser = client_of(request.getfixturevalue(who))
        pages = ["/inbox/groups/", f"/inbox/{about.pk}/", *([f"/inbox/cases/{case.pk}/"] if cases else [])]
        found = [LINK.findall(browser.get(page).content.decode()) for page in pages]
        assert [bool(links) for links in found] == [cases, cases, requests][: len(pages)]
        assert {browser.get(link).status_code for links in found for link in links} <= {200}
