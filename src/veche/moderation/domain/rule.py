"""A person's decision about a comment or a private message: delete with a ground, restore, or «не нарушение»."""

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction

from veche.inbox.domain.meanwhile import answered_since
from veche.inbox.domain.states import set_state
from veche.inbox.enums import MessageState
from veche.inbox.models import Conversation, Message
from veche.inbox.words import about
from veche.journal.domain.record import record
from veche.kernel.clock import now
from veche.moderation.domain.corrections import learn
from veche.moderation.domain.deleting import UNDO, next_intent, plan_deletion
from veche.moderation.domain.evidence import capture
from veche.moderation.domain.evidence_integrity import object_of
from veche.moderation.domain.norms import norm_of
from veche.moderation.domain.restorable import why_not_restorable
from veche.moderation.domain.terms import grounds_for
from veche.moderation.enums import Ground, RulingVerb
from veche.moderation.errors import ModerationError
from veche.moderation.models import Ruling
from veche.networks.protocol import RestoreComment
from veche.outbox.domain.plan import plan_act
from veche.outbox.models import Act
from veche.staff.models import Person

STANDING = (MessageState.NEW, MessageState.KEPT, MessageState.ANSWERED)
STANDING_PRIVATE = (*STANDING, MessageState.CLOSED)
# The same decision of the same person within this time is a second press of the same button.
SAME_PRESS = timedelta(minutes=1)
_ENTRIES: dict[RulingVerb, str] = {
    RulingVerb.DELETE: "comment.deleted",
    RulingVerb.RESTORE: "comment.restored",
    RulingVerb.KEEP: "comment.kept",
}
_PRIVATE_ENTRIES: dict[RulingVerb, str] = {
    RulingVerb.DELETE: "message.deleted",
    RulingVerb.RESTORE: "message.restored",
    RulingVerb.KEEP: "message.kept",
}


@dataclass(frozen=True, slots=True)
class Shown:
    """What a page showed: ids of the newest answer and ruling (0: none), and how many wordings. None: not known."""

    answered: int | None = None
    ruled: int | None = None
    wordings: int | None = None


UNSAID = Shown()


def delete(
    *,
    message: Message,
    by: Person,
    ground: Ground | str,
    note: str = "",
    shown: Shown = UNSAID,
    leaves_in: timedelta = UNDO,
) -> Ruling:
    """Store the evidence, then plan the deletion. Raises `ModerationError`.

    A private message that nobody can delete in its network is closed here alone. `shown`: what came since must be read
    first. `leaves_in`: how long it can be undone.
    """
    if ground not in grounds_for(message):
        raise ModerationError(_no_ground(message))
    with transaction.atomic():
        locked = _locked(message)
        if twin := _twin(locked, RulingVerb.DELETE, by):
            return twin
        _check(locked, standing_of(locked))
        _check_meanwhile(locked, RulingVerb.DELETE, shown)
        act = plan_deletion(locked, by, leaves_in)
        ruling = _rule(locked, RulingVerb.DELETE, by, act, ground=ground, note=note)
        evidence = capture(ruling, locked)
        set_state(locked, MessageState.DELETING if act else MessageState.DELETED)
        facts = {"ground": str(ground), "ruling": ruling.pk} | ({"act": act.pk} if act else {})
        _record(locked, by, RulingVerb.DELETE, **facts, evidence=evidence.digest)
    return ruling


def restore(*, message: Message, by: Person, note: str = "") -> Ruling:
    """Plan the restoration, where the network supports it. A private message is opened here alone."""
    with transaction.atomic():
        locked = _locked(message)
        if twin := _twin(locked, RulingVerb.RESTORE, by):
            return twin
        _check(locked, (MessageState.DELETED,))
        if locked.private:
            return _opened_again(locked, by, note)
        if why := why_not_restorable(locked.account):
            raise ModerationError(why)
        act = _restoration(locked, by)
        ruling = _rule(locked, RulingVerb.RESTORE, by, act, note=note)
        set_state(locked, MessageState.RESTORING)
        _record(locked, by, RulingVerb.RESTORE, ruling=ruling.pk, act=act.pk)
    return ruling


def keep(*, message: Message, by: Person, shown: Shown = UNSAID) -> Ruling:
    """«Не нарушение»: dismiss the proposal; the comment stays, a private message waits for its answer as before."""
    with transaction.atomic():
        locked = _locked(message)
        if twin := _twin(locked, RulingVerb.KEEP, by):
            return twin
        _check(locked, standing_of(locked))
        _check_meanwhile(locked, RulingVerb.KEEP, shown)
        ruling = _rule(locked, RulingVerb.KEEP, by, None)
        if locked.private:
            locked.heeded = True
            locked.save(update_fields=("heeded",))
        else:
            set_state(locked, MessageState.KEPT)
        _record(locked, by, RulingVerb.KEEP, ruling=ruling.pk)
    return ruling


