"""Queue names. A network has two, so that what goes out never waits for what is read."""


def reading(network: str) -> str:
    """The queue for polls, key checks, pictures and lookups: slow at times, and tasks may wait for the rate limit."""
    return f"{network}-reading"


def is_reading(queue: str) -> bool:
    return queue.endswith("-reading")
