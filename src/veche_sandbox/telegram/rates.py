"""Rate limits of a bot («Bots FAQ»): one message a second in a chat, 20 a minute in a group. Off by default."""

import time
from collections import defaultdict, deque

from veche_sandbox.store import Account
from veche_sandbox.telegram.errors import too_many_requests

GROUP_PER_MINUTE = 20
_SPENDERS = {
    "sendMessage",
    "sendPhoto",
    "sendVideo",
    "sendAnimation",
    "sendDocument",
    "sendPoll",
    "sendMediaGroup",
    "forwardMessage",
    "copyMessage",
    "editMessageText",
    "editMessageCaption",
    "editMessageMedia",
}


class Rates:
    """Counters in memory; a restart resets them. `strict` False: never refuse."""

    def __init__(self, *, strict: bool) -> None:
        self._strict = strict
        self._sent: dict[tuple[int, int], deque[float]] = defaultdict(deque)

    def spend(self, bot_id: int, method: str, chat: Account | None, messages: int) -> None:
        """Count a call. Raises 429. An album costs as much as its items."""
        if not self._strict or chat is None or method not in _SPENDERS:
            return
        sent, now = self._sent[bot_id, chat.id], time.monotonic()
        while sent and now - sent[0] > 60:
            sent.popleft()
        if sent and now - sent[-1] < 1:
            raise too_many_requests(1)
        if chat.kind == "supergroup" and len(sent) + messages > GROUP_PER_MINUTE:
            raise too_many_requests(60 - (now - sent[0]))
        sent.extend([now] * messages)
