"""Wait, in a separate process, until everything due in an earlier installation has been handled.

python -m tests.upkeep.settle_sendings: a worker runs; a person answers what no network can tell
python -m tests.upkeep.settle_sendings frozen: until each doubt was looked up, and no more
python -m tests.upkeep.settle_sendings release: a person answers, releases the freeze, and waits

Prints JSON: [title, verb, state] of every act that was due before 2040. Our modules are imported late, because Django
is set up here.
"""

import json
import sys
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import django

from tests.chaos.clocks import shorten
from tests.waiting import wait_until

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from veche.outbox.models import Act

SECONDS = 240.0
LATER = datetime(2039, 1, 1, tzinfo=UTC)
MOVING = ("planned", "preparing", "sending", "unknown")
PATIENCE = 3
STAND = ("stood", "sent")  # called with effect


def main(way: str) -> None:
    if way == "frozen":
        _until(lambda: not _due().filter(state="unknown", lookups=0).exists())
    else:
        if way == "release":
            _until(lambda: _answer_all() and not _due().filter(state="unknown").exists())
            _release()
        _until(lambda: _answer_all() and not _due().filter(state__in=MOVING).exists())
    json.dump(list(_due().order_by("pk").values_list("title", "verb", "state")), sys.stdout)


def _due() -> "QuerySet[Act]":
    from veche.outbox.models import Act

    found: QuerySet[Act] = Act.objects.unscoped().filter(due_at__lt=LATER)
    return found


def _answer_all() -> bool:
    """Answer for a person who sees the networks. False while an act is left."""
    return all(_answered(act) for act in _due().filter(state="unknown", lookups__gte=PATIENCE))


def _answered(act: "Act") -> bool:
    """False during the network's grace; a late proof may precede the person."""
    from veche.outbox.domain.person_decisions import say_happened, say_not_happened
    from veche.outbox.errors import NotNow

    try:
        (say_happened if act.title.startswith(STAND) else say_not_happened)(act=act, by=act.account.responsible)
    except NotNow:
        act.refresh_from_db()
        return bool(act.state != "unknown")
    return True


def _release() -> None:
    from veche.outbox.domain.freeze import release
    from veche.staff.models import Administration, Person

    for administration in Administration.objects.all():
        person = Person.objects.of(administration).order_by("pk").first()
        assert person
        release(administration=administration, by=person)


def _until(condition: object) -> None:
    wait_until(condition, seconds=SECONDS, otherwise=lambda: f"not settled: {_states()}")  # type: ignore[arg-type]


def _states() -> list[tuple[object, ...]]:
    left = _due().filter(state__in=MOVING)
    return list(left.values_list("title", "state", "lookups", "attempt", "reason", "next_try_at"))


if __name__ == "__main__":
    django.setup()
    shorten()
    main(sys.argv[1] if sys.argv[1:] else "")
