"""A resident comments, the program proposes, a person deletes, the evidence stays, VK restores."""

from pathlib import Path

import pytest
from django.conf import settings

from tests.inbox.conftest import Stand, png
from veche.inbox.enums import MessageState
from veche.journal.models import Entry
from veche.kernel.uploads import kept_path
from veche.moderation.domain.decidable import RulingSnapshot
from veche.moderation.domain.evidence_integrity import is_intact
from veche.moderation.domain.rule import delete, restore
from veche.moderation.domain.undo import undo
from veche.moderation.errors import ModerationError
from veche.outbox.enums import ActState
from veche.staff.models import Person

pytestmark = pytest.mark.django_db(transaction=True)
INSULT = "Ваш дворник тупая скотина"


def written(stand: Stand, by: Person, *photos: bytes, text: str = INSULT) -> None:
    post = stand.publish("Двор на Тракторной", by)
    stand.look()
    stand.resident(post, text, *photos)
    stand.look()


def test_from_the_words_to_the_evidence(stand: Stand, alice: Person) -> None:
    written(stand, alice, png())
    message = stand.message(INSULT)
    proposal = message.proposal
    words = [INSULT[one["start"] : one["end"]] for one in proposal.spans if one["ground"] == "insult"]
    assert (proposal.grounds, "скотина" in " ".join(words)) == (["insult"], True)

    ruling = delete(message=message, by=alice, ground="insult", shown=RulingSnapshot(wordings=1))
    act = stand.carry_out(ruling.act)

    message.refresh_from_db()
    evidence = ruling.evidence
    [picture] = evidence.pictures
    kept = kept_path(Path(settings.MEDIA_ROOT), picture["sha256"])
    assert (act.state, message.state) == (ActState.CONFIRMED, MessageState.DELETED)
    # Telegram shows a deleted message to nobody; the sandbox still has it.
    assert stand.standing() == {INSULT: True}
    assert evidence.author_name == "Анна Ковалёва"
    assert evidence.comment_id == message.remote_id
    assert evidence.network == stand.slug
    assert [wording["text"] for wording in evidence.wordings] == [INSULT]
    assert (kept.stat().st_size, picture["trouble"]) == (picture["size"], "")
    assert evidence.post_url != ""
    evidence.refresh_from_db()
    assert is_intact(evidence)
    assert Entry.objects.get(verb="comment.deleted").facts["evidence"] == evidence.digest


def test_vk_gives_a_comment_back_and_deletes_it_again(vk: Stand, alice: Person) -> None:
    written(vk, alice)
    message = vk.message(INSULT)
    vk.carry_out(delete(message=message, by=alice, ground="insult").act)

    back = restore(message=message, by=alice)
    vk.carry_out(back.act)
    vk.look()

    message.refresh_from_db()
    assert (vk.standing(), message.state) == ({INSULT: False}, MessageState.KEPT)

    again = delete(message=message, by=alice, ground="insult")
    message.refresh_from_db()
    assert (message.state, vk.standing()) == (MessageState.DELETING, {INSULT: False})
    vk.carry_out(again.act)

    message.refresh_from_db()
    assert (vk.standing(), message.state) == ({INSULT: True}, MessageState.DELETED)
    assert len({ruling.act_id for ruling in message.rulings.all()}) == 3


def test_telegram_gives_nothing_back_and_says_so(telegram: Stand, alice: Person) -> None:
    written(telegram, alice)
    message = telegram.message(INSULT)
    telegram.carry_out(delete(message=message, by=alice, ground="insult").act)

    with pytest.raises(ModerationError, match="не возвращает"):
        restore(message=message, by=alice)


def test_what_is_undone_in_time_never_leaves(stand: Stand, alice: Person) -> None:
    written(stand, alice)
    message = stand.message(INSULT)
    ruling = delete(message=message, by=alice, ground="insult")

    undo(ruling=ruling, by=alice)
    act = stand.carry_out(ruling.act)

    message.refresh_from_db()
    assert act.state == ActState.CANCELLED
    assert message.state == MessageState.NEW
    assert stand.standing() == {INSULT: False}


def test_the_evidence_has_every_wording(vk: Stand, alice: Person) -> None:
    post = vk.publish("Двор", alice)
    vk.look()
    made = vk.resident(post, "Двор не чищен")
    vk.look()
    vk.change("edit", made["id"], text=INSULT)
    vk.look()

    ruling = delete(message=vk.message(INSULT), by=alice, ground="insult", shown=RulingSnapshot(wordings=2))

    assert [wording["text"] for wording in ruling.evidence.wordings] == ["Двор не чищен", INSULT]


def test_a_comment_that_its_author_took_away_first_is_deleted_all_the_same(vk: Stand, alice: Person) -> None:
    written(vk, alice)
    message = vk.message(INSULT)
    ruling = delete(message=message, by=alice, ground="insult")
    vk.change("delete", int(message.remote_id))

    act = vk.carry_out(ruling.act)
    vk.look()

    message.refresh_from_db()
    assert (act.state, message.state) == (ActState.CONFIRMED, MessageState.DELETED)


def test_a_key_that_may_not_delete_leaves_the_comment_and_says_why(vk: Stand, alice: Person) -> None:
    written(vk, alice)
    message = vk.message(INSULT)
    vk.sandbox.revoke_token("vk", vk.given["admin_token"])

    act = vk.carry_out(delete(message=message, by=alice, ground="insult").act)

    message.refresh_from_db()
    assert act.state == ActState.FAILED
    assert message.state == MessageState.DELETING
    assert vk.standing() == {INSULT: False}
    assert act.reason != ""
