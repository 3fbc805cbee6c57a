"""Whether a comment is one of many that say the same: by one author, or by several under any posts of the city."""

from collections.abc import Iterable, Sequence
from datetime import timedelta

from veche.inbox.models import Message
from veche.screening import flood
from veche.screening.flood import Flood, Window

# As long as the window of the engine.
BEFORE = timedelta(seconds=flood.WINDOW_SECONDS)
# Of the newest; a raid of more than that in ten minutes is seen in these as well.
LOOKED_AT = 2_000


def floods(batch: Sequence[Message]) -> dict[int, Flood]:
    """By the comment's number. The window is built from what is stored, so that the same comments give the same answer
    after a restart and in any worker."""
    cities = {message.administration_id for message in batch}
    return {number: found for city in cities for number, found in _of_city(city, batch)}


def _of_city(administration: int, batch: Iterable[Message]) -> list[tuple[int, Flood]]:
    asked = [message for message in batch if message.administration_id == administration]
    first, last = min(message.at for message in asked), max(message.at for message in asked)
    said = Message.objects.of(administration).filter(ours=False, private=False, at__range=(first - BEFORE, last))
    newest = list(said.order_by("-at", "-pk").only("text", "author_id", "account", "at")[:LOOKED_AT])
    window, wanted = Window(), {message.pk for message in asked}
    found = [(message.pk, window.add(_heard(message))) for message in reversed(newest)]
    return [(number, seen) for number, seen in found if seen is not None and number in wanted]


def _heard(message: Message) -> flood.Message:
    """Whoever has no number is nobody's twin: names are not people."""
    author = message.author_id or f"#{message.pk}"
    return flood.Message(message.text, author, str(message.account_id), message.at.timestamp())
