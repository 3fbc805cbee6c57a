"""Comments that wait for an answer: none under a withdrawn post, and one held by a freeze is answered."""

from typing import NamedTuple

import pytest

from tests.factories import make_account, make_conversation, make_letter, make_message
from tests.people import client_of
from tests.written import approved
from veche.inbox.domain.answer import answer
from veche.inbox.errors import InboxError
from veche.inbox.models import Answer, Conversation, Message
from veche.kernel.clock import now
from veche.moderation.domain.propose import propose_for_new
from veche.moderation.domain.queries import Show, counts, queue, waiting_count
from veche.moderation.domain.rule import delete
from veche.outbox.domain.divergence import open_divergence
from veche.outbox.domain.freeze import freeze, release
from veche.outbox.enums import ActState, DivergenceKind
from veche.outbox.models import Act
from veche.publishing.domain.withdraw import withdraw
from veche.staff.models import Person
from veche.web.pages.mine import comments_waiting

RUDE = "Ваш дворник тупая скотина, гнать его."


class Under(NamedTuple):
    """A comment under a published post, a rude one, and one under an unknown post."""

    act: Act
    asked: Message
    rude: Message
    other: Message


@pytest.fixture
def under(alice: Person, carol: Person) -> Under:
    account = make_account(alice.administration, responsible=alice)
    version = approved(alice, carol, accounts=[account])
    Act.objects.update(state=ActState.CONFIRMED, remote_id="7", proof="answer", proven_at=now())
    act = version.deliveries.get().act
    talk = make_conversation(account, post_id="7")
    Conversation.objects.filter(pk=talk.pk).update(act=act)
    made = Under(
        act,
        make_message(account, conversation=talk),
        make_message(account, conversation=talk, text=RUDE),
        make_message(account, conversation=make_conversation(account, post_id="8")),
    )
    propose_for_new()
    return made


def seen_by(person: Person) -> dict[str, object]:
    """All places that show how many wait."""
    city = person.administration
    numbers = counts(city)
    return {
        "badge": waiting_count(city),
        "chips": (numbers[Show.WAITING], numbers[Show.PROPOSED]),
        "queue": list(queue(city, show=Show.WAITING).values_list("pk", flat=True)),
        "today": comments_waiting(city, private=False).all,
    }


def take_down(under: Under, by: Person) -> None:
    """Withdraw the post; the network has confirmed it."""
    withdraw(post=under.act.delivery.version.post, by=by, reason="Неверный адрес")
    Act.objects.filter(verb="withdraw").update(state=ActState.CONFIRMED, proof="answer", proven_at=now())


def everywhere(*messages: Message, proposed: int) -> dict[str, object]:
    numbers = [message.pk for message in messages]
    return {
        "badge": len(numbers),
        "chips": (len(numbers), proposed),
        "queue": numbers,
        "today": len(numbers),
    }


def test_under_a_withdrawn_post_nobody_waits(under: Under, alice: Person) -> None:
    before = seen_by(alice)
    take_down(under, alice)

    assert before == everywhere(under.asked, under.rude, under.other, proposed=1)
    assert seen_by(alice) == everywhere(under.other, proposed=0)
    assert queue(alice.administration, show=Show.ALL).count() == 3


def test_under_a_post_that_others_removed_nobody_waits_until_it_is_back(under: Under, alice: Person) -> None:
    open_divergence(act=under.act, kind=DivergenceKind.GONE)
    gone = seen_by(alice)
    under.act.divergences.update(ended_at=now())

    assert gone == everywhere(under.other, proposed=0)
    assert seen_by(alice) == everywhere(under.asked, under.rude, under.other, proposed=1)


def test_where_the_post_is_gone_no_answer_is_planned(under: Under, alice: Person) -> None:
    take_down(under, alice)

    with pytest.raises(InboxError, match=r"^Запись сняли с публикации .* Ваш ответ цел"):
        answer(message=under.asked, by=alice, text="В субботу.")

    assert Answer.objects.count() == 0


def held(person: Person) -> tuple[int, list[str]]:
    """The number on the chip, and the texts of its lines."""
    page = client_of(person).get("/inbox/?show=held")
    return counts(person.administration, private=True)[Show.HELD], [one.says for one in page.context["queue"].lines]


def test_an_answer_that_a_freeze_holds_waits_for_the_thaw_alone(under: Under, alice: Person, carol: Person) -> None:
    freeze(administration=alice.administration, by=carol, reason="Проверяем")
    made = answer(message=under.asked, by=alice, text="В субботу.")
    frozen, chip = seen_by(alice), held(alice)
    release(administration=alice.administration, by=carol)

    assert made.act.state == ActState.STOPPED
    assert frozen == seen_by(alice) == everywhere(under.rude, under.other, proposed=1)
    assert (chip, held(alice)) == ((1, ["ответ ждёт разморозки"]), (0, []))


def test_a_deletion_that_a_freeze_holds_stands_beside_the_answers(under: Under, alice: Person, carol: Person) -> None:
    freeze(administration=alice.administration, by=carol, reason="Проверяем")
    delete(message=under.rude, by=alice, ground="insult")

    assert held(alice) == (1, ["удаление заморожено"])
    assert seen_by(alice) == everywhere(under.asked, under.other, proposed=0)


def test_an_answer_that_a_later_freeze_stopped_waits_too(under: Under, alice: Person, carol: Person) -> None:
    answer(message=under.asked, by=alice, text="В субботу.")
    freeze(administration=alice.administration, by=carol, reason="Проверяем")

    assert seen_by(alice) == everywhere(under.rude, under.other, proposed=1)
    assert held(alice)[0] == 1


def test_a_frozen_answer_in_private_waits_for_the_thaw(alice: Person, carol: Person) -> None:
    letter = make_letter(make_account(alice.administration, responsible=alice))
    freeze(administration=alice.administration, by=carol, reason="Проверяем")
    answer(message=letter, by=alice, text="По средам.")

    assert waiting_count(alice.administration, private=True) == 0
    assert held(alice) == (1, ["ответ ждёт разморозки"])