def standing_of(message: Message) -> tuple[MessageState, ...]:
    """The states in which it can be decided about."""
    return STANDING_PRIVATE if message.private else STANDING


def _no_ground(message: Message) -> str:
    if message.private:
        return (
            "Личное сообщение удаляют, только если оно нарушает закон: спам, грубость и критика не основание. Выберите "
            "основание, ничего не изменилось."
        )
    return "Выберите основание: без него комментарий не удаляют. Критика основанием не бывает."


def _opened_again(message: Message, by: Person, note: str) -> Ruling:
    last = message.rulings.filter(verb=RulingVerb.DELETE, undone_at=None).last()
    ruling = _rule(message, RulingVerb.RESTORE, by, None, note=note)
    set_state(message, MessageState(last.was) if last else MessageState.NEW)
    _record(message, by, RulingVerb.RESTORE, ruling=ruling.pk)
    return ruling


def _record(message: Message, by: Person, done: RulingVerb, **facts: object) -> None:
    record(
        administration=message.administration,
        actor=by,
        verb=(_PRIVATE_ENTRIES if message.private else _ENTRIES)[done],
        obj=object_of(message),
        facts=facts,
    )


def _locked(message: Message) -> Message:
    if message.private:  # in the same order as an answer to the conversation
        Conversation.objects.of(message.administration_id).select_for_update().get(pk=message.conversation_id)
    rows = Message.objects.of(message.administration_id).select_for_update(of=("self",))
    found: Message = rows.select_related("account__passport", "conversation__act", "administration").get(pk=message.pk)
    return found


def _twin(message: Message, verb: RulingVerb, by: Person) -> Ruling | None:
    """The same decision by the same person a moment ago, if nothing was decided since."""
    last = message.rulings.filter(undone_at=None).last()
    if last and last.verb == verb and last.person_id == by.pk and last.at >= now() - SAME_PRESS:
        return last
    return None


def _check(message: Message, states: tuple[MessageState, ...]) -> None:
    if message.ours:
        raise ModerationError("Это ваш собственный ответ, решать о нём не нужно. Ничего не изменилось.")
    if message.state in states:
        return
    last = message.rulings.filter(undone_at=None).select_related("person").last()
    if last is None:
        raise ModerationError("Комментария в сети уже нет. Ничего не потеряно: его слова сохранены здесь.")
    raise ModerationError(_needless(last))


def _check_meanwhile(message: Message, verb: RulingVerb, shown: Shown) -> None:
    """Raise once if the author or a colleague was quicker; a second press counts."""
    if shown.wordings is not None and message.wordings.count() > shown.wordings:
        raise ModerationError("Житель поправил слова, пока вы смотрели. Прочитайте новые и решите.")
    last = message.rulings.filter(undone_at=None).select_related("person").last()
    if shown.ruled is not None and last and last.pk > shown.ruled:
        sentence = _needless(last) if last.verb == verb else _decided_otherwise(last)
        raise ModerationError(sentence)
    if shown.answered is not None and (who := answered_since(message, shown.answered)):
        raise ModerationError(
            f"Пока вы смотрели, на это ответили: {who}. Ничего не изменили. Прочитайте ответ и решите ещё раз."
        )


def _decided_otherwise(last: Ruling) -> str:
    return (
        f"Пока вы смотрели, решили иначе: {last.person}, «{last.get_verb_display()}». Ничего не изменили. Если вы "
        "против, нажмите ещё раз."
    )


def _needless(last: Ruling) -> str:
    return (
        f"Пока вы смотрели, решил другой сотрудник: {last.person}, «{last.get_verb_display()}». Ваше решение не "
        "понадобилось."
    )


def _restoration(message: Message, by: Person) -> Act:
    wanted = RestoreComment(message.conversation.post_id, message.remote_id)
    return plan_act(
        account=message.account,
        intent=next_intent(message, wanted.verb),
        title=about(message),
        act=wanted,
        by=by,
    )


def _rule(
    message: Message, verb: RulingVerb, by: Person, act: Act | None, *, ground: str = "", note: str = ""
) -> Ruling:
    ruling = Ruling.objects.create(
        administration_id=message.administration_id,
        message=message,
        private=message.private,
        verb=verb,
        ground=ground,
        norm=norm_of(message.administration_id, ground) if ground else "",
        note=note.strip()[:500],
        person=by,
        at=now(),
        act=act,
        was=message.state,
    )
    learn(ruling, message)
    return ruling
