"""What keeps an act from leaving: rooms above register who judges it.

An act is judged right before its call, and when a person sends it after its hour or does it by hand.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from veche.outbox.errors import NotNow
from veche.outbox.models import Act


@dataclass(frozen=True, slots=True)
class Hindrance:
    """`sentence`: why the act may not leave as it is; `page`: where that is mended.

    `reason`: the same for the act's row, which people may read who may not open what the sentence names.
    """

    sentence: str
    reason: str
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
