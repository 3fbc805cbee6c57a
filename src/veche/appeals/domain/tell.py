"""Tell authors of decisions about them, with number and code: once, through the outbox, or say why not.

Only what is out in the network is told, and nothing that was decided before the public pages were opened.
"""

from datetime import timedelta

from django.db import transaction

from veche.accounts.models import Account
from veche.appeals.domain.public import address, settings_of
from veche.appeals.domain.statement import days_of, statement
from veche.appeals.domain.tickets import Issued, issue, issue_alone, ticket_of
from veche.appeals.enums import Channel
from veche.appeals.models import AppealSettings, Telling
from veche.inbox.domain.answer import reply_by_hand
from veche.inbox.models import Message
from veche.journal.domain.record import record
from veche.kernel.clock import now
from veche.moderation.domain.notices import BanWords
from veche.moderation.enums import RulingVerb
from veche.moderation.models import Restriction, Ruling
from veche.networks.protocol import AnswerMessage
from veche.networks.registry import NETWORKS, render_reply
from veche.outbox.domain.plan import plan_act
from veche.outbox.domain.states import OUT
from veche.outbox.models import Act

BATCH = 50
# A decision whose act took longer to leave is told of by a person.
LOOK_BACK = timedelta(days=7)
WINDOW = timedelta(days=1)
TITLE = "Уведомление о решении"
BY_HAND_ALREADY = "Номер и код уже дали на странице уведомления."
WITH_RESTRICTION = "Комментарий удалён вместе с ограничением, о нём и сказано."
IN_BAN_OFF = "Номер и код в причину ограничения не добавляли: так настроено или страница для жителей закрыта."
PRIVATE_OFF = "Писать в личную переписку выключено в настройках."
NO_TALK = "Личной переписки с автором нет, начать её первыми сеть не даёт."
_TOLD = ("message__account__passport", "message__conversation", "message__proposal", "administration", "act")


def tell_waiting() -> int:
    """Tell of decisions of all administrations whose pages are open. Returns their number."""
    opened = AppealSettings.objects.unscoped().filter(is_open=True, told_since__isnull=False)
    return sum(_tell_of(terms) for terms in opened.select_related("administration"))


def _tell_of(terms: AppealSettings) -> int:
    since = max(terms.told_since or now(), now() - LOOK_BACK)
    waiting = {"at__gte": since, "telling": None, "act__state__in": OUT}
    limits = Restriction.objects.of(terms.administration_id).filter(by__isnull=False, **waiting)
    rulings = Ruling.objects.of(terms.administration_id).filter(verb=RulingVerb.DELETE, undone_at=None, **waiting)
    found: list[Ruling | Restriction] = [*limits.select_related(*_TOLD)[:BATCH]]
    found += rulings.select_related(*_TOLD)[:BATCH]
    return sum(_tell(one, terms) for one in found)


def _tell(decision: Ruling | Restriction, terms: AppealSettings) -> bool:
    with transaction.atomic():
        rows = type(decision).objects.of(decision.administration_id).select_for_update(of=("self",))
        if not rows.filter(pk=decision.pk, telling=None).exists():  # another worker was quicker
            return False
        talk, why = _talk(decision, terms)
        if talk is not None and not why:
            why = _send(decision, talk, terms)
        if why:
            _note(decision, Channel.NONE, why=why)
    return True


def _talk(decision: Ruling | Restriction, terms: AppealSettings) -> tuple[Message | None, str]:
    """The newest private message of the author, to answer; or why nobody writes to them."""
    message = decision.message
    if message is None or ticket_of(decision) is not None:
        return None, BY_HAND_ALREADY
    if isinstance(decision, Ruling) and Restriction.objects.of(decision.administration_id).filter(act=decision.act_id):
        return None, WITH_RESTRICTION
    if isinstance(decision, Restriction) and NETWORKS[message.account.network].restriction.shows_reason:
        return None, IN_BAN_OFF
    if not terms.tells_privately:
        return None, PRIVATE_OFF
    rows = Message.objects.of(decision.administration_id).filter(account=message.account_id, private=True, ours=False)
    written = rows.filter(author_id=message.author_id).exclude(author_id="").order_by("-at", "-pk")
    talk = written.select_related("account__passport", "conversation", "administration").first()
    return (talk, reply_by_hand(talk)) if talk is not None else (None, NO_TALK)


def _send(decision: Ruling | Restriction, talk: Message, terms: AppealSettings) -> str:
    """Plan the act. Returns why the notice cannot be sent, "" if it can."""
    issued = issue(decision=decision, by=None)
    written = render_reply(talk.account.network, statement(issued, terms))
    if written.problems:
        return written.problems[0].sentence
    act = plan_act(
        account=talk.account,
        intent=f"notice:{decision.kind}:{decision.pk}",
        title=TITLE,
        act=AnswerMessage(peer_id=talk.conversation.peer_id, text=written.text),
        by=None,
        window=WINDOW,
    )
    _note(decision, Channel.PRIVATE, act=act)
    return ""


def _note(decision: Ruling | Restriction, channel: Channel, *, act: Act | None = None, why: str = "") -> None:
    made = Telling.objects.create(
        administration_id=decision.administration_id,
        **{decision.kind: decision},
        channel=channel,
        act=act,
        why=why[:300],
        at=now(),
    )
    verb = "appeal.told" if act else "appeal.not_told"
    record(
        administration=decision.administration, actor=None, verb=verb, obj=made, facts={"act": act.pk} if act else {}
    )


def words_for_ban(account: Account) -> BanWords | None:
    """Number, code and address after the reason that the network shows; None where it shows none."""
    terms = settings_of(account.administration)
    if not (terms.is_open and terms.tells_in_ban and NETWORKS[account.network].restriction.shows_reason):
        return None
    issued = issue_alone(account.administration)
    words = (
        f"Не согласны? {address(terms)} , номер {issued.ticket.number}, код {issued.code}. "
        f"Решит другой сотрудник за {days_of(terms)}."
    )
    return BanWords(words, lambda made: _keep(issued, made))


def _keep(issued: Issued, made: Restriction) -> None:
    issued.ticket.restriction = made
    issued.ticket.save(update_fields=("restriction",))
    _note(made, Channel.BAN, act=made.act)
