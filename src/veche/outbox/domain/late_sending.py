"""What keeps an act from being sent or done by hand after its hour: rooms above register who judges it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from veche.outbox.errors import NotNow
from veche.outbox.models import Act


@dataclass(frozen=True, slots=True)
class Hindrance:
    """`sentence`: why the act may not leave as it is; `page`: where that is mended."""

    sentence: str
    page: str


type Judge = Callable[[Act], Hindrance | None]

_judges: Final[list[Judge]] = []


def judge_by(judge: Judge) -> None:
    _judges.append(judge)


def hindrance_of(act: Act) -> Hindrance | None:
    """Why the act may not leave now; None if it may."""
    return next(filter(None, (judge(act) for judge in _judges)), None)


def refuse_hindered(act: Act) -> None:
    """Raise `NotNow` with the reason."""
    if hindrance := hindrance_of(act):
        raise NotNow(hindrance.sentence)
