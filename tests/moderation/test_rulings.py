"""Decisions of people: with a ground, once, by one of two, undone in time."""

from datetime import timedelta

import pytest

from tests.factories import NOON, make_account, make_message
from tests.people import client_of
from veche.inbox.domain.answer import answer
from veche.inbox.enums import MessageState
from veche.inbox.models import Message, MessagePicture, Wording
from veche.journal.models import Entry
from veche.kernel.clock import now
from veche.moderation.domain.decidable import RulingSnapshot
from veche.moderation.domain.deleting import UNDO
from veche.moderation.domain.deletions import deletions
from veche.moderation.domain.digests import facts_of, parts_of, root_of, salted
from veche.moderation.domain.evidence import complete_waiting
from veche.moderation.domain.evidence_integrity import is_intact
from veche.moderation.domain.propose import propose_for_new
from veche.moderation.domain.queries import Show, counts, queue, undoable
from veche.moderation.domain.rule import delete, keep, restore
from veche.moderation.domain.settle import settle
from veche.moderation.domain.undo import undo
from veche.moderation.enums import RulingVerb
from veche.moderation.errors import ModerationError
from veche.moderation.models import Evidence, Proposal, Ruling
from veche.outbox.enums import ActState, Proof
from veche.outbox.models import Act
from veche.staff.models import Administration, Person


@pytest.fixture
def message(rubtsovsk: Administration, alice: Person) -> Message:
    made = make_message(make_account(rubtsovsk, responsible=alice), text="Вы идиоты", author_id="5")
    Wording.objects.create(
        administration=rubtsovsk, message=made, text="Вы идиоты", at=made.at, received_at=made.received_at
    )
    return made


def state_of(message: Message) -> str:
    message.refresh_from_db()
    return message.state


def confirm(ruling: Ruling) -> None:
    assert ruling.act is not None
    Act.objects.filter(pk=ruling.act.pk).update(state=ActState.CONFIRMED, proof=Proof.ANSWER)


@pytest.mark.parametrize("ground", ["", "critic", "Оскорбление"])
def test_without_a_ground_nothing_is_deleted(message: Message, alice: Person, ground: str) -> None:
    with pytest.raises(ModerationError, match="Критика основанием не бывает"):
        delete(message=message, by=alice, ground=ground)

    assert state_of(message) == MessageState.NEW
    assert Act.objects.count() == 0
    assert Evidence.objects.count() == 0


def test_a_deletion_leaves_ten_seconds_later(message: Message, alice: Person) -> None:
    before = now()
    ruling = delete(message=message, by=alice, ground="insult")

    assert ruling.act is not None
    assert before + UNDO <= ruling.act.due_at <= now() + UNDO
    assert (state_of(message), undoable(alice)) == (MessageState.DELETING, ruling)


def test_pressing_twice_deletes_once(message: Message, alice: Person) -> None:
    first = delete(message=message, by=alice, ground="insult")
    second = delete(message=message, by=alice, ground="insult")

    assert second.pk == first.pk
    assert Act.objects.count() == 1
    assert Evidence.objects.count() == 1


def test_the_second_of_two_hears_who_was_first(message: Message, alice: Person, bob: Person) -> None:
    delete(message=message, by=alice, ground="insult")

    for verb in (lambda: delete(message=message, by=bob, ground="spam"), lambda: keep(message=message, by=bob)):
        with pytest.raises(ModerationError) as refusal:
            verb()
        assert str(refusal.value) == (
            "Пока вы смотрели, решил другой сотрудник: alice, «удалить». Ваше решение не понадобилось."
        )
    assert Ruling.objects.count() == 1


def test_words_that_changed_are_read_first(message: Message, alice: Person) -> None:
    Wording.objects.create(
        administration=message.administration, message=message, text="Извините", at=NOON, received_at=NOON
    )

    with pytest.raises(ModerationError, match="поправил"):
        delete(message=message, by=alice, ground="insult", shown=RulingSnapshot(wordings=1))
    with pytest.raises(ModerationError, match="поправил"):
        keep(message=message, by=alice, shown=RulingSnapshot(wordings=1))
    delete(message=message, by=alice, ground="insult", shown=RulingSnapshot(wordings=2))

    assert state_of(message) == MessageState.DELETING


def test_our_own_answer_is_not_moderated(message: Message, alice: Person) -> None:
    Message.objects.update(ours=True)

    with pytest.raises(ModerationError, match="собственный ответ"):
        delete(message=message, by=alice, ground="insult")


