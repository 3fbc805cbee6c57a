"""Authors are told once, where a network lets us, with a code that opens the decision; else the page says why not."""

from datetime import timedelta

import pytest
from django.core.cache import cache

from tests.appeals.conftest import SAID, SLUG, ruled
from tests.factories import make_account, make_letter
from tests.people import client_of
from veche.appeals.domain.decide import decide
from veche.appeals.domain.public import address, change, settings_of
from veche.appeals.domain.send_notices import send_waiting
from veche.appeals.domain.submit import submit
from veche.appeals.domain.tickets import issue, opened
from veche.appeals.domain.ways import (
    NO_POST,
    NO_TALK,
    NOT_IN_PUBLIC,
    POST_OFF,
    PRIVATE_IN_PUBLIC,
    PRIVATE_OFF,
    way_to_send,
)
from veche.appeals.enums import Channel
from veche.appeals.models import AppealSettings, Telling, Ticket
from veche.inbox.models import Conversation, Message, Wording
from veche.journal.models import Entry
from veche.kernel.clock import now
from veche.moderation.domain.restrict import restrict
from veche.moderation.domain.rule import delete
from veche.moderation.models import Ruling
from veche.outbox.enums import ActState, Proof
from veche.outbox.models import Act
from veche.staff.models import Administration, Person


def code_in(text: str) -> str:
    return text.split("код ")[1].split(".", maxsplit=1)[0]


@pytest.fixture
def terms(rubtsovsk: Administration, carol: Person) -> AppealSettings:
    cache.clear()
    return change(administration=rubtsovsk, by=carol, said={"is_open": True, "slug": SLUG})


def test_an_open_private_talk_gets_the_notice_once(
    rubtsovsk: Administration, alice: Person, bob: Person, carol: Person
) -> None:
    old = ruled(rubtsovsk, alice)
    Ruling.objects.filter(pk=old.pk).update(at=now() - timedelta(hours=1))
    terms = change(administration=rubtsovsk, by=carol, said={"is_open": True, "slug": SLUG})
    account = old.message.account
    letter = make_letter(account, peer_id="5")
    decided = ruled(rubtsovsk, alice, account=account)

    assert send_waiting() == 1
    assert send_waiting() == 0
    telling = Telling.objects.select_related("act", "ruling").get()
    assert (telling.ruling, telling.channel) == (decided, Channel.PRIVATE)
    assert telling.act is not None
    assert telling.act.payload["peer_id"] == letter.conversation.peer_id
    ticket = Ticket.objects.get()
    assert opened(rubtsovsk, str(ticket.number), code_in(telling.act.payload["text"])) == ticket
    page = client_of(bob).get(f"/inbox/deletions/{decided.pk}/").content.decode()
    assert "Номер и код в личной переписке" in page
    assert (
        client_of(bob).get(f"/outbox/{telling.act.pk}/").content.decode().count(code_in(telling.act.payload["text"]))
        == 0
    )

    # Not told: no talk, a channel that is off, a code that was given by hand.
    ruled(rubtsovsk, alice, account=account, author_id="6")
    send_waiting()
    change(administration=rubtsovsk, by=carol, said={"tells_privately": False})
    silent = ruled(rubtsovsk, alice, account=account)
    handed = ruled(rubtsovsk, alice, account=account)
    issue(decision=handed, by=bob)
    send_waiting()
    whys = list(Telling.objects.filter(channel=Channel.NONE).order_by("pk").values_list("why", flat=True))
    assert whys[:2] == [f"{NO_TALK} {POST_OFF}", f"{PRIVATE_OFF} {POST_OFF}"]
    assert len(whys) == 3
    assert PRIVATE_OFF in client_of(bob).get(f"/inbox/deletions/{silent.pk}/").content.decode()
    assert Act.objects.filter(verb="answer_message").count() == 1
    change(administration=rubtsovsk, by=carol, said={"is_open": False})
    ruled(rubtsovsk, alice, account=account)
    assert send_waiting() == 0
    assert terms.told_since is not None


def test_an_appeal_is_answered_in_an_open_private_talk(
    rubtsovsk: Administration, terms: AppealSettings, alice: Person, bob: Person
) -> None:
    """Once, with the reason; where there is no talk the page by number and code says it alone."""
    first, second = ruled(rubtsovsk, alice), ruled(rubtsovsk, alice, author_id="6")
    talk = make_letter(first.message.account, peer_id="5").conversation
    for ruling in (first, second):
        appeal = submit(ticket=issue(decision=ruling, by=None).ticket, terms=terms, text="Верните")
        decide(appeal=appeal, by=bob, overturn=False, reason="Слова остались оскорблением")
    [told] = Act.objects.filter(verb="answer_message")
    assert told.payload["peer_id"] == talk.peer_id
    _, why, where = told.payload["text"].splitlines()  # an employee may end the reason without a full stop
    assert (why, address(terms) in where) == ("Почему: Слова остались оскорблением", True)
    facts = Entry.objects.filter(verb="appeal.upheld").order_by("number").values_list("facts__act", flat=True)
    assert list(facts) == [told.pk, None]


