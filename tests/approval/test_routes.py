"""Whom a sheet asks, in which order, and who answers while the named people are away."""

from datetime import timedelta

import pytest

from tests.approval.routes import Row, department_of, route, sheet_about, standing, steps
from tests.factories import make_occasion
from tests.midday import midday  # noqa: F401 -- the fixture
from tests.people import make_person, stand_in
from tests.written import approved, drafted, with_picture, working, write
from veche.approval.domain.ask import ask
from veche.approval.domain.decide import is_approved
from veche.approval.domain.flags import flag_post
from veche.approval.domain.queries import asked_of, signers_of
from veche.approval.enums import Verdict
from veche.approval.errors import ApprovalError
from veche.approval.models import ApprovalSheet, Decision
from veche.kernel.clock import now
from veche.outbox.models import Act
from veche.plan.enums import OccasionKind
from veche.posts.domain.queries import latest_version
from veche.posts.models import PostVersion
from veche.publishing.domain.change import move, rewrite
from veche.publishing.domain.place import save_place
from veche.publishing.domain.release import decide_and_release
from veche.publishing.errors import PublishingError
from veche.staff.enums import Role
from veche.staff.models import Appointment, Office, Person

HEAD, ITS_DEPARTMENT = (2, "press_head"), (1, "item_department")
BOSS = "Начальник пресс-службы"


def yes(step, by: Person, **note: str) -> None:
    decide_and_release(step=step, by=by, verdict=Verdict.YES, **note)


def acts(person: Person) -> int:
    return Act.objects.of(person.administration).count()


def test_steps_are_asked_in_turn_and_the_last_yes_sends(alice: Person, carol: Person, dave: Person):
    route(alice.administration, ITS_DEPARTMENT, HEAD)
    sheet = sheet_about(alice, dave.department)
    department, boss = steps(sheet)
    first = (standing(sheet), asked_of(dave), asked_of(carol))

    with pytest.raises(ApprovalError, match="очередь ещё не дошла"):
        yes(boss, carol)
    yes(department, dave)
    second = (standing(sheet), asked_of(dave), asked_of(carol), acts(alice), is_approved(sheet.version))
    yes(boss, carol)

    name = department_of(dave).name
    assert first == ([(name, "asked"), (BOSS, "later")], {department.pk}, set())
    assert second == ([(name, "yes"), (BOSS, "asked")], set(), {boss.pk}, 0, False)
    assert standing(sheet) == [(name, "yes"), (BOSS, "yes")]
    assert is_approved(sheet.version) is True
    assert acts(alice) == 2


def test_two_departments_side_by_side(alice: Person, carol: Person, dave: Person, erin: Person):
    own: list[Row] = [(1, "department", {"department": person.department}) for person in (dave, erin)]
    route(alice.administration, *own, HEAD)
    sheet = sheet_about(alice)
    first, second, _boss = steps(sheet)

    yes(second, erin)
    middle = standing(sheet)
    yes(first, dave)

    assert [state for _title, state in middle] == ["asked", "yes", "later"]
    assert [state for _title, state in standing(sheet)] == ["yes", "yes", "asked"]


def test_a_return_by_anyone_closes_the_sheet(alice: Person, carol: Person, dave: Person, erin: Person):
    own: list[Row] = [(1, "department", {"department": person.department}) for person in (dave, erin)]
    route(alice.administration, *own, HEAD)
    sheet = sheet_about(alice)
    first, second, _boss = steps(sheet)
    decide_and_release(step=first, by=dave, verdict=Verdict.RETURN, note="Не та дата")

    with pytest.raises(ApprovalError, match="dave: эту версию уже вернули"):
        yes(second, erin)

    assert str(latest_version(sheet.version.post).post.state) == "returned"
    assert (asked_of(erin), asked_of(carol)) == (set(), set())


def test_a_curator_of_another_department_does_not_answer(alice: Person, carol: Person, dave: Person, erin: Person):
    route(alice.administration, ITS_DEPARTMENT, HEAD)
    step = steps(sheet_about(alice, dave.department))[0]

    with pytest.raises(ApprovalError, match=f"За этот шаг отвечает другой: {department_of(dave).name}"):
        yes(step, erin)
    assert asked_of(erin) == set()


def test_a_substitute_of_the_curator_answers(alice: Person, carol: Person, dave: Person, erin: Person):
    route(alice.administration, ITS_DEPARTMENT, HEAD)
    stand_in(erin, dave, Role.CURATOR)
    step = steps(sheet_about(alice, dave.department))[0]
    before = asked_of(erin)

    yes(step, erin)

    said = Decision.objects.of(alice.administration).get()
    assert before == {step.pk}
    assert said.person == erin
    assert said.acting_for == dave


