"""Names that stand beside each other."""

from collections.abc import Iterable


def differs(name: object, other: object) -> bool:
    """Whether `name` says more than `other`, so that both are shown: a person may be named after their role."""
    return str(name).strip().casefold() != str(other).strip().casefold()


def other_than(names: Iterable[object], other: object) -> list[object]:
    """Those of `names` that say more than `other`."""
    return [name for name in names if differs(name, other)]
