"""Tasks of the engine's tests. They report through named pipes, so that a test waits for events and not for time."""

import os
from pathlib import Path

from django.tasks import task


def say(pipe: str, words: str) -> None:
    with Path(pipe).open("a", encoding="utf-8") as out:
        out.write(words + "\n")


@task(queue_name="house")
def add(left: int, right: int) -> int:
    return left + right


@task(queue_name="house")
def fail() -> None:
    raise ValueError("it fails")


@task(queue_name="house")
def note(pipe: str, words: str) -> None:
    say(pipe, words)


@task(queue_name="vk")
def wait_for(pipe: str, gate: str) -> None:
    """Report «start», wait until the gate is opened for writing, report «end»."""
    say(pipe, f"start {os.getpid()}")
    Path(gate).read_text(encoding="utf-8")
    say(pipe, "end")


@task(queue_name="house")
def die() -> None:
    os._exit(9)
