"""What no key at all makes a network do through us: there a person's hand is the only way, and trying is no offer."""

from collections.abc import Mapping
from typing import Final

from veche.networks.formats import beyond, operations_of
from veche.networks.protocol import Act, Operation, Publish, Verb

# Beside the formats (`formats.beyond`). Each adapter's `abilities` says the same with its reasons; a test compares.
_NEVER: Final[Mapping[str, frozenset[Operation]]] = {
    "ok": frozenset(
        {
            Operation.RESTORE_COMMENT,
            Operation.PIN,
            Operation.RELEASE_AUTHOR,
            Operation.READ_MESSAGES,
            Operation.ANSWER_MESSAGE,
            Operation.DESCRIBE,
            Operation.SET_COVER,
            Operation.RUN_LIVE,
        }
    ),
    "telegram": frozenset({Operation.RESTORE_COMMENT, Operation.STATISTICS, Operation.SET_COVER, Operation.RUN_LIVE}),
    "max": frozenset(
        {
            Operation.RESTORE_COMMENT,
            Operation.RESTRICT_AUTHOR,
            Operation.RELEASE_AUTHOR,
            Operation.SET_COVER,
            Operation.RUN_LIVE,
        }
    ),
}


def never(slug: str) -> frozenset[Operation]:
    return _NEVER.get(slug, frozenset()) | beyond(slug).keys()


def could(slug: str, act: Act) -> bool:
    """Whether some key of this network could carry this act."""
    if isinstance(act, Publish):
        return never(slug).isdisjoint(operations_of(act.post))
    return could_do(slug, act.verb)


def could_do(slug: str, verb: Verb) -> bool:
    """By the verb alone; of a publication its parts decide."""
    return verb is Verb.PUBLISH or _OPERATIONS.get(verb, verb.value) not in never(slug)


_OPERATIONS: Final[Mapping[Verb, Operation]] = {
    Verb.UNPIN: Operation.PIN,
    Verb.START_LIVE: Operation.RUN_LIVE,
    Verb.STOP_LIVE: Operation.RUN_LIVE,
}
