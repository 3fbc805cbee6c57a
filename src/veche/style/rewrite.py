"""What to write instead of a phrase of the dictionaries, in the right form, or nothing.

A way takes the words of the sentence, the place of the phrase and its entry, and gives the first word after what is
replaced with the words to put there. Numbers, dates, names and addresses are never replaced.
"""

from collections.abc import Callable, Sequence
from functools import cache

from veche.style.dictionary import table
from veche.style.forms import Phrase, as_written, in_case, same_form
from veche.style.phrases import Entry
from veche.style.text import Word, plain

type Instead = tuple[int, str]
type Way = Callable[[Sequence[Word], int, int, Entry], Instead | None]

# What takes place somewhere («на фестивале»), and what is done by a paper («по программе»).
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
_PAPERS = {"проект", "программа", "нацпроект", "госпрограмма", "договор", "контракт", "соглашение", "план"}


def rewrite(words: Sequence[Word], first: int, past: int, entry: Entry) -> Instead | None:
    """(first word after what is replaced, what to put there) or None."""
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
    """«нельзя помочь», but not «подключение нельзя»."""
    near = [*words[max(0, first - 3) : first], *words[past : past + 3]]
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
    """«чтобы убрать снег» where commas come right by themselves, «для уборки» elsewhere."""
    if (_begins(words, first) or words[first - 1].text in {",", "(", "—", "–", ":"}) and (
        found := _so_that(words, past)
    ):
        return found
    if first and words[first - 1].low in {"и", "а", "но", "или", "не", "только"}:
        return None
    return past, "для"


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
    if phrase is None:
        return None
    comma = _comma(words, phrase)
    return None if comma is None else (phrase.past, f"{begun} {phrase.text}{comma}")


def _comma(words: Sequence[Word], phrase: Phrase) -> str | None:
    """What parts the clause from the rest: its own sign, our comma before a verb or a subject, None where unclear."""
    if phrase.past >= len(words) or words[phrase.past].pos == "PUNCT":
        return ""
    after = words[phrase.past]
    if after.feats.get("VerbForm") in {"Fin", "Inf"} or (after.case() == "Nom" and after.pos in {"NOUN", "PRON"}):
        return ","
    return None


def _frame(words: Sequence[Word], _: int, past: int, __: Entry) -> Instead | None:
    """«в рамках фестиваля» is «на фестивале», «в рамках программы» is «по программе»."""
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


@cache
def _empty_nouns() -> frozenset[str]:
    return frozenset(table("nouns")["empty"])


@cache
def purpose_verbs() -> dict[str, str]:
    """A verbal noun and the perfective verb of one deed."""
    return {plain(noun): perfective for noun, _, perfective in table("nouns")["verbs"]}


_WAYS: dict[str, Way] = {
    "swap": _swap,
    "deed": _deed,
    "form": _form,
    "purpose": _purpose,
    "frame": _frame,
    "place": _place,
}
