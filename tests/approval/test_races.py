"""Two people at one instant: one act is done, the other person is told in words."""

from collections.abc import Callable
from functools import partial

import pytest

from tests.approval.routes import department_of, route, sheet_about, standing, steps
from tests.at_once import at_once
from tests.people import make_person, stand_in
from tests.written import asked
from veche.approval.domain.decide import is_approved
from veche.approval.enums import Verdict
from veche.approval.errors import ApprovalError
from veche.approval.models import Decision
from veche.outbox.models import Act
from veche.posts.domain.write import save_text
from veche.posts.errors import PostError
from veche.posts.models import Post
from veche.publishing.domain.change import rewrite
from veche.publishing.domain.earlier_versions import take_back_asked
from veche.publishing.domain.release import decide_and_release, hasten_and_release
from veche.publishing.errors import PublishingError
from veche.staff.domain.deputise import end_deputy
from veche.staff.domain.roles import roles_of
from veche.staff.enums import Role
from veche.staff.models import Deputy, Person

pytestmark = pytest.mark.django_db(transaction=True)


REFUSED = (ApprovalError, PostError, PublishingError)


def test_two_approvers_of_one_step(alice: Person, carol: Person):
    deputy = make_person(alice.administration, Role.PRESS_OFFICER)
    stand_in(deputy, carol, Role.PRESS_HEAD)
    step = asked(alice)

    said = at_once(
        lambda: decide_and_release(step=step, by=carol, verdict=Verdict.YES),
        lambda: decide_and_release(step=step, by=deputy, verdict=Verdict.RETURN, note="Где это?"),
        refused=REFUSED,
    )

    decision = Decision.objects.of(alice.administration).get()
    agreed = decision.verdict == Verdict.YES
    told = said[1 if agreed else 0]
    assert said.count("done") == 1
    assert told.startswith(f"По этой версии уже решили: {decision.who}")
    assert (Act.objects.exists(), is_approved(step.sheet.version)) == (agreed, agreed)


def test_a_yes_against_a_writer_who_takes_the_text_back(alice: Person, carol: Person):
    step = asked(alice)
    post = Post.objects.of(alice.administration).get()

    said = at_once(
        lambda: decide_and_release(step=step, by=carol, verdict=Verdict.YES),
        lambda: take_back_asked(post=post, by=alice),
        refused=REFUSED,
    )

    agreed = Decision.objects.of(alice.administration).exists()
    assert (said[0] == "done", said.count("done")) == (agreed, 1), said
    assert (Act.objects.exists(), is_approved(step.sheet.version)) == (agreed, agreed)


def test_a_yes_against_an_edit(alice: Person, carol: Person):
    """The edit makes a version of its own, or keeps the text from being agreed: what goes out is what was agreed."""
    step = asked(alice)
    post = Post.objects.of(alice.administration).get()

    def edit() -> None:
        version = rewrite(post=post, by=alice)
        save_text(version=version, by=alice, revision=version.revision, text="Совсем другой текст", variants={})

    said = at_once(lambda: decide_and_release(step=step, by=carol, verdict=Verdict.YES), edit, refused=REFUSED)

    agreed = Decision.objects.of(alice.administration).exists()
    acts = list(Act.objects.all())
    assert (said[0] == "done") == agreed, said
    assert (bool(acts), is_approved(step.sheet.version)) == (agreed, agreed)
    assert not any("другой текст" in str(act.payload) for act in acts)


def test_a_department_that_returns_against_the_urgent_lane(alice: Person, carol: Person, dave: Person):
    route(alice.administration, (1, "item_department"), (2, "press_head"))
    sheet = sheet_about(alice, department_of(dave))
    department = steps(sheet)[0]

    said = at_once(
        lambda: decide_and_release(step=department, by=dave, verdict=Verdict.RETURN, note="Не те дома"),
        lambda: hasten_and_release(step=department, by=carol, why="Прорвало трубу"),
        refused=REFUSED,
    )

    sheet.refresh_from_db()
    hastened = sheet.hastened_by is not None
    assert said[1] == "done" if hastened else said[0] == "done", said
    assert (Act.objects.exists(), is_approved(sheet.version)) == (hastened, hastened)
    # A remark after the release is a review: the post stays out.
    assert dict(standing(sheet))["Начальник пресс-службы"] == ("yes" if hastened else "later")


def test_a_yes_against_the_end_of_a_deputyship(alice: Person, carol: Person):
    """Either the substitute decided in time, in the other's stead, or is told whose decision it is."""
    deputy = make_person(alice.administration, Role.PRESS_OFFICER)
    lent = stand_in(deputy, carol, Role.PRESS_HEAD)
    step = asked(alice)
    assert Role.PRESS_HEAD in roles_of(deputy)  # as their page was opened

    said = at_once(
        lambda: decide_and_release(step=step, by=deputy, verdict=Verdict.YES),
        lambda: end_deputy(by=carol, deputy=lent),
        refused=REFUSED,
    )

    decisions = [(one.who, one.acting_for) for one in Decision.objects.of(alice.administration)]
    in_time = said[0] == "done"
    assert decisions == ([(str(deputy), carol)] if in_time else [])
    assert in_time or said[0].startswith("Эту запись согласует начальник пресс-службы"), said


DECISIONS: dict[str, Callable[..., object]] = {
    "decide": partial(decide_and_release, verdict=Verdict.YES),
    "hasten": partial(hasten_and_release, why="Прорвало трубу"),
}


@pytest.mark.parametrize("decision", DECISIONS)
def test_a_substitute_who_was_relieved_after_opening_the_page(alice: Person, carol: Person, decision: str):
    deputy = make_person(alice.administration, Role.PRESS_OFFICER)
    lent = stand_in(deputy, carol, Role.PRESS_HEAD)
    step = asked(alice)
    assert Role.PRESS_HEAD in roles_of(deputy)
    end_deputy(by=carol, deputy=Deputy.objects.of(alice.administration).get(pk=lent.pk))

    with pytest.raises(ApprovalError, match="начальник пресс-службы или тот, кто его замещает"):
        DECISIONS[decision](step=step, by=deputy)

    assert (Decision.objects.exists(), Act.objects.exists()) == (False, False)
