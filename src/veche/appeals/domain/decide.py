"""Decide an appeal: another person than who took the decision, with a reason; what was wrong is taken back."""

from django.db import transaction

from veche.appeals.domain.leave import why_left_to_others
from veche.appeals.domain.near import near_own
from veche.appeals.domain.outcome import tell_outcome
from veche.appeals.domain.submit import against
from veche.appeals.enums import AppealState
from veche.appeals.errors import AppealError, Decided
from veche.appeals.models import Appeal
from veche.inbox.enums import MessageState
from veche.inbox.models import Message
from veche.journal.domain.record import record
from veche.kernel.bidi import is_seen
from veche.kernel.clock import now
from veche.moderation.domain.release import release
from veche.moderation.domain.restorable import why_not_restorable
from veche.moderation.domain.rule import restore
from veche.moderation.errors import ModerationError
from veche.moderation.models import Restriction, Ruling
from veche.staff.models import Person

LONGEST = 1_000
OWN = "Это решение приняли вы, сами или вторым человеком. Жалобу на него решает другой сотрудник, ваш текст на месте."
NO_REASON = "Напишите, почему так решили: эти слова прочитает житель. Ничего не изменилось."
ON_ITS_WAY = (
    "Удаление ещё в пути, сеть его не подтвердила: возвращать пока нечего. Дождитесь её ответа и решите снова, ваш "
    "текст на месте."
)
NOT_FOUND = "Сначала найдите, о каком решении речь. Ничего не изменилось."


def decide(*, appeal: Appeal, by: Person, overturn: bool, reason: str) -> Appeal:
    """Raises `AppealError`; nothing changes then."""
    words = checked_reason(reason)
    with transaction.atomic():
        found = _locked(appeal)
        if found.decision is None:
            raise AppealError(NOT_FOUND)
        if found.is_against(by.pk):
            raise AppealError(OWN)
        if overturn:
            _take_back(found, by)
        _end(found, by, AppealState.OVERTURNED if overturn else AppealState.UPHELD, words)
        told = tell_outcome(found)
        facts = {found.decision.kind: found.decision.pk} | ({"act": told.pk} if told else {})
        verb = "appeal.overturned" if overturn else "appeal.upheld"
        record(administration=found.administration, actor=by, verb=verb, obj=found, facts=facts)
    return found


def name_decision(*, appeal: Appeal, by: Person, decision: Ruling | Restriction) -> Appeal:
    """Say which decision an appeal without a number is about. Raises `AppealError`."""
    with transaction.atomic():
        found = _locked(appeal)
        if found.ticket.decision is not None:
            raise AppealError("О каком решении речь, сказано номером. Ничего не изменилось.")
        if found.is_against(by.pk):  # or they would give it a colleague's decision, and decide themselves
            raise AppealError(OWN)
        found.ruling = found.restriction = None
        for name, value in against(decision).items():
            setattr(found, name, value)
        found.save(update_fields=("ruling", "restriction", "judge"))
        facts = {decision.kind: decision.pk}
        record(administration=found.administration, actor=by, verb="appeal.matched", obj=found, facts=facts)
    return found


def dismiss(*, appeal: Appeal, by: Person, reason: str) -> Appeal:
    """Close an appeal that is about no decision of ours. Raises `AppealError`.

    The journal says so where whoever closes it decided around its hour too.
    """
    words = checked_reason(reason)
    with transaction.atomic():
        found = _locked(appeal)
        if found.decision is not None:
            raise AppealError("Решение найдено: оставьте его или отмените. Ничего не изменилось.")
        if why := why_left_to_others(found, by):
            raise AppealError(why)
        facts = {"own": True} if near_own([found], by) else {}
        _end(found, by, AppealState.DISMISSED, words)
        record(administration=found.administration, actor=by, verb="appeal.dismissed", obj=found, facts=facts)
    return found


def finish_card(*, appeal: Appeal, by: Person) -> None:
    """A person has done what the card says."""
    with transaction.atomic():
        rows = Appeal.objects.of(appeal.administration_id).exclude(card="").filter(pk=appeal.pk, card_done_at=None)
        if rows.update(card_done_at=now(), card_done_by=by):
            record(administration=appeal.administration, actor=by, verb="appeal.card_done", obj=appeal, facts={})


def _locked(appeal: Appeal) -> Appeal:
    rows = Appeal.objects.of(appeal.administration_id).select_for_update(of=("self",))
    found: Appeal = rows.select_related("administration", "ticket", "ruling", "restriction").get(pk=appeal.pk)
    if not found.is_waiting:
        raise Decided
    return found


def checked_reason(reason: str) -> str:
    words = reason.strip()
    if not is_seen(words):
        raise AppealError(NO_REASON)
    if len(words) > LONGEST:
        raise AppealError(f"Здесь помещается {LONGEST} знаков, у вас {len(words)}. Сократите, текст на месте.")
    return words


def _end(appeal: Appeal, by: Person, state: AppealState, reason: str) -> None:
    appeal.state, appeal.decided_by, appeal.decided_at, appeal.reason = state, by, now(), reason
    appeal.next_notice_at = None
    appeal.save()


def _take_back(appeal: Appeal, by: Person) -> None:
    try:
        if appeal.restriction is not None:
            _release(appeal.restriction, by)
        elif appeal.ruling is not None:
            _restore(appeal, appeal.ruling, by)
    except ModerationError as error:
        raise AppealError(str(error)) from error


def _release(restriction: Restriction, by: Person) -> None:
    if restriction.ended_at is None:
        release(restriction=restriction, by=by)


def _restore(appeal: Appeal, ruling: Ruling, by: Person) -> None:
    """Bring the words back, unless somebody has; where the network cannot, a card asks a person to say so there."""
    rows = Message.objects.of(appeal.administration_id).select_related("account__passport")
    message = rows.get(pk=ruling.message_id)
    if message.state == MessageState.DELETING:
        raise AppealError(ON_ITS_WAY)
    if message.state != MessageState.DELETED:
        return
    why = "" if message.private else why_not_restorable(message.account)
    if why:
        appeal.card = f"{why} Напишите под той же записью, что комментарий удалили по ошибке и его можно повторить."
        return
    appeal.restoration = restore(message=message, by=by, note=f"Жалоба № {appeal.ticket.number}")
