"""Whether a poll could be taken for a vote that has the force of law, and nothing beside it says that it is none.

No kind of the families: `veche check-text` gets texts without their polls.
"""

import re
from collections.abc import Iterable

# Votes that laws know: elections and referendums (67-ФЗ), hearings, gatherings and polls of citizens (131-ФЗ,
# 33-ФЗ), the choice of territories to be improved (rules of subsidies, постановление 1710), initiative budgets.
_LAWFUL = re.compile(
    r"\b(?:голосовани\w+|проголосу\w+|голосуй\w*|референдум\w*|слушани\w+|общественн\w+\s+обсуждени\w+"
    r"|сход\w*\s+граждан|собрани\w+\s+граждан|рейтинг\w*|избер\w+|избра(?:ть|ни\w+)|выборы|инициативн\w+\s+(?:проект|бюджет)\w*"
    r"|народн\w+\s+бюджет\w*|благоустро\w+|утверди\w*|отменить|переименова\w+)",
    re.IGNORECASE,
)
_SAID = re.compile(
    r"\bне\s+(?:явля\w+\s+)?голосовани\w*|\bне\s+(?:заменя\w+|влия\w+|имеет\s+(?:юридическ|обязательн))"
    r"|\b(?:только|лишь|всего лишь|просто)\s+опрос|\bмнени[ея]\s+(?:подписчик|жител)\w*,\s+а\s+не\b"
    r"|госуслуг|za\.gorodsreda",
    re.IGNORECASE,
)
NOTE = (
    "Этот опрос могут принять за голосование по закону. Допишите, что он его не заменяет, "
    "и где голосуют на самом деле, если такое голосование есть."
)


def note_about(question: str, options: Iterable[str], text: str) -> str:
    """What to add to the post; "" if the poll is taken for no vote, or if the post says so."""
    words = "\n".join((question, *options, text))
    return NOTE if _LAWFUL.search(words) and not _SAID.search(words) else ""
