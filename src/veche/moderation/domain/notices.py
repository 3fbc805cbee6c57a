"""What the author was told of a decision. The room above, which gives numbers and codes, says it (appeals)."""

from collections.abc import Callable
from dataclasses import dataclass

from veche.moderation.models import Restriction, Ruling


@dataclass(frozen=True, slots=True)
class Notice:
    """A line of the decision's page with a link to the notice. `words`: a whole sentence."""

    words: str
    url: str


type Read = Callable[[Ruling | Restriction], Notice | None]
_readers: list[Read] = []


def read_notices_by(read: Read) -> None:
    if read not in _readers:
        _readers.append(read)


def notices_of(decision: Ruling | Restriction) -> list[Notice]:
    return [said for read in _readers if (said := read(decision)) is not None]
