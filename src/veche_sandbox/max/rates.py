"""Rate limits: 30 calls a second per bot, 2 messages a second per chat (dev.max.ru). Off by default."""

import time
from collections import defaultdict, deque

from veche_sandbox.max.errors import too_many

BOT_PER_SECOND = 30
CHAT_PER_SECOND = 2
_WRITING = {"POST /messages", "PUT /messages", "DELETE /messages"}


class Rates:
    """Counters in memory; a restart resets them."""

    def __init__(self, *, strict: bool) -> None:
        self._strict = strict
        self._at: dict[tuple[str, int], deque[float]] = defaultdict(deque)

    def spend(self, bot_id: int, operation: str, chat_id: int | None) -> None:
        """Count a call. Raises 429 without counting it."""
        if not self._strict:
            return
        counted = [(("bot", bot_id), BOT_PER_SECOND)]
        if chat_id is not None and operation in _WRITING:
            counted.append((("chat", chat_id), CHAT_PER_SECOND))
        moment = time.monotonic()
        for name, most in counted:
            times = self._at[name]
            while times and moment - times[0] >= 1:
                times.popleft()
            if len(times) >= most:
                raise too_many()
        for name, _ in counted:
            self._at[name].append(moment)
