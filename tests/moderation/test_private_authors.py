"""Authors of private messages: restricted on the law's grounds alone, and the message stays where it is."""

import pytest

from tests.factories import make_account, make_letter
from tests.moderation.measures import for_good, weeklong
from veche.accounts.models import Account
from veche.inbox.enums import MessageState
from veche.journal.models import Entry
from veche.moderation.domain.evidence_integrity import is_intact
from veche.moderation.errors import ModerationError
from veche.moderation.models import Ruling
from veche.networks.protocol import RestrictAuthor
from veche.outbox.domain.unpack import network_act
from veche.outbox.enums import ActState
from veche.staff.models import Administration, Person


@pytest.mark.parametrize("network", ["vk", "telegram", "ok", "max"])
def test_no_private_message_is_deleted_or_named_with_its_author(
    rubtsovsk: Administration, alice: Person, network: str
) -> None:
    """OK deletes a comment together with its author's restriction: a private message it does not."""
    place = make_account(rubtsovsk, responsible=alice, network=network, remote_id="-1009")
    letter = make_letter(place, text="Приду и разобью вам окна", author_id="311")

    made = for_good(letter, alice, "threat")

    letter.refresh_from_db()
    assert made.act is not None
    assert (letter.state, Ruling.objects.count()) == (MessageState.NEW, 0)
    assert made.act.state == (ActState.BY_HAND if network in ("ok", "max") else ActState.PLANNED)
    entry = Entry.objects.exclude(verb__startswith="act.").get()
    assert (entry.verb, entry.facts["talk"], "message" in entry.facts) == (
        "author.restricted",
        letter.conversation_id,
        False,
    )


def test_for_a_private_message_only_the_law_is_a_ground(account: Account, alice: Person) -> None:
    """Clause 2.5: spam, insults and obscenity are grounds about comments."""
    letter = make_letter(account, text="Дураки", author_id="311")
    with pytest.raises(ModerationError, match="основание"):
        weeklong(letter, alice)

    made = for_good(letter, alice, "illegal")

    assert made.act is not None
    act = network_act(made.act)
    assert isinstance(act, RestrictAuthor)
    assert act.author_id == "311"
    assert act.post_id == ""
    assert act.comment_id == ""
    assert is_intact(made.evidence)
