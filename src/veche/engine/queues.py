"""The names of the lanes. A network has two: what goes out never waits for what is read."""


def reading(network: str) -> str:
    """Polls, checks of keys, pictures, look-ups: slow at times, and a reader may wait for its turn."""
    return f"{network}-reading"


def is_reading(queue: str) -> bool:
    return queue.endswith("-reading")
