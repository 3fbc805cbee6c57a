"""The urgent lane: one signature with a reason, the others review the version later."""

import pytest
from django.urls import reverse

from tests.approval.routes import department_of, route, sheet_about, standing, steps
from tests.markup import words
from tests.people import client_of
from tests.publishing.test_editor import page_of
from veche.approval.domain.decide import is_approved
from veche.approval.domain.reviews import my_reviews
from veche.approval.models import ApprovalSheet
from veche.journal.models import Entry
from veche.kernel.clock import now
from veche.outbox.models import Act
from veche.staff.models import Person

pytestmark = pytest.mark.django_db
WHY = "Прорвало трубу"


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
    assert (sheet.hastened_by, sheet.hastened_why, sheet.agreed_at is None) == (carol, WHY, False)
    assert (is_approved(sheet.version), Act.objects.count()) == (True, networks)
    assert [(step.later, step.review_open) for step in steps(sheet)] == [(True, True), (False, False), (True, True)]
    assert all(step.due_at > now() for step in (steps(sheet)[0], steps(sheet)[2]))
    assert (my_reviews(dave), my_reviews(helen), my_reviews(carol)) == ({department.pk}, {head.pk}, set())
    told = Entry.objects.of(sheet.administration_id).get(verb="approval.hastened")
    assert (told.actor, told.facts["post"]) == (carol, sheet.version.post_id)
    shown = words(page_of(client_of(dave).get(reverse("approval:detail", args=[department.pk]))))
    assert f"Выпущено срочно с одной подписью (carol): {WHY}" in shown

    client_of(dave).post(reverse("publishing:decide", args=[department.pk]), {"verdict": "yes"})
    assert (my_reviews(dave), Act.objects.count()) == (set(), networks)


def test_nothing_is_released_without_a_reason_or_by_the_writer(sheet: ApprovalSheet, carol: Person):
    before = standing(sheet)

    refused = hasten(carol, sheet, " ")
    assert (refused.status_code, "Напишите, почему срочно" in words(refused.content.decode())) == (422, True)

    sheet.version.writers.add(carol)
    refused = hasten(carol, sheet)
    assert (refused.status_code, "Свой текст согласует другой" in words(refused.content.decode())) == (422, True)
    sheet.refresh_from_db()
    assert (standing(sheet), sheet.hastened_by, Act.objects.count()) == (before, None, 0)


def test_a_sheet_that_waits_for_the_head_of_press_alone_is_decided_as_usual(alice: Person, carol: Person):
    refused = hasten(carol, sheet_about(alice))

    assert (refused.status_code, "спешить незачем" in words(refused.content.decode())) == (422, True)
