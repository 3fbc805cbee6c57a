"""What a person says about an act that did not end by itself: send again, drop, «вижу её», «её нет»."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from veche.inbox.domain.answer import withdrawn
from veche.inbox.errors import InboxError
from veche.inbox.models import Answer
from veche.outbox.domain import desk
from veche.outbox.errors import OutboxError
from veche.outbox.models import Act
from veche.staff.models import Person

SAYINGS: dict[str, Callable[..., None]] = {
    "again": desk.send_now,
    "drop": desk.give_up,
    "seen": desk.say_happened,
    "absent": desk.say_not_happened,
}


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
