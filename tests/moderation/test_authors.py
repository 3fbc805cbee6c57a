"""A restriction has a ground, a term and evidence; criticism is never a ground (clause 2.5)."""

from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction

from tests.factories import NOON, make_account
from tests.moderation.measures import WEEK, a_second, able, for_good, said, stands, verbs, weeklong
from veche.accounts.models import Account
from veche.inbox.enums import MessageState
from veche.inbox.models import MessagePicture
from veche.journal.models import Entry
from veche.kernel.clock import now
from veche.moderation.domain.authors import open_restriction
from veche.moderation.domain.evidence import complete_waiting
from veche.moderation.domain.evidence_integrity import is_intact
from veche.moderation.domain.release import release
from veche.moderation.domain.restrict import restrict
from veche.moderation.domain.settle import settle, settle_authors
from veche.moderation.domain.terms import terms_of
from veche.moderation.enums import RulingVerb, Term
from veche.moderation.errors import ModerationError
from veche.moderation.models import Restriction, Ruling
from veche.moderation.words import of_restriction
from veche.networks.protocol import NetworkError, ReleaseAuthor, RestrictAuthor
from veche.outbox.domain.grace import may_judge_at
from veche.outbox.domain.results import did_not_happen, rule_out
from veche.outbox.domain.unpack import network_act
from veche.outbox.enums import ActState, Proof
from veche.outbox.models import Act
from veche.staff.models import Administration, Person


@time_machine.travel(NOON, tick=False)
def test_a_restriction_is_an_act_with_the_kept_words(account: Account, alice: Person) -> None:
    message = said(account)

    made = weeklong(message, alice)

    made.refresh_from_db()
    assert made.act is not None
    assert made.author == "Анна Ковалёва"
    assert made.ground == "insult"
    assert made.until == WEEK
    assert made.by == alice
    assert made.ended_at is None
    assert network_act(made.act) == RestrictAuthor(
        author_id="311",
        until=WEEK,
        post_id="1",
        comment_id=message.remote_id,
        words="Причина: оскорбление. Писать здесь нельзя до 2 декабря 2026, 12:00.",
        ground="insult",
    )
    assert made.act.title == "Автор № 311"
    assert made.act.state == ActState.PLANNED
    assert made.act.by == alice
    assert [wording["text"] for wording in made.evidence.wordings] == ["Ты идиот"]
    assert is_intact(made.evidence)


@time_machine.travel(NOON, tick=False)
def test_the_journal_has_ids_and_no_words(account: Account, alice: Person) -> None:
    message = said(account)
    made = weeklong(message, alice)

    entry = Entry.objects.get(verb="author.restricted")

    assert entry.object_type == "moderation.restriction"
    assert entry.object_id == str(made.pk)
    assert entry.actor_id == alice.pk
    assert entry.facts == {
        "ground": "insult",
        "term": "week",
        "act": made.act_id,
        "message": message.pk,
        "evidence": made.evidence.digest,
    }


@pytest.mark.parametrize(
    ("term", "until"),
    [
        ("day", NOON + timedelta(days=1)),
        ("week", WEEK),
        ("month", NOON + timedelta(days=30)),
        ("good", None),
    ],
)
@time_machine.travel(NOON, tick=False)
def test_the_terms(account: Account, alice: Person, term: str, until: datetime | None) -> None:
    assert (
        restrict(
            message=said(account), by=alice, ground="spam", term=term, why="пишет так часто", second=a_second(alice)
        ).until
        == until
    )


@pytest.mark.parametrize(
    ("ground", "term", "why"),
    [
        ("", "week", "Критика основанием не бывает"),
        ("criticism", "week", "Критика основанием не бывает"),
        ("insult", "", "Выберите срок"),
        ("insult", "year", "Выберите срок"),
    ],
)
def test_without_a_ground_or_a_term_nobody_is_restricted(
    account: Account, alice: Person, ground: str, term: str, why: str
) -> None:
    with pytest.raises(ModerationError, match=why):
        restrict(message=said(account), by=alice, ground=ground, term=term, why="пишет так часто")

    assert (Restriction.objects.count(), Act.objects.count()) == (0, 0)


@pytest.mark.parametrize(
    ("more", "why"), [({"ours": True}, "ваши собственные слова"), ({"author_id": ""}, "не назвала автора")]
)
def test_who_cannot_be_restricted(account: Account, alice: Person, more: dict[str, Any], why: str) -> None:
    with pytest.raises(ModerationError, match=why):
        weeklong(said(account, **more), alice)

    assert Act.objects.count() == 0


def test_a_second_press_is_the_same_restriction(account: Account, alice: Person) -> None:
    message = said(account)

    first, second = weeklong(message, alice), weeklong(message, alice)

    assert first.pk == second.pk
    assert Act.objects.count() == 1
    assert verbs() == ["author.restricted"]


