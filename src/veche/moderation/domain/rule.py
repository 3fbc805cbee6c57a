"""A person's decision about a comment: delete with a ground, restore, or «не нарушение»."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from veche.accounts.domain.abilities import ability_of, why_by_hand
from veche.accounts.models import Account
from veche.inbox.domain.meanwhile import answered_since
from veche.inbox.domain.states import set_state
from veche.inbox.enums import MessageState
from veche.inbox.models import Message
from veche.journal.domain.record import record
from veche.kernel.clock import now
from veche.moderation.domain.corrections import learn
from veche.moderation.domain.evidence import capture
from veche.moderation.domain.restorable import why_not_restorable
from veche.moderation.enums import Ground, RulingVerb
from veche.moderation.errors import ModerationError
from veche.moderation.models import Ruling
from veche.networks.protocol import DeleteComment, Operation, RestoreComment
from veche.outbox.domain.plan import plan_act
from veche.outbox.models import Act
from veche.staff.models import Person

STANDING = (MessageState.NEW, MessageState.KEPT, MessageState.ANSWERED)
# A deletion leaves this much later, so that «Отменить» really cancels it.
UNDO = timedelta(seconds=10)
# The same decision of the same person within this time is a second press of the same button.
SAME_PRESS = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Shown:
    """What a page showed: ids of the newest answer and ruling (0: none)."""

    answered: int | None = None
    ruled: int | None = None


UNSAID = Shown()


def delete(
    *,
    message: Message,
    by: Person,
    ground: Ground | str,
    note: str = "",
    seen: int | None = None,
    shown: Shown = UNSAID,
) -> Ruling:
    """Store the evidence, then plan the deletion. Raises `ModerationError`.

    `seen`: the number of wordings the page showed; a newer one must be read first. `shown`: likewise for answers and
    rulings.
    """
    if ground not in Ground.values:
        raise ModerationError("Выберите основание: без него комментарий не удаляют. Критика основанием не бывает.")
    with transaction.atomic():
        locked = _locked(message)
        if twin := _twin(locked, RulingVerb.DELETE, by):
            return twin
        _check(locked, STANDING)
        _check_wording(locked, seen)
        _check_meanwhile(locked, RulingVerb.DELETE, shown)
        if why := delete_by_hand(locked.account):
            raise ModerationError(
                f"Отсюда сейчас не удалить. {why} Ничего не изменилось, слова, автор и время сохранены здесь."
            )
        act = _act(locked, DeleteComment(locked.conversation.post_id, locked.remote_id), by, due_at=now() + UNDO)
        ruling = _rule(locked, RulingVerb.DELETE, by, act, ground=ground, note=note)
        evidence = capture(ruling, locked)
        set_state(locked, MessageState.DELETING)
        record(
            administration=locked.administration,
            actor=by,
            verb="comment.deleted",
            obj=locked,
            facts={"ground": str(ground), "ruling": ruling.pk, "act": act.pk, "evidence": evidence.digest},
        )
    return ruling


def delete_by_hand(account: Account) -> str:
    """Why no key of the account can delete a comment; "" if one can."""
    return why_by_hand(ability_of(account, Operation.DELETE_COMMENT), "Ключ даёт отдел ИТ.")


def restore(*, message: Message, by: Person, note: str = "") -> Ruling:
    """Plan the restoration, where the network supports it."""
    with transaction.atomic():
        locked = _locked(message)
        if twin := _twin(locked, RulingVerb.RESTORE, by):
            return twin
        _check(locked, (MessageState.DELETED,))
        if why := why_not_restorable(locked.account):
            raise ModerationError(why)
        act = _act(locked, RestoreComment(locked.conversation.post_id, locked.remote_id), by, due_at=now())
        ruling = _rule(locked, RulingVerb.RESTORE, by, act, note=note)
        set_state(locked, MessageState.RESTORING)
        record(
            administration=locked.administration,
            actor=by,
            verb="comment.restored",
            obj=locked,
            facts={"ruling": ruling.pk, "act": act.pk},
        )
    return ruling


def keep(*, message: Message, by: Person, shown: Shown = UNSAID) -> Ruling:
    """«Не нарушение»: dismiss the proposal; the comment stays."""
    with transaction.atomic():
        locked = _locked(message)
        if twin := _twin(locked, RulingVerb.KEEP, by):
            return twin
        _check(locked, STANDING)
        _check_meanwhile(locked, RulingVerb.KEEP, shown)
        ruling = _rule(locked, RulingVerb.KEEP, by, None)
        set_state(locked, MessageState.KEPT)
        record(
            administration=locked.administration,
            actor=by,
            verb="comment.kept",
            obj=locked,
            facts={"ruling": ruling.pk},
        )
    return ruling


def _locked(message: Message) -> Message:
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
    if message.private:
        raise ModerationError("Личное сообщение видит только пресс-служба, удалять его не нужно. Ничего не изменилось.")
    if message.ours:
        raise ModerationError("Это ваш собственный ответ, решать о нём не нужно. Ничего не изменилось.")
    if message.state in states:
        return
    last = message.rulings.filter(undone_at=None).select_related("person").last()
    if last is None:
        raise ModerationError("Комментария в сети уже нет. Ничего не потеряно: его слова сохранены здесь.")
    raise ModerationError(_needless(last))


def _check_wording(message: Message, seen: int | None) -> None:
    if seen is not None and message.wordings.count() > seen:
        raise ModerationError("Житель поправил комментарий, пока вы смотрели. Прочитайте новые слова и решите.")


def _check_meanwhile(message: Message, verb: RulingVerb, shown: Shown) -> None:
    """Raise once if a colleague decided meanwhile; a second press counts."""
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


def _act(message: Message, act: DeleteComment | RestoreComment, by: Person, *, due_at: datetime) -> Act:
    """Plan the act, one for each decision, verb and account: delete, restore and delete again are three."""
    number = message.rulings.count() + 1
    return plan_act(
        account=message.account,
        intent=f"{act.verb}:{message.pk}:{number}",
        # Not the resident's words: those stay with the comment and its evidence alone.
        title=f"Комментарий под «{message.conversation}»",
        act=act,
        by=by,
        due_at=due_at,
    )


def _rule(
    message: Message, verb: RulingVerb, by: Person, act: Act | None, *, ground: str = "", note: str = ""
) -> Ruling:
    ruling = Ruling.objects.create(
        administration_id=message.administration_id,
        message=message,
        verb=verb,
        ground=ground,
        note=note.strip()[:500],
        person=by,
        at=now(),
        act=act,
        was=message.state,
    )
    learn(ruling, message)
    return ruling
