"""Replace an empty verb and its noun by one verb, with the object in the case that the new verb governs."""

from collections.abc import Sequence

from veche.style.dictionary import table
from veche.style.empty_verbs import Carrier
from veche.style.forms import as_written, impersonal_plural, in_case, verb_like
from veche.style.nominal import is_body, is_verbal
from veche.style.text import Word, plain

type Rewritten = tuple[int, int, str]  # first word, first word after, replacement

# Prepositions of adverbials, which stay unchanged with the new verb.
_ADVERBIAL = {"в", "во", "на", "до", "после", "перед", "у", "возле", "около"}
_WEEKDAYS = {"понедельник", "вторник", "среда", "четверг", "пятница", "суббота", "воскресенье"}
# Organising a collection is not collecting yet.
_ORGANISED = {"организовать", "организовывать", "организовываться"}
# «Допустил нарушение в отчёте» does not mean «нарушил в отчёте».
_ADMITTED = {"допустить", "допускать"}
_ENSURED = {"обеспечить", "обеспечивать"}
_ASKING = {"просить", "надо", "нужно", "необходимо", "нужный", "пора", "можно", "следует", "следовать", "вы"}
_ENDS = {"PUNCT", "SCONJ", "ADV", "SYM"}
_CLAUSE_ENDS = {",", ";", ":", ".", "!", "?", "—", "–", "(", ")"}


def instead_of(
    words: Sequence[Word], *, verb: int, aux: int, noun: int, deed: int, carrier: Carrier, passive: bool
) -> Rewritten | None:
    """(first, past, replacement), or None if the form or the meaning is uncertain."""
    if words[verb].lemma in _ORGANISED:
        return None
    if carrier.alone and _asked(words, verb) and (deed + 1 == len(words) or words[deed + 1].case() != "Gen"):
        carrier = carrier.alone
    new = _new_verb(words, verb, aux, carrier, passive=passive)
    if new is None or _agent(words, passive=passive) or _left_doer(words, verb, deed):
        return None
    return (
        _forward(words, verb, aux, noun, deed, carrier, new)
        if noun > verb
        else _backward(words, verb, aux, noun, deed, carrier, new)
    )


def _asked(words: Sequence[Word], verb: int) -> bool:
    """Whether readers are asked to do it themselves: «Осуществите регистрацию», «просим осуществить оплату»."""
    if words[verb].feats.get("Mood") == "Imp":
        return True
    asks = any(word.lemma in _ASKING for word in words[max(0, verb - 3) : verb])
    return asks and words[verb].feats.get("VerbForm") == "Inf"


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
    return impersonal_plural(wanted, past=not future and word.feats.get("Tense") == "Past")


def _agent(words: Sequence[Word], *, passive: bool) -> bool:
    """Whether a passive has an agent, as in «Специалистами проводится»; an impersonal plural would then be wrong."""
    return passive and any(
        word.case() == "Ins" and word.pos in {"NOUN", "PRON", "PROPN"} and (place == 0 or words[place - 1].pos != "ADP")
        for place, word in enumerate(words)
    )


def _left_doer(words: Sequence[Word], verb: int, noun: int) -> bool:
    """Whether the noun has a doer of its own that would be left over: «обеспечить вывоз мусора подрядчиком»."""
    ensured = words[verb].lemma in _ENSURED
    for place in range(noun + 1, len(words)):
        word = words[place]
        if word.text in _CLAUSE_ENDS or (ensured and word.pos == "ADP" and word.low in {"с", "со"}):
            return False
        somebody = ensured or word.feats.get("Animacy") == "Anim" or is_body(word)
        if word.case() == "Ins" and word.pos == "NOUN" and somebody and not _after_preposition(words, place):
            return True
    return False


def _after_preposition(words: Sequence[Word], at: int) -> bool:
    """Whether the word follows a preposition: «с жителями», «с нашими жителями»."""
    for place in range(at - 1, max(at - 4, -1), -1):
        if words[place].pos == "ADP":
            return True
        if words[place].case() != words[at].case():
            return False
    return False


