"""A private message and its answer through all rooms, against the training networks: VK, Telegram, MAX."""

from typing import Any

import pytest

from tests.inbox.conftest import Stand
from tests.sandbox_process import SandboxProcess
from veche.accounts.domain.keys import put_key
from veche.accounts.models import Account
from veche.inbox.domain.answer import answer
from veche.inbox.models import Answer, Message
from veche.kernel.crypto import Secret
from veche.outbox.enums import ActState
from veche.outbox.models import Act
from veche.staff.models import Administration, Person

pytestmark = pytest.mark.django_db(transaction=True)
WHO = "Анна Ковалёва"
REFUSED = {
    "vk": "не разрешает сообществу писать",
    "telegram": "не даёт нашему боту писать",
    "max": "не даёт нашему боту писать",
}


@pytest.fixture
def max_channel(sandbox: SandboxProcess, rubtsovsk: Administration, alice: Person) -> Stand:
    given = sandbox.add_account("max", "Рубцовск", new_bot=True)
    account = Account.objects.create(
        administration=rubtsovsk,
        network="max",
        title="Рубцовск",
        remote_id=str(given["chat_id"]),
        responsible=alice,
    )
    put_key(account=account, slot="bot", secret=Secret(given["token"]), by=alice)
    stand = Stand(sandbox, account, given)
    stand.look()
    return stand


@pytest.fixture(params=["vk", "telegram", "max_channel"])
def stand(request: pytest.FixtureRequest) -> Stand:
    found: Stand = request.getfixturevalue(request.param)
    return found


def write(stand: Stand, text: str) -> Any:
    order = {"account": stand.number, "author": WHO, "text": text}
    return stand.sandbox.ask("POST", stand.slug, "messages", order)


def talk_there(stand: Stand) -> list[tuple[str, bool]]:
    """The conversation in the network: texts, and whether they are ours."""
    found = stand.sandbox.ask("GET", stand.slug, f"messages?account={stand.number}")
    return [(letter["text"], letter["ours"]) for letter in found]


def test_there_and_back_once(stand: Stand, alice: Person) -> None:
    write(stand, "Как записаться на приём?")
    stand.look()
    stand.look()

    message = Message.objects.get()
    assert message.private is True
    assert message.author == WHO
    assert message.text == "Как записаться на приём?"
    assert message.state == "new"

    act = stand.carry_out(answer(message=message, by=alice, text="По телефону 4-51-12.").act)
    stand.look()

    act.refresh_from_db()
    message.refresh_from_db()
    assert act.state == ActState.CONFIRMED
    assert act.reason == ""
    assert message.state == "answered"
    assert talk_there(stand) == [("Как записаться на приём?", False), ("По телефону 4-51-12.", True)]
    # Where the network reports our own messages, they are the stored answer.
    ours = Message.objects.filter(ours=True)
    assert set(ours.values_list("remote_id", flat=True)) <= {act.remote_id}


def test_an_edition_keeps_both_wordings(stand: Stand) -> None:
    letter = write(stand, "Как записатся?")
    stand.look()
    stand.sandbox.ask(
        "POST", stand.slug, "messages/edit", {"account": stand.number, "id": letter["id"], "text": "Как записаться?"}
    )
    stand.look()

    message = Message.objects.get()
    assert (message.text, [wording.text for wording in message.wordings.all()]) == (
        "Как записаться?",
        ["Как записатся?", "Как записаться?"],
    )


def test_who_wants_no_messages_gets_none_and_we_are_told_so(stand: Stand, alice: Person) -> None:
    write(stand, "Как записаться?")
    stand.look()
    stand.sandbox.ask("POST", stand.slug, "messages/stop", {"account": stand.number, "author": WHO})

    act = stand.carry_out(answer(message=Message.objects.get(private=True), by=alice, text="По телефону.").act)

    assert (act.state, talk_there(stand)) == (ActState.FAILED, [("Как записаться?", False)])
    assert REFUSED[stand.slug] in act.reason
    assert Answer.objects.get().text == "По телефону."


def test_an_answer_that_got_lost_is_never_sent_twice(stand: Stand, alice: Person) -> None:
    """The network accepted it without answering: proven by its event or a look-up, or left to a person; never sent
    again.
    """
    method = {"vk": "messages.send", "telegram": "sendMessage", "max": "POST /messages"}[stand.slug]
    write(stand, "Как записаться?")
    stand.look()
    stand.sandbox.fault(stand.slug, method, "lost_after_apply")

    made = answer(message=Message.objects.get(), by=alice, text="По телефону.")
    act = stand.carry_out(made.act)
    assert act.state == ActState.UNKNOWN
    stand.look()
    Act.objects.filter(pk=act.pk).update(last_call_deadline=act.first_call_at, next_try_at=act.first_call_at)
    act = stand.carry_out(act)

    assert talk_there(stand) == [("Как записаться?", False), ("По телефону.", True)]
    # VK returns our `random_id`; Telegram and MAX show a bot nothing, so a person is asked.
    assert (act.state, bool(act.reason)) == (
        (ActState.CONFIRMED, False) if stand.slug == "vk" else (ActState.UNKNOWN, True)
    )
