"""Replacements for phrases of the dictionaries in the right form, or none.

A method takes the words of the sentence, the place of the phrase and its entry, and returns the index after the
replaced words and the replacement. Numbers, dates, names and addresses are never replaced.
"""

from collections.abc import Callable, Sequence
from functools import cache

from veche.morphology.words import readings
from veche.style.dictionary import table
from veche.style.dictionary import words as listed
from veche.style.forms import Phrase, as_written, in_case, same_form
from veche.style.nominal import is_verbal
from veche.style.phrases import Entry
from veche.style.subjects import goes_on, subject_before
from veche.style.text import Word, plain

type Instead = tuple[int, str]
type Way = Callable[[Sequence[Word], int, int, Entry], Instead | None]

# Events that take place somewhere («на фестивале»), and documents that something follows («по программе»).
_EVENTS = {
    "фестиваль",
    "праздник",
    "форум",
    "выставка",
    "конкурс",
    "встреча",
    "концерт",
    "урок",
    "лекция",
    "экскурсия",
    "конференция",
}
_MANY = {"много", "мало", "достаточно", "несколько", "больше", "меньше"}
_PAPERS = {"проект", "программа", "нацпроект", "госпрограмма", "договор", "контракт", "соглашение", "план"}


def rewrite(words: Sequence[Word], first: int, past: int, entry: Entry) -> Instead | None:
    """(index after the replaced words, replacement), or None."""
    way, _, argument = entry.rewrite.partition(":")
    found = _WAYS[way](words, first, past, entry) if way in _WAYS else None
    if way == "case":
        found = _case(words, past, entry.plain, *argument.split(":"))
    if found is None or any(word.quoted for word in words[first : found[0]]):
        return None
    return found[0], as_written(words[first].text, found[1])


def _swap(_: Sequence[Word], __: int, past: int, entry: Entry) -> Instead:
    return past, entry.plain


def _deed(words: Sequence[Word], first: int, past: int, entry: Entry) -> Instead | None:
    """Replace «невозможно» before an infinitive: «нельзя помочь», but not «подключение нельзя»."""
    begun = next((at + 1 for at in range(first - 1, -1, -1) if words[at].pos == "PUNCT"), 0)
    near = [*words[begun:first], *words[past : past + 3]]
    return (past, entry.plain) if any(word.feats.get("VerbForm") == "Inf" for word in near) else None


def _form(words: Sequence[Word], first: int, past: int, entry: Entry) -> Instead | None:
    form = same_form(words[first], entry.plain)
    return (past, form) if form else None


def _case(words: Sequence[Word], past: int, instead: str, before: str, after: str) -> Instead | None:
    phrase = in_case(words, past, before, after)
    if phrase is None or phrase.noun.lemma in _empty_nouns():
        return None
    return phrase.past, f"{instead} {phrase.text}"


def _purpose(words: Sequence[Word], first: int, past: int, _: Entry) -> Instead | None:
    """«чтобы убрать снег» if its commas are certain, else «для уборки»."""
    if (_begins(words, first) or words[first - 1].text in {",", "(", "—", "–", ":"}) and (
        found := _so_that(words, past)
    ):
        return found
    if first and words[first - 1].low in {"и", "а", "но", "или", "не", "только"}:
        return None
    return _for_itself(words, past) or (past, "для")


def _for_itself(words: Sequence[Word], at: int) -> Instead | None:
    """«в целях обеспечения безопасности» becomes «для безопасности»; not «обеспечения жителей водой», which needs its
    noun.
    """
    if at + 1 >= len(words) or words[at].lemma not in _empty_nouns():
        return None
    phrase = in_case(words, at + 1, "Gen", "Gen")
    if phrase is None or not (is_verbal(phrase.noun) or phrase.noun.lemma in listed("neighbours", "qualities")):
        return None
    if any(word.case() == "Ins" for word in words[phrase.past : phrase.past + 2]):
        return None
    return phrase.past, f"для {phrase.text}"


