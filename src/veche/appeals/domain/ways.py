"""How the author of a decision's words can be told of it: by what the network, the author and the settings allow."""

from dataclasses import dataclass

from django.db.models import QuerySet

from veche.accounts.models import Account
from veche.accounts.order import by_network
from veche.appeals.domain.public import places_of
from veche.appeals.domain.tickets import ticket_of
from veche.appeals.enums import Channel
from veche.appeals.models import AppealSettings
from veche.inbox.domain.answer import reply_by_hand
from veche.inbox.domain.on_post import lacks_number
from veche.inbox.domain.posts import why_nobody_waits
from veche.inbox.models import Message
from veche.moderation.models import Restriction, Ruling
from veche.networks.protocol import Operation
from veche.networks.registry import NETWORKS
from veche.staff.models import Administration

BY_HAND_ALREADY = "Номер и код уже дали на странице уведомления."
WITH_RESTRICTION = "Комментарий удалён вместе с ограничением, о нём и сказано."
IN_BAN_OFF = "Номер и код в причину ограничения не добавляли: так настроено или страница для жителей закрыта."
PRIVATE_OFF = "Писать в личную переписку выключено в настройках."
NO_TALK = "Личной переписки с автором нет, начать её первыми сеть не даёт."
POST_OFF = "Говорить под записью здесь не включено."
NOT_IN_PUBLIC = "Под записью об ограничении не говорим: все узнали бы, кого ограничили."
PRIVATE_IN_PUBLIC = "О личных сообщениях при всех не говорим."
NO_POST = "Писать под записью некуда: сеть не назвала её номера."


@dataclass(frozen=True, slots=True)
class Way:
    """`message`: the private one to answer, or the deleted comment under whose post to write. `why`: if by none."""

    channel: Channel
    message: Message | None = None
    why: str = ""


def accounts_to_choose(administration: Administration) -> QuerySet[Account]:
    """Accounts that may be told of a deletion under their posts: open ones whose network lets a program comment."""
    able = [slug for slug, one in NETWORKS.items() if Operation.REPLY not in one.unsupported]
    rows: QuerySet[Account] = Account.objects.of(administration).filter(closed_at=None, network__in=able)
    return rows.order_by(by_network(), "title", "pk")


def way_to_send(decision: Ruling | Restriction, terms: AppealSettings) -> Way:
    """An open private talk carries number and code; else a comment under the post, where that is switched on.

    The reason that a network shows for a restriction is written when the author is restricted (`words_for_ban`).
    """
    message = decision.message
    if message is None or ticket_of(decision) is not None:
        return _none(BY_HAND_ALREADY)
    if isinstance(decision, Ruling) and Restriction.objects.of(decision.administration_id).filter(act=decision.act_id):
        return _none(WITH_RESTRICTION)
    if isinstance(decision, Restriction) and NETWORKS[message.account.network].restriction.shows_reason:
        return _none(IN_BAN_OFF)
    talk, why = talk_with(message, terms)
    if talk is not None:
        return Way(Channel.PRIVATE, talk)
    why_not = _why_not_under_post(decision, message)
    return _none(" ".join(one for one in (why, why_not) if one)) if why_not else Way(Channel.POST, message)


def _none(why: str) -> Way:
    return Way(Channel.NONE, why=why)


def talk_with(message: Message, terms: AppealSettings) -> tuple[Message | None, str]:
    """The newest private message of the author, or why it cannot be answered."""
    if not terms.tells_privately:
        return None, PRIVATE_OFF
    rows = Message.objects.of(message.administration_id).filter(account=message.account_id, private=True, ours=False)
    written = rows.filter(author_id=message.author_id).exclude(author_id="").order_by("-at", "-pk")
    talk = written.select_related("account__passport", "conversation", "administration").first()
    if talk is None:
        return None, NO_TALK
    why = reply_by_hand(talk)
    return (None, why) if why else (talk, "")


def _why_not_under_post(decision: Ruling | Restriction, message: Message) -> str:
    """A sentence; "" where a comment may be written. Nothing about a private message is ever said in public."""
    if message.private:
        return PRIVATE_IN_PUBLIC
    if isinstance(decision, Restriction) and not NETWORKS[message.account.network].restriction.takes_comment:
        return NOT_IN_PUBLIC
    if message.account_id not in places_of(message.administration_id):
        return POST_OFF
    if lacks_number(message):
        return NO_POST
    return why_nobody_waits(message) or reply_by_hand(message)
