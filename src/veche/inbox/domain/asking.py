"""Where the question of a comment goes on, whatever is decided about its words; the room above says it (cases)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from veche.inbox.models import Message


@dataclass(frozen=True, slots=True)
class Goes:
    """`place`: the page's name as it follows «Вопрос останется в …»."""

    place: str
    url: str


type Read = Callable[[Message], Goes | None]
_readers: Final[list[Read]] = []


def read_questions_by(read: Read) -> None:
    if read not in _readers:
        _readers.append(read)


def question_goes(message: Message) -> Goes | None:
    """None for a comment that asks nothing."""
    return next((found for read in _readers if (found := read(message)) is not None), None)