def test_the_reason_of_a_restriction_carries_number_and_code(
    terms: AppealSettings, rubtsovsk: Administration, alice: Person, bob: Person
) -> None:
    message = ruled(rubtsovsk, alice).message
    made = restrict(message=message, by=alice, ground="insult", term="week", why="пишет так часто")
    assert made.act is not None
    words = made.act.payload["words"]
    ticket = Ticket.objects.get()
    assert ticket.restriction == made
    assert f"номер {ticket.number}" in words
    assert opened(rubtsovsk, str(ticket.number), code_in(words)) == ticket
    page = client_of(bob).get(f"/inbox/deletions/authors/{made.pk}/").content.decode()
    assert code_in(words) not in page
    assert "Номер и код в причине ограничения" in page
    Act.objects.filter(pk=made.act.pk).update(state=ActState.CONFIRMED, proof=Proof.ANSWER)
    send_waiting()
    assert Telling.objects.get(restriction=made).channel == Channel.BAN
    assert Message.objects.filter(private=True).count() == 0


def test_a_comment_under_the_post_tells_where_no_code_can_be_given(
    terms: AppealSettings, rubtsovsk: Administration, alice: Person, bob: Person, carol: Person
) -> None:
    """Once a day under one post, without a name, number or code; never about a private message."""
    chosen = make_account(rubtsovsk, responsible=alice, network="telegram", linked_group_id="-100777")
    other = make_account(rubtsovsk, responsible=alice, network="ok")
    press = client_of(carol)
    form = {"is_open": "on", "slug": SLUG, "days": 5, "accept_days": 30, "tells_privately": "on", "tells_in_ban": "on"}
    press.post("/inbox/appeals/settings/", form | {"places": [str(chosen.pk)]})
    press.post("/inbox/appeals/settings/", form | {"places": [str(chosen.pk)]})
    assert Entry.objects.filter(verb="appeal.settings_changed").count() == 2  # opened, then with the account
    boxes = press.get("/inbox/appeals/settings/").context["form"]["places"]
    assert [box.data["value"].value for box in boxes if box.data["selected"]] == [chosen.pk]
    first = ruled(rubtsovsk, alice, account=chosen)
    # A channel's comments stand in its group, under a message whose number must be known.
    assert way_to_send(first, terms).why == f"{NO_TALK} {NO_POST}"
    Conversation.objects.filter(pk=first.message.conversation_id).update(thread_id="90")
    ruled(rubtsovsk, alice, account=chosen, author_id="6")
    elsewhere = ruled(rubtsovsk, alice, account=other)
    send_waiting()
    send_waiting()

    act = Act.objects.get(verb="reply")
    assert act.account == chosen
    assert (act.payload["post_id"], act.payload["comment_id"]) == (first.message.conversation.post_id, "")
    assert act.payload["thread_id"] == "90"
    assert address(terms) in act.payload["text"]
    assert not any(word in act.payload["text"] for word in ("номер", "код", "Анна", SAID))
    assert list(Telling.objects.filter(act=act).values_list("channel", flat=True)) == [Channel.POST] * 2
    assert Ticket.objects.count() == 0
    assert "Под записью, без имени" in client_of(bob).get(f"/inbox/deletions/{first.pk}/").content.decode()
    assert Telling.objects.get(ruling=elsewhere).why == f"{NO_TALK} {POST_OFF}"

    limited = restrict(
        message=ruled(rubtsovsk, alice, account=chosen).message, by=alice, ground="insult", term="week", why="снова"
    )
    assert way_to_send(limited, terms).why.endswith(NOT_IN_PUBLIC)
    change(administration=rubtsovsk, by=carol, said={"tells_privately": False})
    letter = make_letter(chosen, text="Приду и разобью вам окна", peer_id="9")
    Wording.objects.create(
        administration=rubtsovsk, message=letter, text=letter.text, at=letter.at, received_at=letter.at
    )
    told = way_to_send(delete(message=letter, by=alice, ground="threat"), settings_of(rubtsovsk))
    assert (told.channel, told.why) == (Channel.NONE, f"{PRIVATE_OFF} {PRIVATE_IN_PUBLIC}")
