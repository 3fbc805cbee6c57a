"""Which state may follow which. The table judges itself at import."""

from veche.outbox.enums import ActState as S

# The network's yes is the truth even when it comes late, after somebody has already planned another try.
TRUTH = frozenset({S.SENT, S.CONFIRMED})
# A person does in the network's own application what the key or the network does not do for us.
HANDED = frozenset({S.BY_HAND})

NEXT: dict[S, frozenset[S]] = {
    S.PLANNED: frozenset({S.PREPARING, S.MISSED, S.STOPPED, S.CANCELLED}) | TRUTH,
    S.PREPARING: frozenset({S.PREPARING, S.SENDING, S.PLANNED, S.FAILED, S.MISSED, S.STOPPED, S.CANCELLED})
    | HANDED
    | TRUTH,
    S.SENDING: frozenset({S.PLANNED, S.FAILED, S.UNKNOWN}) | HANDED | TRUTH,
    S.SENT: frozenset({S.CONFIRMED}),
    S.UNKNOWN: frozenset({S.SENDING, S.PLANNED, S.MISSED}) | TRUTH,
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
