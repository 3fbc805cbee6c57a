"""R05: the passive, which hides the doer. R06: accumulated participle and gerund phrases."""

from collections.abc import Iterator, Sequence
from functools import lru_cache

from veche.morphology.words import readings
from veche.style.dictionary import words as listed
from veche.style.finding import RawFinding
from veche.style.text import Sentence, Text, Word
from veche.style.voice_rewrite import active

_IDLE = {"оказываться": {"помощь", "услуга", "содействие", "поддержка"}}
_OURSELVES = {"я", "ты", "мы", "вы"}
# Words in which a further phrase may follow without a comma.
TURN = 12
_US = {"нами", "вами", "мной", "ими", "мною"}


def passives(text: Text) -> Iterator[RawFinding]:
    for sentence in text.sentences:
        words = sentence.words
        for at, word in enumerate(words):
            if word.pos == "VERB" and not word.quoted and (found := _passive(words, at)):
                yield _passive_finding(text, words, at, *found)


def _passive_finding(text: Text, words: Sequence[Word], verb: int, aux: int, agent: int | None) -> RawFinding:
    places = [aux, verb] if agent is None else [aux, verb, agent]
    start, end = words[min(places)].start, words[max(places)].end
    message = f"«{text.source[start:end]}»: не видно, кто это делает. Назовите: «мы делаем», «рабочие сделали»."
    found = active(words, aux, verb, agent)
    if found is None or any(word.quoted for word in words[found[0] : found[1]]):
        return RawFinding("R05", start, end, "warning", message)
    first, past, replacement = found
    wide = words[first].start, words[past - 1].end
    return RawFinding(
        "R05", *wide, "warning", message, replacement, core=(start, end) if wide != (start, end) else None
    )


def _passive(words: Sequence[Word], at: int) -> tuple[int, int | None] | None:
    """Indexes of «быть» (or `at`) and of the agent; None if this is no passive."""
    word = words[at]
    if word.feats.get("Variant") == "Short":
        aux = next((place for place in range(at - 1, max(at - 4, -1), -1) if _was(words[place])), None)
        agent = _agent(words, at, at if aux is None else aux)
        done = word.lemma in listed("passive", "done")
        if not (done or agent is not None or (aux is not None and word.lemma not in listed("passive", "feelings"))):
            return None
        return aux if aux is not None else at, agent
    agent = _agent(words, at, at)
    if word.feats.get("VerbForm") == "Fin" and _reflexive(words, at, agent):
        return at, agent
    return None


def _was(word: Word) -> bool:
    return word.lemma == "быть" and word.low != "есть"


def _reflexive(words: Sequence[Word], at: int, agent: int | None) -> bool:
    word = words[at]
    if not word.low.endswith(("ся", "сь")) or word.feats.get("Person", "3") != "3":
        return False
    if any(other.lemma == "сам" for other in words[max(0, at - 1) : at + 2]):
        return False
    if _somebody(words, at):
        return False
    lemma = word.lemma if word.lemma.endswith("ся") else word.lemma + "ся"
    if lemma in _IDLE:
        return any(other.lemma in _IDLE[lemma] for other in words[max(0, at - 4) : at + 5])
    return lemma in listed("passive", "reflexive") or (
        agent is not None and lemma not in listed("passive", "bonds") and _transitive(lemma)
    )


def _somebody(words: Sequence[Word], at: int) -> bool:
    """Whether the subjects do it themselves: «дети убираются в классе», «мы ругались»."""
    return any(
        word.low in _OURSELVES
        or (word.case() == "Nom" and word.feats.get("Animacy") == "Anim" and word.pos in {"NOUN", "PROPN"})
        for word in words[max(0, at - 3) : at + 3]
    )


@lru_cache(maxsize=2_000)
def _transitive(lemma: str) -> bool:
    return any("tran" in one.labels for one in readings(lemma.removesuffix("ся")) if one.pos == "VERB")


