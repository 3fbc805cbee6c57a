"""A cache of results per word. A plain dictionary, because `lru_cache` writes at each read."""

from collections.abc import Callable

# Longer tokens are no words and rarely repeat, so they are not cached.
LONGEST = 64


class Memory[T](dict[str, T]):
    """`memory[word]` computes missing values; at `most` words the cache is cleared."""

    __slots__ = ("_make", "_most")

    def __init__(self, make: Callable[[str], T], most: int) -> None:
        super().__init__()
        self._make = make
        self._most = most

    def __missing__(self, word: str) -> T:
        made = self._make(word)
        if len(word) > LONGEST:
            return made
        if len(self) >= self._most:
            self.clear()
        self[word] = made
        return made


def remembered[T](most: int) -> Callable[[Callable[[str], T]], Memory[T]]:
    """Turn a function of one word into its `Memory`."""
    return lambda make: Memory(make, most)
