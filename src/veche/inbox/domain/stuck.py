"""What a person says about an act that did not end by itself: send again, drop, «вижу её», «её нет»."""

from collections.abc import Callable

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from veche.inbox.domain.answer import withdrawn
from veche.inbox.enums import MessageState
from veche.inbox.errors import InboxError
from veche.inbox.models import Answer
from veche.outbox.domain import desk
from veche.outbox.enums import ActState
from veche.outbox.errors import OutboxError
from veche.outbox.models import Act
from veche.staff.models import Person

SAYINGS: dict[str, Callable[..., None]] = {
    "again": desk.send_now,
    "drop": desk.give_up,
    "seen": desk.say_happened,
    "absent": desk.say_not_happened,
}
BATCH = 200


def say(*, act: Act, what: str, by: Person) -> None:
    """Raises `InboxError`."""
    if what not in SAYINGS:
        raise InboxError(_("Такого решения нет. Обновите страницу: ничего не изменилось."))
    try:
        SAYINGS[what](act=act, by=by)
    except OutboxError as error:
        raise InboxError(str(error)) from error


def say_of_answer(*, answer: Answer, what: str, by: Person) -> None:
    say(act=answer.act, what=what, by=by)
    if what == "drop":
        withdrawn(message=answer.message)


def settle_dropped() -> int:
    """Answers that were given up in «Отправки», in whatever administration: the resident waits again. How many."""
    living = Answer.objects.unscoped().filter(message=OuterRef("message")).exclude(act__state=ActState.CANCELLED)
    dropped = Answer.objects.unscoped().filter(
        ~Exists(living), act__state=ActState.CANCELLED, message__state=MessageState.ANSWERED
    )
    messages = {answer.message_id: answer.message for answer in dropped.select_related("message")[:BATCH]}
    for message in messages.values():
        withdrawn(message=message)
    return len(messages)
