"""The state machine of an act: which state may follow which. The table is validated at import.

A set of states that one module needs is defined there.
"""

from veche.outbox.enums import ActState as S

# A late success is still true, even if another try has been planned.
OUT = frozenset({S.SENT, S.CONFIRMED})
# A person does in the network's own application what the key or the network does not do for us.
HANDED = frozenset({S.BY_HAND})
# A person holds it: everything under a freeze, publications under a pause.
HELD = frozenset({S.STOPPED, S.PAUSED})

NEXT: dict[S, frozenset[S]] = {
    S.PLANNED: frozenset({S.PREPARING, S.MISSED, S.CANCELLED}) | HELD | HANDED | OUT,
    S.PREPARING: frozenset({S.PREPARING, S.SENDING, S.PLANNED, S.FAILED, S.MISSED, S.CANCELLED}) | HELD | HANDED | OUT,
    S.SENDING: frozenset({S.PLANNED, S.FAILED, S.UNKNOWN}) | HELD | HANDED | OUT,
    S.SENT: frozenset({S.CONFIRMED}),
    S.UNKNOWN: frozenset({S.SENDING, S.PLANNED, S.MISSED}) | HELD | OUT,
    S.MISSED: frozenset({S.PLANNED, S.CANCELLED}) | HANDED | OUT,
    S.FAILED: frozenset({S.PLANNED, S.CANCELLED}) | HANDED | OUT,
    S.STOPPED: frozenset({S.PLANNED, S.PAUSED, S.MISSED, S.CANCELLED}) | OUT,
    S.PAUSED: frozenset({S.PLANNED, S.STOPPED, S.MISSED, S.CANCELLED}) | OUT,
    S.CANCELLED: OUT,
    S.CONFIRMED: frozenset(),
    S.BY_HAND: frozenset({S.PLANNED, S.CANCELLED}) | OUT,
}

# Certainly nothing stands in the network: such an act may be changed, moved or dropped.
CERTAINLY_UNSENT = frozenset({S.PLANNED, S.PREPARING, S.MISSED, S.FAILED, S.BY_HAND}) | HELD
NEEDS_PERSON = frozenset({S.FAILED, S.UNKNOWN, S.MISSED})
# Excluded by queries that want few published acts, so that no database scans years of history.
ALL_BUT_OUT = frozenset(S) - OUT
# It has not been called and leaves by itself: what a freeze or a pause stops.
WAITING = frozenset({S.PLANNED, S.PREPARING})
# As those, or held: what goes with its account when that is closed.
STILL_TO_LEAVE = WAITING | HELD
# «Уйдут»: includes acts whose call is under way.
AHEAD = WAITING | {S.SENDING}
# The answer is lost or not there yet, so the outcome is unknown.
IN_DOUBT = frozenset({S.SENDING, S.UNKNOWN})
# The network is asked about it. It has left already, so its proof keeps no lane from sending.
LOOKED_UP = frozenset({S.SENT, S.UNKNOWN})
# The state changes by itself, so pages that show it poll.
MOVING = AHEAD | LOOKED_UP
# An event of the network may confirm it: it was called or is with a person, and is not proven.
MAY_BE_SEEN = IN_DOUBT | {S.SENT, S.BY_HAND}
# Neither done nor given up.
OPEN = frozenset(S) - OUT - {S.CANCELLED}
# It has not happened and nothing more happens by itself; a person may plan a failed or missed act again.
NOT_DONE = frozenset({S.CANCELLED, S.FAILED, S.MISSED})


def before(state: S) -> frozenset[S]:
    """The states from which `state` may be entered: the WHERE of every conditional UPDATE."""
    return frozenset(earlier for earlier, later in NEXT.items() if state in later)


if set(NEXT) != set(S):
    raise AssertionError("every state needs its row")
if any(not before(state) for state in S):
    raise AssertionError("every state must be reachable")