def test_a_colleague_hears_who_was_first(account: Account, alice: Person, bob: Person) -> None:
    weeklong(said(account), alice)

    with pytest.raises(ModerationError, match=r"уже решено: ограничить до .*, решил alice"):
        for_good(said(account, "Дураки"), bob, "insult")

    assert Restriction.objects.count() == 1


def test_the_database_knows_one_open_restriction_for_an_author(account: Account, alice: Person) -> None:
    made = weeklong(said(account), alice)

    with pytest.raises(IntegrityError), transaction.atomic():
        Restriction.objects.create(
            administration=account.administration, account=account, author_id=made.author_id, at=now()
        )


def test_in_another_account_the_same_number_is_somebody_else(
    account: Account, rubtsovsk: Administration, alice: Person
) -> None:
    weeklong(said(account), alice)

    weeklong(said(make_account(rubtsovsk, responsible=alice)), alice)

    assert Restriction.objects.count() == 2


def test_when_the_term_is_over_one_may_restrict_again(account: Account, alice: Person) -> None:
    with time_machine.travel(NOON, tick=False):
        first = weeklong(said(account), alice)
        stands(first)
    with time_machine.travel(WEEK + timedelta(seconds=1), tick=False):
        assert of_restriction(first) == ("cancelled", "срок вышел")
        second = weeklong(said(account, "Идиоты"), alice)

        first.refresh_from_db()
        assert first.ended_at == WEEK
        assert second.ended_at is None
        assert Act.objects.count() == 2


def test_the_schedule_ends_what_is_over_and_nothing_else(account: Account, alice: Person) -> None:
    with time_machine.travel(NOON, tick=False):
        over, lasts = (
            weeklong(said(account), alice),
            for_good(said(account, author_id="312"), alice, "spam"),
        )
    with time_machine.travel(WEEK, tick=False):
        assert (settle_authors(), settle_authors()) == (1, 0)

    over.refresh_from_db()
    lasts.refresh_from_db()
    assert (over.ended_at, lasts.ended_at) == (WEEK, None)


@pytest.mark.parametrize("state", [ActState.BY_HAND, ActState.STOPPED, ActState.MISSED])
def test_when_the_term_is_over_nothing_of_it_leaves_any_more(account: Account, alice: Person, state: ActState) -> None:
    """A late release would lift the next restriction of the same author."""
    made = weeklong(said(account), alice)
    weeklong(said(account, author_id="312"), alice)
    stands(made)
    release(restriction=made, by=alice)
    Act.objects.exclude(restriction=made).update(state=state)
    Restriction.objects.update(until=now() - timedelta(minutes=1))

    assert settle_authors() == 2

    left = Act.objects.exclude(restriction=made).values_list("verb", "state", "reason")
    assert sorted(left) == [
        (verb, "cancelled", "Ограничение уже закончилось.") for verb in ("release_author", "restrict_author")
    ]


def test_what_has_not_left_is_taken_back(account: Account, alice: Person, bob: Person) -> None:
    made = weeklong(said(account), alice)

    lifted = release(restriction=made, by=bob)

    act = Act.objects.get()
    assert act.state == ActState.CANCELLED
    assert lifted.release_act is None
    assert lifted.released_by == bob
    assert lifted.ended_at == lifted.released_at
    assert verbs() == ["author.restricted", "author.released"]


def test_what_stands_in_the_network_is_lifted_there(account: Account, alice: Person, bob: Person) -> None:
    made = weeklong(said(account), alice)
    stands(made)

    lifted, again = release(restriction=made, by=bob), release(restriction=made, by=alice)

    assert lifted.release_act is not None
    assert network_act(lifted.release_act) == ReleaseAuthor(author_id="311")
    assert lifted.ended_at is None
    assert again.released_by == bob
    assert Act.objects.count() == 2
    Act.objects.filter(release=lifted).update(state=ActState.CONFIRMED, proof=Proof.ANSWER)
    assert settle_authors() == 1
    with pytest.raises(ModerationError, match="уже нет"):
        release(restriction=made, by=bob)


@pytest.mark.parametrize("state", [ActState.SENDING, ActState.UNKNOWN])
def test_a_release_waits_for_a_restriction_that_may_still_come(
    account: Account, alice: Person, state: ActState
) -> None:
    made = weeklong(said(account), alice)
    Act.objects.update(state=state, last_call_deadline=now() + timedelta(seconds=20))

    lifted = release(restriction=made, by=alice)

    assert lifted.act is not None
    assert lifted.release_act is not None
    assert lifted.release_act.due_at == may_judge_at(Act.objects.get(pk=lifted.act.pk))


