"""What was made of each word of a day's comments. A plain dictionary, because `lru_cache` writes at each look."""

from collections.abc import Callable

# A longer one is no word, and comes once.
LONGEST = 64


class Memory[T](dict[str, T]):
    """`memory[word]` makes what is not there yet; at `most` words it forgets all and begins anew."""

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
    """Turns a function of one word into its `Memory`."""
    return lambda make: Memory(make, most)
