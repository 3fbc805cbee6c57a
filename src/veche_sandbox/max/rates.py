"""How often: 30 calls a second for a bot, 2 messages a second in a chat (dev.max.ru). Off unless asked for."""

import time
from collections import defaultdict, deque

from veche_sandbox.max.errors import too_many

BOT_PER_SECOND = 30
CHAT_PER_SECOND = 2
_WRITING = {"POST /messages", "PUT /messages", "DELETE /messages"}


class Rates:
    """In memory: a restart forgives."""

    def __init__(self, *, strict: bool) -> None:
        self._strict = strict
        self._at: dict[tuple[str, int], deque[float]] = defaultdict(deque)

    def spend(self, bot_id: int, operation: str, chat_id: int | None) -> None:
        """Raises 429, and then nothing is spent."""
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
