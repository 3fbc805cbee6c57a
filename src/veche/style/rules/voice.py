"""R05: the passive, which hides who does it. R06: turns of participles and gerunds heaped up."""

from collections.abc import Iterator, Sequence
from functools import lru_cache

from veche.morphology.words import readings
from veche.style.dictionary import words as listed
from veche.style.finding import Sin
from veche.style.text import Sentence, Text, Word

_IDLE = {"оказываться": {"помощь", "услуга", "содействие", "поддержка"}}
_US = {"нами", "вами", "мной", "ими", "мною"}


def passives(text: Text) -> Iterator[Sin]:
    for sentence in text.sentences:
        words = sentence.words
        for at, word in enumerate(words):
            if word.pos == "VERB" and not word.quoted and (found := _passive(words, at)):
                first, last = found
                start, end = words[first].start, words[last].end
                yield Sin(
                    "R05",
                    start,
                    end,
                    "warning",
                    f"«{text.source[start:end]}»: не видно, кто это делает. Назовите: «мы делаем», «рабочие сделали».",
                )


def _passive(words: Sequence[Word], at: int) -> tuple[int, int] | None:
    word = words[at]
    if word.feats.get("Variant") == "Short":
        aux = next((place for place in range(at - 1, max(at - 4, -1), -1) if _was(words[place])), None)
        agent = _agent(words, at, at if aux is None else aux)
        done = word.lemma in listed("passive", "done")
        if not (done or agent is not None or (aux is not None and word.lemma not in listed("passive", "feelings"))):
            return None
        return _with_agent(aux if aux is not None else at, at, agent)
    agent = _agent(words, at, at)
    if word.feats.get("VerbForm") == "Fin" and _reflexive(words, at, agent):
        return _with_agent(at, at, agent)
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
    """«дети убираются в классе»: they do it themselves."""
    return any(
        word.case() == "Nom" and word.feats.get("Animacy") == "Anim" and word.pos in {"NOUN", "PROPN"}
        for word in words[max(0, at - 3) : at + 3]
    )


@lru_cache(maxsize=2_000)
def _transitive(lemma: str) -> bool:
    return any("tran" in one.labels for one in readings(lemma.removesuffix("ся")) if one.pos == "VERB")


def _agent(words: Sequence[Word], at: int, first: int) -> int | None:
    """Who does it, next to the verb in the instrumental: «нами», «специалистами»."""
    for place in {first - 1, at - 1, at + 1}:
        if 0 <= place < len(words) and (
            words[place].low in _US
            or (
                words[place].case() == "Ins"
                and words[place].feats.get("Animacy") == "Anim"
                and words[place].pos in {"NOUN", "PROPN"}
                and (place == 0 or words[place - 1].pos != "ADP")
            )
        ):
            return place
    return None


def _with_agent(first: int, last: int, agent: int | None) -> tuple[int, int]:
    return (first, last) if agent is None else (min(first, agent), max(last, agent))


def turns(text: Text) -> Iterator[Sin]:
    """Two in one sentence are too many, and so are more than three in a hundred words."""
    found = [(sentence, _turns(sentence)) for sentence in text.sentences]
    dense = sum(len(places) for _, places in found) > max(2, 0.03 * text.length)
    for sentence, places in found:
        if len(places) >= 2 or (dense and places):
            yield from (_turn_sin(text, sentence.words, place) for place in places)


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
    return "Variant" not in word.feats and at > 0 and words[at - 1].text == ","


def _turn_sin(text: Text, words: Sequence[Word], at: int) -> Sin:
    last = next((place for place in range(at + 1, len(words)) if words[place].text in ",.;:!?—–«("), len(words)) - 1
    first = at - 1 if at and words[at - 1].low == "не" else at
    start, end = words[first].start, words[max(last, at)].end
    return Sin(
        "R06",
        start,
        end,
        "warning",
        f"«{text.source[start:end]}»: оборотов слишком много. Сделайте из этого отдельное предложение.",
    )
