"""What an engine must be able to do beside `django.tasks`: the port behind the lanes, the ticker and the doctor."""

from collections.abc import Collection
from datetime import UTC, datetime
from typing import Any, Protocol, cast

from django.tasks import DEFAULT_TASK_BACKEND_ALIAS, Task, task_backends

# The hour of a task that has none: past by every clock.
AT_ONCE = datetime(1970, 1, 1, tzinfo=UTC)


class Taken(Protocol):
    """A task that one lane has taken. What else it is, its engine knows."""

    @property
    def id(self) -> Any: ...

    @property
    def task_path(self) -> str: ...


class Engine(Protocol):
    def enqueue_once(self, task: Task[Any, Any], args: tuple[str, ...], *, name: str, window: int) -> bool:
        """False when there is a task of this name and window already: the database decides between workers."""

    def is_pending(self, task: Task[Any, Any], args: tuple[str, ...]) -> bool:
        """Whether the same task with the same arguments waits or runs."""

    def waiting(self, task: Task[Any, Any], firsts: Collection[int]) -> set[int]:
        """Of these first arguments, those for which the task could start at once and waits only for its lane."""

    def take(self, queue: str, worker_id: str, *, look_first: bool) -> Taken | None:
        """The next task that is ready; nobody else gets it. `look_first`: perhaps there is none."""

    def run(self, taken: Taken, worker_id: str) -> None:
        """Run it and write down how it ended. Its own exceptions stay inside."""

    def due(self, *, before: datetime) -> dict[str, datetime]:
        """When the first waiting task of each queue may start, if that is so soon; AT_ONCE for one without an hour."""

    def give_back_cut_off(self, queue: str, worker_id: str) -> None:
        """A lane runs one task at a time: what still stands as running under its name was cut off by some trouble."""

    def beat(self) -> None:
        """This process lives. Called every few seconds."""

    def reap(self) -> int:
        """Give back every task whose worker is gone, give up those that kill their workers; how many."""

    def prune(self) -> int:
        """Forget finished tasks past their time; how many."""

    def last_enqueued(self) -> datetime | None:
        """The schedule's last beat: it enqueues something every few seconds while any worker lives."""

    def last_done(self) -> datetime | None:
        """A worker's last beat. One query, cheap enough for each page."""


def engine() -> Engine:
    return cast("Engine", task_backends[DEFAULT_TASK_BACKEND_ALIAS])


def beat() -> None:
    engine().beat()


def reap() -> int:
    return engine().reap()


def prune() -> int:
    return engine().prune()
