"""Who opens the decision about their comment reads there how its question was answered."""

from typing import Any

import pytest
from django.test import Client

from tests.appeals.conftest import SLUG, ruled
from tests.factories import make_message
from tests.markup import words
from veche.appeals.domain.tickets import issue
from veche.cases.domain.answer import answer
from veche.cases.domain.open import add_comments, open_case
from veche.cases.enums import How
from veche.inbox.enums import MessageState
from veche.outbox.enums import ActState, Proof
from veche.outbox.models import Act
from veche.staff.models import Administration, Person

REPLY = "Двор уберём 28 ноября до обеда, чистит «Автоспецтранс»."


@pytest.mark.usefixtures("terms")
def test_the_answer_on_the_post_stands_beside_the_decision(rubtsovsk: Administration, alice: Person) -> None:
    ruling = ruled(rubtsovsk, alice)
    message = ruling.message
    assert message is not None
    place: dict[str, Any] = {"conversation": message.conversation, "state": MessageState.DELETED}
    case = open_case(message=make_message(message.account, text="Где трактор?", **place), by=alice)
    add_comments(case=case, by=alice, messages=[message])
    issued = issue(decision=ruling, by=None)

    def opened() -> str:
        typed = {"number": issued.ticket.number, "code": issued.code}
        return words(Client().post(f"/comments/{SLUG}/appeal/", typed).content.decode())

    answer(case=case, by=alice, text=REPLY, how=How.EACH, interim=False, on_post=True)
    assert REPLY not in opened()  # it is not out yet
    Act.objects.filter(verb="reply").update(state=ActState.CONFIRMED, proof=Proof.ANSWER, remote_url="https://vk.com/w")
    assert f"На вопрос ответили {REPLY} Открыть ответ" in opened()
