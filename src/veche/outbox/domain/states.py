"""The state machine of an act: which state may follow which. The table is validated at import."""

from veche.outbox.enums import ActState as S

# A late success is still true, even if another try has been planned.
TRUTH = frozenset({S.SENT, S.CONFIRMED})
# A person does in the network's own application what the key or the network does not do for us.
HANDED = frozenset({S.BY_HAND})

NEXT: dict[S, frozenset[S]] = {
    S.PLANNED: frozenset({S.PREPARING, S.MISSED, S.STOPPED, S.CANCELLED}) | HANDED | TRUTH,
    S.PREPARING: frozenset({S.PREPARING, S.SENDING, S.PLANNED, S.FAILED, S.MISSED, S.STOPPED, S.CANCELLED})
    | HANDED
    | TRUTH,
    S.SENDING: frozenset({S.PLANNED, S.STOPPED, S.FAILED, S.UNKNOWN}) | HANDED | TRUTH,
    S.SENT: frozenset({S.CONFIRMED}),
    S.UNKNOWN: frozenset({S.SENDING, S.PLANNED, S.STOPPED, S.MISSED}) | TRUTH,
    S.MISSED: frozenset({S.PLANNED, S.CANCELLED}) | HANDED | TRUTH,
    S.FAILED: frozenset({S.PLANNED, S.CANCELLED}) | HANDED | TRUTH,
    S.STOPPED: frozenset({S.PLANNED, S.MISSED, S.CANCELLED}) | TRUTH,
    S.CANCELLED: TRUTH,
    S.CONFIRMED: frozenset(),
    S.BY_HAND: frozenset({S.PLANNED, S.CANCELLED}) | TRUTH,
}

# Certainly nothing stands in the network: such an act may be changed, moved or dropped.
NOT_OUT = frozenset({S.PLANNED, S.PREPARING, S.STOPPED, S.MISSED, S.FAILED, S.BY_HAND})
NEEDS_PERSON = frozenset({S.FAILED, S.UNKNOWN, S.MISSED})
OUT = TRUTH
# Excluded by queries that want few published acts, so that no database scans years of history.
NOT_THERE = frozenset(S) - OUT
NOT_PROVEN = frozenset(S) - {S.CONFIRMED}
# Nothing of it has left, and it leaves by itself: what a freeze stops.
WAITING = frozenset({S.PLANNED, S.PREPARING})
# As those, or held by a freeze: what goes with its account when that is closed.
STILL_TO_LEAVE = WAITING | {S.STOPPED}
# «Уйдут»: includes acts whose call is under way.
AHEAD = WAITING | {S.SENDING}
# The answer is lost or not there yet, so the outcome is unknown.
IN_DOUBT = frozenset({S.SENDING, S.UNKNOWN})
# The network is asked about it. It has left already, so its proof keeps no lane from sending.
LOOKED_UP = frozenset({S.SENT, S.UNKNOWN})
# The state changes by itself, so pages that show it poll.
MOVING = AHEAD | LOOKED_UP
# What the network tells of may be this act, not yet proven: by a call of ours or by a person's hand.
MAY_BE_SEEN = IN_DOUBT | {S.SENT, S.BY_HAND}
# It may change what stands there at any moment, or has done so unheard: what stands there tells nothing of others yet.
UNSETTLED = STILL_TO_LEAVE | IN_DOUBT | HANDED
# It has left or a person has it in hand, and it is not proven: it may become one of the five of the week.
HOPEFUL = IN_DOUBT | HANDED | {S.SENT}
# Neither done nor given up.
OPEN = frozenset(S) - TRUTH - {S.CANCELLED}
# As those, and no worker has it in hand: dropped when a later act about the same is proven.
OPEN_AND_FREE = OPEN - {S.PREPARING, S.SENDING}
# It has not happened, and nothing will happen by itself.
NOT_DONE = frozenset({S.CANCELLED, S.FAILED, S.MISSED})
# Final states.
OVER = NOT_DONE | {S.CONFIRMED}
# It moves along when its publication gets another hour.
MOVABLE = frozenset({S.PLANNED, S.STOPPED, S.MISSED})
# It moves along or does not care: the publication may get another hour.
HOUR_IS_OPEN = MOVABLE | {S.CANCELLED, S.FAILED}
# What a copy of the database says about these may have become untrue before it was brought back: all become unknown.
# Not a step of the table: nobody takes it while the product runs (docs/adr/0009).
STALE_IN_A_COPY = frozenset({S.PLANNED, S.PREPARING, S.SENDING, S.UNKNOWN, S.STOPPED, S.MISSED, S.FAILED})


def before(state: S) -> frozenset[S]:
    """The states from which `state` may be entered: the WHERE of every conditional UPDATE."""
    return frozenset(earlier for earlier, later in NEXT.items() if state in later)


if set(NEXT) != set(S):
    raise AssertionError("every state needs its row")
if any(not before(state) for state in S):
    raise AssertionError("every state must be reachable")
