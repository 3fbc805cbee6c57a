"""The owner of a contact in a text: the author's own, a seller's or an office's contact is not another person's data.

Authors who write «перезвоните мне», offer honey or copy an office's hours give a contact so that somebody calls or
comes. Patterns: `data/whose.toml`.
"""

import re
from collections.abc import Mapping, Sequence

from veche.screening.dictionaries import data
from veche.screening.hits import Hit
from veche.screening.names import has_surname, persons

# Rules that find a contact.
CONTACTS = frozenset({"phone", "home-phone", "home", "home-bare", "mail", "nick", "word-number"})
# Rules for data that stand near a contact by chance or belong to the author: a month, an age, «инвалид второй группы»,
# «мой лицевой счёт».
BESIDE = frozenset({"home-named", "number-named", "born-named", "pay", "child-named", "car-named"})
MOBILE = frozenset({"phone", "word-number"})
REACHED = MOBILE | {"mail", "nick", "home-phone"}
# A number in its usual form; a disguised one is not given in order to be called.
PLAIN = re.compile(r"(?<!\d)(?:\+?[78])?[\s(.-]{0,2}9\d{2}(?:[\s().-]{0,2}\d){7}(?!\d)")
# In letters: the maximum before a signature at the beginning and after one at the end.
LETTERS, SIGNED_FIRST, SIGNED_LAST = re.compile("[а-я]"), 3, 18
# The score from which an insult or a threat is proposed by default.
PROPOSED = 0.5
# The spam score of an offer with a contact.
OFFERED = 0.6
# The score from which a text is an advertisement by its words alone.
PLAIN_OFFER = 0.7
# Below this score nothing comes near a proposal, so the check is skipped.
LOOKED_AT = 0.3
# Longer texts ask for no call, and the time must stay bounded.
LONGEST = 2_000
BEFORE, AFTER = 80, 60


def _pattern(name: str, key: str = "pattern") -> re.Pattern[str]:
    return re.compile("|".join(data("whose")[name][key]))


_OTHERS, _OTHERS_ALONE, _OWNER, _KIN, _MORE = map(_pattern, ("others", "others_alone", "owner", "kin", "more"))
_OWN, _OWN_UNNAMED, _OWN_KIN, _NAMES_SELF = map(_pattern, ("own", "own_unnamed", "own_kin", "names_self"))
_OFFICE, _RECEPTION, _TROUBLE = map(_pattern, ("office", "reception", "trouble"))
_OFFERS, _GOODS, _TERMS = (_pattern("seller", key) for key in ("offers", "goods", "terms"))
# Words beside which a rule's hit belongs to the author or to no person.
_OWN_BESIDE = {
    "health": _pattern("own_health"),
    "health-more": _pattern("own_health"),
    "car": _pattern("own_car"),
    "born": _pattern("missing"),
    "paper-number": _pattern("account"),
}
_LANDLINE = re.compile(r"(?<![\d-])\d{1,3}-\d{2}-\d{2}(?![\d-])")
# The author asks something or speaks of themselves.
_SPEAKS = re.compile(r"\?|\b(?:я|мы|мне|меня|нам|нас|мой|моя|наш\w?|хочу|хотим|могу|ищу|прошу|готов\w?|есть ли)\b")
# «Личный номер» before its digits: in an offer that is the seller's own.
_PERSONAL_LINE = re.compile(r"\bличн\w+\s(?:номер|тел\w*|сот\w*|моб\w*|ватсап|вацап|вайбер)[\s.:,—–-]*(?=\+?\d)")
# As many digits as a telephone has.
_MANY_DIGITS = re.compile(r"\d(?:\D{0,3}\d){8}")


def reweighed(text: str, raw: str, hits: Sequence[Hit], scores: Mapping[str, float]) -> dict[str, float]:
    """New scores if the contact belongs to nobody else. `text`: folded, `raw`: original."""
    found = [hit for hit in hits if hit.ground == "personal_data" and hit.score]
    if len(raw) > LONGEST or (scores["personal_data"] < LOOKED_AT and (not found or scores["spam"] < LOOKED_AT)):
        return {}
    if not all(_is_contact(hit, text) for hit in found) or _tells_of_others(text, raw, scores):
        return {}
    return _of_the_author(
        text, raw, [hit for hit in hits if hit.score and hit.ground in ("personal_data", "spam")], scores
    )


