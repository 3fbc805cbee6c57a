"""A person's decision about an answer that got stuck: send again, drop, «вижу её», «её нет»."""

from collections.abc import Callable

from django.db.models import Exists, OuterRef, QuerySet

from veche.inbox.domain.answer import withdrawn
from veche.inbox.domain.queries import pointless
from veche.inbox.enums import MessageState
from veche.inbox.errors import InboxError
from veche.inbox.models import Answer
from veche.outbox.domain import person_decisions
from veche.outbox.domain.plan import cancel
from veche.outbox.domain.states import CERTAINLY_UNSENT, IN_DOUBT
from veche.outbox.enums import ActState
from veche.outbox.errors import OutboxError
from veche.outbox.models import Act
from veche.staff.compiled import compiled_once
from veche.staff.models import Administration, Person

SAYINGS: dict[str, Callable[..., None]] = {
    "again": person_decisions.send_now,
    "drop": person_decisions.give_up,
    "seen": person_decisions.say_happened,
    "absent": person_decisions.say_not_happened,
}
BATCH = 200


def say(*, act: Act, what: str, by: Person) -> None:
    """Apply the decision. Raises `InboxError`."""
    if what not in SAYINGS:
        raise InboxError("Такого решения нет. Обновите страницу: ничего не изменилось.")
    try:
        SAYINGS[what](act=act, by=by)
    except OutboxError as error:
        raise InboxError(str(error)) from error


def say_of_answer(*, answer: Answer, what: str, by: Person) -> None:
    say(act=answer.act, what=what, by=by)
    if what == "drop":
        withdrawn(message=answer.message)


def take_back_pointless() -> int:
    """Cancel answers whose post no longer exists, in all administrations; those in doubt are not sent again. Returns
    their number."""
    found = [one for city in _cities_with_waiting() for one in _pointless_in(city)]
    for one in found:
        cancel(act=one.act, reason="Записи, под которой его писали, в сети больше нет: ответ не нужен.")
    return len(found)


@compiled_once
def _cities_with_waiting() -> QuerySet[Administration]:
    return Administration.objects.filter(pk__in=_waiting().values("administration"))


@compiled_once
def _pointless_in(city: Administration) -> QuerySet[Answer]:
    return pointless(city).filter(pk__in=_waiting()).select_related("act")[:BATCH]


def _waiting() -> QuerySet[Answer]:
    """Answers that have not certainly been sent and that nobody has taken back."""
    waiting: QuerySet[Answer] = Answer.objects.unscoped().filter(
        act__state__in=CERTAINLY_UNSENT | IN_DOUBT, act__taken_back=""
    )
    return waiting


def settle_dropped() -> int:
    """Reopen messages whose answer was cancelled in «Отправки», in all administrations. Returns their number."""
    messages = {answer.message_id: answer.message for answer in _dropped()}
    for message in messages.values():
        withdrawn(message=message)
    return len(messages)


@compiled_once
def _dropped() -> QuerySet[Answer]:
    living = Answer.objects.unscoped().filter(message=OuterRef("message")).exclude(act__state=ActState.CANCELLED)
    dropped = Answer.objects.unscoped().filter(
        ~Exists(living), act__state=ActState.CANCELLED, message__state=MessageState.ANSWERED
    )
    return dropped.select_related("message")[:BATCH]
