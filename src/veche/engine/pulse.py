"""When the engine was last seen at work."""

from datetime import datetime

from veche.engine.port import engine


def last_enqueued() -> datetime | None:
    """The schedule's last beat: it enqueues something every few seconds while any worker lives."""
    return engine().last_enqueued()


def last_done() -> datetime | None:
    """A worker's last beat."""
    return engine().last_done()
