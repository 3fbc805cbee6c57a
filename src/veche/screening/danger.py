"""What somebody must look at at once: that somebody wants to die, a threat, a call to violence.

It is no ground and changes no score; a comment may be dangerous and lawful. The thresholds of an account do not count:
whoever wants fewer proposals still wants to know.
"""

from collections.abc import Iterable
from typing import Final, Literal

from veche.screening.folding import folded
from veche.screening.setphrases import index_of, standing_rules
from veche.screening.thresholds import DEFAULT
from veche.screening.tokens import sentences, tokens
from veche.screening.verdict import Screening

type Danger = Literal["suicide", "threat", "violence"]

# In this order, if a text holds several.
DANGERS: Final[tuple[Danger, ...]] = ("suicide", "violence", "threat")
LONGEST: Final = 20_000
# Rules of `illegal` that find calls to violence.
_CALLS: Final = frozenset({"call-to-violence", "to-the-wall-call"})
# A bomb is told of however low the model holds it: too few people write of one for it to have learned that.
_BOMB: Final = "bomb"
_SUICIDE = index_of("phrases_suicide")


def dangers_of(text: str, found: Screening) -> tuple[Danger, ...]:
    """The dangers of a text, of which `found` is the screening."""
    return tuple(_dangers(text[:LONGEST], found))


def _dangers(text: str, found: Screening) -> Iterable[Danger]:
    said = sentences(tokens(folded(text).text))
    if next(standing_rules(_SUICIDE.of, said, link=False), None):
        yield "suicide"
    if found.scores["illegal"] >= DEFAULT.illegal and any(span.rule in _CALLS for span in found.spans):
        yield "violence"
    if found.scores["threat"] >= DEFAULT.threat or any(span.rule == _BOMB for span in found.spans):
        yield "threat"
