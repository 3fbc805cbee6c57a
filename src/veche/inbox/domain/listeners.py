"""What rooms above this one do with events, registered in their apps' `ready`."""

from collections.abc import Callable
from typing import Any, Final

from veche.accounts.models import Account
from veche.engine.by_name import task_named
from veche.networks.protocol import Event

# Called in the event's own transaction; may raise `NotHereYet` to see the event again a little later.
_listeners: Final[dict[type, Callable[..., Any]]] = {}
# Paths of tasks that run after new events were processed.
_tasks: Final[list[str]] = []


def listen(event: type, verb: Callable[..., Any]) -> None:
    """Register a handler for a kind of event; it takes `account` and `event` by name. One for each kind."""
    _listeners[event] = verb


def dispatch(account: Account, event: Event) -> None:
    """Call the handler of the event, if there is one; the event is stored in any case."""
    if verb := _listeners.get(type(event)):
        verb(account=account, event=event)


def run_after_events(task: str) -> None:
    """Register the path of a task that is enqueued as soon as events of an account were processed."""
    if task not in _tasks:
        _tasks.append(task)


def enqueue_after_events() -> None:
    for task in _tasks:
        task_named(task).enqueue()
