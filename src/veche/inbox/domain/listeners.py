"""Handlers of events that a room above this one understands, registered in its app's `ready`."""

from collections.abc import Callable
from typing import Any, Final

from veche.accounts.models import Account
from veche.networks.protocol import Event

# Called in the event's own transaction; may raise `NotHereYet` to see the event again a little later.
_listeners: Final[dict[type, Callable[..., Any]]] = {}


def listen(event: type, verb: Callable[..., Any]) -> None:
    """Register a handler for a kind of event; it takes `account` and `event` by name. One for each kind."""
    _listeners[event] = verb


def tell(account: Account, event: Event) -> None:
    """Call the handler of the event, if there is one; the event is stored in any case."""
    if verb := _listeners.get(type(event)):
        verb(account=account, event=event)
