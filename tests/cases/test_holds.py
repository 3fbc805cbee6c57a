"""«Запретить стирать» of a case: the night, a person's request and an order of the law leave its words."""

from datetime import date, timedelta

import pytest
import time_machine
from django.urls import reverse

from tests.factories import NOON, make_account, make_message
from tests.markup import words
from tests.people import client_of
from veche.cases.domain.change import close
from veche.cases.domain.open import open_case
from veche.cases.enums import WhyClosed
from veche.cases.models import CaseHold
from veche.journal.models import Entry
from veche.moderation.domain.erase import erase_words
from veche.moderation.domain.retention import change, erase_due
from veche.moderation.errors import ModerationError
from veche.personal_data.domain.erasing import plan_of
from veche.personal_data.domain.subject import Subject
from veche.staff.models import Administration, Person

pytestmark = pytest.mark.django_db


def test_a_held_case_keeps_its_words(rubtsovsk: Administration, alice: Person, carol: Person) -> None:
    with time_machine.travel(NOON, tick=False):
        message = make_message(make_account(rubtsovsk, responsible=alice), text="Когда починят?", author_id="311")
        case = open_case(message=message, by=alice)
        close(case=case, by=alice, why=WhyClosed.NO_QUESTION)
        browser, place = client_of(alice), reverse("cases:hold", args=[case.pk])
        for typed, told in (
            ({"reason": "\u200b"}, "кто и почему просит"),
            ({"reason": "суд", "until": "2020-01-01"}, "Этот день прошёл"),
        ):
            assert told in browser.post(place, typed, follow=True).content.decode()
        for _ in range(2):
            page = browser.post(place, {"reason": "запрос суда 2-14/2026"}, follow=True)
        assert "запрос суда 2-14/2026" in words(page.content.decode())
        one = CaseHold.objects.get()
    with time_machine.travel(NOON + timedelta(days=3 * 366), tick=False):
        change(administration=rubtsovsk, by=carol, months=12, norm="статья 5")
        assert erase_due() == 0
        plan = plan_of(rubtsovsk, Subject("vk", "311"))
        assert (plan.goes, plan.stays) == (0, [("дело с ними запретили стирать", 1)])
        with pytest.raises(ModerationError, match="запретили стирать"):
            erase_words(message=message, by=carol, order="2-14")
        client_of(carol).post(reverse("cases:lift_hold", args=[one.pk]))
        assert erase_due() == 1
    entries = Entry.objects.filter(verb__in=("case.held", "case.hold_lifted")).order_by("number")
    assert list(entries.values_list("verb", "actor")) == [("case.held", alice.pk), ("case.hold_lifted", carol.pk)]


def test_a_hold_with_a_day_ends_by_itself(rubtsovsk: Administration, alice: Person) -> None:
    with time_machine.travel(NOON, tick=False):
        message = make_message(make_account(rubtsovsk, responsible=alice), text="Когда починят?", author_id="311")
        case = open_case(message=message, by=alice)
        close(case=case, by=alice, why=WhyClosed.NO_QUESTION)
        client_of(alice).post(reverse("cases:hold", args=[case.pk]), {"reason": "суд", "until": "2026-12-01"})
        assert CaseHold.objects.get().until == date(2026, 12, 1)
    for days, goes in ((6, 0), (7, 1)):
        with time_machine.travel(NOON + timedelta(days=days), tick=False):
            assert plan_of(rubtsovsk, Subject("vk", "311")).goes == goes
