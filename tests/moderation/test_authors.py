"""A restriction is a measure with a ground, a term and evidence; criticism is never a ground (clause 2.5)."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction

from tests.factories import NOON, make_account, make_letter, make_message
from veche.accounts.models import Account, Passport
from veche.inbox.domain.receive import receive
from veche.inbox.domain.sort_out import sort_out
from veche.inbox.enums import MessageState
from veche.inbox.models import Message, MessagePicture, Wording
from veche.journal.models import Entry
from veche.kernel.clock import now
from veche.moderation.domain.evidence import complete_waiting, is_whole
from veche.moderation.domain.release import release
from veche.moderation.domain.restrict import restrict
from veche.moderation.domain.settle import settle, settle_authors
from veche.moderation.enums import RulingVerb
from veche.moderation.errors import ModerationError
from veche.moderation.models import Restriction, Ruling
from veche.moderation.words import of_restriction
from veche.networks.protocol import AuthorReleased, AuthorRestricted, ReleaseAuthor, RestrictAuthor
from veche.outbox.domain.unpack import network_act
from veche.outbox.enums import ActState, Proof
from veche.outbox.models import Act
from veche.staff.models import Administration, Person

WEEK = NOON + timedelta(days=7)


@pytest.fixture
def account(rubtsovsk: Administration, alice: Person) -> Account:
    return make_account(rubtsovsk, responsible=alice)


def said(account: Account, text: str = "Ты идиот", **more: Any) -> Message:
    message = make_message(account, text=text, **{"author_id": "311", "author_name": "Анна Ковалёва"} | more)
    Wording.objects.create(
        administration=account.administration,
        message=message,
        text=text,
        at=message.at,
        received_at=message.received_at,
    )
    return message


def weeklong(message: Message, by: Person) -> Restriction:
    return restrict(message=message, by=by, ground="insult", term="week")


def able(account: Account, **modes: str) -> None:
    known = {name: {"mode": mode, "why": f"Потому что {mode}."} for name, mode in modes.items()}
    Passport.objects.create(administration=account.administration, account=account, abilities=known, checked_at=NOON)


def stands(restriction: Restriction, state: ActState = ActState.CONFIRMED) -> None:
    """As the network's yes leaves it."""
    Act.objects.filter(restriction=restriction).update(state=state, proof=Proof.ANSWER)


def tell(account: Account, *events: AuthorRestricted | AuthorReleased) -> None:
    receive(account=account, events=events)
    sort_out(account)


def verbs() -> list[str]:
    return list(Entry.objects.filter(verb__startswith="author.").order_by("number").values_list("verb", flat=True))


@time_machine.travel(NOON, tick=False)
def test_a_restriction_is_an_act_with_the_kept_words(account: Account, alice: Person) -> None:
    message = said(account)

    made = weeklong(message, alice)

    made.refresh_from_db()
    assert made.act is not None
    assert (made.author, made.ground, made.until, made.by, made.ended_at) == (
        "Анна Ковалёва",
        "insult",
        WEEK,
        alice,
        None,
    )
    assert network_act(made.act) == RestrictAuthor(
        author_id="311",
        until=WEEK,
        post_id="1",
        comment_id=message.remote_id,
        words="Причина: оскорбление. Писать здесь нельзя до 2 декабря 2026, 12:00.",
    )
    assert (made.act.title, made.act.state, made.act.by) == ("Автор № 311", ActState.PLANNED, alice)
    assert [wording["text"] for wording in made.evidence.wordings] == ["Ты идиот"]
    assert is_whole(made.evidence)


@time_machine.travel(NOON, tick=False)
def test_the_journal_has_ids_and_no_words(account: Account, alice: Person) -> None:
    message = said(account)
    made = weeklong(message, alice)

    entry = Entry.objects.get(verb="author.restricted")

    assert (entry.object_type, entry.object_id, entry.actor_id) == (
        "moderation.restriction",
        str(made.pk),
        alice.pk,
    )
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
    assert restrict(message=said(account), by=alice, ground="spam", term=term).until == until


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
        restrict(message=said(account), by=alice, ground=ground, term=term)

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

    assert (first.pk, Act.objects.count(), verbs()) == (second.pk, 1, ["author.restricted"])


def test_a_colleague_hears_who_was_first(account: Account, alice: Person, bob: Person) -> None:
    weeklong(said(account), alice)

    with pytest.raises(ModerationError, match=r"уже решено: ограничить до .*, решил alice"):
        restrict(message=said(account, "Дураки"), by=bob, ground="insult", term="good")

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
        assert (first.ended_at, second.ended_at, Act.objects.count()) == (WEEK, None, 2)


def test_the_schedule_ends_what_is_over_and_nothing_else(account: Account, alice: Person) -> None:
    with time_machine.travel(NOON, tick=False):
        over, lasts = (
            weeklong(said(account), alice),
            restrict(message=said(account, author_id="312"), by=alice, ground="spam", term="good"),
        )
    with time_machine.travel(WEEK, tick=False):
        assert (settle_authors(), settle_authors()) == (1, 0)

    over.refresh_from_db()
    lasts.refresh_from_db()
    assert (over.ended_at, lasts.ended_at) == (WEEK, None)


def test_what_has_not_left_is_taken_back(account: Account, alice: Person, bob: Person) -> None:
    made = weeklong(said(account), alice)

    lifted = release(restriction=made, by=bob)

    act = Act.objects.get()
    assert (act.state, lifted.release_act, lifted.released_by) == (ActState.CANCELLED, None, bob)
    assert lifted.ended_at == lifted.released_at
    assert verbs() == ["author.restricted", "author.released"]


