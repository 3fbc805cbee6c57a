"""What an engine provides beyond `django.tasks`: the port behind the lanes, the ticker and the doctor."""

from collections.abc import Collection
from datetime import UTC, datetime
from typing import Any, Protocol, cast

from django.tasks import DEFAULT_TASK_BACKEND_ALIAS, Task, task_backends

# The hour of a task without one: in the past by any clock.
AT_ONCE = datetime(1970, 1, 1, tzinfo=UTC)


class ClaimedTask(Protocol):
    """A task claimed by one lane; the rest of it is the engine's own."""

    @property
    def id(self) -> Any: ...

    @property
    def task_path(self) -> str: ...


class Engine(Protocol):
    def enqueue_once(self, task: Task[Any, Any], args: tuple[str, ...], *, name: str, window: int) -> bool:
        """Enqueue a task. False if one of this name and window exists: the database decides between workers."""

    def is_pending(self, task: Task[Any, Any], args: tuple[str, ...]) -> bool:
        """Whether the same task with the same arguments waits or runs."""

    def waiting(self, task: Task[Any, Any], firsts: Collection[int]) -> set[int]:
        """Of these first arguments, those whose task could start now and only waits for its lane."""

    def take(self, queue: str, worker_id: str) -> ClaimedTask | None:
        """Claim the next ready task; None if there is none, which takes no lock."""

    def run(self, taken: ClaimedTask, worker_id: str) -> None:
        """Run the task and record how it ended. The task's exceptions are not raised."""

    def due(self, *, before: datetime) -> dict[str, datetime]:
        """By queue, when its first waiting task may start, if that is before `before`; AT_ONCE for a task without an
        hour."""

    def give_back_cut_off(self, queue: str, worker_id: str) -> None:
        """Give back tasks that count as running in this lane, which runs none: an error interrupted them."""

    def beat(self) -> None:
        """Record that this process is alive. Called every few seconds."""

    def reap(self) -> int:
        """Give back the tasks of dead workers and fail those that kill their workers. Returns their number."""

    def prune(self) -> int:
        """Delete finished tasks past their retention. Returns their number."""

    def last_enqueued(self) -> datetime | None:
        """When the schedule last enqueued a task; it does so every few seconds while a worker is alive."""

    def last_done(self) -> datetime | None:
        """When a worker last finished a task. One query, cheap enough for each page."""


def engine() -> Engine:
    return cast("Engine", task_backends[DEFAULT_TASK_BACKEND_ALIAS])


def beat() -> None:
    engine().beat()


def reap() -> int:
    return engine().reap()


def prune() -> int:
    return engine().prune()
