"""Private conversations: residents' messages, and our answers, each exactly once."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from tests.networks.conftest import Bench, soon
from tests.networks.test_abilities import ask
from veche.networks.protocol import (
    Absent,
    AnswerMessage,
    CannotTell,
    DeleteMessage,
    Event,
    Found,
    LookUp,
    MessageCame,
    NetworkError,
    Operation,
    Slot,
)

SENDING = {"vk": "messages.send", "telegram": "sendMessage", "max": "POST /messages"}
WHO = "Анна Ковалёва"


def write(bench: Bench, text: str) -> dict[str, Any]:
    order = {"account": bench.account, "author": WHO, "text": text}
    made: dict[str, Any] = bench.sandbox.ask("POST", bench.slug, "messages", order)
    return made


def conversation(bench: Bench) -> list[tuple[str, bool]]:
    found = bench.sandbox.ask("GET", bench.slug, "messages", query={"account": bench.account})
    return [(one["text"], one["ours"]) for one in found]


def letters(events: tuple[Event, ...]) -> list[MessageCame]:
    return [event for event in events if isinstance(event, MessageCame)]


def look_up(bench: Bench, act: AnswerMessage, key: UUID, remote_id: str = "") -> LookUp:
    since = datetime.now(UTC) - timedelta(minutes=1)
    return bench.network.look_up(act, key=key, since=since, remote_id=remote_id, deadline=soon())


def failure(bench: Bench, act: AnswerMessage, key: UUID) -> NetworkError:
    with pytest.raises(NetworkError) as caught:
        bench.perform(act, key=key, deadline=soon(5))
    return caught.value


@pytest.mark.parametrize("bench", SENDING, indirect=True)
def test_a_message_comes_is_edited_and_answered(bench: Bench) -> None:
    cursor = bench.begin()
    written = write(bench, "Когда дадут воду?")
    bench.sandbox.ask(
        "POST", bench.slug, "messages/edit", {"account": bench.account, "id": written["id"], "text": "Когда дадут?"}
    )
    came, edited = letters(bench.news(cursor).events)
    assert came.text == "Когда дадут воду?"
    assert came.author_name == WHO
    assert came.ours is False
    assert came.edited is False
    assert edited.text == "Когда дадут?"
    assert edited.message_id == came.message_id
    assert edited.edited is True
    assert came.dedup != edited.dedup

    done = bench.perform(AnswerMessage(came.peer_id, " К шести часам. ", came.message_id))

    assert (done.proven, conversation(bench)) == (True, [("Когда дадут?", False), ("К шести часам.", True)])


@pytest.mark.parametrize("bench", ["vk"], indirect=True)
def test_our_own_answers_are_told_as_ours(bench: Bench) -> None:
    peer = str(write(bench, "Когда?")["peer_id"])
    cursor = bench.begin()
    done = bench.perform(AnswerMessage(peer, "К шести."))

    [ours] = letters(bench.news(cursor).events)

    assert ours.message_id == done.remote_id
    assert ours.peer_id == peer
    assert ours.text == "К шести."
    assert ours.ours is True


@pytest.mark.parametrize("bench", ["vk"], indirect=True)
def test_the_same_answer_asked_for_twice_is_sent_once(bench: Bench) -> None:
    act, key = AnswerMessage(str(write(bench, "Когда?")["peer_id"]), "К шести."), uuid4()

    assert bench.perform(act, key=key).remote_id == bench.perform(act, key=key).remote_id
    assert conversation(bench) == [("Когда?", False), ("К шести.", True)]
    bench.perform(act, key=uuid4())
    assert len(conversation(bench)) == 3


@pytest.mark.parametrize("bench", SENDING, indirect=True)
def test_an_answer_that_got_lost_is_never_sent_twice(bench: Bench) -> None:
    act, key = AnswerMessage(str(write(bench, "Когда?")["peer_id"]), "К шести."), uuid4()
    bench.fault(SENDING[bench.slug], "lost_after_apply")

    assert failure(bench, act, key).maybe_done
    assert conversation(bench) == [("Когда?", False), ("К шести.", True)]
    assert isinstance(look_up(bench, act, key), Found | CannotTell)


@pytest.mark.parametrize("bench", ["vk"], indirect=True)
def test_an_answer_is_found_by_its_own_mark(bench: Bench) -> None:
    act, key = AnswerMessage(str(write(bench, "Когда?")["peer_id"]), "К шести."), uuid4()
    assert isinstance(look_up(bench, act, key), Absent)
    done = bench.perform(act, key=key)

    found = look_up(bench, act, key)

    assert isinstance(found, Found)
    assert found.remote_id == done.remote_id
    assert isinstance(look_up(bench, act, uuid4()), Absent)


@pytest.mark.parametrize("bench", SENDING, indirect=True)
def test_who_forbids_messages_gets_none(bench: Bench) -> None:
    peer = str(write(bench, "Не пишите мне")["peer_id"])
    bench.sandbox.ask("POST", bench.slug, "messages/stop", {"account": bench.account, "author": WHO})

    refusal = failure(bench, AnswerMessage(peer, "К шести."), uuid4())

    assert refusal.permanent is True
    assert refusal.maybe_done is False
    assert refusal.key_slot is None
    assert conversation(bench) == [("Не пишите мне", False)]


def test_vk_lets_only_the_community_s_key_write(vk: Bench) -> None:
    act = AnswerMessage(str(write(vk, "Когда?")["peer_id"]), "К шести.")
    vk.slots = (Slot.ADMIN,)

    refusal = failure(vk, act, uuid4())

    assert refusal.permanent is True
    assert refusal.code == "no_key"
    assert refusal.key_slot == Slot.COMMUNITY
    assert isinstance(look_up(vk, act, uuid4()), CannotTell)
    assert ask(vk)[Operation.ANSWER_MESSAGE].mode == "by_hand"


def test_in_ok_a_person_answers(ok: Bench) -> None:
    refusal = failure(ok, AnswerMessage("1", "К шести."), uuid4())

    assert refusal.permanent is True
    assert refusal.maybe_done is False
    assert refusal.code == "by_hand"
    abilities = ask(ok)
    for operation in (Operation.READ_MESSAGES, Operation.ANSWER_MESSAGE):
        assert (abilities[operation].mode, bool(abilities[operation].steps)) == ("by_hand", True)
        assert "ключу бота" in abilities[operation].why


@pytest.mark.parametrize("bench", ["telegram", "max"], indirect=True)
def test_an_answer_is_asked_about_by_its_number_alone(bench: Bench) -> None:
    """A bot cannot read its messages, and there is no idempotency key: an unknown outcome is not repeated."""
    act, key = AnswerMessage(str(write(bench, "Когда?")["peer_id"]), "К шести."), uuid4()
    done = bench.perform(act, key=key)

    assert not bench.network.may_repeat(act, first_call=datetime.now(UTC), now=datetime.now(UTC))
    assert isinstance(look_up(bench, act, key), CannotTell)
    found = look_up(bench, act, key, done.remote_id)
    assert isinstance(found, Found)
    assert found.remote_id == done.remote_id
    other = str(int(done.remote_id) + 5) if bench.slug == "telegram" else f"mid.{'0' * 15}1{'0' * 16}"
    assert isinstance(look_up(bench, act, key, other), Absent)


@pytest.mark.parametrize("bench", ["telegram", "max"], indirect=True)
def test_nobody_is_written_to_who_has_not_written(bench: Bench) -> None:
    """Another account's resident: known to the network, but not to this bot."""
    other = bench.sandbox.add_account(bench.slug, "Другой город", new_bot=True)
    account = other["channel_id" if bench.slug == "telegram" else "chat_id"]
    order = {"account": account, "author": "Пётр Лосев", "text": "Здравствуйте"}
    peer = bench.sandbox.ask("POST", bench.slug, "messages", order)["peer_id"]

    refusal = failure(bench, AnswerMessage(str(peer), "К шести."), uuid4())

    assert refusal.permanent is True
    assert refusal.maybe_done is False
    assert refusal.key_slot is None
    assert "Ответ цел" in refusal.advice
    assert conversation(bench) == []