def _object_before(words: Sequence[Word], first: int, carrier: Carrier) -> bool:
    """Whether an object precedes that the new verb needs in another case: «На жалобы даны разъяснения», «семьям оказана
    поддержка».
    """
    for place in range(first - 1, -1, -1):
        word = words[place]
        if word.text in _CLAUSE_ENDS or word.feats.get("VerbForm") == "Fin":
            return False
        if word.low in {"на", "за", "над"} and word.pos == "ADP":
            case = next((one.case() for one in words[place + 1 : place + 4] if one.case()), "")
            if case in {"Acc", "Ins", "Gen"} and carrier.takes.get(f"{word.low}+{case}") != "=":
                return True
        alone = word.pos in {"NOUN", "PROPN", "PRON"} and not _after_preposition(words, place)
        if alone and word.case() == "Dat" and carrier.takes.get("Dat", "=") != "=":
            return True
    return False


def _forward(
    words: Sequence[Word], verb: int, aux: int, noun: int, deed: int, carrier: Carrier, new: str
) -> Rewritten | None:
    if _object_before(words, min(aux, verb), carrier):
        return None
    adverbs = [_adverb(word) for word in words[verb + 1 : noun]]
    if any(adverb is None for adverb in adverbs) or (aux != verb and aux != verb - 1):
        return None
    tail = _object(words, deed + 1, carrier)
    if tail is None or _another_deed(words, tail[0], words[deed].case()):
        return None
    past, object_ = tail
    if not object_ and (deed != noun or words[verb].lemma in _ADMITTED):
        return None
    said = " ".join([*(adverb for adverb in adverbs if adverb), new, *([object_] if object_ else [])])
    first = min(aux, verb)
    return first, past, as_written(words[first].text, said)


def _another_deed(words: Sequence[Word], past: int, case: str) -> bool:
    """Whether another verbal noun follows that would lose its verb: «проведены замена труб, уборка», «работы по сбору и
    вывозу».
    """
    joined = past < len(words) and words[past].low in {",", "и"}
    return joined and any(
        is_verbal(word) and word.case() in {"Nom", "Acc", case} for word in words[past + 1 : past + 3]
    )


def _adverb(word: Word) -> str | None:
    return {plain(adjective): adverb for adjective, adverb in table("predicates")["adverbs"].items()}.get(word.lemma)


def _object(words: Sequence[Word], at: int, carrier: Carrier) -> tuple[int, str] | None:
    """(index after the changed object, the object in its new form; "" if nothing changes)."""
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
        # «провели ремонт и осмотр»: the second noun would lose its verb
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
    following = words[at + 1].lemma if at + 1 < len(words) else ""  # a text being typed may end in a preposition
    some_day = words[at].low in {"в", "во"} and following in _WEEKDAYS
    return (at, "") if some_day or (words[at].low in _ADVERBIAL and case in {"Loc", "Gen"}) else None


def _backward(
    words: Sequence[Word], verb: int, aux: int, noun: int, deed: int, carrier: Carrier, new: str
) -> Rewritten | None:
    """Rewrite with the subject before the verb: «Вывоз мусора осуществляется» becomes «мусор вывозят»."""
    before_verb = min(aux, verb)
    if verb - before_verb > 1 or (noun and words[noun - 1].pos in {"ADJ", "DET", "NUM"}):
        return None
    if deed + 1 == before_verb:
        return None
    tail = _object(words, deed + 1, carrier)
    if tail is None or (tail[1] == "" and words[deed + 1].pos in _ENDS | {"CCONJ"}):
        return None
    past, object_ = tail
    rest = words[past:before_verb]
    if past > before_verb or any(word.pos == "PUNCT" or word.case() == "Nom" or word.pos == "VERB" for word in rest):
        return None
    middle = " ".join(word.text for word in rest)
    said = " ".join(part for part in (object_, middle, new) if part)
    return noun, verb + 1, as_written(words[noun].text, said)
