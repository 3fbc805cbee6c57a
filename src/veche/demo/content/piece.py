from dataclasses import dataclass

ALL_YEAR = tuple(range(1, 13))
WINTER, SPRING, SUMMER, AUTUMN = (11, 12, 1, 2, 3), (3, 4, 5), (5, 6, 7, 8), (8, 9, 10, 11)


@dataclass(frozen=True, slots=True)
class PieceOfPoll:
    """A poll that is over. `votes`: how many residents chose each answer."""

    question: str
    options: tuple[str, ...]
    votes: tuple[int, ...]
    open_days: int


@dataclass(frozen=True, slots=True)
class Piece:
    """One publication. `topic`: selects the comments; `scene`: the drawing, "" for a text alone."""

    title: str
    text: str
    topic: str
    scene: str = ""
    alt: str = ""
    category: str = "activity"
    months: tuple[int, ...] = ALL_YEAR
    poll: PieceOfPoll | None = None

    @property
    def format(self) -> str:
        if self.poll:
            return "poll"
        return "photo" if self.scene else "text"
