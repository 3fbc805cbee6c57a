"""What colleagues did to a comment or a private conversation after a page showed it."""

from dataclasses import dataclass

from django.db.models import QuerySet

from veche.inbox.enums import MessageState
from veche.inbox.errors import DecidedMeanwhile
from veche.inbox.models import Answer, Message
from veche.kit.moments import spoken
from veche.outbox.enums import ActState


@dataclass(frozen=True, slots=True)
class AnswerSnapshot:
    """What a page showed of a message: the id of the newest answer (0: none) and the `MessageState`."""

    answered: int
    state: str


def answered_since(message: Message, answered: int) -> str:
    """«alice, сегодня в 12:00»: who answered after the answer `answered`, and when; "" if nobody did.

    An answer that was given up counts as none.
    """
    newer = _answers(message).filter(pk__gt=answered).exclude(act__state=ActState.CANCELLED)
    made = newer.select_related("author").order_by("-pk").first()
    if made is None:
        return ""
    return f"{made.author}, {spoken(made.created_at, message.administration.time_zone)}"


def check_unanswered(message: Message, shown: AnswerSnapshot | None) -> None:
    """Raise `DecidedMeanwhile` if somebody has answered since. `shown` None: the page did not say what it showed."""
    if shown is None:
        return
    if said := answered_since(message, shown.answered):
        raise DecidedMeanwhile(f"Пока вы писали, на это ответили: {said}. Ваш ответ не ушёл, слова целы.")
    if shown.state != MessageState.NEW:
        return
    if message.state == MessageState.ANSWERED:
        raise DecidedMeanwhile("Пока вы писали, на это ответили в самой сети. Ваш ответ не ушёл, слова целы.")
    if message.state == MessageState.CLOSED:
        raise DecidedMeanwhile("Пока вы писали, коллега отметил: ответ не нужен. Ваш ответ не ушёл, слова целы.")


def _answers(message: Message) -> "QuerySet[Answer]":
    rows: QuerySet[Answer] = Answer.objects.of(message.administration_id)
    if message.private:
        return rows.filter(message__conversation=message.conversation_id)
    return rows.filter(message=message.pk)