def test_what_the_author_took_away_is_not_deleted(message: Message, alice: Person) -> None:
    Message.objects.update(state=MessageState.GONE)

    with pytest.raises(ModerationError, match="уже нет"):
        delete(message=message, by=alice, ground="insult")


@pytest.mark.parametrize("state", [MessageState.NEW, MessageState.KEPT, MessageState.ANSWERED])
def test_undone_it_is_what_it_was(message: Message, alice: Person, bob: Person, state: MessageState) -> None:
    Message.objects.update(state=state)
    ruling = delete(message=message, by=alice, ground="insult")

    undo(ruling=ruling, by=bob)
    undo(ruling=ruling, by=bob)

    ruling.refresh_from_db()
    assert ruling.act is not None
    ruling.act.refresh_from_db()
    assert state_of(message) == state
    assert ruling.act.state == ActState.CANCELLED
    assert ruling.undone_by == bob
    assert [entry.verb for entry in Entry.objects.order_by("number")] == ["comment.deleted", "comment.undone"]
    assert (undoable(alice), deletions(message.administration).count()) == (None, 0)


@pytest.mark.parametrize("gone", [ActState.SENDING, ActState.CONFIRMED])
def test_what_has_left_is_not_undone(message: Message, alice: Person, gone: ActState) -> None:
    ruling = delete(message=message, by=alice, ground="insult")
    Act.objects.update(state=gone, proof=Proof.ANSWER)

    with pytest.raises(ModerationError, match="Отменить не успели"):
        undo(ruling=ruling, by=alice)

    assert state_of(message) == MessageState.DELETING


def test_no_violation_can_be_taken_back_too(message: Message, alice: Person) -> None:
    ruling = keep(message=message, by=alice)
    assert state_of(message) == MessageState.KEPT

    undo(ruling=ruling, by=alice)

    assert state_of(message) == MessageState.NEW


def test_a_second_deletion_waits_for_its_own_act(message: Message, alice: Person) -> None:
    """The first one ended long ago and says nothing about the second."""
    confirm(delete(message=message, by=alice, ground="insult"))
    settle()
    confirm(restore(message=message, by=alice))
    settle()
    Ruling.objects.update(at=now() - timedelta(hours=1))
    again = delete(message=message, by=alice, ground="insult")

    assert (settle(), state_of(message)) == (0, MessageState.DELETING)
    confirm(again)
    assert (settle(), state_of(message)) == (1, MessageState.DELETED)


def test_a_deletion_that_was_given_up_leaves_the_comment(message: Message, alice: Person) -> None:
    delete(message=message, by=alice, ground="insult")
    Act.objects.update(state=ActState.CANCELLED)

    settle()

    assert state_of(message) == MessageState.NEW


def test_a_failed_deletion_waits_for_a_person(message: Message, alice: Person, rubtsovsk: Administration) -> None:
    delete(message=message, by=alice, ground="insult")
    Act.objects.update(state=ActState.FAILED)

    assert (settle(), list(queue(rubtsovsk, show=Show.WAITING))) == (0, [message])


def test_restoring_needs_a_network_that_can(rubtsovsk: Administration, alice: Person) -> None:
    told = make_message(make_account(rubtsovsk, responsible=alice, network="telegram"), state=MessageState.DELETED)

    with pytest.raises(ModerationError, match="Телеграм удалённый комментарий не возвращает"):
        restore(message=told, by=alice)


def test_evidence_says_what_is_missing_and_gets_it_later(message: Message, alice: Person) -> None:
    fields = {"administration": message.administration, "message": message}
    late = MessagePicture.objects.create(ref="1", **fields)
    lost = MessagePicture.objects.create(ref="2", trouble="VK не отдал снимок", **fields)
    evidence = delete(message=message, by=alice, ground="insult").evidence
    first = evidence.digest
    assert [(p["sha256"], p["trouble"]) for p in evidence.pictures] == [
        ("", "ещё не получен"),
        ("", "VK не отдал снимок"),
    ]
    assert complete_waiting() == 0

    MessagePicture.objects.filter(pk=late.pk).update(sha256="a" * 64, mime="image/png", size=5, fetched_at=now())
    assert (complete_waiting(), complete_waiting()) == (1, 0)

    evidence.refresh_from_db()
    assert [p["sha256"] for p in evidence.pictures] == ["a" * 64, ""]
    assert (evidence.waits_picture, is_intact(evidence)) == (True, True)
    entry = Entry.objects.get(verb="evidence.completed")
    assert (entry.facts["before"], entry.facts["evidence"]) == (first, evidence.digest)
    assert lost.pk == evidence.pictures[1]["id"]


