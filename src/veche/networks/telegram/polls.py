"""Votes of polls. A bot is told about its own polls after each vote; the update names the poll, not its post."""

from collections.abc import Mapping
from typing import Any

from veche.kernel.clock import now
from veche.networks.protocol import PollCounted

type Update = Mapping[str, Any]


def is_count(update: Update) -> bool:
    return isinstance(update.get("poll"), Mapping)


def latest(updates: list[Update]) -> list[Update]:
    """The last update of each poll: the earlier ones of the same page say less."""
    by_poll = {str(update["poll"].get("id")): update for update in updates}
    return list(by_poll.values())


def counted(update: Update) -> PollCounted:
    """The event. An update has no time, so `at` is when we received it."""
    poll, options = update["poll"], update["poll"]["options"]
    return PollCounted(
        dedup=f"poll:{poll['id']}:{int(update['update_id'])}",
        poll_id=str(poll["id"]),
        question=str(poll["question"]),
        options=tuple(str(option["text"]) for option in options),
        votes=tuple(int(option["voter_count"]) for option in options),
        voters=int(poll["total_voter_count"]),
        closed=bool(poll["is_closed"]),
        at=now(),
    )