def test_a_step_without_people_goes_to_whoever_stands_above(alice: Person, carol: Person, dave: Person, helen: Person):
    route(alice.administration, ITS_DEPARTMENT, HEAD)
    sheet = sheet_about(alice, dave.department)
    step = steps(sheet)[0]
    Appointment.objects.of(alice.administration).filter(person=dave).delete()
    to_boss = (asked_of(Person.objects.get(pk=carol.pk)), signers_of(sheet.version, steps(sheet))[0].above)
    Appointment.objects.of(alice.administration).filter(person=carol).delete()
    to_head = (asked_of(helen), signers_of(sheet.version, steps(sheet))[0].above)

    yes(step, helen)

    assert (to_boss, to_head) == (({step.pk}, Role.PRESS_HEAD), ({step.pk}, Role.HEAD))
    assert standing(sheet)[0] == (department_of(dave).name, "yes")


@pytest.mark.parametrize(
    ("fields", "chosen"),
    [
        ({"category": "important"}, "Важное"),
        ({"category": "important", "is_flagged": True}, "Важное с юристом"),
        ({}, "Обычный"),
    ],
)
def test_the_route_with_more_conditions_wins(alice: Person, carol: Person, fields: dict[str, object], chosen: str):
    city = alice.administration
    route(city, HEAD)
    route(city, HEAD, name="Важное", category="important")
    route(city, HEAD, name="Важное с юристом", category="important", flagged=True)
    post = drafted(alice)
    if fields.pop("is_flagged", False):
        flag_post(post=post, by=alice, reason="Просим телефоны")
    for name, value in fields.items():
        setattr(post.plan_item, name, value)
    post.plan_item.save()

    assert ask(version=working(post), by=alice).route_name == chosen


def test_a_lawyer_is_asked_about_a_flagged_post_only(alice: Person, carol: Person, audrey: Person):
    route(alice.administration, (1, "lawyer"), HEAD)
    plain = sheet_about(alice, title="Без телефонов")
    post = drafted(alice)
    flag_post(post=post, by=alice, reason="Просим телефоны")
    flagged = ask(version=working(post), by=alice)

    assert standing(plain) == [(BOSS, "asked")]
    assert (standing(flagged), steps(flagged)[0].reason) == (
        [("Юрист", "asked"), (BOSS, "later")],
        "Просим телефоны",
    )
    assert asked_of(audrey) == {steps(flagged)[0].pk}


def test_a_route_that_asks_nobody_asks_the_head_of_press(alice: Person, carol: Person):
    route(alice.administration, ITS_DEPARTMENT)

    assert standing(sheet_about(alice)) == [(BOSS, "asked")]


def test_a_route_of_silence_alone_asks_the_head_of_press_too(alice: Person, carol: Person, dave: Person):
    route(alice.administration, (1, "item_department", {"silence": True, "hours": 4}))

    assert [title for title, _state in standing(sheet_about(alice, dave.department))] == [
        department_of(dave).name,
        BOSS,
    ]


def test_a_change_of_the_route_leaves_open_sheets_alone(alice: Person, carol: Person, dave: Person):
    made = route(alice.administration, HEAD)
    sheet = sheet_about(alice, dave.department)

    made.steps.all().delete()

    assert standing(sheet) == [(BOSS, "asked")]


def test_only_those_are_asked_again_whose_part_changed(alice: Person, carol: Person, dave: Person, erin: Person):
    own = {"department": dave.department, "parts": ["text"]}
    hours = {"department": erin.department, "parts": ["hour"]}
    route(alice.administration, (1, "department", own), (1, "department", hours), HEAD)
    sheet = sheet_about(alice)
    text, hour, boss = steps(sheet)
    yes(text, dave)
    yes(hour, erin)
    decide_and_release(step=boss, by=carol, verdict=Verdict.RETURN, note="Короче")
    post = sheet.version.post
    rewrite(post=post, by=alice)
    write(post, alice, "Каток открыт.")

    again = ask(version=working(post), by=alice)

    assert standing(again) == [
        (department_of(dave).name, "asked"),
        (department_of(erin).name, "yes kept"),
        (BOSS, "later"),
    ]
    kept = steps(again)[1].decision
    assert kept.person == erin
    assert kept.fingerprint == sheet.version.fingerprint
    assert kept.carried_from == hour.decision
    yes(steps(again)[0], dave)
    yes(steps(again)[2], carol)
    assert (is_approved(again.version), acts(alice)) == (True, 2)


