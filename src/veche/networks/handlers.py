"""Dispatch of acts by verb: the entries of an adapter's `HANDLERS` table, and the base class that uses it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, ClassVar
from uuid import UUID

from veche.networks.errors import unknown_act
from veche.networks.profile import NetworkProfile
from veche.networks.protocol import Act, CommentMode, Done, LookUp, Parts, Verb


@dataclass(frozen=True, slots=True)
class Call:
    """The arguments of `Network.perform`. `act`: the dataclass of the handler's verb."""

    act: Any
    parts: Parts
    key: UUID
    deadline: float


@dataclass(frozen=True, slots=True)
class LookUpCall:
    """The arguments of `Network.look_up`. `act`: the dataclass of the handler's verb."""

    act: Any
    key: UUID
    since: datetime
    remote_id: str
    deadline: float
    taken: frozenset[str]


def no_uploads(_host: object, _act: Act, _parts: Parts, _deadline: float) -> Iterator[Parts]:
    yield from ()


def always(_act: Act, _since_first: timedelta) -> bool:
    return True


def never(_act: Act, _since_first: timedelta) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Handler[Host]:
    """The methods of `Network` for one verb. `Host`: the adapter's own account class (a wall, a group, a channel).

    `repeats(act, time since the first call)`: as `Network.may_repeat`.
    """

    perform: Callable[[Host, Call], Done]
    look_up: Callable[[Host, LookUpCall], LookUp]
    prepare: Callable[[Host, Any, Parts, float], Iterator[Parts]] = no_uploads
    repeats: Callable[[Any, timedelta], bool] = always


class ByVerb[Host]:
    """The part of `Network` that depends on the act: each call goes to the handler of its verb."""

    profile: ClassVar[NetworkProfile]
    handlers: Mapping[Verb, Handler[Host]]
    host: Host

    def prepare(self, act: Act, parts: Parts, *, deadline: float) -> Iterator[Parts]:
        if act.verb in self.handlers:
            yield from self.handlers[act.verb].prepare(self.host, act, parts, deadline)

    def perform(self, act: Act, parts: Parts, *, key: UUID, deadline: float) -> Done:
        return self._handler(act).perform(self.host, Call(act, parts, key, deadline))

    def may_repeat(self, act: Act, *, first_call: datetime, now: datetime) -> bool:
        return act.verb in self.handlers and self.handlers[act.verb].repeats(act, now - first_call)

    def look_up(
        self,
        act: Act,
        *,
        key: UUID,
        since: datetime,
        remote_id: str,
        deadline: float,
        taken: frozenset[str] = frozenset(),
    ) -> LookUp:
        return self._handler(act).look_up(self.host, LookUpCall(act, key, since, remote_id, deadline, taken))

    def comment_modes(self, post_ids: Sequence[str], *, deadline: float) -> Mapping[str, CommentMode]:
        """As `Network.comment_modes`, of a network that shows nothing."""
        del post_ids, deadline
        return {}

    def _handler(self, act: Act) -> Handler[Host]:
        if act.verb not in self.handlers:
            raise unknown_act(self.profile.names.short, act.verb)
        return self.handlers[act.verb]