def test_changed_evidence_is_noticed(message: Message, alice: Person) -> None:
    evidence = delete(message=message, by=alice, ground="insult").evidence
    evidence.refresh_from_db()
    assert is_intact(evidence)

    evidence.author_name = "Другой"

    assert not is_intact(evidence)


def test_evidence_that_was_changed_with_its_digest_is_noticed_too(message: Message, alice: Person) -> None:
    """Database access suffices to compute a digest, but the journal stores the former one."""
    evidence = delete(message=message, by=alice, ground="insult").evidence
    evidence.refresh_from_db()

    evidence.author_name = "Другой"
    evidence.seals = salted(parts_of(facts_of(evidence), evidence.ruling, "ruling"))
    evidence.digest = root_of(evidence.seals)

    assert not is_intact(evidence)


def test_each_wording_is_screened_once(message: Message) -> None:
    assert (propose_for_new(), propose_for_new()) == (1, 0)
    Message.objects.update(text="Спасибо", screened_at=None)

    assert propose_for_new() == 1
    assert [(p.ground, p.spans) for p in Proposal.objects.all()] == [("", [])]


def test_our_own_words_are_not_screened(message: Message) -> None:
    Message.objects.update(ours=True)

    assert propose_for_new() == 0


def test_the_filters(message: Message, rubtsovsk: Administration, alice: Person, other_city: Administration) -> None:
    account = message.account
    kinds = {
        "asks": make_message(account),
        "kept": make_message(account, state=MessageState.KEPT),
        "gone": make_message(account, state=MessageState.GONE),
        "deleted": make_message(account, state=MessageState.DELETED),
        "ours": make_message(account, ours=True),
        "answered": make_message(account, text="Ты идиот", state=MessageState.ANSWERED),
    }
    telegram = make_message(make_account(rubtsovsk, responsible=alice, network="telegram"))
    stands = kinds["stands"] = make_message(account)
    delete(message=stands, by=alice, ground="spam")
    Act.objects.update(state=ActState.FAILED)
    propose_for_new()

    def shown(show: str, network: str = "") -> set[int]:
        return {row.pk for row in queue(rubtsovsk, show=show, network=network)}

    assert shown(Show.WAITING) == {message.pk, kinds["asks"].pk, kinds["answered"].pk, telegram.pk, stands.pk}
    assert shown(Show.STUCK) == {stands.pk}
    assert shown(Show.QUESTIONS) == {kinds["asks"].pk, telegram.pk}
    assert shown(Show.WAITING, "telegram") == {telegram.pk}
    assert shown(Show.PROPOSED) == {message.pk, kinds["answered"].pk}
    assert shown(Show.DELETED) == {kinds["gone"].pk, kinds["deleted"].pk}
    assert shown(Show.ALL) == {message.pk, telegram.pk, *(row.pk for row in kinds.values())} - {kinds["ours"].pk}
    assert set(queue(other_city, show=Show.ALL)) == set()
    told = client_of(alice).get(f"/inbox/{stands.pk}/").context["matter"]
    assert (told.decision.fate, told.moving) == ("Удалить не вышло", False)


def test_who_answers_what_was_proposed_lets_it_stand(message: Message, alice: Person) -> None:
    """A changed text is proposed again, because nobody has seen it."""
    city, shown = message.administration, []
    propose_for_new()
    shown.append(counts(city))
    answer(message=message, by=alice, text="Пишите без грубостей")
    shown.append(counts(city))
    Message.objects.update(text="Сам ты идиот", screened_at=None)
    shown.append(counts(city))
    propose_for_new()
    shown.append(counts(city))

    assert [(found["waiting"], found["questions"], found["proposed"]) for found in shown] == [
        (1, 0, 1),
        (0, 0, 0),
        (0, 0, 0),
        (1, 0, 1),
    ]


def test_verbs_of_rulings(message: Message, alice: Person) -> None:
    keep(message=message, by=alice)
    delete(message=message, by=alice, ground="spam")

    assert [ruling.verb for ruling in message.rulings.all()] == [RulingVerb.KEEP, RulingVerb.DELETE]
