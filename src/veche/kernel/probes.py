"""Named points of a call, for tests that kill a worker exactly there. Without a listener nothing happens."""

from collections.abc import Callable

type Listener = Callable[[str], object]

_listener: Listener | None = None


def listen(listener: Listener | None) -> None:
    """From now on `listener` gets the name of every point, in the thread that reached it; None ends it."""
    global _listener  # noqa: PLW0603 -- one process has one listener
    _listener = listener


def reach(point: str) -> None:
    if _listener is not None:
        _listener(point)
