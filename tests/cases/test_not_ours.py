"""«Не наше»: the answer names whose it is and closes the case by that, counted apart; of several comments it can be
taken back for ten seconds."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction

from tests.factories import NOON, make_account, make_message
from tests.markup import attribute, element, words
from tests.midday import midday  # noqa: F401 -- the fixture
from tests.people import client_of
from veche.cases.domain.open import add_comments, open_case
from veche.cases.domain.queries import Show, numbers
from veche.cases.domain.unsent import settle_answers
from veche.cases.enums import CaseState, WhyClosed
from veche.cases.models import Case, CaseSettings
from veche.groups.domain.carry_out import carry_out
from veche.inbox.models import Answer
from veche.outbox.enums import ActState
from veche.outbox.models import Act
from veche.staff.models import Administration, Person

GAI = "Госавтоинспекция"


def test_an_answer_says_whose_it_is_and_closes_the_case(
    rubtsovsk: Administration, alice: Person, carol: Person
) -> None:
    account = make_account(rubtsovsk, responsible=alice)
    comments = [make_message(account, text=text) for text in ("Когда уберут машину с тротуара?", "Машина на тротуаре")]
    case = open_case(message=comments[0], by=alice)
    add_comments(case=case, by=alice, messages=comments)
    page, path = client_of(alice), f"/inbox/cases/{case.pk}/"

    settings = client_of(carol)
    terms = {"route_minutes": 60, "answer_hours": 9, "raised_hours": 4, "interim_days": 7, "formal": "На Госуслугах"}
    terms |= {"helped_days": 7, "helped": "Помогло?"}
    refused = settings.post("/inbox/cases/settings/", terms | {"bodies": "ГИБДД"})
    assert (refused.status_code, "кто — как обратиться" in refused.content.decode()) == (422, True)
    bodies = f"{GAI} — напишите на гибдд.рф.\n\nЖилинспекция - через Госуслуги"
    assert settings.post("/inbox/cases/settings/", terms | {"bodies": bodies}).status_code == 302
    assert CaseSettings.objects.get().bodies.count("\n") == 1

    for said in ({"whose": ""}, {"whose": "Кто-то"}):
        assert page.post(f"{path}not-ours/", said | {"more": "Фото приложите."}).status_code == 422
    assert Answer.objects.count() == 0
    told = {"whose": GAI, "more": "Фото приложите.", "how": "one"}
    with time_machine.travel(NOON, tick=False) as clock:
        for _ in range(2):
            waits = page.post(f"{path}not-ours/", told, follow=True).content.decode()
        assert "Скажем, чьё это, и закроем дело через 10 секунд" in words(waits)
        back = page.post(attribute(element(waits, ".case-held"), "form", "action"), follow=True).content.decode()
        assert (Answer.objects.count(), Case.objects.get(pk=case.pk).is_open) == (0, True)
        again = element(back, "#not-ours")
        assert ("Фото приложите." in again, f'value="{GAI}"' in again, again.count(" checked")) == (True, True, 2)
        page.post(f"{path}not-ours/", told)
        clock.shift(timedelta(seconds=11))
        assert carry_out() == 2
        assert page.post(f"{path}not-ours/", told).status_code == 302  # a second press
    [sent] = Answer.objects.all()
    assert sent.text == f"Здравствуйте! Этим занимаемся не мы, а {GAI}. Напишите на гибдд.рф.\n\nФото приложите."
    found = Case.objects.get(pk=case.pk)
    assert (found.state, found.why_closed, found.whose) == (CaseState.CLOSED, WhyClosed.NOT_OURS, GAI)
    assert numbers(rubtsovsk)[Show.NOT_OURS] == 1
    shown = page.get("/inbox/cases/?show=not_ours").content.decode()
    assert f"не наше: {GAI}" in shown
    assert f"чьё это: {GAI}" in page.get(path).content.decode()

    Act.objects.filter(pk=sent.act_id).update(state=ActState.FAILED, reason="Сеть не приняла.")
    assert (settle_answers(), Case.objects.get(pk=case.pk).state) == (1, CaseState.UNSENT)
    Act.objects.filter(pk=sent.act_id).update(state=ActState.PLANNED)
    assert (settle_answers(), Case.objects.get(pk=case.pk).why_closed) == (1, WhyClosed.NOT_OURS)
    with pytest.raises(IntegrityError), transaction.atomic():
        Case.objects.filter(pk=case.pk).update(whose="")
    assert page.post(f"{path}close/", {"why": "not_ours"}).status_code == 422
