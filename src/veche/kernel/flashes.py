"""Flashes of a moving picture (WCAG 2.1, 2.3.1): pairs of opposite changes of brightness, at least a tenth of full.

A flash counts if it fills a quarter of the picture, so brightness is taken of each quarter.
"""

from collections.abc import Iterable, Iterator, Sequence

# Relative luminance, 0 to 1: how much it changes, and below which the darker state must be.
CHANGE, DARK = 0.1, 0.8
_LUMINANCE: list[float] = [(point / 255) ** 2.2 for point in range(256)]


def quarters_of(rows: Sequence[bytes]) -> tuple[float, ...]:
    """Mean luminance of each quarter of a grey picture. `rows`: one byte a point."""
    half, middle = len(rows) // 2, len(rows[0]) // 2
    halves, sides = (rows[:half], rows[half:]), (slice(middle), slice(middle, None))
    return tuple(_mean(b"".join(row[side] for row in part)) for part in halves for side in sides)


def most_flashes(frames: Iterable[tuple[float, Sequence[float]]]) -> int:
    """The most flashes within one second. `frames`: seconds from the beginning, and `quarters_of` the picture."""
    quarters = zip(*([(at, level) for level in levels] for at, levels in frames), strict=True)
    return max(map(_flashes, quarters), default=0)


def _mean(points: bytes) -> float:
    return sum(map(_LUMINANCE.__getitem__, points)) / max(len(points), 1)


def _flashes(levels: Sequence[tuple[float, float]]) -> int:
    turns = list(_turns(levels))
    return max((sum(at <= other < at + 1 for other in turns) // 2 for at in turns), default=0)


def _turns(levels: Sequence[tuple[float, float]]) -> Iterator[float]:
    """Moments at which the brightness has changed enough against its last direction."""
    extreme = levels[0][1]
    rises: bool | None = None
    for at, level in levels:
        is_more = level > extreme
        if rises == is_more:
            extreme = level
        elif abs(level - extreme) >= CHANGE and min(level, extreme) < DARK:
            extreme, rises = level, is_more
            yield at
