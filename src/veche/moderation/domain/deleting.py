"""How a comment or a private message is deleted in its network: by a key, by a person, or by nobody."""

from datetime import timedelta

from veche.accounts.domain.abilities import ability_of, why_by_hand
from veche.inbox.models import Message
from veche.inbox.words import about, place_of
from veche.kernel.clock import now
from veche.moderation.errors import ModerationError
from veche.morphology.numerals import form
from veche.networks.operations import operation_in
from veche.networks.protocol import Ability, DeleteComment, DeleteMessage, Operation, Verb
from veche.networks.registry import NETWORKS
from veche.outbox.domain.plan import plan_act
from veche.outbox.models import Act
from veche.staff.models import Person

# A deletion leaves this much later, so that «Отменить» really cancels it.
UNDO = timedelta(seconds=10)
_NO_KEY = "Ключ даёт отдел ИТ."


def delete_by_hand(message: Message) -> str:
    """Why no key of the account can delete the comment; "" if one can."""
    place = place_of(message.account.network, message.conversation.post_id)
    return why_by_hand(ability_of(message.account, operation_in(Verb.DELETE_COMMENT, place)), _NO_KEY)


def way_to_delete(message: Message) -> Ability:
    """How a private message can be deleted in its network: "auto", "by_hand", or "absent" with the reason."""
    network = NETWORKS[message.account.network]
    known = ability_of(message.account, Operation.DELETE_MESSAGE)
    if Operation.DELETE_MESSAGE in network.unsupported:
        return Ability("absent", known.why or f"{network.title}: чужое личное сообщение удалить нельзя.")
    term = network.message_deletion.within
    if term is not None and message.at + term <= now() + UNDO:
        hours = int(term.total_seconds() // 3600)
        said = form(hours, "час", "часа", "часов")
        return Ability("absent", f"{network.title} удаляет личные сообщения только {hours} {said}, этому уже больше.")
    return known if known.mode != "absent" else Ability("by_hand", known.why)


def plan_deletion(message: Message, by: Person, leaves_in: timedelta = UNDO) -> Act | None:
    """The act, or a card for a person; None if nobody can delete the private message in the network.

    Raises `ModerationError` for a comment that no key can delete.
    """
    if message.private:
        return _of_private(message, by, leaves_in)
    if why := delete_by_hand(message):
        raise ModerationError(
            f"Отсюда сейчас не удалить. {why} Ничего не изменилось, слова, автор и время сохранены здесь."
        )
    wanted = DeleteComment(message.conversation.post_id, message.remote_id)
    # Not the resident's words: those stay with the comment and its evidence alone.
    return _planned(message, wanted, by, about(message), leaves_in)


def next_intent(message: Message, verb: str) -> str:
    """An intent for each decision: delete, restore and delete again are three."""
    return f"{verb}:{message.pk}:{message.rulings.count() + 1}"


def _of_private(message: Message, by: Person, leaves_in: timedelta) -> Act | None:
    way = way_to_delete(message)
    if way.mode == "absent":
        return None
    wanted = DeleteMessage(message.conversation.peer_id, message.remote_id)
    reason = why_by_hand(way, _NO_KEY)
    return _planned(message, wanted, by, f"Личное сообщение № {message.pk}", leaves_in, card_reason=reason)


def _planned(
    message: Message,
    wanted: DeleteComment | DeleteMessage,
    by: Person,
    title: str,
    leaves_in: timedelta,
    *,
    card_reason: str = "",
) -> Act:
    return plan_act(
        account=message.account,
        intent=next_intent(message, wanted.verb),
        title=title,
        act=wanted,
        by=by,
        due_at=now() + leaves_in,
        card_reason=card_reason,
    )
