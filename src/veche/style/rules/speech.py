"""R17: accumulated negations. R18: repeated words. R19: obligations in the language of documents."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from veche.style.dictionary import words as listed
from veche.style.finding import RawFinding
from veche.style.forms import as_written, imperative
from veche.style.rewrite import purpose_verbs
from veche.style.subjects import subject_before
from veche.style.text import Sentence, Text, Word

NEGATIONS, PAIR = 3, 2
ROOT, WINDOW = 4, 3
# Words after which an imperative is ungrammatical: «что следует учесть», «если необходимо позвонить».
_BOUND = {
    "было",
    "будет",
    "если",
    "что",
    "какой",
    "который",
    "как",
    "где",
    "куда",
    "кто",
    "чей",
    "сколько",
    "когда",
    "почему",
    "зачем",
}
_PAPERY = {
    "отсутствие",
    "недопущение",
    "невозможность",
    "отсутствовать",
    "невыполнение",
    "неисполнение",
    "непредоставление",
    "несоблюдение",
    "непринятие",
    "неявка",
    "неуплата",
}
_PLAINLY = {"не", "нельзя", "невозможно", "без", "нет"}
_DENY = _PAPERY | _PLAINLY
_PREFIX = re.compile(r"(?:пере|про|при|под|раз|рас|по|на|за|вы|от|до|об)(?=[^ьъй].*[аеёиоуыэюя])")
_ENDING = re.compile(
    r"(?:ирование|ование|ивание|ение|ание|ация|ировать|овать|ивать|ывать|вовать|ять|ать|ить|еть|ти|"
    r"ник|атор|итель|тель|ный|ний|ский|ие|ка|ия|а|я|ь)?(?:ся)?$"
)
# Harmless repetitions: «рабочие работали», «жители живут».
_PLAIN = {"рабоч", "рабочий", "жите", "говор", "образ"}
_TURNS = {("д", "ж"), ("ж", "д"), ("з", "ж"), ("с", "ш"), ("т", "ч"), ("к", "ч"), ("г", "ж"), ("ч", "к"), ("ш", "с")}


def negations(text: Text) -> Iterator[RawFinding]:
    for sentence in text.sentences:
        found = [
            at
            for at, word in enumerate(sentence.words)
            if not word.quoted and (word.low in _DENY or word.lemma in _DENY)
        ]
        papery = any(sentence.words[at].lemma in _PAPERY for at in found)
        many = len(found) >= NEGATIONS and papery and found[-1] - found[0] < 20
        if many or (found := _denied_denial(sentence.words, found)):
            start, end = sentence.words[found[0]].start, sentence.words[found[-1]].end
            yield RawFinding(
                "R17",
                start,
                end,
                "warning",
                "Отрицаний столько, что смысл теряется. Скажите прямо, что можно и чего нельзя.",
            )


def _denied_denial(words: Sequence[Word], found: list[int]) -> list[int]:
    """Indexes of a negation and a negative noun with at most one word between: «Не допускать неисполнения», «без
    отсутствия».
    """
    return next(
        (
            [one, other]
            for one, other in pairwise(found)
            if other - one <= PAIR
            and words[one].low in _PLAINLY
            and words[other].lemma in _PAPERY
            and words[other - 1].pos != "ADP"
        ),
        [],
    )


def repeats(text: Text) -> Iterator[RawFinding]:
    for sentence in text.sentences:
        yield from _doubled(sentence)
        yield from _one_root(sentence, text)


def _doubled(sentence: Sentence) -> Iterator[RawFinding]:
    for one, other in zip(sentence.words, sentence.words[1:], strict=False):
        if (
            one.low == other.low
            and one.pos in {"ADP", "CCONJ", "SCONJ", "NOUN", "ADJ"}
            and one.text.isalpha()
            and other.text.islower()
            and one.low not in {"а", "о", "у"}
            and not one.quoted
            and other.start - one.end == 1
        ):
            yield RawFinding("R18", one.start, other.end, "warning", f"Слово «{other.text}» стоит дважды.", one.text)


def _one_root(sentence: Sentence, text: Text) -> Iterator[RawFinding]:
    """A verb next to a noun of its root: «планируется план», «организована организация»."""
    words = sentence.words
    for at, word in enumerate(words):
        if word.quoted or word.pos not in {"NOUN", "VERB", "ADJ"}:
            continue
        for place in range(at + 1, min(at + WINDOW, len(words))):
            other = words[place]
            if other.pos == "PUNCT":
                break
            if other.pos in {"NOUN", "VERB", "ADJ"} and not other.quoted and _same_root(word, other):
                start, end = word.start, other.end
                yield RawFinding(
                    "R18", start, end, "warning", f"«{text.source[start:end]}»: одно и то же сказано дважды."
                )
                break


def _same_root(one: Word, other: Word) -> bool:
    """Whether a noun or participle and a verb share a root: «Проверяющие проверили», «планируется план»."""
    kinds = {_part_of_speech(one), _part_of_speech(other)}
    agreed = kinds in ({"noun", "adj"}, {"noun", "participle"}) and one.case() == other.case() and one.pos != "NOUN"
    if not (agreed or kinds in ({"noun", "verb"}, {"participle", "verb"})) or "PROPN" in {one.pos, other.pos}:
        return False
    if one.lemma == other.lemma:
        return True
    return _related(one.lemma, other.lemma)


@lru_cache(maxsize=20_000)
def _related(one: str, other: str) -> bool:
    return any(_share_beginning(first, second) for first in _roots(one) for second in _roots(other))


def _share_beginning(one: str, other: str) -> bool:
    root, second = sorted((one, other), key=len)
    common = next((at for at, (a, b) in enumerate(zip(root, second, strict=False)) if a != b), len(root))
    if len(root) < ROOT or common < ROOT or _PLAIN & {root, second}:
        return False
    return common == len(root) or (root[common], second[common]) in _TURNS


def _part_of_speech(word: Word) -> str:
    if word.pos != "VERB":
        return word.pos.lower()
    return "participle" if word.feats.get("VerbForm") == "Part" and "Variant" not in word.feats else "verb"


def _roots(lemma: str) -> set[str]:
    """The stem with and without its prefix."""
    return {
        _ENDING.sub("", one, count=1) for one in (lemma, _PREFIX.sub("", lemma, count=1) if len(lemma) > 6 else lemma)
    }


def modals(text: Text) -> Iterator[RawFinding]:
    for sentence in text.sentences:
        words = sentence.words
        for at, word in enumerate(words):
            if not word.quoted and (found := _modal(words, at)):
                yield _modal_finding(text, words, at, *found)


def _modal_finding(
    text: Text, words: Sequence[Word], at: int, first: int, last: int, replacement: str | None
) -> RawFinding:
    """A finding at the modal word, with its verb unless that has its own finding: «необходимо произвести оплату»."""
    start, end = words[first].start, words[last].end
    message = f"«{text.source[start:end]}»: так пишут в распоряжениях. Попросите прямо: «придите», «позвоните»."
    return RawFinding("R19", start, end, "warning", message, replacement, core=(words[at].start, words[at].end))


def _modal(words: Sequence[Word], at: int) -> tuple[int, int, str | None] | None:
    word = words[at]
    if word.lemma == "подлежать" and word.pos == "VERB":
        deed = next((place for place in range(at + 1, min(at + 4, len(words))) if words[place].case() == "Dat"), None)
        return _must(words, at, deed) if deed is not None else None
    if word.low not in listed("modals", "words") or _as_it_should(words, at):
        return None
    for place in range(at + 1, min(at + 4, len(words))):
        if words[place].low == "ли":
            return None
        if words[place].feats.get("VerbForm") == "Inf":
            return _advised(words, at, place) if word.low == "рекомендуется" else _asked(words, at, place)
        if words[place].pos == "PUNCT":
            break
    return (at, at, None) if word.low != "следует" and _asks_otherwise(words, at) else None


def _must(words: Sequence[Word], at: int, deed: int) -> tuple[int, int, str | None]:
    """«Будка подлежит сносу» becomes «будку нужно снести»."""
    verb = purpose_verbs().get(words[deed].lemma)
    subject = subject_before(words, at)
    object_ = words[deed + 1].case() == "Gen" if deed + 1 < len(words) else False
    if deed != at + 1 or verb is None or subject is None or object_:
        return at, deed, None
    first = at if subject.same else subject.first
    return first, deed, f"нужно {verb}" if subject.same else f"{subject.text} нужно {verb}"


def _advised(words: Sequence[Word], at: int, verb: int) -> tuple[int, int, str | None]:
    """«Окна рекомендуется закрыть» becomes «окна лучше закрыть»."""
    first = at - 1 if at and words[at - 1].low == "не" else at
    said = ["лучше", *(["не"] if first < at else []), *(word.text for word in words[at + 1 : verb + 1])]
    return first, verb, as_written(words[first].text, " ".join(said))


def _asks_otherwise(words: Sequence[Word], at: int) -> bool:
    """Whether the modal word has another construction: «Необходимо, чтобы все пришли», «взять зонт
    необходимо сегодня».
    """
    if [word.low for word in words[at + 1 : at + 3]] == [",", "чтобы"]:
        return True
    for place in range(at - 1, max(at - 5, -1), -1):
        if words[place].pos == "PUNCT" or words[place].feats.get("VerbForm") == "Fin" or words[place].low == "не":
            return False
        if words[place].feats.get("VerbForm") == "Inf":
            return True
    return False


def _as_it_should(words: Sequence[Word], at: int) -> bool:
    """Whether this is «как следует», which is colloquial."""
    return at > 0 and words[at - 1].low == "как"


def _asked(words: Sequence[Word], at: int, verb: int) -> tuple[int, int, str | None] | None:
    """The imperative if the reader is addressed; not for «гражданам следует», «мне следует», «что следует учесть»."""
    before = words[at - 1].low if at else ""
    if before in {"мне", "нам"}:
        return None
    first = at - 1 if before == "вам" else at
    form = imperative(words[verb].text.lower()) if words[verb].lemma in listed("modals", "asked") else None
    others = [*words[:first], *words[at + 1 : verb]]
    told = any(word.case() == "Dat" and word.pos in {"NOUN", "PRON", "ADJ", "PROPN"} for word in others)
    bound = any(word.low in _BOUND or word.lemma in _BOUND for word in words[:verb])
    if form is None or told or bound or any(word.low == "не" for word in words[max(0, at - 2) : verb]):
        return first, verb, None
    between = [word.text for word in words[at + 1 : verb]]
    return first, verb, as_written(words[first].text, " ".join([*between, form]))
