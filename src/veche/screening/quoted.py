"""Words that a complaint quotes from others: «в регистратуре сказали „понаехали“» is no insult by its author."""

import re

from veche.screening.dictionaries import data

_QUOTED = re.compile(r"«[^«»]{2,400}»|„[^„“”]{2,400}[“”]|“[^“”]{2,400}”|\"[^\"\n]{2,400}\"")
_MARKS = re.compile('[«„“"]')
_SAYS = re.compile("сказа|говор|заяв|ответ|ора[лe]|ор[её]т|крич|крик|выруг|написа|бросил", re.IGNORECASE)
# «Врач сказала, что мы тупые», «кричит моим детям: …»: to the end of the sentence or to the author's addition.
_INDIRECT = re.compile(
    r"(?<!я )(\b(?:сказал[аи]?|говорит|говорят|заявил[аи]?|заявляет|ответил[аи]?|орал[аи]?|ор[её]т|кричал[аи]?|кричит"
    r"|крикнул[аи]?|выругал(?:ся|ась|ись)|написал[аи]?|бросил[аи]?)(?:\s[а-яё-]+){0,4}?)"
    r"(?:\s?[:—–-]\s|,?\sчто\s|,\s)[^.!?\n]*?(?=[.!?\n]|,\s(?:а|но|сам)\s|$)",
    re.IGNORECASE,
)
_REPORTS = re.compile("|".join(data("quoted")["reports"]["pattern"]))


def without_quotes(raw: str) -> str | None:
    """The author's own words if the text quotes somebody and says so; else None."""
    own = _QUOTED.sub(" … ", raw) if _MARKS.search(raw) else raw
    if own != raw and not _REPORTS.search(own.lower().replace("ё", "е")):
        return None
    if _SAYS.search(own):
        own = _INDIRECT.sub(r"\1 …", own)
    return own if own != raw else None
