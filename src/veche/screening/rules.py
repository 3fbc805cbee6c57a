"""A dozen plain word rules. Few and sure: what they miss a person finds, what they find a person judges.

Patterns see the text after `lookalikes.plain`: lower case, «ё» is «е», Latin look-alikes are Cyrillic. A stem stands at
the beginning of a word, because «страхуют», «требовать» and «бляха» are decent words. An insult counts in the
nominative and next to whom it is said: «вы нас за идиотов держите» and «это идиотизм» are criticism. Every repetition
is bounded, so that no text takes long. A group named `said` holds the words to show; without it, all that matched.
"""

import re
from dataclasses import dataclass

from veche.screening.lookalikes import plain

_LINKS = ("http://", "https://", "www.", "t.me/", "vk.cc/", "clck.")
_LINK = r"(?:" + "|".join(re.escape(plain(link)) for link in _LINKS) + r")\S{1,200}"
_TO_ME = r"(?:\b(?:в|на)\s{1,3}(?:личк|лс|директ)\w{0,3}|" + _LINK + ")"

_WHO = r"\b(?:ты|вы|сам[аи]?|он|она|они|мэр|глава|губернатор|дворник|депутаты?|чиновники?)\b"
_VERY = (
    r"(?:(?:просто|же|все|там|настоящ\w{1,3}|полн\w{1,3}|тупо\w{0,2}|тупые|такой|такая|такие|стар\w{1,3}|"
    r"последн\w{1,3}|конченн?\w{1,3})[\s,–—-]{1,3}){0,2}"
)
_NAMES = (
    r"(?:идиот(?:ы|ка|ина)?|дебил(?:ы|ка|оид)?|кретин(?:ы|ка)?|урод(?:ы|ина|ка)?|ублюд(?:ок|ки)|мраз(?:ь|и|ота)|"
    r"гнид(?:а|ы)|сволоч(?:ь|и)|скотин(?:а|ы)|придур(?:ок|ки)|подон(?:ок|ки)|паскуд(?:а|ы|ина)|чмо|тварь|твари)\b"
)


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
    _rule("obscene-x", "obscene", 0.97, r"\b(?:на|по|о|от|за|ни|до|недо|при)?ху(?:й|е|я|ю|и(?!зин))\w{0,30}"),
    _rule("obscene-p", "obscene", 0.97, r"\b(?:рас|ис|с|о|от|за|на|до|под|вы|при)?пизд\w{0,30}"),
    _rule(
        "obscene-e",
        "obscene",
        0.97,
        r"\b(?:вы|за|на|от|по|про|до|у|съ|об|объ|разъ|долбо)?еб(?!ург)(?:а|у|л|н|е|и|ы|ок)\w{0,30}",
    ),
    _rule("obscene-b", "obscene", 0.95, r"\bбля(?:[дт]\w{0,20}|\b)"),
    # Insults to a person; a bad road may well be called stupid.
    _rule(
        "insult-pair",
        "insult",
        0.91,
        r"\bтуп(?:ая|ой|ые|ого|ую)\s{1,3}(?:скотин|твар|баран|овц|дур[аыу]|дурак|коров)\w{0,4}",
    ),
    _rule("insult-you", "insult", 0.85, _WHO + r"[\s,–—-]{1,3}" + _VERY + r"(?P<said>" + _NAMES + r")"),
    _rule("insult-word", "insult", 0.65, r"\b(?:ублюд(?:ок|ки|ка|ков)|мраз(?:ь|и|ота|ей)|гнид(?:а|ы)|чмо)\b"),
    # Spam: an offer and a way to follow it.
    _rule(
        "spam-earn",
        "spam",
        0.93,
        r"\b(?:заработ(?:ок|ка|ки|ать|ай|айте)|подработк\w{1,2}|доход\s{1,3}от)\b[^\n]{0,60}?" + _TO_ME,
    ),
    _rule(
        "spam-casino",
        "spam",
        0.9,
        r"\b(?:казино|букмекер\w{0,3})\b[^\n]{0,60}?(?:бонус|промокод|фриспин|регистрац|" + _LINK + r")\w{0,10}"
        r"|\bфриспин\w{0,4}",
    ),
    _rule(
        "spam-loan",
        "spam",
        0.88,
        # «под 0 %»: a nought is an «о» by now.
        r"\b(?:займ|кредит)\w{0,3}\b[^\n]{0,40}?\b(?:без\s{1,3}(?:отказ|провер|справ)\w{0,4}|под\s{1,3}о(?:\b|\s?%))",
    ),
    # What breaks the law and cannot wait: threats, drugs.
    _rule(
        "threat",
        "threat",
        0.8,
        r"\b(?:я|мы|вас|тебя|его|ее|их)\b(?![^.!?\n]{0,20}\bне\b)[^.!?\n]{0,20}?"
        r"\b(?:убь|зареж|взорв|подожг|пристрел)(?:ю|у|ем)\b",
    ),
    _rule(
        "drugs",
        "illegal",
        0.85,
        r"\b(?:мефедрон|меф|гашиш|спайс|марихуан)\w{0,4}\b[^\n]{0,60}?(?:\bкупи|\bцен|\bнапиши|\bтелег|" + _LINK + r")"
        r"|\bзакладк\w{1,3}\b[^\n]{0,60}?(?:\bмеф|\bгашиш|\bстафф|\bкладмен|\bтелеграм|" + _LINK + r")",
    ),
)

WORDS = {
    "obscene": "нецензурное слово",
    "insult": "слово, которым унижают, и тот, кому оно сказано",
    "threat": "угроза человеку",
    "spam": "предложение и способ откликнуться",
    "illegal": "похоже на торговлю запрещённым",
    "personal_data": "личные данные",
}
