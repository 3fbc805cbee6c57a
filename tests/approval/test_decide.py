"""One approval for one text, by somebody who did not write it."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction

from tests.people import make_person, stand_in
from tests.written import asked, drafted, step_of, tomorrow, working, write
from veche.approval.domain.ask import ask, take_back
from veche.approval.domain.deadlines import BEFORE_PUBLICATION, due_at
from veche.approval.domain.decide import decide, is_approved
from veche.approval.domain.queries import (
    Remark,
    decisions_of,
    remark_before,
    signers_of,
    waiting,
    waits_for,
)
from veche.approval.enums import Verdict
from veche.approval.errors import AlreadyDecided, ApprovalError
from veche.approval.models import Decision
from veche.journal.models import Entry
from veche.kernel.clock import now, today
from veche.posts.domain.queries import latest_version, versions_of
from veche.posts.enums import PostState
from veche.posts.errors import PostError
from veche.posts.models import PostVersion
from veche.publishing.domain.change import drop_from_plan, rewrite
from veche.publishing.domain.earlier_versions import take_back_asked
from veche.publishing.domain.release import decide_and_release
from veche.staff.enums import Role
from veche.staff.models import Administration, Person


def state_of(step) -> str:
    return str(latest_version(step.sheet.version.post).post.state)


def remark_on(version: PostVersion) -> Remark | None:
    return remark_before(version, list(versions_of(version.post)), decisions_of(version.post))


def test_a_yes_approves_exactly_this_text(alice: Person, carol: Person):
    step = asked(alice)

    decision = decide(step=step, by=carol, verdict=Verdict.YES)

    version = latest_version(step.sheet.version.post)
    assert decision.fingerprint == version.fingerprint
    assert decision.author == alice
    assert is_approved(version) is True
    assert state_of(step) == PostState.APPROVED
    assert Entry.objects.of(alice.administration).filter(verb="approval.yes", actor=carol).count() == 1


def test_a_yes_to_another_content_does_not_count(alice: Person, carol: Person):
    """Even if the frozen row was changed in the database."""
    step = asked(alice)
    decide(step=step, by=carol, verdict=Verdict.YES)
    version = latest_version(step.sheet.version.post)

    type(version).objects.of(alice.administration).filter(pk=version.pk).update(text="Подменили")

    assert not is_approved(latest_version(step.sheet.version.post))


def test_back_with_a_remark(alice: Person, carol: Person):
    step = asked(alice)

    decide(step=step, by=carol, verdict=Verdict.RETURN, note=" Где это? ")

    fresh = rewrite(post=step.sheet.version.post, by=alice)
    remark = remark_on(fresh)
    assert remark is not None
    assert remark.decision.note == "Где это?"
    assert remark.version == step.sheet.version
    assert fresh.number == 2


def test_a_remark_that_was_heard_is_not_shown_again(alice: Person, carol: Person):
    step = asked(alice)
    decide_and_release(step=step, by=carol, verdict=Verdict.RETURN, note="Где адрес? Без него не дам. ")
    post = step.sheet.version.post
    second = rewrite(post=post, by=alice)
    write(post, alice, "Каток на Ленина, 1.")
    remark = remark_on(working(post))
    decide_and_release(step=step_of(ask(version=working(post), by=alice).version), by=carol, verdict=Verdict.YES)
    third = rewrite(post=post, by=alice)

    assert remark is not None
    assert (second.number, remark.words) == (2, "Где адрес? Без него не дам")
    assert remark_on(third) is None


@pytest.mark.parametrize("note", ["", "   \n"])
def test_a_remark_needs_words(alice: Person, carol: Person, note: str):
    step = asked(alice)

    with pytest.raises(ApprovalError, match="что поправить"):
        decide(step=step, by=carol, verdict=Verdict.RETURN, note=note)

    assert state_of(step) == PostState.WAITING


def test_nobody_approves_their_own_text(carol: Person):
    step = asked(carol)

    with pytest.raises(ApprovalError, match="Свой текст согласует другой"):
        decide(step=step, by=carol, verdict=Verdict.YES)

    assert (state_of(step), waits_for(carol)) == (PostState.WAITING, 0)


def test_who_saved_last_is_an_author_too(alice: Person, carol: Person):
    post = drafted(alice)
    write(post, carol, "Переписала начальник")
    ask(version=working(post), by=alice)

    with pytest.raises(ApprovalError, match="Свой текст"):
        decide(step=step_of(latest_version(post)), by=carol, verdict=Verdict.YES)


def test_the_database_refuses_it_too(carol: Person):
    step = asked(carol)
    row = {
        "administration": carol.administration,
        "step": step,
        "person": carol,
        "author": carol,
        "fingerprint": step.sheet.version.fingerprint,
        "at": now(),
    }

    with pytest.raises(IntegrityError, match="approval_not_ones_own_text"), transaction.atomic():
        Decision.objects.create(**row, verdict=Verdict.YES)
    with pytest.raises(IntegrityError, match="approval_return_says_why"), transaction.atomic():
        Decision.objects.create(**row, verdict=Verdict.RETURN, note="")


@pytest.mark.parametrize("who", ["alice", "bob", "dave", "ivan", "helen", "audrey"])
def test_others_do_not_decide(who: str, alice: Person, carol: Person, request: pytest.FixtureRequest):
    step = asked(alice)

    with pytest.raises(ApprovalError, match="начальник пресс-службы или тот, кто его замещает"):
        decide(step=step, by=request.getfixturevalue(who), verdict=Verdict.YES)


def test_a_deputy_decides_on_the_days_of_the_deputy(rubtsovsk: Administration, alice: Person, carol: Person):
    deputy = make_person(rubtsovsk, Role.PRESS_OFFICER)
    first = today(rubtsovsk.time_zone) + timedelta(days=2)
    stand_in(deputy, carol, Role.PRESS_HEAD, since=first, until=first)
    step = asked(alice, publish_at=tomorrow() + timedelta(days=9))

    def said_on(day: date) -> str:
        with time_machine.travel(day.isoformat() + "T05:00:00Z"):
            person = Person.objects.get(pk=deputy.pk)
            try:
                with transaction.atomic():
                    said = decide(step=step, by=person, verdict=Verdict.YES)
                    transaction.set_rollback(True)
                    return f"yes for {said.acting_for}"
            except ApprovalError:
                return "no"

    days = [first - timedelta(days=1), first, first + timedelta(days=1)]
    assert [said_on(day) for day in days] == ["no", "yes for carol", "no"]


def test_a_deputy_does_not_approve_their_own_text(rubtsovsk: Administration, carol: Person):
    deputy = make_person(rubtsovsk, Role.PRESS_OFFICER)
    stand_in(deputy, carol, Role.PRESS_HEAD)
    step = asked(deputy)

    with pytest.raises(ApprovalError, match="Свой текст"):
        decide(step=step, by=deputy, verdict=Verdict.YES)

    assert signers_of(step.sheet.version, [step])[0].people == (carol,)


def test_a_second_decision_hears_the_first(rubtsovsk: Administration, alice: Person, carol: Person):
    second = make_person(rubtsovsk, Role.PRESS_HEAD, name="second")
    step = asked(alice)
    first = decide(step=step, by=carol, verdict=Verdict.YES)

    with pytest.raises(AlreadyDecided, match="carol, согласовано") as error:
        decide(step=step, by=second, verdict=Verdict.RETURN, note="Нет")

    assert (error.value.decision, state_of(step)) == (first, PostState.APPROVED)


def test_what_the_writer_took_back_is_decided_no_more(alice: Person, carol: Person):
    step = asked(alice)
    take_back_asked(post=step.sheet.version.post, by=alice)

    with pytest.raises(ApprovalError, match="Автор забрал"):
        decide(step=step, by=carol, verdict=Verdict.YES)

    assert (list(waiting(alice.administration)), state_of(step)) == ([], PostState.DRAFT)
    assert take_back(post=step.sheet.version.post, by=alice) == 0


def test_a_post_out_of_the_plan_is_not_asked_about(alice: Person):
    post = drafted(alice)
    drop_from_plan(item=post.plan_item, by=alice)

    with pytest.raises(ApprovalError, match="сняли с плана"):
        ask(version=working(post), by=alice)


def test_a_passed_hour_is_told_before_the_asking(alice: Person):
    post = drafted(alice)

    late = time_machine.travel(post.plan_item.publish_at + timedelta(minutes=6))
    with late, pytest.raises(ApprovalError, match="время позже"):
        ask(version=working(post), by=alice)

    assert working(post).frozen_at is None


@pytest.mark.parametrize(
    ("text", "says"), [("", "нет ни слова"), (" \n\t ", "нет ни слова"), ("я" * 4097, "длиннее на 1 знак.")]
)
def test_what_cannot_go_is_not_asked_about(alice: Person, text: str, says: str):
    post = drafted(alice, text=text)

    with pytest.raises(PostError, match=says):
        ask(version=working(post), by=alice)

    assert (working(post).text, working(post).frozen_at) == (text, None)


def test_the_deadline_leaves_time_and_never_lies_behind():
    moment = now()
    evening, soon, passed = (moment + timedelta(hours=hours) for hours in (8, 1, -1))

    assert due_at(evening, moment) == evening - BEFORE_PUBLICATION
    assert due_at(soon, moment) == moment + timedelta(minutes=30)
    assert due_at(passed, moment) == moment


def test_the_deadline_of_a_correction_is_told_before_the_asking(alice: Person, carol: Person):
    post = drafted(alice)

    with time_machine.travel(post.plan_item.publish_at + timedelta(days=3), tick=False):
        (signer,) = signers_of(working(post), [], correction=True)
        ask(version=working(post), by=alice, correction=True)
        asked = step_of(latest_version(post)).due_at
        expected = now() + timedelta(hours=1)

    assert (signer.due_at, asked) == (expected, expected)


def test_who_signs_is_known_before_the_asking(alice: Person, carol: Person):
    post = drafted(alice)

    before = signers_of(working(post), [])
    ask(version=working(post), by=alice)
    decide(step=step_of(latest_version(post)), by=carol, verdict=Verdict.YES)
    after = signers_of(latest_version(post), list(latest_version(post).sheet.steps.all()))

    assert [(signer.title, signer.people, signer.decision) for signer in before] == [
        ("Начальник пресс-службы", (carol,), None)
    ]
    assert after[0].decision is not None
    assert after[0].decision.person == carol
