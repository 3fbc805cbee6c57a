"""What both engines do with a task that ends its workers."""

MAX_STARTS = 5


class WorkerDied(Exception):
    """Stands in a task's row when each worker that ran it died."""
