"""Find which of the new comments ask about the same trouble: by topic, place and words, as `routing` groups them."""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import F

from veche.cases.domain.propose import routes
from veche.groups.models import SortedMessage
from veche.inbox.enums import MessageState
from veche.inbox.models import Message
from veche.routing.groups import AT_A_PLACE
from veche.staff.models import Administration

# New comments of one run, and earlier ones that they are compared with: a comment takes a millisecond.
BATCH, AROUND = 150, 300


def sort_new() -> int:
    """Sort comments that were screened and wait, each once, oldest first. Returns how many."""
    # So that the index of what waits is used, which begins with the administration and leaves out what is followed: our
    # own answers are new for ever.
    cities = list(Administration.objects.values_list("pk", flat=True))
    waiting = Message.objects.unscoped().filter(administration__in=cities, state=MessageState.NEW, followed=False)
    fresh = waiting.filter(ours=False, private=False, screened_at__isnull=False, sorted=None)
    rows = list(fresh.select_related("administration").order_by("at", "pk")[:BATCH])
    for city in {one.administration for one in rows}:
        _sort(city, [one for one in rows if one.administration_id == city.pk])
    return len(rows)


def _sort(administration: Administration, fresh: Sequence[Message]) -> None:
    known = _known(administration, fresh[0].at - AT_A_PLACE)
    every = [*known, *fresh]
    found = routes(administration, every)
    firsts: dict[int, int] = {}  # the first comment of each group
    for message, route in zip(every, found, strict=True):
        if route.group is not None:
            firsts.setdefault(route.group, known.get(message, message.pk))
    SortedMessage.objects.bulk_create(
        [
            SortedMessage(
                administration=administration,
                message=message,
                first_id=None if route.group is None else firsts[route.group],
                topic=route.topic or "",
            )
            for message, route in zip(fresh, found[len(known) :], strict=True)
        ],
        ignore_conflicts=True,  # another worker was quicker
    )


def _known(administration: Administration, since: datetime) -> dict[Message, int]:
    """The newest comments of troubles that wait, oldest first, each with the first one of its trouble."""
    rows = Message.objects.of(administration).filter(
        state=MessageState.NEW, ours=False, private=False, followed=False, at__gte=since, sorted__first__isnull=False
    )
    newest = rows.annotate(first=F("sorted__first")).order_by("-at", "-pk")[:AROUND]
    return {one: one.first for one in reversed(newest)}
