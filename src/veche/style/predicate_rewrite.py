"""One verb in place of an empty verb and its noun, with the object in the case that the new verb asks for."""

from collections.abc import Sequence

from veche.style.dictionary import table
from veche.style.forms import as_written, in_case, they, verb_like
from veche.style.light import Carrier
from veche.style.text import Word, plain

type Rewritten = tuple[int, int, str]  # first word, first word after, what to put there

# After these an adverbial begins, and the new verb takes it as the old one did.
_ADVERBIAL = {"в", "во", "на", "до", "после", "перед", "у", "возле", "около"}
# Who organised a collection has not collected yet.
_ORGANISED = {"организовать", "организовывать", "организовываться"}
_ENDS = {"PUNCT", "SCONJ", "ADV", "SYM"}


def instead_of(
    words: Sequence[Word], *, verb: int, aux: int, noun: int, carrier: Carrier, passive: bool
) -> Rewritten | None:
    """(first, past, replacement) or None where the form or the meaning is not sure."""
    if words[verb].lemma in _ORGANISED:
        return None
    new = _new_verb(words, verb, aux, carrier, passive=passive)
    if new is None or _agent(words, passive=passive):
        return None
    return (
        _forward(words, verb, aux, noun, carrier, new)
        if noun > verb
        else _backward(words, verb, aux, noun, carrier, new)
    )


def _new_verb(words: Sequence[Word], verb: int, aux: int, carrier: Carrier, *, passive: bool) -> str | None:
    wanted = carrier.verb_for(words[verb])
    if not wanted:
        return None
    word = words[verb]
    if not passive:
        return verb_like(word, wanted)
    if word.feats.get("VerbForm") not in {"Fin", "Part"} or (
        word.feats.get("VerbForm") == "Part" and "Variant" not in word.feats
    ):
        return None
    future = aux != verb and words[aux].low in {"будет", "будут"}
    return they(wanted, past=not future and word.feats.get("Tense") == "Past")


def _agent(words: Sequence[Word], *, passive: bool) -> bool:
    """«Специалистами проводится»: then «они» would be wrong."""
    return passive and any(
        word.case() == "Ins" and word.pos in {"NOUN", "PRON", "PROPN"} and (place == 0 or words[place - 1].pos != "ADP")
        for place, word in enumerate(words)
    )


def _forward(words: Sequence[Word], verb: int, aux: int, noun: int, carrier: Carrier, new: str) -> Rewritten | None:
    adverbs = [_adverb(word) for word in words[verb + 1 : noun]]
    if any(adverb is None for adverb in adverbs) or (aux != verb and aux != verb - 1):
        return None
    tail = _object(words, noun + 1, carrier)
    if tail is None:
        return None
    past, object_ = tail
    said = " ".join([*(adverb for adverb in adverbs if adverb), new, *([object_] if object_ else [])])
    first = min(aux, verb)
    return first, past, as_written(words[first].text, said)


def _adverb(word: Word) -> str | None:
    return {plain(adjective): adverb for adjective, adverb in table("predicates")["adverbs"].items()}.get(word.lemma)


def _object(words: Sequence[Word], at: int, carrier: Carrier) -> tuple[int, str] | None:
    """(first word after the object that changed, the object in its new form; empty when nothing changes)."""
    if at >= len(words):
        return at, ""
    word = words[at]
    if word.pos == "ADP":
        return _with_preposition(words, at, carrier)
    if _no_object(words, at) or (word.feats.get("VerbForm") == "Inf" and "Inf" in carrier.takes):
        return at, ""
    for before, after in carrier.takes.items():
        if "+" not in before and word.case() == before:
            if after == "=":
                return at, ""
            phrase = in_case(words, at, before, after)
            return (phrase.past, phrase.text) if phrase else None
    return None


def _no_object(words: Sequence[Word], at: int) -> bool:
    word = words[at]
    if word.text in {"«", '"', "“", "„", "("}:
        return False
    if word.pos == "CCONJ" or word.text == ",":
        # «провели ремонт и осмотр»: the second noun would be left without its verb
        joined = words[at + 1] if at + 1 < len(words) else None
        bound = joined and (joined.feats.get("VerbForm") == "Part" or joined.lemma == "который")
        return not (bound or (joined and joined.pos in {"NOUN", "ADJ"} and joined.case() in {"Acc", "Nom"}))
    somebody = word.case() == "Nom" and word.pos == "NOUN" and word.feats.get("Animacy") == "Anim"
    return somebody or word.pos in _ENDS or word.feats.get("VerbForm") == "Fin"


def _with_preposition(words: Sequence[Word], at: int, carrier: Carrier) -> tuple[int, str] | None:
    case = next((word.case() for word in words[at + 1 : at + 3] if word.case()), "")
    for before, after in carrier.takes.items():
        preposition, plus, wanted = before.partition("+")
        if not plus or words[at].low.rstrip("о") != preposition.rstrip("о") or wanted != case:
            continue
        if after == "=":
            return at, ""
        phrase = in_case(words, at + 1, wanted, after)
        return (phrase.past, phrase.text) if phrase else None
    return (at, "") if words[at].low in _ADVERBIAL and case in {"Loc", "Gen"} else None


def _backward(words: Sequence[Word], verb: int, aux: int, noun: int, carrier: Carrier, new: str) -> Rewritten | None:
    """«Вывоз мусора осуществляется» is «мусор вывозят»."""
    before_verb = min(aux, verb)
    if verb - before_verb > 1 or (noun and words[noun - 1].pos in {"ADJ", "DET", "NUM"}):
        return None
    if noun + 1 == before_verb:
        return None
    tail = _object(words, noun + 1, carrier)
    if tail is None or (tail[1] == "" and words[noun + 1].pos in _ENDS | {"CCONJ"}):
        return None
    past, object_ = tail
    rest = words[past:before_verb]
    if past > before_verb or any(word.pos == "PUNCT" or word.case() == "Nom" or word.pos == "VERB" for word in rest):
        return None
    middle = " ".join(word.text for word in rest)
    said = " ".join(part for part in (object_, middle, new) if part)
    return noun, verb + 1, as_written(words[noun].text, said)
