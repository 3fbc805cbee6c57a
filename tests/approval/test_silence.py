"""Silence is a yes only where the route says so; one person approves their own text only where the Head allows it."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.urls import reverse

from tests.approval.routes import Row, department_of, route, sheet_about, standing, steps
from tests.markup import element, words
from tests.people import client_of
from tests.publishing.test_editor import page_of
from tests.written import asked
from veche.alarms.models import Alarm
from veche.approval.domain import queries
from veche.approval.domain.decide import is_approved
from veche.approval.domain.queries import asked_of, waits_for
from veche.approval.domain.reviews import my_reviews
from veche.approval.domain.silence import counts_at, remind
from veche.approval.domain.single_person import switch
from veche.approval.enums import Verdict
from veche.approval.errors import ApprovalError
from veche.approval.models import ApprovalSheet, Decision, Step
from veche.journal.models import Entry
from veche.kernel.clock import now
from veche.kit.moments import spoken
from veche.outbox.models import Act
from veche.plan.models import PlanItem
from veche.publishing.domain.release import decide_and_release
from veche.publishing.domain.silence import agree_in_silence
from veche.requests.domain.remind import remind_waiting
from veche.requests.enums import Reach
from veche.requests.models import Request
from veche.staff.models import Person

BOSS = "Начальник пресс-службы"
SILENT: Row = (2, "item_department", {"silence": True, "hours": 4})
# A working Monday, 10:00 in Rubtsovsk: the reminder comes more than a working hour before the deadline.
MORNING = datetime(2026, 11, 30, 3, tzinfo=UTC)


def silent_sheet(alice: Person, carol: Person, dave: Person) -> ApprovalSheet:
    """The head of press said yes; the department is asked and its silence would be a yes."""
    route(alice.administration, (1, "press_head"), SILENT)
    sheet = sheet_about(alice, dave.department, publish_at=now() + timedelta(days=9))
    decide_and_release(step=steps(sheet)[0], by=carol, verdict=Verdict.YES)
    return sheet


def verbs(person: Person) -> list[tuple[str, int | None]]:
    found = Entry.objects.of(person.administration).filter(verb__in=("approval.reminded", "approval.silence"))
    return [(entry.verb, entry.actor_id) for entry in found.order_by("pk")]


@time_machine.travel(MORNING)
def test_silence_agrees_after_a_reminder_and_the_journal_names_nobody(alice: Person, carol: Person, dave: Person):
    sheet = silent_sheet(alice, carol, dave)
    step = steps(sheet)[1]
    before = (remind(), agree_in_silence(), standing(sheet)[1][1])
    assert step.asked_at is not None

    with time_machine.travel(step.due_at - (step.due_at - step.asked_at) / 4, tick=False):
        sheet_of = [client_of(one).get(reverse("approval:detail", args=[step.pk])) for one in (alice, dave)]
        bars = [page.context["silence"].gone for page in sheet_of]
        shown = words(element(sheet_of[1].content.decode(), "p.silence"))
    with time_machine.travel(step.due_at - timedelta(minutes=1), tick=False):
        near = (remind(), remind_waiting(), remind(), remind(), agree_in_silence())
    told = list(Alarm.objects.of(alice.administration).order_by("pk").values_list("kind", "person"))
    step.refresh_from_db()
    with time_machine.travel(counts_at(step), tick=False):
        over = (agree_in_silence(), agree_in_silence())

    assert (bars, shown.startswith("Молчание до этого часа станет согласием ещё ")) == ([75, 75], True)
    assert before == (0, 0, "asked")
    assert near == (0, 1, 1, 0, 0)
    assert over == (1, 0)
    assert told == [("requests.asked", dave.pk), ("requests.thread", dave.pk)]
    said = steps(sheet)[1].decision
    assert said.person is None
    assert said.verdict == Verdict.YES
    assert said.who == "молчание до срока"
    assert verbs(alice) == [("approval.reminded", None), ("approval.silence", None)]
    assert (is_approved(sheet.version), Act.objects.of(alice.administration).count()) == (True, 2)
    page = words(page_of(client_of(alice).get(reverse("approval:detail", args=[step.pk]))))
    assert f"{department_of(dave).name} : срок прошёл в молчании, по маршруту это согласие" in page


def test_silence_where_the_route_says_nothing_stays_silence(alice: Person, carol: Person):
    step = asked(alice)

    with time_machine.travel(step.due_at + timedelta(days=1), tick=False):
        assert (remind(), agree_in_silence()) == (0, 0)
    assert client_of(carol).get(reverse("approval:detail", args=[step.pk])).context["silence"] is None
    assert not Decision.objects.of(alice.administration).exists()


def test_a_person_who_answers_in_time_is_not_overruled(alice: Person, carol: Person, dave: Person):
    sheet = silent_sheet(alice, carol, dave)
    step = steps(sheet)[1]
    decide_and_release(step=step, by=dave, verdict=Verdict.RETURN, note="Не та дата")

    with time_machine.travel(step.due_at + timedelta(minutes=1), tick=False):
        assert (remind(), agree_in_silence()) == (0, 0)
    assert standing(sheet)[1] == (department_of(dave).name, "return")


def test_one_person_agrees_alone_only_where_the_head_allowed_it(alice: Person, carol: Person, helen: Person):
    before = asked(carol)
    switch(administration=carol.administration, by=helen, on=True)
    after = asked(carol, title="Второй")

    with pytest.raises(ApprovalError, match="Свой текст согласует другой"):
        decide_and_release(step=before, by=carol, verdict=Verdict.YES)
    said = decide_and_release(step=after, by=carol, verdict=Verdict.YES)

    assert said.alone is True
    assert asked_of(carol) == set()
    assert waits_for(carol) == 0
    sheet = after.sheet
    review = steps(sheet)[1]
    assert standing(sheet) == [(BOSS, "yes"), ("Глава города", "asked")]
    assert my_reviews(helen) == {review.pk}
    assert my_reviews(carol) == set()
    queue = words(page_of(client_of(helen).get(reverse("approval:list"))))
    assert "Проверить потом 1" in queue
    page = words(page_of(client_of(helen).get(reverse("approval:detail", args=[review.pk]))))
    assert "Автор согласовал свой текст сам: в пресс-службе один человек" in page
    hour = spoken(sheet.version.hour, helen.administration.time_zone)
    assert f"Проверьте: выйдет {hour} без этой подписи" in page
    client_of(helen).post(reverse("publishing:decide", args=[review.pk]), {"verdict": "yes"})
    assert (my_reviews(helen), is_approved(sheet.version)) == (set(), True)


def test_the_database_keeps_ones_own_yes_out_of_other_sheets(carol: Person):
    step = asked(carol)

    with pytest.raises(IntegrityError, match="approval_not_ones_own_text"), transaction.atomic():
        Decision.objects.create(
            administration=carol.administration,
            step=step,
            person=carol,
            author=carol,
            verdict=Verdict.YES,
            fingerprint=step.sheet.version.fingerprint,
            at=now(),
        )


def test_the_page_of_a_step_names_all_who_answer(alice: Person, carol: Person, dave: Person):
    route(alice.administration, (1, "item_department", {"question": "Верна ли дата"}), (2, "press_head"))
    sheet = sheet_about(alice, dave.department)
    step = steps(sheet)[0]

    curator = words(page_of(client_of(dave).get(reverse("approval:detail", args=[step.pk]))))
    answer = client_of(dave).post(reverse("publishing:decide", args=[step.pk]), {"verdict": "yes"}, follow=True)
    boss = words(page_of(client_of(carol).get(reverse("approval:detail", args=[steps(sheet)[1].pk]))))

    assert "Вы , " in curator
    assert "Верна ли дата" in curator
    assert f"{BOSS} , потом" in curator
    assert "Дальше ответят остальные" in page_of(answer)
    assert f"dave, {department_of(dave).name}: согласовано".replace(" ", "") in boss.replace(" ", "")


@time_machine.travel(datetime(2026, 11, 25, 12, 0, tzinfo=UTC), tick=False)  # a Wednesday, 19:00 in Rubtsovsk
def test_silence_of_a_night_leaves_a_working_hour_after_the_reminder(alice: Person, carol: Person, dave: Person):
    """Asked in the evening about the next morning, the curator is reminded at night, when the term is over."""
    route(alice.administration, (1, "item_department", {"silence": True}), (2, "press_head"))
    sheet = sheet_about(alice, dave.department, publish_at=now() + timedelta(hours=13, minutes=30))
    step = steps(sheet)[0]
    with time_machine.travel(step.due_at + timedelta(minutes=1), tick=False):
        at_night = (remind_waiting(), remind(), agree_in_silence())
        page = words(element(page_of(client_of(dave).get(reverse("approval:detail", args=[step.pk]))), "p.silence"))
    nine = datetime(2026, 11, 26, 2, tzinfo=UTC)
    found = []
    for moment in (nine - timedelta(minutes=1), nine):
        with time_machine.travel(moment, tick=False):
            found.append(agree_in_silence())

    assert (at_night, found) == ((1, 1, 0), [0, 1])
    assert page.startswith("Если промолчать, сегодня в 09:00 это станет согласием")


@time_machine.travel(MORNING)
def test_steps_that_wait_for_a_person_do_not_hide_those_that_are_due(
    alice: Person, carol: Person, dave: Person, monkeypatch: pytest.MonkeyPatch
):
    """One sheet is not reminded of yet, then its hour is over and nobody answers; the other one goes on."""
    monkeypatch.setattr(queries, "BATCH", 1)
    first = silent_sheet(alice, carol, dave)
    second = sheet_about(alice, dave.department, publish_at=now() + timedelta(days=9))
    decide_and_release(step=steps(second)[0], by=carol, verdict=Verdict.YES)
    stuck, due = steps(first)[1], steps(second)[1]
    with time_machine.travel(due.due_at - timedelta(minutes=1), tick=False):
        remind_waiting()
        Request.objects.filter(subject_id=stuck.pk).update(reach=Reach.NOBODY)
        reminded = remind()
        Step.objects.filter(pk=stuck.pk).update(reminded_at=now())
    due.refresh_from_db()
    with time_machine.travel(counts_at(due), tick=False):
        PlanItem.objects.filter(post=stuck.sheet.version.post).update(publish_at=now() - timedelta(hours=2))
        agreed = agree_in_silence()

    assert (reminded, agreed) == (1, 1)
    assert list(Decision.objects.filter(person=None).values_list("step", flat=True)) == [due.pk]
