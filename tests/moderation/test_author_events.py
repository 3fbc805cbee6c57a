"""Events of a network about authors: our own act, an act by hand, another person's action."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from tests.factories import NOON, make_account
from tests.moderation.measures import WEEK, able, said, stands, tell, verbs, weeklong
from veche.accounts.models import Account
from veche.moderation.domain.release import release
from veche.moderation.models import Restriction
from veche.moderation.words import of_restriction
from veche.networks.protocol import AuthorReleased, AuthorRestricted
from veche.outbox.enums import ActState, Proof
from veche.outbox.models import Act
from veche.staff.models import Administration, Person


def restricted_event(until: datetime | None = WEEK, *, mark: str = "a", at: datetime = NOON) -> AuthorRestricted:
    return AuthorRestricted(f"ban:{mark}", "311", "Анна Ковалёва", at, until)


def released_event(*, at: datetime, mark: str = "a") -> AuthorReleased:
    return AuthorReleased(f"unban:{mark}", "311", "Анна Ковалёва", at)


@pytest.mark.parametrize("state", [ActState.BY_HAND, ActState.UNKNOWN, ActState.SENDING])
@time_machine.travel(NOON, tick=False)
def test_the_network_closes_a_card_and_ends_a_doubt(account: Account, alice: Person, state: ActState) -> None:
    made = weeklong(said(account), alice)
    Act.objects.update(state=state)

    tell(account, restricted_event())

    act = Act.objects.get()
    assert act.state == ActState.CONFIRMED
    assert act.proof == Proof.EVENT
    assert Restriction.objects.get().pk == made.pk
    assert verbs() == ["author.restricted"]


@time_machine.travel(NOON, tick=False)
def test_another_term_in_the_network_is_the_truth(account: Account, alice: Person) -> None:
    made = weeklong(said(account), alice)

    tell(account, restricted_event(None))

    made.refresh_from_db()
    assert (made.until, verbs()) == (None, ["author.restricted", "author.term_changed"])


@time_machine.travel(NOON, tick=False)
def test_somebody_restricted_in_the_network_itself(account: Account, alice: Person) -> None:
    tell(account, restricted_event(), restricted_event(mark="again"))

    one = Restriction.objects.get()
    assert one.author == "Анна Ковалёва"
    assert one.until == WEEK
    assert one.by is None
    assert one.act is None
    assert one.ground == ""
    assert of_restriction(one) == ("confirmed", "ограничили в сети помимо нас")
    assert verbs() == ["author.restricted_elsewhere"]
    assert release(restriction=one, by=alice).release_act is not None


@time_machine.travel(NOON, tick=False)
def test_somebody_released_in_the_network_itself(account: Account, alice: Person) -> None:
    made = weeklong(said(account), alice)
    stands(made)

    tell(account, released_event(at=NOON + timedelta(minutes=1)))

    made.refresh_from_db()
    assert (made.ended_at, made.released_by) == (NOON, None)
    assert of_restriction(made)[1] == "сняли в сети помимо нас"
    assert verbs() == ["author.restricted", "author.released_elsewhere"]


@time_machine.travel(NOON, tick=False)
def test_the_network_closes_the_card_of_a_release(account: Account, alice: Person) -> None:
    able(account, release_author="by_hand")
    made = weeklong(said(account), alice)
    stands(made)
    release(restriction=made, by=alice)

    tell(account, released_event(at=NOON))

    made.refresh_from_db()
    assert (Act.objects.get(verb="release_author").state, made.ended_at) == (ActState.CONFIRMED, NOON)
    assert verbs() == ["author.restricted", "author.released"]


def test_old_news_changes_nothing(account: Account, alice: Person) -> None:
    with time_machine.travel(NOON, tick=False):
        stands(made := weeklong(said(account), alice))
        tell(account, released_event(at=NOON - timedelta(hours=1)), released_event(at=NOON, mark="now"))
    with time_machine.travel(NOON + timedelta(minutes=1), tick=False):
        tell(account, restricted_event(mark="echo"), restricted_event(NOON, mark="over"))

    made.refresh_from_db()
    assert (Restriction.objects.count(), made.ended_at) == (1, NOON)


def test_a_term_that_the_network_ended_a_moment_early_just_ends(account: Account, alice: Person) -> None:
    with time_machine.travel(NOON, tick=False):
        stands(made := weeklong(said(account), alice))
    with time_machine.travel(WEEK - timedelta(seconds=40), tick=False):
        tell(account, released_event(at=WEEK - timedelta(seconds=40)))

    made.refresh_from_db()
    assert made.ended_at == WEEK
    assert made.released_at is None
    assert verbs() == ["author.restricted"]


@time_machine.travel(NOON, tick=False)
def test_somebody_restricts_again_after_our_release(account: Account, alice: Person) -> None:
    stands(made := weeklong(said(account), alice))
    tell(account, released_event(at=NOON))

    tell(account, restricted_event(None, mark="again"))

    made.refresh_from_db()
    assert made.ended_at == NOON
    assert list(Restriction.objects.values_list("by", "until")) == [(None, None), (alice.pk, WEEK)]


def test_times_are_aware_in_an_arrival(account: Account) -> None:
    until = datetime(2099, 1, 1, tzinfo=UTC)

    tell(account, restricted_event(until))

    assert Restriction.objects.get().until == until


@time_machine.travel(NOON, tick=False)
def test_an_owner_of_another_city_is_not_touched(
    account: Account, other_city: Administration, alice: Person, mallory: Person
) -> None:
    theirs = make_account(other_city, responsible=mallory)
    weeklong(said(account), alice)
    tell(theirs, restricted_event())

    assert sorted(Restriction.objects.values_list("administration", flat=True)) == sorted(
        [account.administration_id, other_city.pk]
    )
