"""Helpers for tests of restricted authors."""

from datetime import timedelta
from typing import Any

from tests.factories import NOON, make_message
from tests.people import make_person
from veche.accounts.models import Account, Passport
from veche.inbox.domain.process_events import process_events
from veche.inbox.domain.receive import receive
from veche.inbox.models import Message, Wording
from veche.journal.models import Entry
from veche.moderation.domain.authors import was_restricted
from veche.moderation.domain.restrict import restrict
from veche.moderation.models import Restriction
from veche.networks.protocol import AuthorReleased, AuthorRestricted
from veche.outbox.enums import ActState, Proof
from veche.outbox.models import Act
from veche.staff.models import Person

WEEK = NOON + timedelta(days=7)


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
    again = was_restricted(message.account, message.author_id)
    return restrict(
        message=message,
        by=by,
        ground="insult",
        term="week",
        why="пишет так часто",
        second=a_second(by) if again else None,
    )


def for_good(message: Message, by: Person, ground: str) -> Restriction:
    """Until reviewed, which takes a second person."""
    return restrict(message=message, by=by, ground=ground, term="good", why="пишет так часто", second=a_second(by))


def a_second(by: Person) -> Person:
    return Person.objects.of(by.administration_id).exclude(pk=by.pk).first() or make_person(by.administration)


def able(account: Account, **modes: str) -> None:
    known = {name: {"mode": mode, "why": f"Потому что {mode}."} for name, mode in modes.items()}
    Passport.objects.create(administration=account.administration, account=account, abilities=known, checked_at=NOON)


def stands(restriction: Restriction, state: ActState = ActState.CONFIRMED) -> None:
    """Set the act's state, as after the network's confirmation."""
    Act.objects.filter(restriction=restriction).update(state=state, proof=Proof.ANSWER)


def tell(account: Account, *events: AuthorRestricted | AuthorReleased) -> None:
    receive(account=account, events=events)
    process_events(account)


def verbs() -> list[str]:
    return list(Entry.objects.filter(verb__startswith="author.").order_by("number").values_list("verb", flat=True))