@pytest.mark.parametrize("state", [ActState.SENDING, ActState.UNKNOWN])
def test_of_a_restriction_that_never_came_there_is_nothing_to_release(
    account: Account, alice: Person, state: ActState
) -> None:
    made = weeklong(said(account), alice)
    Act.objects.update(state=state, first_call_at=now(), last_call_deadline=now() - timedelta(minutes=5))
    release(restriction=made, by=alice)
    assert settle_authors() == 0

    restricting = Act.objects.get(verb="restrict_author")
    if state == ActState.UNKNOWN:
        rule_out(restricting)
    else:
        did_not_happen(restricting, NetworkError("У ключа нет права.", permanent=True))
    assert (open_restriction(account, "311"), settle_authors()) == (None, 1)

    made.refresh_from_db()
    assert (made.ended_at is not None, made.released_by) == (True, alice)
    assert list(Act.objects.order_by("pk").values_list("verb", "state", "reason")) == [
        ("restrict_author", "cancelled", "Сняли ограничение раньше, чем оно ушло."),
        ("release_author", "cancelled", "Ограничение не вышло, снимать нечего."),
    ]
    assert weeklong(said(account, "ещё"), alice).pk != made.pk


def test_a_restriction_that_failed_without_a_release_still_waits_for_a_person(account: Account, alice: Person) -> None:
    weeklong(said(account), alice)
    Act.objects.update(state=ActState.MISSED)

    assert settle_authors() == 0
    assert Act.objects.get().state == ActState.MISSED


def test_a_release_that_was_given_up_may_be_asked_for_again(account: Account, alice: Person) -> None:
    made = weeklong(said(account), alice)
    stands(made)
    first = release(restriction=made, by=alice).release_act_id
    Act.objects.filter(release=made).update(state=ActState.CANCELLED)

    second = release(restriction=made, by=alice).release_act_id

    assert first != second
    assert Act.objects.filter(verb="release_author").count() == 2


def test_a_key_that_cannot_leaves_a_card(account: Account, alice: Person) -> None:
    able(account, restrict_author="by_hand", release_author="by_hand")

    made = weeklong(said(account), alice)

    assert made.act is not None
    assert (made.act.state, made.act.reason) == (ActState.BY_HAND, "Потому что by_hand.")
    stands(made)
    lifted = release(restriction=made, by=alice).release_act
    assert lifted is not None
    assert (lifted.state, lifted.reason) == (ActState.BY_HAND, "Потому что by_hand.")


def test_where_the_network_cannot_nothing_is_planned(account: Account, alice: Person) -> None:
    able(account, restrict_author="absent")

    with pytest.raises(ModerationError, match="Потому что absent"):
        weeklong(said(account), alice)

    assert (Restriction.objects.count(), Act.objects.count()) == (0, 0)


def test_in_max_a_person_does_it_and_only_for_good(rubtsovsk: Administration, alice: Person) -> None:
    message = said(make_account(rubtsovsk, responsible=alice, network="max"))
    assert Term.DAY not in terms_of(message)

    made = for_good(message, alice, "spam")

    assert made.act is not None
    assert (made.act.state, made.act.reason) == (ActState.BY_HAND, "MAX делать это программе не даёт.")


def test_a_channel_that_comments_in_telegram_is_banned_for_good(rubtsovsk: Administration, alice: Person) -> None:
    message = said(make_account(rubtsovsk, responsible=alice, network="telegram"), author_id="-100311")

    assert for_good(message, alice, "spam").until is None


def test_ok_restricts_for_good_and_takes_the_comment_with_it(rubtsovsk: Administration, alice: Person) -> None:
    group = make_account(rubtsovsk, responsible=alice, network="ok")
    message = said(group)

    made = for_good(message, alice, "insult")

    message.refresh_from_db()
    ruling = Ruling.objects.get()
    assert ruling.verb == RulingVerb.DELETE
    assert ruling.ground == "insult"
    assert ruling.act_id == made.act_id
    assert message.state == MessageState.DELETING
    assert is_intact(ruling.evidence) is True
    assert is_intact(made.evidence) is True
    stands(made)
    settle()
    message.refresh_from_db()
    assert message.state == MessageState.DELETED


def test_ok_cannot_do_it_by_itself_when_the_comment_is_gone(rubtsovsk: Administration, alice: Person) -> None:
    message = said(make_account(rubtsovsk, responsible=alice, network="ok"), state=MessageState.DELETED)

    made = for_good(message, alice, "insult")

    assert made.act is not None
    assert (made.act.state, "его там уже нет" in made.act.reason) == (ActState.BY_HAND, True)
    assert Ruling.objects.count() == 0


def test_a_picture_that_comes_later_is_added(account: Account, alice: Person) -> None:
    message = said(account)
    MessagePicture.objects.create(administration=account.administration, message=message, ref="https://example.test/1")
    made = weeklong(message, alice)
    assert made.evidence.waits_picture
    MessagePicture.objects.update(sha256="a" * 64, mime="image/png", size=7, fetched_at=now())

    assert (complete_waiting(), complete_waiting()) == (1, 0)

    made.evidence.refresh_from_db()
    assert ([picture["sha256"] for picture in made.evidence.pictures], is_intact(made.evidence)) == (["a" * 64], True)