def _begins(words: Sequence[Word], first: int) -> bool:
    return not any(word.text[0].isalnum() for word in words[:first])


def _so_that(words: Sequence[Word], at: int) -> Instead | None:
    verbs = purpose_verbs()
    if words[at : at + 1] and words[at].lemma in {"недопущение", "исключение"}:
        phrase = in_case(words, at + 1, "Gen", "Gen")
        comma = phrase and _comma(words, phrase)
        return None if phrase is None or comma is None else (phrase.past, f"чтобы не допустить {phrase.text}{comma}")
    if at + 1 < len(words) and words[at].lemma in _empty_nouns() and words[at + 1].lemma in verbs:
        at += 1
    if at >= len(words) or words[at].lemma not in verbs or words[at].pos != "NOUN":
        return None
    begun = f"чтобы {verbs[words[at].lemma]}"
    if at + 1 == len(words) or words[at + 1].pos == "PUNCT":
        return at + 1, begun
    phrase = in_case(words, at + 1, "Gen", "Acc")
    if phrase is None or _object_of_next(words, phrase):
        return None
    comma = _comma(words, phrase)
    return None if comma is None else (phrase.past, f"{begun} {phrase.text}{comma}")


def _object_of_next(words: Sequence[Word], phrase: Phrase) -> bool:
    """Whether the noun may be the object of the next verb: «В целях экономии лампы заменили»."""
    verb = words[phrase.past] if phrase.past < len(words) else None
    if verb is None or verb.feats.get("VerbForm") != "Fin":
        return False
    if any(word.case() == "Acc" for word in words[phrase.past + 1 : phrase.past + 4]):
        return False
    passive = verb.low.endswith(("ся", "сь"))
    return any(
        one.feats.get("Case") == ("Nom" if passive else "Acc")
        and (not passive or one.feats.get("Number") == verb.feats.get("Number"))
        for one in readings(phrase.noun.text)
    )


def _comma(words: Sequence[Word], phrase: Phrase) -> str | None:
    """The sign after the clause: "" if there is one, a comma before a verb or a subject, None if unclear."""
    if phrase.past >= len(words) or words[phrase.past].pos == "PUNCT":
        return ""
    after = words[phrase.past]
    if after.low == "не" and phrase.past + 1 < len(words):
        after = words[phrase.past + 1]
    if after.feats.get("VerbForm") in {"Fin", "Inf"} or (after.case() == "Nom" and after.pos in {"NOUN", "PRON"}):
        return ","
    return None


def _span(words: Sequence[Word], _: int, past: int, __: Entry) -> Instead | None:
    """«через месяц»; not «через срок договора»."""
    phrase = in_case(words, past, "Gen", "Acc")
    if phrase is None or phrase.noun.lemma not in listed("neighbours", "spans"):
        return None
    return phrase.past, f"через {phrase.text}"


def _reason(words: Sequence[Word], first: int, past: int, _: Entry) -> Instead:
    """«почему» in a question («Напишите, в связи с чем вы жалуетесь»), else «поэтому» («шёл снег, в связи с чем закрыли
    мост»).
    """
    begun = next((at for at in range(first - 1, -1, -1) if words[at].text in {";", ":", "—", "–"}), -1) + 1
    near = words[begun:first] or words[past:]
    asked = words[-1].text == "?" or any(word.lemma in listed("neighbours", "asking") for word in near)
    return past, "почему" if asked else "поэтому"


def _frame(words: Sequence[Word], _: int, past: int, __: Entry) -> Instead | None:
    """«в рамках фестиваля» becomes «на фестивале», «в рамках программы» «по программе»."""
    for kinds, instead, case in ((_EVENTS, "на", "Loc"), (_PAPERS, "по", "Dat")):
        phrase = in_case(words, past, "Gen", case)
        if phrase and phrase.noun.lemma in kinds:
            return phrase.past, f"{instead} {phrase.text}"
    return None


