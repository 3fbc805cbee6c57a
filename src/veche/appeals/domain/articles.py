"""The norms of all grounds as the public rules show them: an article that stands in each is said once."""

from collections.abc import Mapping
from typing import NamedTuple


class Articles(NamedTuple):
    """`common`: stands in the norm of every ground, or ""; `own`: the rest of each norm, by ground."""

    common: str
    own: Mapping[str, str]


def articles(norms: Mapping[str, str]) -> Articles:
    """The parts of a norm are separated by «;». What follows an article's colon names the ground again."""
    parts = {ground: [one.strip() for one in norm.split(";")] for ground, norm in norms.items()}
    bases = [dict.fromkeys(_article(one) for one in found) for found in parts.values()]
    shared = [one for one in bases[0] if all(one in others for others in bases)] if len(bases) > 1 else []
    own = {ground: [one for one in found if _article(one) not in shared] for ground, found in parts.items()}
    return Articles("; ".join(shared), {ground: "; ".join(left) for ground, left in own.items()})


def _article(part: str) -> str:
    return part.partition(":")[0].strip()
