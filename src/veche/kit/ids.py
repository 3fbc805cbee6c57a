"""Ids in addresses and forms."""

# Digits of the largest number that surely fits a database's id.
MOST_DIGITS = 18


def id_from(said: str) -> int | None:
    """The id that a text names; None for anything else, also for a number too large for the database."""
    return int(said) if said.isascii() and said.isdigit() and len(said) <= MOST_DIGITS else None


def ids_from(said: list[str]) -> list[int]:
    """The ids among these texts, in order."""
    return [found for one in said if (found := id_from(one)) is not None]