def test_a_new_picture_and_another_network_ask_only_whose_part_they_are(
    alice: Person, carol: Person, dave: Person, erin: Person
):
    pictures = {"department": dave.department, "parts": ["pictures"]}
    networks = {"department": erin.department, "parts": ["networks"]}
    route(alice.administration, (1, "department", pictures), (1, "department", networks), HEAD)
    sheet = sheet_about(alice)
    post = sheet.version.post

    def sent_back(sheet: ApprovalSheet, *agreeing: tuple[int, Person]) -> PostVersion:
        for place, person in agreeing:
            yes(steps(sheet)[place], person)
        decide_and_release(step=steps(sheet)[2], by=carol, verdict=Verdict.RETURN, note="Иначе")
        return rewrite(post=post, by=alice)

    sent_back(sheet, (0, dave), (1, erin))
    with_picture(post, alice)
    second = ask(version=working(post), by=alice)
    after_a_picture = [state for _title, state in standing(second)]
    version = sent_back(second, (0, dave))
    save_place(version=version, item=post.plan_item, by=alice, accounts=post.plan_item.accounts.all()[:1])
    third = ask(version=working(post), by=alice)

    assert after_a_picture == ["asked", "yes kept", "later"]
    assert [state for _title, state in standing(third)] == ["yes kept", "asked", "later"]


def test_a_yes_of_somebody_who_wrote_since_is_not_kept(alice: Person, carol: Person, dave: Person):
    route(alice.administration, (1, "press_head", {"parts": ["hour"]}), (2, "item_department"))
    sheet = sheet_about(alice, dave.department)
    boss, department = steps(sheet)
    yes(boss, carol)
    decide_and_release(step=department, by=dave, verdict=Verdict.RETURN, note="Не та дата")
    rewrite(post=sheet.version.post, by=carol)
    write(sheet.version.post, carol, "Каток открыт.")

    again = ask(version=working(sheet.version.post), by=alice)

    assert standing(again)[0] == (BOSS, "asked")


def test_a_deadline_in_working_hours(alice: Person, carol: Person, dave: Person):
    route(alice.administration, (1, "item_department", {"hours": 8}), HEAD)
    sheet = sheet_about(alice, dave.department, publish_at=now() + timedelta(days=9))

    step = steps(sheet)[0]
    assert step.asked_at is not None
    assert timedelta(hours=8) <= step.due_at - step.asked_at <= timedelta(days=4)


def test_without_routes_everything_is_as_before(alice: Person, carol: Person):
    version = approved(alice, carol)

    assert (standing(version.sheet), version.sheet.agreed_at is not None) == ([(BOSS, "yes")], True)


def test_a_deputy_is_asked_about_their_own_event_and_the_head_while_the_office_is_vacant(
    alice: Person, carol: Person, helen: Person
):
    city = alice.administration
    deputy, other = make_person(city, Role.DEPUTY_HEAD), make_person(city, Role.DEPUTY_HEAD)
    office = Office.objects.create(administration=city, name="Заместитель по ЖКХ", kind="deputy", holder=deputy)
    route(city, (1, "about"), HEAD)
    post = drafted(alice)
    occasion = make_occasion(city, by=alice)
    occasion.kind, occasion.office = OccasionKind.DEPUTY, office
    occasion.save()
    post.plan_item.occasion = occasion
    post.plan_item.save()
    sheet = ask(version=working(post), by=alice)
    step = steps(sheet)[0]
    while_held = (step.title, asked_of(deputy), asked_of(other), asked_of(helen))

    Appointment.objects.of(city).filter(person=deputy).delete()

    assert while_held == ("Заместитель по ЖКХ", {step.pk}, set(), set())
    assert asked_of(helen) == {step.pk}
    assert signers_of(sheet.version, steps(sheet))[0].people == (helen,)


def test_an_hour_that_somebody_agreed_to_is_not_moved_without_them(alice: Person, carol: Person, dave: Person):
    route(alice.administration, (1, "department", {"department": dave.department, "parts": ["hour"]}), HEAD)
    sheet = sheet_about(alice)
    hour, boss = steps(sheet)
    post = sheet.version.post
    later = post.plan_item.publish_at + timedelta(hours=2)
    yes(hour, dave)
    yes(boss, carol)

    with pytest.raises(PublishingError, match=f"Час этой записи согласовали: {department_of(dave).name}"):
        move(item=post.plan_item, by=alice, publish_at=later)

    version = rewrite(post=post, by=alice)
    save_place(version=version, item=post.plan_item, by=alice, publish_at=later)
    again = ask(version=working(post), by=alice)
    assert standing(again) == [(department_of(dave).name, "asked"), (BOSS, "later")]