@pytest.mark.parametrize("bench", ["telegram", "max"], indirect=True)
def test_an_answer_too_long_does_not_leave(bench: Bench) -> None:
    peer = str(write(bench, "Когда?")["peer_id"])

    refusal = failure(bench, AnswerMessage(peer, "ж" * 4097), uuid4())

    assert refusal.permanent is True
    assert refusal.code == "too_long"
    assert len(conversation(bench)) == 1


def test_the_start_button_of_telegram_says_nothing(telegram: Bench) -> None:
    cursor = telegram.begin()
    write(telegram, "/start")
    write(telegram, "/start from_site")
    write(telegram, "Когда?")

    assert [letter.text for letter in letters(telegram.news(cursor).events)] == ["Когда?"]


@pytest.mark.parametrize("bench", ["vk", "telegram"], indirect=True)
def test_a_resident_s_message_is_deleted_where_the_network_allows_it(bench: Bench) -> None:
    """In VK from the community's side, in Telegram for both. Repeated and lost, it is still one deletion."""
    written = write(bench, "Я знаю, где вы живёте")
    act = DeleteMessage(str(written["peer_id"]), str(written["id"]))
    asked: dict[str, Any] = {"key": uuid4(), "since": datetime.now(UTC), "remote_id": "", "deadline": soon()}
    assert isinstance(bench.network.look_up(act, **asked), Absent | CannotTell)
    bench.fault({"vk": "messages.delete", "telegram": "deleteMessage"}[bench.slug], "lost_after_apply")

    with pytest.raises(NetworkError) as lost:
        bench.perform(act, deadline=soon(5))

    assert lost.value.maybe_done
    assert isinstance(bench.network.look_up(act, **asked), Found | CannotTell)
    assert bench.perform(act).proven
    found = bench.sandbox.ask("GET", bench.slug, "messages", query={"account": bench.account})
    assert [one["hidden"] for one in found] == ([True] if bench.slug == "vk" else [])


@pytest.mark.parametrize("bench", ["telegram"], indirect=True)
def test_after_two_days_telegram_says_so(bench: Bench) -> None:
    old = int((datetime.now(UTC) - timedelta(hours=49)).timestamp())
    order = {"account": bench.account, "author": WHO, "text": "Я знаю, где вы живёте", "at": old}
    written = bench.sandbox.ask("POST", bench.slug, "messages", order)

    with pytest.raises(NetworkError) as caught:
        bench.perform(DeleteMessage(str(written["peer_id"]), str(written["id"])))

    assert caught.value.permanent
    assert "только 48 часов" in caught.value.advice


@pytest.mark.parametrize("bench", ["max"], indirect=True)
def test_in_a_dialog_of_max_nobody_deletes_it(bench: Bench) -> None:
    assert ask(bench)[Operation.DELETE_MESSAGE].mode == "absent"
