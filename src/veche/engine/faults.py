"""Limits for tasks that kill their workers, for both engines."""

MAX_STARTS = 5


class WorkerDied(Exception):
    """The error stored with a task when every worker that ran it has died."""