def _agent(words: Sequence[Word], at: int, first: int) -> int | None:
    """Index of the agent, in the instrumental next to the verb: «нами», «специалистами», «жителями города»."""
    for place in (_head_before(words, first - 1), at - 1, at + 1):
        if 0 <= place < len(words) and (place == 0 or words[place - 1].pos != "ADP") and _doer(words[place]):
            return place
    return None


def _head_before(words: Sequence[Word], at: int) -> int:
    """Index of the word that the genitives up to `at` depend on."""
    for place in range(at, max(at - 4, -1), -1):
        if words[place].case() != "Gen":
            return place
    return at


def _doer(word: Word) -> bool:
    if word.low in _US:
        return True
    somebody = word.feats.get("Animacy") == "Anim" or word.lemma in listed("bodies", "doers")
    return somebody and word.case() == "Ins" and word.pos in {"NOUN", "PROPN"}


def turns(text: Text) -> Iterator[RawFinding]:
    """Findings where a sentence has two phrases, or a text more than three per hundred words."""
    found = [(sentence, _turns(sentence)) for sentence in text.sentences]
    dense = sum(len(places) for _, places in found) > max(2, 0.03 * text.length)
    for sentence, places in found:
        if len(places) >= 2 or (dense and places):
            yield from (_turn_finding(text, sentence.words, place) for place in places)


def _turns(sentence: Sentence) -> list[int]:
    return [at for at, word in enumerate(sentence.words) if not word.quoted and _opens_turn(sentence.words, at)]


def _opens_turn(words: Sequence[Word], at: int) -> bool:
    word = words[at]
    form = word.feats.get("VerbForm")
    if (
        word.low.startswith("следующ")
        and at
        and words[at - 1].text == ","
        and words[at + 1 : at + 2]
        and words[at + 1].pos == "ADP"
    ):
        return True
    if word.pos != "VERB" or form not in {"Conv", "Part"}:
        return False
    if form == "Conv":
        return word.low not in {"включая", "начиная", "исходя", "судя", "несмотря", "благодаря", "невзирая", "спустя"}
    before = _before(words, at)
    if "Variant" in word.feats or before < 0:
        return False
    return words[before].text == "," or (words[before].low == "и" and _turned_before(words, at, before))


def _before(words: Sequence[Word], at: int) -> int:
    """Index before a participle and its «не»."""
    return at - 2 if at > 1 and words[at - 1].low == "не" else at - 1


def _alike(one: str, other: str) -> bool:
    return one == other or {one, other} == {"Nom", "Acc"}


def _turned_before(words: Sequence[Word], at: int, conjunction: int) -> bool:
    """Whether the phrase continues another without a comma: «фирмы, зарегистрированные в городе и
    обучающие студентов».
    """
    after = words[at + 1] if at + 1 < len(words) else None
    if after is None or (after.pos == "NOUN" and _alike(after.case(), words[at].case())):
        return False
    return any(
        words[place].feats.get("VerbForm") == "Part"
        and "Variant" not in words[place].feats
        and words[_before(words, place)].text == ","
        for place in range(max(1, conjunction - TURN), conjunction)
    )


def _closes_turn(words: Sequence[Word], at: int) -> bool:
    return words[at].text in ",.;:!?—–«(" or (
        words[at].low == "и" and at + 1 < len(words) and _opens_turn(words, at + 1)
    )


def _turn_finding(text: Text, words: Sequence[Word], at: int) -> RawFinding:
    last = next((place for place in range(at + 1, len(words)) if _closes_turn(words, place)), len(words)) - 1
    first = at - 1 if at and words[at - 1].low == "не" else at
    start, end = words[first].start, words[max(last, at)].end
    return RawFinding(
        "R06",
        start,
        end,
        "warning",
        f"«{text.source[start:end]}»: слишком много причастных и деепричастных оборотов. "
        "Сделайте из этого отдельное предложение.",
    )
