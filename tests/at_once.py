"""Run acts of several people at one instant."""

import threading
from collections.abc import Callable

from django.db import connections


def at_once(*acts: Callable[[], object], refused: tuple[type[Exception], ...]) -> list[str]:
    """Run the acts in threads of their own. Returns what each said, in order; «done» for an act without an error.

    `refused`: the errors that tell a person in words why nothing was done.
    """
    start, said = threading.Barrier(len(acts)), dict[int, str]()

    def press(number: int) -> None:
        start.wait(60)
        try:
            acts[number]()
            said[number] = "done"
        except refused as error:
            said[number] = str(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=press, args=(number,)) for number in range(len(acts))]
    for one in threads:
        one.start()
    for one in threads:
        one.join(60)
    return [said[number] for number in range(len(acts))]
