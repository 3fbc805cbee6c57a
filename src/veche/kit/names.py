"""Names that stand beside each other."""


def differs(name: object, other: object) -> bool:
    """Whether `name` says more than `other`, so that both are shown: a person may be named after their role."""
    return str(name).strip().casefold() != str(other).strip().casefold()
