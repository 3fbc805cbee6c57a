"""Whether a message may still be decided about: its state, a second press, and what came after a page showed it."""

from dataclasses import dataclass
from datetime import timedelta

from veche.inbox.domain.meanwhile import answered_since
from veche.inbox.enums import MessageState
from veche.inbox.models import Message
from veche.kernel.clock import now
from veche.moderation.enums import RulingVerb
from veche.moderation.errors import ModerationError
from veche.moderation.models import Ruling
from veche.staff.models import Person

STANDING = (MessageState.NEW, MessageState.KEPT, MessageState.ANSWERED)
STANDING_PRIVATE = (*STANDING, MessageState.CLOSED)
# The same decision of the same person within this time is a second press of the same button.
SAME_PRESS = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class RulingSnapshot:
    """What a page showed of a message: ids of the newest answer and ruling (0: none), and the number of wordings.

    None: not known, so not compared.
    """

    answered: int | None = None
    ruled: int | None = None
    wordings: int | None = None


NOTHING_SHOWN = RulingSnapshot()


def standing_of(message: Message) -> tuple[MessageState, ...]:
    """The states in which it can be decided about."""
    return STANDING_PRIVATE if message.private else STANDING


def twin_of(message: Message, verb: RulingVerb, by: Person) -> Ruling | None:
    """The same decision by the same person a moment ago, if nothing was decided since."""
    last = message.rulings.filter(undone_at=None).last()
    if last and last.verb == verb and last.person_id == by.pk and last.at >= now() - SAME_PRESS:
        return last
    return None


def check_state(message: Message, states: tuple[MessageState, ...]) -> None:
    """Raise `ModerationError` unless the message is a resident's and in one of these states."""
    if message.ours:
        raise ModerationError("Это ваш собственный ответ, решать о нём не нужно. Ничего не изменилось.")
    if message.state in states:
        return
    last = message.rulings.filter(undone_at=None).select_related("person").last()
    if last is None:
        raise ModerationError("Комментария в сети уже нет. Ничего не потеряно: его слова сохранены здесь.")
    raise ModerationError(_needless(last))


def check_meanwhile(message: Message, verb: RulingVerb, shown: RulingSnapshot) -> None:
    """Raise `ModerationError` if the author or a colleague changed something after the page showed it.

    The page then shows the change, so that the second press goes through.
    """
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
