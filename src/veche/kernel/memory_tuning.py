"""Tune memory of a long-running process: garbage collection and mapped files."""

import gc

from veche.kernel.mapped_memory import release_clean_pages

# By default a full collection waits until garbage is a quarter of all objects: 20 MB with everything imported. So
# imported objects are frozen, and the middle generation is collected each ten thousand objects. (After 3,536 pages:
# 172 MB instead of 187.)
YOUNG, MIDDLE, OLD = 2_000, 5, 5
OLDEST = 2
# Templates, compiled queries and dictionaries are loaded by the first pages and stay: 100,000 objects. A full
# collection that reads all of them took one request in twenty 40 to 60 ms, so what has grown to this is frozen too.
GROWN = 20_000
# Garbage in cycles that another thread holds at that moment is frozen with the rest for ever, so not more often.
MOST_FREEZES = 8


def tune_memory() -> None:
    """Freeze imported objects, set collection thresholds, release mapped pages. Call once, before the first thread."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, MIDDLE, OLD)
    gc.callbacks.append(_Freezer())
    release_clean_pages()


class _Freezer:
    """A callback of the collector: freezes what a full collection has left, if that is much."""

    def __init__(self) -> None:
        self._left = MOST_FREEZES

    def __call__(self, phase: str, told: dict[str, int]) -> None:
        if phase == "stop" and told["generation"] == OLDEST and self._left and _grown():
            self._left -= 1
            gc.freeze()


def _grown() -> bool:
    return len(gc.get_objects(generation=OLDEST)) > GROWN
