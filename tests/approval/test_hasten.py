"""The urgent lane: one signature with a reason, the others review the version later."""

from typing import Any

import pytest
from django.core import mail
from django.urls import reverse

from tests.approval.routes import department_of, route, sheet_about, standing, steps
from tests.markup import words
from tests.people import client_of
from tests.publishing.test_editor import page_of
from veche.alarms.domain.letters import send_waiting
from veche.approval.domain.decide import decide, is_approved
from veche.approval.domain.reviews import my_reviews
from veche.approval.domain.single_person import switch
from veche.approval.enums import Verdict
from veche.approval.models import ApprovalSheet
from veche.journal.models import Entry
from veche.kernel.clock import now
from veche.outbox.models import Act
from veche.staff.models import Person

pytestmark = pytest.mark.django_db
WHY = "Прорвало трубу"
LOCAL = {"default": {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}}


@pytest.fixture
def sheet(alice: Person, dave: Person) -> ApprovalSheet:
    route(alice.administration, (1, "item_department"), (2, "press_head"), (3, "head"))
    return sheet_about(alice, department_of(dave))


def hasten(person: Person, sheet: ApprovalSheet, why: str = WHY):
    url = reverse("publishing:hasten", args=[steps(sheet)[0].pk])
    return client_of(person).post(url, {"why": why}, follow=True)


def test_one_signature_releases_and_the_others_review(sheet: ApprovalSheet, carol: Person, dave: Person, helen: Person):
    department, _press, head = steps(sheet)
    networks = sheet.accounts.count()
    assert "Выпустить срочно" in words(page_of(client_of(carol).get(reverse("approval:detail", args=[department.pk]))))

    hasten(carol, sheet)

    sheet.refresh_from_db()
    assert sheet.hastened_by == carol
    assert sheet.hastened_why == WHY
    assert sheet.agreed_at is not None
    assert (is_approved(sheet.version), Act.objects.count()) == (True, networks)
    assert [(step.later, step.review_open) for step in steps(sheet)] == [(True, True), (False, False), (True, True)]
    assert all(step.due_at > now() for step in (steps(sheet)[0], steps(sheet)[2]))
    assert my_reviews(dave) == {department.pk}
    assert my_reviews(helen) == {head.pk}
    assert my_reviews(carol) == set()
    told = Entry.objects.of(sheet.administration_id).get(verb="approval.hastened")
    assert (told.actor, told.facts["post"]) == (carol, sheet.version.post_id)
    shown = words(page_of(client_of(dave).get(reverse("approval:detail", args=[department.pk]))))
    assert f"Выпущено срочно с одной подписью (carol): {WHY}" in shown

    today = {one.pk: client_of(one).get("/") for one in (dave, helen, carol)}
    title = sheet.version.post.plan_item.title
    assert [row.url for row in today[dave.pk].context["mine"].rows] == [f"/approval/{department.pk}/"]
    assert [row.url for row in today[helen.pk].context["reviews"]] == [f"/approval/{head.pk}/"]
    assert f"Проверить «{title}» согласовано срочно, без вас" in words(page_of(today[dave.pk]))
    assert "Ждёт вас один текст" in words(page_of(today[helen.pk]))
    assert "Проверить «" not in words(page_of(today[carol.pk]))

    client_of(dave).post(reverse("publishing:decide", args=[department.pk]), {"verdict": "yes"})
    assert (my_reviews(dave), Act.objects.count()) == (set(), networks)


def letters() -> list[tuple[str, list[str]]]:
    """To whom, and the letter up to the link, in the order of names."""
    send_waiting()
    found = [(one.to[0].split("@")[0].rstrip("0123456789"), one.body.split("\n")[:3]) for one in mail.outbox]
    mail.outbox.clear()
    return sorted(found)


def test_reviewers_are_told_once_by_letter(
    sheet: ApprovalSheet, carol: Person, dave: Person, helen: Person, settings: Any
) -> None:
    settings.MAILERS = LOCAL
    hasten(carol, sheet)

    said = f"Выпустили срочно с одной подписью (carol): {WHY}."
    (curator, asked), told = letters()  # a department's review is a request
    assert (curator, asked[1].partition(".")[0]) == ("dave", "Просим согласовать текст")
    assert (told[0], told[1][1]) == ("helen", said)
    assert letters() == []


def test_the_head_is_told_of_what_its_author_approved_alone(carol: Person, helen: Person, settings: Any) -> None:
    settings.MAILERS = LOCAL
    switch(administration=carol.administration, by=helen, on=True)
    alone = sheet_about(carol)
    decide(step=steps(alone)[0], by=carol, verdict=Verdict.YES)
    own = "Автор согласовал свой текст сам: в пресс-службе был один человек."
    assert [(who, lines[1]) for who, lines in letters()] == [("helen", own)]

    over = sheet_about(carol)
    decide(step=steps(over)[0], by=carol, verdict=Verdict.YES)
    decide(step=steps(over)[-1], by=helen, verdict=Verdict.YES)
    assert letters() == []


def test_nothing_is_released_without_a_reason_or_by_the_writer(sheet: ApprovalSheet, carol: Person):
    before = standing(sheet)

    refused = hasten(carol, sheet, " ")
    assert (refused.status_code, "Напишите, почему срочно" in words(refused.content.decode())) == (422, True)

    sheet.version.writers.add(carol)
    refused = hasten(carol, sheet)
    assert (refused.status_code, "Свой текст согласует другой" in words(refused.content.decode())) == (422, True)
    sheet.refresh_from_db()
    assert standing(sheet) == before
    assert sheet.hastened_by is None
    assert Act.objects.count() == 0


def test_a_sheet_that_waits_for_the_head_of_press_alone_is_decided_as_usual(alice: Person, carol: Person):
    refused = hasten(carol, sheet_about(alice))

    assert (refused.status_code, "спешить незачем" in words(refused.content.decode())) == (422, True)
