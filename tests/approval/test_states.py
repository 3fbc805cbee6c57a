"""No sequence of acts agrees a text wrongly: what goes out is what was agreed, by others than its writers.

Nor does one change a frozen version, or let an item that was dropped from the plan go out.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from tests.approval.routes import route
from tests.factories import make_account
from tests.people import make_administration, make_department, make_person
from tests.written import drafted
from veche.approval.domain.authors import authors
from veche.approval.domain.decide import is_approved
from veche.approval.domain.single_person import switch
from veche.approval.domain.suggesters import suggesters
from veche.approval.enums import Verdict
from veche.approval.errors import ApprovalError
from veche.approval.models import ApprovalSheet, Decision, Step
from veche.kernel.clock import now
from veche.outbox.domain.unpack import network_act
from veche.outbox.enums import ActState
from veche.outbox.models import Act
from veche.plan.errors import PlanError
from veche.posts.domain.freeze import fingerprint
from veche.posts.domain.queries import latest_version
from veche.posts.domain.rendering import outgoing
from veche.posts.domain.suggest import Seen, suggest
from veche.posts.domain.write import save_text
from veche.posts.enums import PostState
from veche.posts.errors import PostError
from veche.posts.models import Post
from veche.publishing.domain.asking import ask_about
from veche.publishing.domain.change import drop_from_plan, move, restore_to_plan, rewrite
from veche.publishing.domain.discussion import take
from veche.publishing.domain.earlier_versions import take_back_asked
from veche.publishing.domain.release import decide_and_release
from veche.publishing.errors import PublishingError
from veche.publishing.models import Delivery
from veche.staff.enums import Role
from veche.staff.models import Administration, Person

who = st.integers(0, 4)
texts = st.sampled_from(["Каток открыт.", "Каток открыт до девяти.", "Каток закрыт."])


def happens(act: Callable[[], object]) -> bool:
    """Whether it was done; False if it was refused in words, and then nothing changed."""
    try:
        with transaction.atomic():
            act()
    except (ApprovalError, PlanError, PostError, PublishingError):
        return False
    return True


@dataclass(frozen=True)
class Town:
    """What all examples begin with: a draft of the first of `people`, about the department of the fourth."""

    city: Administration
    people: tuple[Person, ...]
    post: int


def make_town() -> Town:
    city = make_administration("Рубцовск")
    department = make_department(city)
    people = tuple(
        make_person(city, role, department=department if role == Role.CURATOR else None, second_factor=False)
        for role in (Role.PRESS_OFFICER, Role.PRESS_HEAD, Role.PRESS_HEAD, Role.CURATOR, Role.HEAD)
    )
    account = make_account(city, responsible=people[0])
    post = drafted(people[0], accounts=[account], publish_at=now() + timedelta(days=5))
    post.plan_item.department = department
    post.plan_item.save()
    return Town(city, people, post.pk)


class SheetMachine(RuleBasedStateMachine):
    """A department is asked about the text, then, unless `alone`, the head of press about everything.

    Each example leaves the town as it was.
    """

    def __init__(self, town: Town) -> None:
        super().__init__()
        self.city, self.people, self.drafted = town.city, town.people, town.post

    @initialize(alone=st.booleans())
    def begin(self, *, alone: bool) -> None:
        self.sandbox = transaction.atomic()
        self.sandbox.__enter__()
        route(self.city, (1, "item_department", {"parts": ["text"]}), *([] if alone else [(2, "press_head")]))
        self.post = Post.objects.of(self.city).select_related("administration", "plan_item").get(pk=self.drafted)

    def teardown(self) -> None:
        if hasattr(self, "sandbox"):
            transaction.set_rollback(True)
            self.sandbox.__exit__(None, None, None)

    @rule(by=st.integers(0, 2), text=texts)
    def write(self, by: int, text: str) -> None:
        person = self.people[by]

        def write() -> None:
            version = rewrite(post=self.post, by=person)
            save_text(version=version, by=person, revision=version.revision, text=text, variants={})

        happens(write)

    @rule(by=st.integers(0, 2), text=texts)
    def correct(self, by: int, text: str) -> None:
        """The press takes other words of the department's curator."""

        def correct() -> None:
            seen = Seen(latest_version(self.post).text)
            take(suggestion=suggest(post=self.post, by=self.people[3], seen=seen, text=text), by=self.people[by])

        happens(correct)

    @rule(by=st.integers(0, 2))
    def ask(self, by: int) -> None:
        happens(lambda: ask_about(version=latest_version(self.post), by=self.people[by]))

    @rule(by=who, last=st.booleans(), verdict=st.sampled_from(Verdict))
    def decide(self, by: int, verdict: Verdict, *, last: bool) -> None:
        steps = Step.objects.of(self.city).order_by("-sheet__version__number", "position" if not last else "-position")
        step = steps.select_related("sheet__version__post__plan_item", "administration").first()
        note = "Иначе" if verdict == Verdict.RETURN else ""
        if step is not None:
            happens(lambda: decide_and_release(step=step, by=self.people[by], verdict=verdict, note=note))

    @rule()
    def take_back(self) -> None:
        happens(lambda: take_back_asked(post=self.post, by=self.people[0]))

    @rule(days=st.sampled_from([-1, 2, 9]))
    def move(self, days: int) -> None:
        hour = now() + timedelta(days=days)
        happens(lambda: move(item=self.post.plan_item, by=self.people[0], publish_at=hour))

    @rule(days=st.sampled_from([-1, 5]))
    def drop_or_restore(self, days: int) -> None:
        item, hour = self.post.plan_item, now() + timedelta(days=days)
        item.refresh_from_db()
        if item.cancelled_at is None:
            happens(lambda: drop_from_plan(item=item, by=self.people[1]))
        else:
            happens(lambda: restore_to_plan(item=item, by=self.people[1], publish_at=hour))

    @rule(on=st.booleans())
    def switch(self, *, on: bool) -> None:
        switch(administration=self.city, by=self.people[4], on=on)

    def sheets(self) -> Iterator[tuple[ApprovalSheet, list[Step]]]:
        for sheet in ApprovalSheet.objects.of(self.city).select_related("version__post"):
            yield sheet, list(Step.objects.of(self.city).filter(sheet=sheet, later=False).select_related("decision"))

    @invariant()
    def a_sheet_is_open_agreed_or_over(self) -> None:
        if not hasattr(self, "post"):
            return
        open_sheets = 0
        for sheet, steps in self.sheets():
            said = [getattr(step, "decision", None) for step in steps]
            all_yes = all(one is not None and one.verdict == Verdict.YES for one in said)
            assert (sheet.agreed_at is not None) == all_yes
            assert not (all_yes and sheet.closed_at is None)
            if sheet.closed_at is None:
                open_sheets += 1
                asked = {step.position for step, one in zip(steps, said, strict=True) if one is None and step.asked_at}
                left = {step.position for step, one in zip(steps, said, strict=True) if one is None}
                assert asked == {min(left)}
        assert open_sheets <= 1
        self.post.refresh_from_db()
        self.post.plan_item.refresh_from_db()
        waits = self.post.state == PostState.WAITING and self.post.plan_item.cancelled_at is None
        assert waits == (open_sheets == 1)

    @invariant()
    def nobody_agrees_to_their_own_hand(self) -> None:
        if not hasattr(self, "post"):
            return
        for said in Decision.objects.of(self.city).filter(verdict=Verdict.YES).select_related("step__sheet__version"):
            version = said.step.sheet.version
            own = said.person_id in authors(version)
            assert own == said.alone
            assert not said.alone or said.step.sheet.single_person

    @invariant()
    def nobody_agrees_alone_to_words_they_suggested(self) -> None:
        if not hasattr(self, "post"):
            return
        for sheet, steps in self.sheets():
            hands = authors(sheet.version) | suggesters(sheet.version)
            if sheet.agreed_at is not None and not sheet.single_person:
                assert any(step.decision.person_id not in hands for step in steps)

    @invariant()
    def what_goes_out_is_what_was_agreed(self) -> None:
        if not hasattr(self, "post"):
            return
        rows = Delivery.objects.of(self.city).exclude(act__state=ActState.CANCELLED)
        for row in rows.select_related("act", "account", "version"):
            assert is_approved(row.version)
            assert fingerprint(row.version) == row.version.fingerprint
            assert network_act(row.act).post == outgoing(row.version, row.account.network)  # type: ignore[union-attr]

    @invariant()
    def a_frozen_version_stands(self) -> None:
        """Versions are numbered without a gap; only the newest may be unfrozen, and no frozen one changes."""
        if not hasattr(self, "post"):
            return
        versions = list(self.post.versions.order_by("number"))
        assert [one.number for one in versions] == list(range(1, len(versions) + 1))
        assert all(one.frozen_at is not None for one in versions[:-1])
        assert all(fingerprint(one) == one.fingerprint for one in versions if one.frozen_at is not None)

    @invariant()
    def an_item_goes_out_at_its_hour_or_not_at_all(self) -> None:
        if not hasattr(self, "post"):
            return
        item = self.post.plan_item
        item.refresh_from_db()
        ahead = Act.objects.of(self.city).exclude(state=ActState.CANCELLED)
        assert item.cancelled_at is None or not ahead.exists()
        assert {act.due_at for act in ahead} <= {item.publish_at}


def run(examples: int, steps: int) -> None:
    town = make_town()
    run_state_machine_as_test(
        lambda: SheetMachine(town),  # type: ignore[arg-type] # a factory will do
        settings=settings(max_examples=examples, stateful_step_count=steps, deadline=None),
    )


@pytest.mark.django_db
def test_no_sequence_agrees_a_text_wrongly() -> None:
    run(50, 8)


@pytest.mark.nightly
@pytest.mark.django_db
@pytest.mark.timeout(14_400)
def test_no_long_sequence_agrees_a_text_wrongly() -> None:
    run(3_000, 30)
