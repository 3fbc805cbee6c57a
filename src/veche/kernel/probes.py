"""Named points in the code, for tests that kill a worker exactly there. Without a listener they do nothing."""

from collections.abc import Callable

type Listener = Callable[[str], object]

_listener: Listener | None = None


def listen(listener: Listener | None) -> None:
    """Set the function called with each point's name, in the thread that reached it; None removes it."""
    global _listener  # noqa: PLW0603 -- one process has one listener
    _listener = listener


def reach(point: str) -> None:
    if _listener is not None:
        _listener(point)
