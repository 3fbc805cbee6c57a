"""Names of bodies and posts, as «Служба по надзору в сфере защиты прав потребителей».

The author cannot change a name, so findings inside one are dropped.
"""

from collections.abc import Iterable, Iterator, Sequence

from veche.style.dictionary import words as listed
from veche.style.finding import RawFinding
from veche.style.text import Sentence, Text, Word

# Rules ignored in names, which have long words, chains and prepositions; abbreviations and numbers in them still count.
_EXCUSED = {"R01", "R03", "R04", "R09", "R10", "R14"}
# «по делам несовершеннолетних», «по работе с населением», «по надзору за рынком», «требований к поведению».
_JOINTS = {"по": "Dat", "с": "Ins", "со": "Ins", "за": "Ins", "к": "Dat"}
# The number of words after which «начальник отдела снабжения завода труб» is no name; one with a capital may be longer.
LINKS = 2
_SPHERES = {"сфере", "области"}
_BETWEEN = {"ADJ", "DET"}
_WHOSE = {"его", "ее", "их"}


def outside_names(text: Text, findings: Iterable[RawFinding]) -> Iterator[RawFinding]:
    """Findings outside names of bodies."""
    names: list[tuple[int, int]] | None = None
    for finding in findings:
        if finding.rule in _EXCUSED:
            if names is None:
                names = [place for sentence in text.sentences for place in _places(sentence)]
            bare = finding.bare
            if any(start <= bare.start and bare.end <= end for start, end in names):
                continue
        yield finding


def _places(sentence: Sentence) -> Iterator[tuple[int, int]]:
    words, organs = sentence.words, listed("bodies", "organs")
    for at, word in enumerate(words):
        if word.lemma in organs and word.pos == "NOUN":
            past = past_name(words, at)
            if past > at + 1:
                yield word.start, words[past - 1].end


def past_name(words: Sequence[Word], at: int) -> int:
    """Index after the name of the body at `at`: its genitives, and the phrase with «по» right after it."""
    past, case = _phrase(words, at + 1, "Gen"), "Gen"
    if past is None and at + 1 < len(words) and words[at + 1].low == "по":
        past, case = _phrase(words, at + 2, "Dat"), "Dat"
    if past is None:
        return at + 1
    links, told = 1, case == "Dat" or _with_capital(words, at)
    while (further := _further(words, past, case)) is not None:
        links, told = links + 1, told or words[past].case() != "Gen"
        if links > LINKS and not told:
            return past
        past = further
    return past


def _with_capital(words: Sequence[Word], at: int) -> bool:
    """Whether the name has a capital: «Управление», «Федеральная служба»."""
    adjective = at > 0 and words[at - 1].pos == "ADJ" and words[at - 1].text[:1].isupper()
    return adjective or words[at].text[:1].isupper()


def _further(words: Sequence[Word], at: int, case: str) -> int | None:
    """Index after a dependent genitive, «в сфере» with a noun, or another noun of the same case after «и»; None if
    there is none.
    """
    if (past := _phrase(words, at, "Gen")) is not None or at + 1 >= len(words):
        return past
    low = words[at].low
    if low in {"и", ","}:
        return _phrase(words, at + 1, case) or _phrase(words, at + 1, "Gen")
    if low == "в" and words[at + 1].low in _SPHERES:
        return _phrase(words, at + 2, "Gen")
    return _phrase(words, at + 1, _JOINTS[low]) if low in _JOINTS else None


def _phrase(words: Sequence[Word], at: int, case: str) -> int | None:
    """Index after a noun in this case with its adjectives, beginning at `at`; None if there is none."""
    for place in range(at, min(at + 4, len(words))):
        word = words[place]
        if word.low in _WHOSE:
            continue
        if word.quoted or word.case() != case:
            return None
        if word.pos in {"NOUN", "PROPN"}:
            return place + 1
        if word.pos not in _BETWEEN and word.feats.get("VerbForm") != "Part":
            return None
    return None
