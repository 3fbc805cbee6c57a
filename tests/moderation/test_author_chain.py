"""A resident insults, a person restricts the author, the network applies it and lifts it again."""

from datetime import timedelta
from typing import Any

import pytest

from tests.inbox.conftest import Stand
from tests.moderation.measures import for_good
from tests.moderation.test_chain import INSULT, written
from veche.inbox.enums import MessageState
from veche.kernel.clock import now
from veche.moderation.domain.release import release
from veche.moderation.domain.restrict import restrict
from veche.moderation.domain.settle import settle_authors
from veche.moderation.models import Restriction
from veche.moderation.words import of_restriction
from veche.outbox.domain.by_hand import take_by_hand
from veche.outbox.domain.read_back import confirm_hand_work
from veche.outbox.enums import ActState
from veche.staff.models import Person

pytestmark = pytest.mark.django_db(transaction=True)
AUTHOR = "Анна Ковалёва"


def silenced(stand: Stand) -> list[dict[str, Any]]:
    """Restrictions in the network."""
    found: list[dict[str, Any]] = stand.sandbox.ask("GET", stand.slug, "restrictions", query={"account": stand.number})
    return found


def elsewhere(stand: Stand, *what: str, **more: Any) -> None:
    """Act as an administrator in the network's own application."""
    stand.sandbox.ask(
        "POST", stand.slug, "/".join(("restrictions", *what)), {"author": AUTHOR, "account": stand.number, **more}
    )


def test_a_week_of_silence_and_its_end(stand: Stand, alice: Person) -> None:
    written(stand, alice)

    made = restrict(message=stand.message(INSULT), by=alice, ground="insult", term="week", why="пишет так часто")
    act = stand.carry_out(made.act)
    stand.look()

    assert made.until is not None
    assert (act.state, act.reason) == (ActState.CONFIRMED, "")
    [one] = silenced(stand)
    assert (one["person_id"], abs(one["until"] - made.until.timestamp()) < 2) == (int(made.author_id), True)
    made.refresh_from_db()
    assert (Restriction.objects.count(), made.ended_at) == (1, None)
    assert of_restriction(made)[1] == "ограничен, сеть подтвердила"
    with pytest.raises(AssertionError):
        stand.resident(int(stand.message(INSULT).conversation.post_id), "И ещё раз")

    lifted = stand.carry_out(release(restriction=made, by=alice).release_act)
    stand.look()
    settle_authors()

    made.refresh_from_db()
    assert lifted.state == ActState.CONFIRMED
    assert silenced(stand) == []
    assert made.ended_at is not None
    assert stand.resident(int(stand.message(INSULT).conversation.post_id), "Извините")["id"]


def test_for_good(stand: Stand, alice: Person) -> None:
    written(stand, alice)

    made = for_good(stand.message(INSULT), alice, "insult")
    act = stand.carry_out(made.act)

    assert (act.state, [one["until"] for one in silenced(stand)]) == (ActState.CONFIRMED, [None])
    stand.carry_out(release(restriction=made, by=alice).release_act)
    assert silenced(stand) == []


def test_vk_tells_the_resident_why(vk: Stand, alice: Person) -> None:
    written(vk, alice)

    vk.carry_out(for_good(vk.message(INSULT), alice, "insult").act)

    [one] = silenced(vk)
    assert (one["comment"], one["comment_visible"]) == (
        "Причина: оскорбление. Писать здесь нельзя до пересмотра.",
        True,
    )


def test_what_a_person_does_in_the_network_itself_is_seen(stand: Stand, alice: Person) -> None:
    written(stand, alice)
    elsewhere(stand, until=int((now() + timedelta(days=3)).timestamp()))
    stand.look()

    one = Restriction.objects.get()
    assert one.author_id == stand.message(INSULT).author_id
    assert one.by is None
    assert one.ground == ""
    elsewhere(stand, "lift")
    stand.look()

    one.refresh_from_db()
    assert (of_restriction(one)[1], Restriction.objects.count()) == ("сняли в сети помимо нас", 1)


def test_a_card_closes_when_vk_shows_that_it_is_done(vk: Stand, alice: Person) -> None:
    """Without the administrator's key a person does it."""
    written(vk, alice)
    vk.account.keys.filter(slot="admin").delete()
    made = restrict(message=vk.message(INSULT), by=alice, ground="insult", term="week", why="пишет так часто")
    act = vk.carry_out(made.act)
    assert act.state == ActState.FAILED
    take_by_hand(act=act, by=alice)
    assert made.until is not None
    elsewhere(vk, until=int(made.until.timestamp()))
    vk.look()

    act.refresh_from_db()
    assert (act.state, Restriction.objects.count()) == (ActState.CONFIRMED, 1)


def test_ok_takes_the_comment_and_a_person_releases(ok: Stand, alice: Person) -> None:
    written(ok, alice)
    message = ok.message(INSULT)

    made = for_good(message, alice, "insult")
    act = ok.carry_out(made.act)
    ok.look()

    message.refresh_from_db()
    assert (act.state, message.state) == (ActState.CONFIRMED, MessageState.DELETED)
    assert (ok.standing(), [one["until"] for one in silenced(ok)]) == ({INSULT: True}, [None])

    card = release(restriction=made, by=alice).release_act
    assert card is not None
    assert card.state == ActState.BY_HAND
    elsewhere(ok, "lift")
    assert confirm_hand_work(ok.account) == 1
    settle_authors()
    made.refresh_from_db()
    assert (of_restriction(made)[1], made.ended_at is not None) == ("снято, сеть подтвердила", True)