def _tells_of_others(text: str, raw: str, scores: Mapping[str, float]) -> bool:
    if _OWNER.search(raw) or _MORE.search(text):
        return True
    # A person who is abused or threatened is not the author.
    if any(scores[ground] >= PROPOSED for ground in ("insult", "threat")):
        return True
    others = _OWN_KIN.sub(" ", text)
    if _sells(text) and not _surnamed(raw):
        others = _PERSONAL_LINE.sub(" ", others)
    return bool(_OTHERS.search(others)) or (not _is_by_the_author(text, raw) and _told_alone(others, raw))


def _of_the_author(text: str, raw: str, hits: Sequence[Hit], scores: Mapping[str, float]) -> dict[str, float]:
    """New scores of a text about nobody else: the contact is the author's, a seller's or an office's."""
    found = [hit for hit in hits if hit.ground == "personal_data"]
    sells = _sells(text)
    told = any(pattern.search(text) for pattern in (_OWN, _OWN_UNNAMED))
    if not told and sells and any(hit.rule in REACHED for hit in found) and not _surnamed(raw):
        return {"personal_data": 0.0, "spam": max(scores["spam"], OFFERED)}
    if is_own(text, raw, found):
        asks = told and found and not sells and len(found) == len(hits)
        return {"personal_data": 0.0} | ({"spam": 0.0} if asks else {})
    known = sells or scores["spam"] >= PLAIN_OFFER or _is_official(text, found)
    return {"personal_data": 0.0} if known else {}


def _sells(text: str) -> bool:
    return bool(_OFFERS.search(text) or (_GOODS.search(text) and _TERMS.search(text)))


def _is_by_the_author(text: str, raw: str) -> bool:
    """Whether the author speaks of themselves, and any named person is the author."""
    return bool(_OWN.search(text)) and (not _surnamed(raw) or bool(_NAMES_SELF.search(text)) or _is_signed(raw))


def _is_signed(raw: str) -> bool:
    """Whether every surname is a signature: at the beginning, or at the end with a telephone or an address."""
    named = [one for one in persons(raw) if one.full and has_surname(raw[one.start : one.end])]
    return all(
        one.start <= SIGNED_FIRST or len(LETTERS.findall(raw[one.end :].lower())) <= SIGNED_LAST for one in named
    )


def _told_alone(text: str, raw: str) -> bool:
    """Whether a text without words of its author is about somebody else."""
    return bool(_OTHERS_ALONE.search(text)) or bool(_KIN.search(text) and _surnamed(raw))


def is_own(text: str, raw: str, found: Sequence[Hit]) -> bool:
    """Whether the author gives the data so that somebody calls or comes, and the text is about nobody else.

    Without a surname: a plain telephone of an author who asks or says «я», or a home with a problem.
    """
    if _surnamed(raw):
        return _is_by_the_author(text, raw)
    if _OWN.search(text):
        return True
    if _OWN_UNNAMED.search(text) or _TROUBLE.search(text):
        return True
    if found and all(hit.rule == "home-bare" for hit in found) and not _MANY_DIGITS.search(text):
        return True
    return bool(found) and all(_is_plain(hit, raw) for hit in found) and bool(_SPEAKS.search(text))


def _is_plain(hit: Hit, raw: str) -> bool:
    return (hit.rule in REACHED and bool(PLAIN.search(raw))) or hit.rule in BESIDE | {"home-bare"}


def _surnamed(raw: str) -> bool:
    """Whether a surname is named; an author's signature has a given name and at most a patronymic."""
    return any(one.full and has_surname(raw[one.start : one.end]) for one in persons(raw))


def _is_contact(hit: Hit, text: str) -> bool:
    """Whether the hit is a contact. Other data (a passport, a bank card) stay personal, whoever gives them."""
    if hit.rule in CONTACTS or hit.rule in BESIDE:
        return True
    if hit.rule == "paper-number" and PLAIN.search(text[hit.start : hit.end + 2]):
        return True
    return hit.rule in _OWN_BESIDE and bool(_OWN_BESIDE[hit.rule].search(text))


def _is_official(text: str, found: Sequence[Hit]) -> bool:
    """Whether each contact stands near the name of an office; a mobile one needs a reception, not an employee."""
    contacts = [hit for hit in found if hit.rule in CONTACTS]
    if not contacts:
        return bool((_OFFICE if _LANDLINE.search(text) else _RECEPTION).search(text))
    return all(
        (_RECEPTION if hit.rule in MOBILE else _OFFICE).search(text[max(0, hit.start - BEFORE) : hit.end + AFTER])
        for hit in contacts
    )
