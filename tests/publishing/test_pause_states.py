"""No sequence of acts, by anybody, at any moment, lets a publication leave under a pause or by itself after it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import transaction
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests.factories import make_account, make_plan_item, make_post
from tests.people import make_administration, make_person
from veche.accounts.models import Account
from veche.kernel.clock import now
from veche.networks.protocol import OutgoingPost, Publish
from veche.outbox.domain.claim import claim, pass_fence
from veche.outbox.domain.freeze import freeze, is_frozen, release
from veche.outbox.domain.paused import is_paused
from veche.outbox.domain.plan import plan_act
from veche.outbox.domain.reconcile import reconcile
from veche.outbox.domain.states import NEXT
from veche.outbox.enums import ActState
from veche.outbox.errors import OutboxError
from veche.outbox.models import Act, Pause
from veche.plan.errors import PlanError
from veche.posts.models import Post
from veche.publishing.domain.change import drop_from_plan, move
from veche.publishing.domain.pause import Chosen, begin_pause, end_pause, let_through
from veche.publishing.domain.waiting_posts import waiting_posts
from veche.publishing.enums import PauseChoice
from veche.publishing.errors import PublishingError
from veche.publishing.models import Delivery
from veche.staff.enums import Role
from veche.staff.models import Administration, Person

START = datetime(2026, 11, 25, 4, 0, tzinfo=UTC)
REFUSALS = (OutboxError, PublishingError, PlanError)
which = st.integers(0, 3)
hours = st.sampled_from([0.5, 3, 20])
choices = st.lists(st.tuples(st.sampled_from(PauseChoice), hours), min_size=6, max_size=6)


@dataclass(frozen=True)
class City:
    """What all examples begin with: accounts in two networks."""

    city: Administration
    officer: Person
    head: Person
    accounts: tuple[Account, ...]


def make_city() -> City:
    with time_machine.travel(START, tick=False):
        city = make_administration("Рубцовск")
        officer = make_person(city, Role.PRESS_OFFICER, second_factor=False)
        head = make_person(city, Role.PRESS_HEAD, second_factor=False)
        accounts = tuple(make_account(city, responsible=officer, network=slug) for slug in ("vk", "ok"))
        return City(city, officer, head, accounts)


class PauseMachine(RuleBasedStateMachine):
    """Posts of one city in two networks, under pauses and freezes; `called` by the workers so far.

    Each example leaves the city as it was.
    """

    def __init__(self, begun: City) -> None:
        super().__init__()
        self.city, self.officer, self.head, self.accounts = begun.city, begun.officer, begun.head, begun.accounts

    @initialize()
    def begin(self) -> None:
        self.clock = time_machine.travel(START, tick=False)
        self.traveller = self.clock.start()
        self.sandbox = transaction.atomic()
        self.sandbox.__enter__()
        self.posts: list[Post] = []
        self.called: set[int] = set()
        self.before: dict[int, str] = {}

    def teardown(self) -> None:
        if hasattr(self, "sandbox"):
            transaction.set_rollback(True)
            self.sandbox.__exit__(None, None, None)
            self.clock.stop()

    def attempt(self, act: Callable[[], object]) -> bool:
        """Whether it was done. If it was refused in words, nothing has changed."""
        before = self.rows()
        try:
            with transaction.atomic():
                act()
        except REFUSALS:
            assert self.rows() == before
            return False
        return True

    def post(self, number: int) -> Post:
        return self.posts[number % len(self.posts)]

    def rows(self) -> list[Any]:
        return list(Act.objects.values_list("pk", "state", "due_at", "let_through").order_by("pk"))

    @rule(ahead=hours)
    def a_post_is_approved(self, ahead: float) -> None:
        if len(self.posts) < 4:
            at = now() + timedelta(hours=ahead)
            self.posts.append(self.released(at))

    def released(self, at: datetime) -> Post:
        """As after the last «yes», without the hundred queries of writing and approving."""
        item = make_plan_item(self.city, author=self.officer, accounts=self.accounts, publish_at=at)
        post = make_post(item)
        version, publish = post.versions.get(), Publish(OutgoingPost("Каток открыт"))
        for account in self.accounts:
            intent = f"publish:{version.pk}:{account.pk}"
            act = plan_act(account=account, intent=intent, title="Каток", act=publish, by=self.head, due_at=at)
            Delivery.objects.create(administration=self.city, version=version, account=account, act=act)
        return post

    @precondition(lambda self: self.posts)
    @rule(number=which, ahead=hours)
    def a_post_is_moved(self, number: int, ahead: float) -> None:
        item = self.post(number).plan_item
        self.attempt(lambda: move(item=item, by=self.officer, publish_at=now() + timedelta(hours=ahead)))

    @precondition(lambda self: self.posts)
    @rule(number=which)
    def a_post_is_dropped(self, number: int) -> None:
        item = self.post(number).plan_item
        item.refresh_from_db()
        if item.cancelled_at is None:
            self.attempt(lambda: drop_from_plan(item=item, by=self.officer))

    @rule()
    def it_is_paused(self) -> None:
        was = is_paused(self.city)
        done = self.attempt(
            lambda: begin_pause(administration=self.city, by=self.officer, kind="mourning", reason="Траур")
        )
        assert done != was

    @precondition(lambda self: self.posts)
    @rule(number=which)
    def one_is_let_through(self, number: int) -> None:
        post = self.post(number)
        waits = Act.objects.filter(delivery__version__post=post, state=ActState.PAUSED).exists()
        assert self.attempt(lambda: let_through(post=post, by=self.head)) == (is_paused(self.city) and waits)

    @rule(made=choices, forgotten=st.booleans())
    def the_pause_is_ended(self, made: list[tuple[PauseChoice, float]], *, forgotten: bool) -> None:
        waiting = waiting_posts(self.city)
        chosen = {
            one.post.pk: Chosen(what, now() + timedelta(hours=ahead) if what == PauseChoice.MOVE else None)
            for one, (what, ahead) in zip(waiting, made, strict=False)
        }
        late = {one.post.pk for one in waiting if one.is_late}
        if forgotten and chosen:
            chosen.popitem()
        kept_late = any(choice.what == PauseChoice.KEEP and pk in late for pk, choice in chosen.items())
        expected = is_paused(self.city) and len(chosen) == len(waiting) and not kept_late
        done = self.attempt(lambda: end_pause(administration=self.city, by=self.head, choices=chosen))
        assert done == expected
        if done:
            decided = Act.objects.filter(delivery__version__post__in=[one.post for one in waiting], let_through=None)
            assert not decided.filter(state__in=(ActState.PLANNED, ActState.STOPPED), due_at__lt=now()).exists()

    @rule()
    def it_is_frozen_or_released(self) -> None:
        if is_frozen(self.city):
            self.attempt(lambda: release(administration=self.city, by=self.head))
        else:
            self.attempt(lambda: freeze(administration=self.city, by=self.head, reason="Взлом"))

    @rule(passed=st.sampled_from([0.1, 1, 5]))
    def time_passes(self, passed: float) -> None:
        self.traveller.move_to(now() + timedelta(hours=passed))
        reconcile()

    @rule()
    def the_workers_take_what_is_due(self) -> None:
        for pk in Act.objects.values_list("pk", flat=True):
            taken = claim(pk, worker="w")
            if taken is not None and pass_fence(taken, call_seconds=1):
                pause = Pause.objects.filter(ended_at=None).first()
                assert not is_frozen(self.city)
                assert pause is None or taken.let_through_id == pause.pk
                assert pk not in self.called
                self.called.add(pk)
                Act.objects.filter(pk=pk).update(state=ActState.SENT, lease_until=None)

    @invariant()
    def every_state_is_legal(self) -> None:
        if not hasattr(self, "sandbox"):
            return
        paused = is_paused(self.city)
        for pk, state in Act.objects.values_list("pk", "state"):
            before = self.before.get(pk)
            assert before is None or state == before or self.reaches(ActState(before), ActState(state))
            self.before[pk] = state
        assert paused or not Act.objects.filter(state=ActState.PAUSED).exists()
        held = Act.objects.filter(state__in=(ActState.PLANNED, ActState.STOPPED))
        pauses = Pause.objects.filter(ended_at=None)
        assert not paused or not held.exclude(let_through__in=pauses).exists()

    def reaches(self, before: ActState, after: ActState) -> bool:
        """Whether steps of the state table lead from one to the other: a rule may take several."""
        seen, edge = {before}, {before}
        while edge:
            edge = {state for one in edge for state in NEXT[one]} - seen
            seen |= edge
        return after in seen


def run(examples: int, steps: int) -> None:
    begun = make_city()
    run_state_machine_as_test(
        lambda: PauseMachine(begun),  # type: ignore[arg-type] # a factory will do
        settings=settings(max_examples=examples, stateful_step_count=steps, deadline=None),
    )


def test_no_publication_slips_through_a_pause(db: None):
    run(50, 12)


@pytest.mark.nightly
def test_no_publication_slips_through_a_pause_in_thousands(db: None):
    run(2_000, 40)