def test_what_stands_in_the_network_is_lifted_there(account: Account, alice: Person, bob: Person) -> None:
    made = weeklong(said(account), alice)
    stands(made)

    lifted, again = release(restriction=made, by=bob), release(restriction=made, by=alice)

    assert lifted.release_act is not None
    assert network_act(lifted.release_act) == ReleaseAuthor(author_id="311")
    assert (lifted.ended_at, again.released_by, Act.objects.count()) == (None, bob, 2)
    Act.objects.filter(release=lifted).update(state=ActState.CONFIRMED, proof=Proof.ANSWER)
    assert settle_authors() == 1
    with pytest.raises(ModerationError, match="уже нет"):
        release(restriction=made, by=bob)


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
    with pytest.raises(ModerationError, match="срок"):
        weeklong(message, alice)

    made = restrict(message=message, by=alice, ground="spam", term="good")

    assert made.act is not None
    assert (made.act.state, made.act.reason) == (ActState.BY_HAND, "MAX делать это программе не даёт.")


def test_a_channel_that_comments_in_telegram_is_banned_for_good(rubtsovsk: Administration, alice: Person) -> None:
    message = said(make_account(rubtsovsk, responsible=alice, network="telegram"), author_id="-100311")

    with pytest.raises(ModerationError, match="срок"):
        weeklong(message, alice)

    assert restrict(message=message, by=alice, ground="spam", term="good").until is None


def test_ok_restricts_for_good_and_takes_the_comment_with_it(rubtsovsk: Administration, alice: Person) -> None:
    group = make_account(rubtsovsk, responsible=alice, network="ok")
    message = said(group)
    with pytest.raises(ModerationError, match="срок"):
        weeklong(message, alice)

    made = restrict(message=message, by=alice, ground="insult", term="good")

    message.refresh_from_db()
    ruling = Ruling.objects.get()
    assert (ruling.verb, ruling.ground, ruling.act_id) == (RulingVerb.DELETE, "insult", made.act_id)
    assert (message.state, is_whole(ruling.evidence), is_whole(made.evidence)) == (MessageState.DELETING, True, True)
    stands(made)
    settle()
    message.refresh_from_db()
    assert message.state == MessageState.DELETED


def test_ok_cannot_do_it_by_itself_when_the_comment_is_gone(rubtsovsk: Administration, alice: Person) -> None:
    message = said(make_account(rubtsovsk, responsible=alice, network="ok"), state=MessageState.DELETED)

    made = restrict(message=message, by=alice, ground="insult", term="good")

    assert made.act is not None
    assert (made.act.state, "его там уже нет" in made.act.reason) == (ActState.BY_HAND, True)
    assert Ruling.objects.count() == 0


def test_for_a_private_message_only_the_law_is_a_ground(account: Account, alice: Person) -> None:
    """Clause 2.5: spam, insults and obscenity are grounds about comments."""
    letter = make_letter(account, text="Дураки", author_id="311")
    with pytest.raises(ModerationError, match="основание"):
        weeklong(letter, alice)

    made = restrict(message=letter, by=alice, ground="illegal", term="good")

    assert made.act is not None
    act = network_act(made.act)
    assert isinstance(act, RestrictAuthor)
    assert (act.author_id, act.post_id, act.comment_id) == ("311", "", "")
    assert is_whole(made.evidence)


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
    assert (act.state, act.proof, Restriction.objects.get().pk) == (ActState.CONFIRMED, Proof.EVENT, made.pk)
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
    assert (one.author, one.until, one.by, one.act, one.ground) == ("Анна Ковалёва", WEEK, None, None, "")
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
    assert (made.ended_at, made.released_at, verbs()) == (WEEK, None, ["author.restricted"])


@time_machine.travel(NOON, tick=False)
def test_somebody_restricts_again_after_our_release(account: Account, alice: Person) -> None:
    stands(made := weeklong(said(account), alice))
    tell(account, released_event(at=NOON))

    tell(account, restricted_event(None, mark="again"))

    made.refresh_from_db()
    assert made.ended_at == NOON
    assert list(Restriction.objects.values_list("by", "until")) == [(None, None), (alice.pk, WEEK)]


def test_a_picture_that_comes_later_is_added(account: Account, alice: Person) -> None:
    message = said(account)
    MessagePicture.objects.create(administration=account.administration, message=message, ref="https://example.test/1")
    made = weeklong(message, alice)
    assert made.evidence.waits_picture
    MessagePicture.objects.update(sha256="a" * 64, mime="image/png", size=7, fetched_at=now())

    assert (complete_waiting(), complete_waiting()) == (1, 0)

    made.evidence.refresh_from_db()
    assert ([picture["sha256"] for picture in made.evidence.pictures], is_whole(made.evidence)) == (["a" * 64], True)


def test_times_are_aware_in_an_arrival(account: Account) -> None:
    until = datetime(2099, 1, 1, tzinfo=UTC)

    tell(account, restricted_event(until))

    assert Restriction.objects.get().until == until


def test_an_owner_of_another_city_is_not_touched(
    account: Account, other_city: Administration, alice: Person, mallory: Person
) -> None:
    theirs = make_account(other_city, responsible=mallory)
    weeklong(said(account), alice)
    tell(theirs, restricted_event())

    assert sorted(Restriction.objects.values_list("administration", flat=True)) == sorted(
        [account.administration_id, other_city.pk]
    )
