"""Private messages are deleted by the law alone: screened so, ruled so, and the database refuses anything else."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from tests.factories import NOON, make_account, make_letter, make_message
from tests.markup import words
from tests.people import client_of
from veche.accounts.models import Account, Passport
from veche.inbox.domain.answer import answer
from veche.inbox.enums import MessageState
from veche.inbox.models import Message, Wording
from veche.journal.models import Entry
from veche.kernel.clock import now
from veche.moderation.domain.corrections import marked
from veche.moderation.domain.evidence_integrity import is_intact
from veche.moderation.domain.examine import examine
from veche.moderation.domain.propose import propose_for_new
from veche.moderation.domain.queries import Show, counts, queue
from veche.moderation.domain.rule import delete, keep, restore
from veche.moderation.domain.settle import settle
from veche.moderation.domain.undo import undo
from veche.moderation.enums import LAW, Ground
from veche.moderation.errors import ModerationError
from veche.moderation.models import Evidence, Proposal, Ruling
from veche.outbox.domain.unpack import network_act
from veche.outbox.enums import ActState, Proof
from veche.outbox.models import Act
from veche.staff.models import Person

THREAT = "Приду и разобью вам окна, я знаю ваш адрес"
RUDE = "Ваш дворник тупая скотина, блять"


@pytest.fixture
def letter(account: Account) -> Message:
    return written(account, THREAT)


def written(account: Account, text: str, **fields: Any) -> Message:
    made = make_letter(account, text=text, **fields)
    Wording.objects.create(
        administration=made.administration, message=made, text=text, at=made.at, received_at=made.received_at
    )
    return made


def state_of(message: Message) -> str:
    message.refresh_from_db()
    return message.state


def test_it_is_screened_for_the_law_alone(account: Account, letter: Message) -> None:
    rude, comment = written(account, RUDE, peer_id="43"), make_message(account, text=RUDE)

    assert propose_for_new() == 3

    found = {one.message_id: one for one in Proposal.objects.all()}
    assert found[letter.pk].ground == Ground.THREAT
    assert found[rude.pk].grounds == []
    assert {span["ground"] for one in (letter, rude) for span in found[one.pk].spans} <= set(LAW)
    assert set(found[letter.pk].scores) == set(LAW)
    assert {"insult", "obscene"} & set(found[comment.pk].grounds)


def test_what_waits_further_up_the_talk_is_one_line_of_its_own(account: Account, letter: Message) -> None:
    """The talk itself waits by its last message; each line stands in one list, and only for those who read it."""
    last = written(account, "И когда ответите?")
    Message.objects.filter(pk=letter.pk).update(followed=True)
    propose_for_new()
    city = account.administration

    seen = {show: set(queue(city, show=show, private=True)) for show in (Show.WAITING, Show.PROPOSED, Show.PRIVATE)}

    assert seen == {Show.WAITING: {letter, last}, Show.PROPOSED: {letter}, Show.PRIVATE: {last}}
    numbers = counts(city, private=True)
    assert (numbers[Show.WAITING], numbers[Show.PROPOSED], numbers[Show.PRIVATE]) == (2, 1, 1)
    assert not queue(city, show=Show.PROPOSED).exists()
    assert list(queue(city, show=Show.TALKS, private=True)) == [last]


def test_what_was_answered_before_it_was_screened_asks_for_nobody(account: Account, alice: Person) -> None:
    answer(message=written(account, THREAT), by=alice, text="Мы передали это в полицию.")

    propose_for_new()

    assert Proposal.objects.get().ground == Ground.THREAT
    assert not queue(account.administration, show=Show.PROPOSED, private=True).exists()


@pytest.mark.parametrize("ground", [*sorted(set(Ground.values) - set(LAW)), "", "critic"])
def test_a_ground_of_the_decree_alone_deletes_no_private_message(letter: Message, alice: Person, ground: str) -> None:
    with pytest.raises(ModerationError, match="только если оно нарушает закон"):
        delete(message=letter, by=alice, ground=ground)

    assert state_of(letter) == MessageState.NEW
    assert (Ruling.objects.count(), Act.objects.count(), Evidence.objects.count()) == (0, 0, 0)


def test_the_database_refuses_it_as_well(account: Account, letter: Message, alice: Person) -> None:
    """Neither a ground of the decree alone, nor a ruling that calls a private message a comment, nor the reverse."""
    ruling = delete(message=letter, by=alice, ground=Ground.THREAT)
    comment = delete(message=make_message(account, text=RUDE), by=alice, ground=Ground.INSULT)

    changes: tuple[tuple[Ruling | Message, dict[str, Any]], ...] = (
        (ruling, {"ground": Ground.INSULT}),
        (ruling, {"private": False}),
        (comment, {"private": True, "ground": Ground.THREAT}),
        (comment, {"message": letter}),
        (letter, {"private": False}),
    )
    for row, change in changes:
        with pytest.raises(IntegrityError):
            store(row, change)


def store(row: Ruling | Message, change: dict[str, Any]) -> None:
    """Write past the domain, and let the database check what it otherwise checks at the end of the transaction."""
    with transaction.atomic():
        type(row).objects.filter(pk=row.pk).update(**change)
        connection.check_constraints(["moderation_ruling"])


def test_a_deletion_from_press_to_proof(letter: Message, alice: Person) -> None:
    ruling = delete(message=letter, by=alice, ground=Ground.THREAT)

    assert ruling.act is not None
    wanted = network_act(ruling.act)
    assert (wanted.verb, wanted.peer_id, wanted.message_id) == ("delete_message", "42", letter.remote_id)  # type: ignore[union-attr]
    assert ruling.act.title == f"Личное сообщение № {letter.pk}"
    assert state_of(letter) == MessageState.DELETING
    entry = Entry.objects.get(verb="message.deleted")
    assert entry.object_type == "inbox.conversation"
    assert entry.facts["evidence"] == ruling.evidence.digest
    assert THREAT not in str(entry.facts)

    Act.objects.update(state=ActState.CONFIRMED, proof=Proof.ANSWER)
    assert settle() == 1
    assert state_of(letter) == MessageState.DELETED
    assert is_intact(Evidence.objects.get())
    assert examine(letter.administration).ok
    assert list(marked(letter.administration)) == []

    restore(message=letter, by=alice)
    assert state_of(letter) == MessageState.NEW
    assert Ruling.objects.latest("pk").act is None
    assert examine(letter.administration).ok


def test_undone_it_stands_and_waits_as_before(letter: Message, alice: Person) -> None:
    propose_for_new()
    city = letter.administration
    undo(ruling=delete(message=letter, by=alice, ground=Ground.THREAT), by=alice)
    kept = keep(message=letter, by=alice)
    assert (state_of(letter), letter.heeded) == (MessageState.NEW, True)
    assert list(queue(city, show=Show.PRIVATE, private=True)) == [letter]

    undo(ruling=kept, by=alice)

    assert list(queue(city, show=Show.PROPOSED, private=True)) == [letter]
    assert [entry.verb for entry in Entry.objects.order_by("number")] == [
        "message.deleted",
        "message.undone",
        "message.kept",
        "message.undone",
    ]
    assert is_intact(Evidence.objects.get())


@pytest.mark.parametrize(("network", "age", "mode"), [("telegram", 47, "act"), ("telegram", 49, ""), ("max", 1, "")])
def test_where_nobody_can_delete_it_our_copy_closes(
    account: Account, alice: Person, network: str, age: int, mode: str
) -> None:
    channel = make_account(account.administration, network=network, remote_id="-1009", responsible=alice)
    message = written(channel, THREAT, at=now() - timedelta(hours=age))

    ruling = delete(message=message, by=alice, ground=Ground.THREAT)

    assert (ruling.act is not None) == (mode == "act")
    assert state_of(message) == (MessageState.DELETING if mode else MessageState.DELETED)
    if mode:
        return
    assert is_intact(Evidence.objects.get())
    browser = client_of(alice)
    page = browser.get(reverse("web:message", args=[message.pk])).content.decode()
    assert THREAT not in page
    assert "его слова в доказательстве" in page
    shown = browser.get(reverse("moderation:evidence", args=[ruling.pk])).content.decode()
    assert THREAT in shown
    assert "В сети сообщение осталось" in shown


def test_where_only_a_person_can_there_is_a_card(account: Account, letter: Message, alice: Person) -> None:
    why = "У ключа сообщества нет права «сообщения сообщества». Создайте ключ с ним."
    abilities = {"delete_message": {"mode": "by_hand", "why": why, "steps": []}}
    Passport.objects.create(
        administration=account.administration, account=account, abilities=abilities, checked_at=NOON
    )

    ruling = delete(message=letter, by=alice, ground=Ground.ILLEGAL)

    assert ruling.act is not None
    assert (ruling.act.state, ruling.act.reason) == (ActState.BY_HAND, why)
    page = client_of(alice).get(reverse("outbox:detail", args=[ruling.act.pk])).content.decode()
    assert reverse("web:message", args=[letter.pk]) in page
    assert "у самого человека оно останется" in page


def test_the_form_offers_the_law_alone(letter: Message, alice: Person, audrey: Person) -> None:
    """Whoever reads no private messages sees neither words nor author, here as in the list and the evidence."""
    propose_for_new()
    browser, place = client_of(alice), reverse("moderation:delete", args=[letter.pk])
    page = browser.get(reverse("web:message", args=[letter.pk])).content.decode()
    assert [f'value="{ground}"' in page for ground in Ground.values] == [ground in LAW for ground in Ground.values]

    refused = browser.post(place, {"ground": "insult"}, follow=True)
    assert "только если оно нарушает закон" in refused.content.decode()
    browser.post(place, {"ground": "threat"})
    ruling = Ruling.objects.get()

    other = client_of(audrey)
    for path in (reverse("moderation:list"), reverse("moderation:evidence", args=[ruling.pk])):
        shown = other.get(path).content.decode()
        assert (THREAT in shown, "№ 42" in shown, ">42<" in shown) == (False, False, False)
        assert THREAT in words(browser.get(path).content.decode())
