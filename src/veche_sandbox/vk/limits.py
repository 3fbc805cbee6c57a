"""Rate limits with `--strict-rates`: 3 calls a second for a person, 20 for a community."""

import time
from collections import defaultdict, deque
from collections.abc import Callable

from veche_sandbox.vk.errors import too_many_requests
from veche_sandbox.vk.registry import TokenKind

MOST = {TokenKind.COMMUNITY: 20, TokenKind.SERVICE: 5}
USUAL = 3


class Rates:
    """Counts calls per key, from whatever address. `clock`: monotonic seconds."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._calls: defaultdict[str, deque[float]] = defaultdict(deque)

    def count(self, token: str, kind: TokenKind) -> None:
        """Count a call. Raises error 6, without counting, if it exceeds the limit of the last second."""
        now, calls = self._clock(), self._calls[token]
        while calls and calls[0] <= now - 1:
            calls.popleft()
        if len(calls) >= MOST.get(kind, USUAL):
            raise too_many_requests()
        calls.append(now)