def _place(words: Sequence[Word], _: int, past: int, __: Entry) -> Instead | None:
    phrase = in_case(words, past, "Gen", "Loc")
    if phrase is None or phrase.noun.lemma not in {"город", "район", "округ", "регион", "область", "республика"}:
        return None
    return phrase.past, f"в {phrase.text}"


def _prevent(words: Sequence[Word], first: int, past: int, _: Entry) -> Instead | None:
    """«Для недопущения пожара» becomes «чтобы не допустить пожара,» if its commas are certain."""
    return _so_that(words, past - 1) if _begins(words, first) else None


def _being(words: Sequence[Word], first: int, past: int, _: Entry) -> Instead | None:
    """«Парковка на газоне является нарушением» becomes «— нарушение»; only in the present tense, as a dash shows no
    other.
    """
    subject = subject_before(words, first)
    named = first > 0 and words[first - 1].pos == "PROPN" and words[first - 1].case() == "Nom"
    phrase = in_case(words, past, "Ins", "Nom")
    if words[first].feats.get("Tense") != "Pres" or words[first].feats.get("VerbForm") != "Fin" or phrase is None:
        return None
    return (phrase.past, f"— {phrase.text}") if (subject or named) and not goes_on(words, first) else None


def _having(words: Sequence[Word], first: int, past: int, entry: Entry) -> Instead | None:
    """«Имеется» becomes «есть»; not with a number: «Мест имеется восемь», «просьб имеется много»."""
    near = [*words[max(0, first - 2) : first], *words[past : past + 1]]
    counted = any(word.pos == "NUM" or word.text[0].isdigit() or word.low in _MANY for word in near)
    return None if counted else (past, entry.plain)


def _means(words: Sequence[Word], _: int, past: int, entry: Entry) -> Instead:
    """«посредством портала» becomes «через портал», «посредством голосования» «с помощью голосования»."""
    phrase = in_case(words, past, "Gen", "Acc")
    if phrase and phrase.noun.lemma in listed("neighbours", "channels"):
        return phrase.past, f"через {phrase.text}"
    return past, entry.plain


def _mishap(words: Sequence[Word], _: int, past: int, __: Entry) -> Instead | None:
    """«в случае пожара» becomes «при пожаре»."""
    phrase = in_case(words, past, "Gen", "Loc")
    if phrase is None or phrase.noun.lemma not in listed("neighbours", "mishaps"):
        return None
    return phrase.past, f"при {phrase.text}"


def _talk(words: Sequence[Word], first: int, past: int, _: Entry) -> Instead | None:
    """«поговорили по вопросу парковки» becomes «о парковке»; only after verbs of talking, as requests need another
    preposition.
    """
    phrase = in_case(words, past, "Gen", "Loc")
    if phrase is None or not first or words[first - 1].lemma not in listed("neighbours", "talked"):
        return None
    return phrase.past, f"{'об' if phrase.text[0] in 'аоуэи' else 'о'} {phrase.text}"


def _sender(words: Sequence[Word], first: int, past: int, _: Entry) -> Instead | None:
    """«жалобы со стороны жильцов» becomes «жалобы от жильцов»; only after nouns of sending."""
    sent = first > 0 and words[first - 1].lemma in listed("neighbours", "sent")
    return (past, "от") if sent else None


@cache
def _empty_nouns() -> frozenset[str]:
    return frozenset(table("nouns")["empty"])


@cache
def purpose_verbs() -> dict[str, str]:
    """Perfective verbs by verbal noun."""
    return {plain(noun): perfective for noun, _, perfective in table("nouns")["verbs"]}


_WAYS: dict[str, Way] = {
    "swap": _swap,
    "deed": _deed,
    "form": _form,
    "purpose": _purpose,
    "frame": _frame,
    "span": _span,
    "reason": _reason,
    "place": _place,
    "prevent": _prevent,
    "being": _being,
    "having": _having,
    "means": _means,
    "mishap": _mishap,
    "talk": _talk,
    "sender": _sender,
}
