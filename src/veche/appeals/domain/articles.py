"""The norms of all grounds as the public rules show them: an article that stands in each is said once."""

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from veche.moderation.domain.norms import USUAL

# What follows the article of the usual norms: it names the ground again.
_GROUND_AGAIN: Final = frozenset(norm.partition(":")[2].strip() for norm in USUAL.values())


class Articles(NamedTuple):
    """`common`: stands in the norm of every ground, or ""; `own`: the rest of each norm, by ground."""

    common: str
    own: Mapping[str, str]


def articles(norms: Mapping[str, str]) -> Articles:
    """The parts of a norm are separated by «;». Of a shared article stays what follows its colon, as «пункт 3.1»."""
    parts = {ground: [one.strip() for one in norm.split(";")] for ground, norm in norms.items()}
    bases = [dict.fromkeys(_article(one) for one in found) for found in parts.values()]
    shared = [one for one in bases[0] if all(one in others for others in bases)] if len(bases) > 1 else []
    return Articles("; ".join(shared), {ground: _own(found, shared) for ground, found in parts.items()})


def _own(parts: Sequence[str], shared: Sequence[str]) -> str:
    left = (one.partition(":")[2].strip() if _article(one) in shared else one for one in parts)
    return "; ".join(one for one in left if one not in _GROUND_AGAIN)


def _article(part: str) -> str:
    return part.partition(":")[0].strip()
