"""Send authors the notice of a decision about them: once, through the outbox, or store why it cannot be sent.

A notice is sent only of what is out in the network, and of nothing decided before the public pages were opened.
"""

from datetime import timedelta

from django.db import transaction
from django.db.models import QuerySet

from veche.accounts.models import Account
from veche.appeals.domain.public import address, settings_of
from veche.appeals.domain.statement import days_of, statement
from veche.appeals.domain.tickets import Issued, issue, issue_alone
from veche.appeals.domain.ways import Way, way_to_send
from veche.appeals.enums import Channel
from veche.appeals.models import AppealSettings, Telling
from veche.inbox.models import Message
from veche.journal.domain.record import record
from veche.kernel.clock import now, today
from veche.moderation.domain.notices import BanWords
from veche.moderation.enums import RulingVerb
from veche.moderation.models import Restriction, Ruling
from veche.networks.protocol import AnswerMessage, Reply
from veche.networks.registry import NETWORKS, render_reply
from veche.outbox.domain.plan import plan_act
from veche.outbox.domain.states import OUT
from veche.outbox.models import Act

BATCH = 50
# Where the act of a decision took longer to leave, a person tells the author.
LOOK_BACK = timedelta(days=7)
WINDOW = timedelta(days=1)
TITLE = "Уведомление о решении"
UNDER_POST = (
    "Комментарий под этой записью удалён по правилам нашей страницы. Правила и как оспорить, если он ваш: {address}"
)
_RELATED = ("message__account__passport", "message__conversation", "message__proposal", "administration", "act")


def send_waiting() -> int:
    """Send notices of decisions, in all administrations whose pages are open. Returns the number of decisions."""
    opened = AppealSettings.objects.unscoped().filter(is_open=True, told_since__isnull=False)
    return sum(_send_of(terms) for terms in opened.select_related("administration"))


def _send_of(terms: AppealSettings) -> int:
    since = max(terms.told_since or now(), now() - LOOK_BACK)
    unsent = {"at__gte": since, "telling": None}
    limits = Restriction.objects.of(terms.administration_id).filter(by__isnull=False, **unsent)
    rulings = Ruling.objects.of(terms.administration_id).filter(verb=RulingVerb.DELETE, undone_at=None, **unsent)
    found: list[Ruling | Restriction] = [*_out(limits), *_out(rulings)]
    return sum(_send(one, terms) for one in found)


def _out[T: (Ruling, Restriction)](rows: "QuerySet[T]") -> list[T]:
    """Those whose acts are out, as a condition here: in SQL the query would begin with all acts of all years."""
    ids = [pk for pk, state in rows.values_list("pk", "act__state") if state in OUT][:BATCH]
    return list(rows.filter(pk__in=ids).select_related(*_RELATED)) if ids else []


def _send(decision: Ruling | Restriction, terms: AppealSettings) -> bool:
    with transaction.atomic():
        type(decision).objects.of(decision.administration_id).select_for_update(of=("self",)).get(pk=decision.pk)
        if Telling.objects.of(decision.administration_id).filter(**{decision.kind: decision}).exists():
            return False  # another worker was quicker
        way = way_to_send(decision, terms)
        act, why = _plan(decision, way, terms)
        _note(decision, way.channel if act else Channel.NONE, act=act, why=why)
    return True


def _plan(decision: Ruling | Restriction, way: Way, terms: AppealSettings) -> tuple[Act | None, str]:
    """The act, or why the notice cannot be sent."""
    if way.message is None:
        return None, way.why
    return _in_talk(decision, way.message, terms) if way.channel == Channel.PRIVATE else _under_post(way.message, terms)


def _in_talk(decision: Ruling | Restriction, talk: Message, terms: AppealSettings) -> tuple[Act | None, str]:
    written = render_reply(talk.account.network, statement(issue(decision=decision, by=None), terms))
    if written.problems:
        return None, written.problems[0].sentence
    wanted = AnswerMessage(peer_id=talk.conversation.peer_id, text=written.text)
    return _act(talk, f"notice:{decision.kind}:{decision.pk}", wanted), ""


def _under_post(message: Message, terms: AppealSettings) -> tuple[Act | None, str]:
    """One act a day under one post, however many comments were deleted there."""
    written = render_reply(message.account.network, UNDER_POST.format(address=address(terms)))
    if written.problems:
        return None, written.problems[0].sentence
    place = message.conversation
    wanted = Reply(post_id=place.post_id, comment_id="", text=written.text, thread_id=place.thread_id)
    return _act(message, f"notice_under:{place.pk}:{today(terms.administration.time_zone)}", wanted), ""


def _act(message: Message, intent: str, wanted: AnswerMessage | Reply) -> Act:
    return plan_act(account=message.account, intent=intent, title=TITLE, act=wanted, by=None, window=WINDOW)


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
