from datetime import timedelta

import pytest
from django.core.cache import cache

from tests.factories import NOON, make_account, make_conversation, make_message
from tests.inbox.conftest import vk  # noqa: F401 -- a fixture
from veche.accounts.models import Account
from veche.appeals.domain.public import change
from veche.appeals.models import Appeal, AppealSettings, Ticket
from veche.inbox.enums import MessageState
from veche.inbox.models import Conversation, Message, Wording
from veche.moderation.domain.rule import delete
from veche.moderation.models import Ruling
from veche.outbox.enums import ActState, Proof
from veche.outbox.models import Act
from veche.staff.models import Administration, Person

SAID = "Ваш дворник тупая скотина, только курит"
SLUG = "rubtsovsk"


def open_pages(city: Administration, head: Person) -> AppealSettings:
    cache.clear()
    return change(administration=city, by=head, said={"is_open": True, "slug": SLUG, "days": 5, "accept_days": 30})


def ruled(city: Administration, by: Person, *, account: Account | None = None, author_id: str = "5") -> Ruling:
    """A deletion that is out in the network."""
    place = account or make_account(city, responsible=by)
    message = make_message(place, text=SAID, author_id=author_id, author_name="Анна Л.", conversation=talk_in(place))
    Wording.objects.create(administration=city, message=message, text=SAID, at=message.at, received_at=message.at)
    made = delete(message=message, by=by, ground="insult")
    assert made.act is not None
    Act.objects.filter(pk=made.act.pk).update(state=ActState.CONFIRMED, proof=Proof.ANSWER)
    Message.objects.filter(pk=message.pk).update(state=MessageState.DELETED)
    return made


def wait(city: Administration, number: int, *, first: int = 1) -> list[Appeal]:
    """So many waiting appeals without a number, seven to a term. `first`: the number of the first ticket."""
    tickets = Ticket.objects.bulk_create(
        Ticket(administration=city, number=at, code_sha256="0" * 64, at=NOON) for at in range(first, first + number)
    )
    return Appeal.objects.bulk_create(
        Appeal(
            administration=city,
            ticket=ticket,
            text="Верните",
            network="vk",
            wrote_at=NOON,
            at=NOON,
            due_at=NOON + timedelta(hours=at // 7),
        )
        for at, ticket in enumerate(tickets)
    )


def talk_in(account: Account) -> Conversation:
    found = Conversation.objects.of(account.administration_id).filter(account=account, kind="post").first()
    return found or make_conversation(account)


@pytest.fixture
def terms(rubtsovsk: Administration, carol: Person) -> AppealSettings:
    return open_pages(rubtsovsk, carol)


@pytest.fixture
def ruling(rubtsovsk: Administration, alice: Person) -> Ruling:
    return ruled(rubtsovsk, alice)
