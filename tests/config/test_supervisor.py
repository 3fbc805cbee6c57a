"""Behaviour of the supervisor, with shell commands as children."""

import os
import signal
from itertools import pairwise
from pathlib import Path

from tests.config.conftest import Command
from tests.named_pipes import Pipe
from tests.waiting import wait_until
from veche.config.supervisor import FIRST_PAUSE

SUPERVISED = ("-m", "tests.config.supervised")


def test_a_killed_child_is_back_within_a_second(command: Command, pipe: Pipe) -> None:
    command(*SUPERVISED, "5", "web", f"echo $$ > {pipe}; exec sleep 60")
    first = int(pipe.line())

    os.kill(first, signal.SIGKILL)
    second = int(pipe.line())

    assert (_lives(first), _lives(second)) == (False, True)
    assert FIRST_PAUSE < 0.5  # the rest of the second is for the start itself


def test_a_child_that_ends_at_once_is_started_more_and_more_slowly(command: Command, pipe: Pipe) -> None:
    command(*SUPERVISED, "5", "web", f"date +%s.%N > {pipe}")

    times = [float(pipe.line()) for _ in range(4)]

    gaps = [after - before for before, after in pairwise(times)]
    assert (gaps[0] > 0.25, gaps[1] > 0.55, gaps[2] > 1.15) == (True, True, True), gaps


def test_asked_to_stop_it_ends_every_child_and_itself(command: Command, pipe: Pipe) -> None:
    polite = f"trap 'echo bye > {pipe}; exit 0' TERM; echo $$ > {pipe}; while :; do sleep 0.1; done"
    supervisor = command(*SUPERVISED, "5", "web", polite)
    child = int(pipe.line())

    supervisor.send_signal(signal.SIGTERM)

    assert pipe.line() == "bye"
    assert (supervisor.wait(60), _lives(child)) == (0, False)


def test_ctrl_c_is_a_stop_like_any_other(command: Command, pipe: Pipe) -> None:
    supervisor = command(*SUPERVISED, "5", "web", f"echo $$ > {pipe}; exec sleep 60")
    child = int(pipe.line())

    supervisor.send_signal(signal.SIGINT)

    assert (supervisor.wait(60), _lives(child)) == (0, False)


def test_a_child_that_does_not_listen_is_killed_with_all_it_started(command: Command, pipe: Pipe) -> None:
    deaf = f"trap '' TERM; sleep 60 & echo $! > {pipe}; echo $$ > {pipe}; while :; do sleep 0.1; done"
    supervisor = command(*SUPERVISED, "0.5", "web", deaf)
    grandchild, child = int(pipe.line()), int(pipe.line())

    supervisor.send_signal(signal.SIGTERM)

    assert supervisor.wait(60) == 0
    wait_until(lambda: not _lives(child) and not _lives(grandchild))


def test_nothing_of_a_dead_child_is_left_when_it_starts_again(command: Command, pipe: Pipe) -> None:
    command(*SUPERVISED, "5", "web", f"sleep 60 & echo $! > {pipe}; echo $$ > {pipe}; wait")
    grandchild, child = int(pipe.line()), int(pipe.line())

    os.kill(child, signal.SIGKILL)
    pipe.line()

    wait_until(lambda: not _lives(grandchild))


def test_children_end_when_the_supervisor_is_killed(command: Command, pipe: Pipe) -> None:
    polite = f"trap 'echo bye > {pipe}; exit 0' TERM; echo $$ > {pipe}; while :; do sleep 0.1; done"
    supervisor = command(*SUPERVISED, "5", "web", polite)
    pipe.line()

    supervisor.kill()

    assert pipe.line() == "bye"


def test_what_others_need_is_stopped_after_them(command: Command, pipe: Pipe) -> None:
    def polite(name: str) -> str:
        return f"trap 'echo {name} ends > {pipe}; exit 0' TERM; echo $$ > {pipe}; while :; do sleep 0.1; done"

    supervisor = command(*SUPERVISED, "5", "sandbox", polite("sandbox"), "web", polite("web"))
    pipe.line()
    pipe.line()

    supervisor.send_signal(signal.SIGTERM)

    assert [pipe.line(), pipe.line()] == ["web ends", "sandbox ends"]


def _lives(pid: int) -> bool:
    """Whether it runs; an unreaped zombie is dead."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8")
    except FileNotFoundError:
        return False
    return stat.rpartition(")")[2].split()[0] != "Z"
