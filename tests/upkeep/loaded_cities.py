"""Two administrations under load, in a process of their own: one in VK, one in Telegram.

    python -m tests.upkeep.loaded_cities found   create one administration and nothing else
    python -m tests.upkeep.loaded_cities live    save posts, print `saved <text>` after each commit until stdin ends,
                                                 then make some due and wait until all due acts have left
    python -m tests.upkeep.loaded_cities after   on the restored data: check it, then decide as a person and release

TOWN_SANDBOX: the sandbox's line of JSON. Prints JSON.
"""

import json
import os
import select
import sys
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import django

from tests.chaos.city import City
from tests.chaos.clocks import shorten
from tests.sandbox_process import SandboxProcess
from tests.waiting import wait_until
from veche.config import first_start
from veche.config.environment import data_folder

SETTINGS = ("vk", "telegram-group")
LATER = timedelta(hours=3)
# The networks' own limits: VK accepts three calls a second, a Telegram channel one message.
SAVE_EVERY = 0.5
FOR_TELEGRAM = 2
SETTLE_SECONDS = 240.0


def attached() -> SandboxProcess:
    sandbox = SandboxProcess(Path())
    sandbox.info = json.loads(os.environ["TOWN_SANDBOX"])
    return sandbox


def live() -> None:
    from django.conf import settings
    from django.core.management import call_command

    from veche.kernel.uploads import keep_bytes

    call_command("migrate", verbosity=0)
    keep_bytes(os.urandom(100_000), name="снимок", root=Path(settings.MEDIA_ROOT), max_bytes=10**6)
    cities = [City(attached(), setting) for setting in SETTINGS]
    for city in cities:
        _save(city, f"{city.network}: завтрашняя", LATER)
        for number in range(3):
            _save(city, f"{city.network}: вечерняя {number}", LATER)
    number = 0
    while not select.select([sys.stdin], [], [], SAVE_EVERY)[0]:
        number += 1
        for city in cities[: 2 if number <= FOR_TELEGRAM else 1]:
            _save(city, f"{city.network}: запись {number}", timedelta())
    _bring_forward("вечерняя")
    _until(lambda: not _states(due=True) & {"planned", "preparing", "sending", "unknown"})


def found() -> None:
    """Create one administration with its keys and no acts."""
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    City(attached(), "vk")


def _bring_forward(word: str) -> None:
    """Move the acts that the restored copy holds for the evening to now; the copy cannot know that they were sent."""
    from veche.kernel.clock import now
    from veche.outbox.models import Act

    moment = now()
    Act.objects.unscoped().filter(title__contains=word).update(
        due_at=moment, next_try_at=moment, not_after=moment + LATER
    )


def _save(city: City, text: str, wait: timedelta) -> None:
    from django.db import transaction

    from veche.kernel.clock import now
    from veche.networks.protocol import OutgoingPost, Publish
    from veche.outbox.domain.plan import plan_act

    with transaction.atomic():
        plan_act(
            account=city.account,
            intent=f"publish:{text}",
            title=text,
            act=Publish(OutgoingPost(text)),
            by=city.person,
            due_at=now() + wait,
        )
    _tell(f"saved {text}")


def after() -> None:
    """Check first: frozen, and all lookups done. Then decide as a person who looked at the walls."""
    from veche.outbox.domain.freeze import release
    from veche.outbox.models import Act
    from veche.staff.models import Administration, Person

    acts = Act.objects.unscoped()
    _tell(json.dumps({act.title: act.state for act in acts.all()}))
    _until(lambda: not acts.filter(state="unknown", account__network="vk").exists())
    _until(lambda: not acts.filter(state="unknown", lookups=0).exists())
    _tell(json.dumps({act.title: act.state for act in acts.all()}))
    for act in acts.filter(state="unknown"):
        _until(partial(_answered, act))
    for administration in Administration.objects.all():
        release(administration=administration, by=Person.objects.of(administration).get())
    _until(lambda: not _states(due=True) & {"planned", "preparing", "sending", "unknown"})
    _tell(json.dumps({act.title: act.state for act in acts.all()}))


def _answered(act: Any) -> bool:
    """Decide by what is on the wall; False while the grace period lasts.

    A late event may confirm the act earlier; then there is nothing to decide.
    """
    from veche.outbox.domain.person_decisions import say_happened, say_not_happened
    from veche.outbox.errors import NotNow

    sandbox = attached()
    stands = any(post["text"] == act.title for post in sandbox.posts(act.account.network) if not post["deleted"])
    try:
        (say_happened if stands else say_not_happened)(act=act, by=act.by)
    except NotNow:
        act.refresh_from_db()
        return bool(act.state != "unknown")
    return True


def _states(*, due: bool) -> set[str]:
    from veche.kernel.clock import now
    from veche.outbox.models import Act

    acts = Act.objects.unscoped()
    return set((acts.filter(due_at__lte=now() + timedelta(minutes=1)) if due else acts).values_list("state", flat=True))


def _overdue() -> list[tuple[Any, ...]]:
    """The state of every act that is overdue, for the failure message."""
    from veche.kernel.clock import now
    from veche.outbox.models import Act

    acts = Act.objects.unscoped().exclude(state="confirmed").filter(due_at__lte=now() + timedelta(minutes=1))
    return list(acts.values_list("title", "state", "lookups", "attempt", "reason", "next_try_at", "lease_until"))


def _until(condition: Callable[[], bool]) -> None:
    wait_until(condition, seconds=SETTLE_SECONDS, otherwise=lambda: f"not settled: {_overdue()}")


def _tell(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    first_start.prepare(data_folder())
    django.setup()
    shorten()
    {"live": live, "found": found, "after": after}[sys.argv[1]]()
