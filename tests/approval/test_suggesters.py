"""Whoever's words were taken agrees too, but never alone; who takes part in a text, and for whom."""

import pytest

from tests.approval.routes import ask_about_item, department_of, route, standing, steps
from tests.factories import make_occasion
from tests.people import make_person, stand_in
from tests.written import TEXT, drafted
from veche.approval.domain.decide import decide
from veche.approval.domain.participants import Participation, participation
from veche.approval.enums import Verdict
from veche.approval.errors import ApprovalError
from veche.approval.models import ApprovalSheet
from veche.plan.enums import OccasionKind
from veche.posts.domain.suggest import Seen, Side, suggest, take
from veche.posts.models import Post
from veche.staff.enums import OfficeKind, Role
from veche.staff.models import Department, Office, Person


def with_taken_words(alice: Person, dave: Person) -> Post:
    post = drafted(alice)
    made = suggest(post=post, by=dave, seen=Seen(TEXT), text="Каток на Ленина открыт до восьми вечера.")
    take(suggestion=made, by=alice)
    return post


def test_a_department_signs_its_own_words_beside_the_head_of_press(alice: Person, carol: Person, dave: Person):
    route(alice.administration, (1, "item_department"), (2, "press_head"))
    sheet = ask_about_item(with_taken_words(alice, dave), alice, department_of(dave))
    department, head = steps(sheet)

    decide(step=department, by=dave, verdict=Verdict.YES)
    decide(step=head, by=carol, verdict=Verdict.YES)

    sheet.refresh_from_db()
    assert (sheet.agreed_at is not None, standing(sheet)) == (
        True,
        [("Отдел культуры", "yes"), ("Начальник пресс-службы", "yes")],
    )


def test_where_only_the_suggester_would_sign_the_head_of_press_is_asked_too(alice: Person, dave: Person):
    route(alice.administration, (1, "item_department"))
    sheet = ask_about_item(with_taken_words(alice, dave), alice, department_of(dave))

    decide(step=steps(sheet)[0], by=dave, verdict=Verdict.YES)

    sheet.refresh_from_db()
    assert (sheet.agreed_at, standing(sheet)) == (
        None,
        [("Отдел культуры", "yes"), ("Начальник пресс-службы", "asked")],
    )


def test_a_suggester_who_became_the_only_one_asked_is_refused(alice: Person, dave: Person, department_a: Department):
    """A sheet asked before another curator left."""
    route(alice.administration, (1, "item_department"))
    other = make_person(alice.administration, Role.CURATOR, department=department_a)
    sheet = ask_about_item(with_taken_words(alice, dave), alice, department_of(dave))
    other.appointments.all().delete()

    with pytest.raises(ApprovalError, match="одному его не согласовать"):
        decide(step=steps(sheet)[0], by=dave, verdict=Verdict.YES)

    assert ApprovalSheet.objects.of(alice.administration).get().agreed_at is None


def test_who_takes_part_speaks_for_their_department(
    alice: Person, dave: Person, erin: Person, ivan: Person, audrey: Person, helen: Person
):
    post = drafted(alice)
    post.plan_item.department = department_of(dave)
    deputy = make_person(alice.administration, Role.PRESS_OFFICER)
    before = participation(deputy, post)
    standing_in = make_person(alice.administration, Role.IT)
    stand_in(standing_in, dave, Role.CURATOR)

    found = {one: participation(one, post) for one in (dave, standing_in, erin, ivan, audrey, helen)}

    culture = Participation(Side(department=dave.department))
    assert before == Participation(Side(), from_press=True)
    assert found == {dave: culture, standing_in: culture, erin: None, ivan: None, audrey: None, helen: None}


def test_the_office_that_it_is_about_and_a_named_department_take_part(
    alice: Person, dave: Person, erin: Person, dora: Person
):
    office = Office.objects.create(
        administration=alice.administration, name="Заместитель Главы", kind=OfficeKind.DEPUTY, holder=dora
    )
    post = drafted(alice)
    post.plan_item.occasion = occasion = make_occasion(alice.administration, by=alice)
    occasion.kind, occasion.office = OccasionKind.DEPUTY, office
    named = {"department": department_of(erin)}
    route(alice.administration, (1, "department", named), (2, "press_head"))

    found = {one: participation(one, post) for one in (dora, erin, dave)}

    assert found == {
        dora: Participation(Side(office=office)),
        erin: Participation(Side(department=erin.department)),
        dave: None,
    }
