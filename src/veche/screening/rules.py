"""A dozen plain word rules. Few and sure: what they miss a person finds, what they find a person judges.

Patterns see the text after `lookalikes.plain`: lower case, «ё» is «е». A stem is anchored at the beginning of a word,
because «страхуют», «требовать» and «бляха» are decent words.
"""

import re
from dataclasses import dataclass

_LINK = r"(?:https?://|\bwww\.|\bt\.me/|\bvk\.cc/|\bclck\.)\S+"


@dataclass(frozen=True, slots=True)
class Rule:
    name: str
    ground: str
    score: float
    pattern: re.Pattern[str]


def _rule(name: str, ground: str, score: float, pattern: str) -> Rule:
    return Rule(name, ground, score, re.compile(pattern))


RULES = (
    # The four roots that the regulator calls obscene.
    _rule("obscene-x", "obscene", 0.97, r"\b(?:на|по|о|от|за|ни|до|недо)?ху(?:й|е|я|ю|и(?!зин))\w*"),
    _rule("obscene-p", "obscene", 0.97, r"\b(?:рас|с|от|за|на|до|под|вы|при)?пизд\w*"),
    _rule(
        "obscene-e", "obscene", 0.97, r"\b(?:вы|за|на|от|по|про|до|у|съ|об|объ|разъ|долбо)?еб(?:а|у|л|н|е|и|ы|ок)\w*"
    ),
    _rule("obscene-b", "obscene", 0.95, r"\bбля(?:[дт]\w*|\b)"),
    # Insults to a person; a bad road may well be called stupid.
    _rule("insult-pair", "insult", 0.91, r"\bтуп(?:ая|ой|ые|ого|ую)\s+(?:скот|твар|баран|овц|дур|коров)\w*"),
    _rule(
        "insult-you",
        "insult",
        0.85,
        r"\b(?:ты|вы|сам[аи]?|он|она|мэр|глава|дворник)\b[^.!?\n]{0,20}\b"
        r"(?:идиот|дебил|кретин|урод|ублюд|мраз|гнид|сволоч|скотин|придур|подонк)\w*",
    ),
    _rule("insult-word", "insult", 0.65, r"\b(?:дебил|ублюд|мраз|гнид|паскуд|чмо\b|подонк)\w*"),
    # Spam: an offer and a way to follow it.
    _rule(
        "spam-earn", "spam", 0.93, r"\b(?:заработ|доход|подработк)\w*[^\n]{0,60}(?:\bв\s+(?:личк|лс)\w*|" + _LINK + ")"
    ),
    _rule("spam-casino", "spam", 0.9, r"\b(?:казино|фриспин|букмекер)\w*"),
    _rule("spam-loan", "spam", 0.88, r"\b(?:займ|кредит)\w*[^\n]{0,40}\b(?:без\s+(?:отказ|провер|справ)\w*|под\s+0)"),
    # What breaks the law and cannot wait: threats, drugs.
    _rule(
        "threat",
        "illegal",
        0.8,
        r"\b(?:я|мы|вас|тебя|его|ее|их)\b[^.!?\n]{0,20}\b(?:убь|зареж|взорв|подожг|пристрел)(?:ю|у|ем)\b",
    ),
    _rule(
        "drugs",
        "illegal",
        0.85,
        r"\b(?:закладк|мефедрон|меф\b|гашиш|спайс)\w*[^\n]{0,60}(?:\bкупи|\bцен|\bнапиши|\bтелег|" + _LINK + ")",
    ),
)
