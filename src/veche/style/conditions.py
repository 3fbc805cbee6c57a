"""Conditions for phrases of the dictionary: the context in which they are findings."""

from collections.abc import Callable, Sequence

from veche.style.dictionary import table
from veche.style.dictionary import words as listed
from veche.style.nominal import is_body, is_empty, is_verbal
from veche.style.text import Word

_NOMINAL = {"NOUN", "PROPN", "ADJ", "DET", "PRON", "NUM"}
_WINDOW = 5
# Indeclinable words without a visible case: «в силу его ветхости».
_POSSESSIVES = {"его", "ее", "их"}

type Condition = Callable[[Sequence[Word], int, int], bool]


def _nominal(word: Word, case: str) -> bool:
    if word.pos == "VERB":
        return word.feats.get("VerbForm") == "Part" and word.case() == case
    return word.pos in _NOMINAL and word.case() == case


def _frame(words: Sequence[Word], first: int, past: int) -> bool:
    """«В рамках» of an activity; not «в рамках приличия»."""
    return _followed("Gen")(words, first, past) and words[past].lemma not in {
        "приличие",
        "закон",
        "разумный",
        "возможный",
    }


def _followed(case: str) -> Condition:
    def holds(words: Sequence[Word], _: int, past: int) -> bool:
        if past < len(words) and words[past].low in _POSSESSIVES:
            past += 1
        if past >= len(words):
            return False
        word = words[past]
        if word.pos in {"NUM", "X"} or (word.pos == "PUNCT" and word.text == "«") or word.text.isupper():
            return True
        return _nominal(word, case) or (word.pos == "ADV" and past + 1 < len(words) and _nominal(words[past + 1], case))

    return holds


def _regard(words: Sequence[Word], first: int, past: int) -> bool:
    """«В плане» of a matter; not «стоит в плане замены», where the plan is a document."""
    listed_there = first > 0 and words[first - 1].lemma in {"стоять", "быть", "есть", "значиться", "числиться"}
    return _followed("Gen")(words, first, past) and not listed_there


def _noun(words: Sequence[Word], first: int, past: int) -> bool:
    """An adjective that agrees with a noun nearby."""
    me = words[first]
    if me.low in {"данные", "данных", "данным", "данными"}:
        return _these(me, words[past] if past < len(words) else me)
    if first and words[first - 1].case() == "Ins" and words[first - 1].pos == "NOUN":
        # «Богом данный»
        return False
    if me.pos not in {"ADJ", "VERB", "DET"} or me.feats.get("Variant") == "Short":
        return False
    for word in words[past : past + 4]:
        if word.pos in {"NOUN", "PROPN"} and (_agree(me, word) or word.text.isupper()):
            return True
        if word.pos not in {"ADJ", "DET", "NUM", "VERB", "CCONJ"}:
            return False
    return False


def _these(me: Word, after: Word) -> bool:
    """«данные деревья», «с данным врачом»; not «данные наблюдений», «сбор данных жителей»."""
    if me.low == "данным" and me.feats.get("Number") == "Sing":
        return after.pos == "NOUN" and after.case() == me.case() == "Ins"
    return after.pos == "NOUN" and after.case() == me.case() != "Gen" and after.feats.get("Number") == "Plur"


def _agree(one: Word, noun: Word) -> bool:
    cases = {one.case(), noun.case()}
    return (len(cases) == 1 or cases == {"Nom", "Acc"}) and one.feats.get("Number") == noun.feats.get("Number")


def _adjective(words: Sequence[Word], first: int, past: int) -> bool:
    if past < len(words) and _of_a_trade(words[first].lemma, words[past].lemma):
        return False
    named = first > 0 and words[first].text[:1].isupper()
    short = words[first].feats.get("Variant") == "Short"
    return not named and not short and words[first].pos == "ADJ" and words[first].feats.get("Degree") != "Cmp"


def _of_a_trade(adjective: str, noun: str) -> bool:
    """Whether the pair is a technical term: «оперативный дежурный», «эффективный радиус»."""
    return noun in listed("neighbours", "set_names") or noun in table("neighbours")["technical"].get(adjective, ())


def _adverb(words: Sequence[Word], first: int, past: int) -> bool:
    """An adverb of a verb; not the comparison in «достаточно активно»."""
    return words[first].pos in {"ADV", "PART"} and not (past < len(words) and words[past].feats.get("Degree") == "Cmp")


def _verb(words: Sequence[Word], first: int, _: int) -> bool:
    """A verb; not the participle in «обеспеченный сосед»."""
    feats = words[first].feats
    full = feats.get("VerbForm") == "Part" and feats.get("Voice") == "Pass" and "Variant" not in feats
    return words[first].pos == "VERB" and not full


def _carrying_out(words: Sequence[Word], first: int, past: int) -> bool:
    """A verb of carrying out; not «осуществить мечту», which is colloquial."""
    noun = _noun_after(words, past)
    return _verb(words, first, past) and not (noun and noun.lemma in listed("neighbours", "dreams"))


def _matter(words: Sequence[Word], first: int, past: int) -> bool:
    """«По вопросам»; not a name: «комиссия по вопросам помилования»."""
    return _followed("Gen")(words, first, past) and not (first and is_body(words[first - 1]))


def _noun_itself(words: Sequence[Word], first: int, past: int) -> bool:
    if first and words[first - 1].low == "в":
        # «в наличии билеты»
        return False
    if words[first].case() == "Gen" and any(is_body(word) for word in words[max(0, first - 3) : first]):
        # «отдел информационного обеспечения»
        return False
    return words[first].pos == "NOUN" and past < len(words) and words[past].case() in {"Gen", "Ins"}


def _being(words: Sequence[Word], first: int, past: int) -> bool:
    """«является» with an instrumental noun after or before it."""
    if words[first].pos != "VERB":
        return False
    near = [*words[past : past + _WINDOW + 2], *words[max(0, first - 3) : first]]
    return any(word.case() == "Ins" and word.pos in {"NOUN", "ADJ", "DET", "PROPN", "VERB"} for word in near)


def _municipality(words: Sequence[Word], _: int, past: int) -> bool:
    for word in words[past : past + 3]:
        if word.lemma in listed("neighbours", "municipality"):
            return True
        if word.pos not in {"ADJ", "DET"}:
            return False
    return False


def _people(words: Sequence[Word], _: int, past: int) -> bool:
    """«со стороны жителей»; not «со стороны реки»."""
    return any(
        word.case() == "Gen" and (word.feats.get("Animacy") == "Anim" or is_body(word))
        for word in words[past : past + 3]
    )


def _deed(words: Sequence[Word], _: int, past: int) -> bool:
    """«в части оформления»; not «в части дворов»."""
    return any(
        word.case() == "Gen" and (is_verbal(word) or word.lemma in listed("neighbours", "abstract"))
        for word in words[past : past + 2]
    )


def _infinitive(words: Sequence[Word], _: int, past: int) -> bool:
    return past < len(words) and words[past].feats.get("VerbForm") == "Inf"


def _deed_dative(words: Sequence[Word], first: int, past: int) -> bool:
    """A verb with a verbal noun in the dative: «приступили к рассмотрению», «способствуют снижению»."""
    return words[first].pos == "VERB" and any(
        word.case() == "Dat" and is_verbal(word) and not is_empty(word) for word in words[past : past + 2]
    )


def _institution(words: Sequence[Word], first: int, past: int) -> bool:
    """«на базе школы»; not «на базе отдыха», «на базе «Солнечная»»."""
    if past + 1 < len(words) and words[past].text == "«" and words[past + 1].case() == "Nom":
        return False
    return _followed("Gen")(words, first, past) and words[past].lemma not in {
        "отдых",
        "данные",
        "данный",
        "хлеб",
        "флот",
    }


def _noun_after(words: Sequence[Word], past: int) -> Word | None:
    return next((word for word in words[past : past + 3] if word.pos in {"NOUN", "PROPN"}), None)


def _process(words: Sequence[Word], first: int, past: int) -> bool:
    """«в ходе проверки»; not «в ходе часов»."""
    noun = _noun_after(words, past)
    return _followed("Gen")(words, first, past) and not (noun and noun.lemma in listed("neighbours", "things"))


def _abstract(words: Sequence[Word], first: int, past: int) -> bool:
    """«за счёт средств», «в условиях дефицита», «по мере поступления»; not «по мере сил»."""
    noun = _noun_after(words, past)
    return (
        _followed("Gen")(words, first, past)
        and noun is not None
        and (is_verbal(noun) or noun.lemma in listed("neighbours", "means"))
    )


def _number(words: Sequence[Word], _: int, past: int) -> bool:
    return past < len(words) and (words[past].pos == "NUM" or words[past].text[0].isdigit())


def _somebody(words: Sequence[Word], first: int, past: int) -> bool:
    """«в качестве эксперта»; not «в качестве этого сыра»."""
    return (
        _followed("Gen")(words, first, past)
        and words[past].pos not in {"DET", "PRON"}
        and words[past].lemma not in listed("neighbours", "quality")
    )


def _level(words: Sequence[Word], _: int, past: int) -> bool:
    noun = _noun_after(words, past)
    return (
        noun is not None
        and noun.case() == "Gen"
        and noun.lemma in listed("neighbours", "municipality") | {"страна", "правительство", "федерация"}
    )


def _alone(words: Sequence[Word], _: int, past: int) -> bool:
    """«на контроле»; not «на контроле билетов»."""
    return past >= len(words) or words[past].case() != "Gen"


def _earlier(words: Sequence[Word], _: int, past: int) -> bool:
    """«Ранее» as an adverb; not «ранее утро»."""
    return past >= len(words) or not (words[past].pos == "NOUN" and words[past].feats.get("Gender") == "Neut")


def _aim(words: Sequence[Word], first: int, past: int) -> bool:
    """«В целях» as a purpose; not «в целях стрельбы»."""
    return _followed("Gen")(words, first, past) and words[past].lemma not in {"стрельба", "стрельбище", "тир"}


def _finite(words: Sequence[Word], first: int, _: int) -> bool:
    """A finite verb; not «проживающий в подвале ёж»."""
    feats = words[first].feats
    return feats.get("VerbForm") in {"Fin", "Inf"} or feats.get("Variant") == "Short"


def _third(words: Sequence[Word], first: int, _: int) -> bool:
    """A verb in the third person or the past tense."""
    return words[first].pos == "VERB" and words[first].feats.get("Person", "3") == "3"


def _not_beside(case: str, things: str) -> Condition:
    def holds(words: Sequence[Word], first: int, past: int) -> bool:
        near = words[past : past + 2]
        return _followed(case)(words, first, past) and not any(
            word.lemma in listed("neighbours", things) and word.case() == case for word in near
        )

    return holds


def _order(words: Sequence[Word], first: int, past: int) -> bool:
    """«В порядке» of an action; not «изменения в порядке записи»."""
    changed = first > 0 and words[first - 1].lemma in listed("neighbours", "changes")
    return _deed(words, first, past) and not changed


def _person(words: Sequence[Word], first: int, past: int) -> bool:
    """«Город в лице мэра»; not «в лице Маши было удивление»."""
    whose = first > 0 and (words[first - 1].pos in {"NOUN", "PROPN"} or words[first - 1].text in {"»", '"'})
    return whose and _followed("Gen")(words, first, past)


def _held(words: Sequence[Word], first: int, past: int) -> bool:
    """«Концерт состоялся»; not «так и не состоялся»."""
    return _third(words, first, past) and not (first and words[first - 1].low == "не")


def _moment(words: Sequence[Word], _: int, past: int) -> bool:
    """«В данное время»; not «в данное время года»."""
    return past >= len(words) or words[past].lemma not in listed("neighbours", "seasons")


def _force(words: Sequence[Word], first: int, past: int) -> bool:
    """«В силу» as a cause; not «вступил в силу»."""
    before = words[max(0, first - 3) : first]
    return _followed("Gen")(words, first, past) and not any(
        word.lemma in listed("neighbours", "force") for word in before
    )


def _started(words: Sequence[Word], first: int, past: int) -> bool:
    """«Старт дан»; not «старт даст почтальон», where a person starts something and nothing is named that starts."""
    near = [*words[max(0, first - 2) : first], *words[past : past + 2]]
    somebody = any(word.case() == "Nom" and word.feats.get("Animacy") == "Anim" for word in near)
    return not somebody or any(word.case() == "Dat" for word in words)


def _having(words: Sequence[Word], _: int, past: int) -> bool:
    """«Имеется»; not «имеется в виду»."""
    return [word.low for word in words[past : past + 2]] != ["в", "виду"]


CONDITIONS: dict[str, Condition] = {
    "": lambda _words, _first, _past: True,
    "gen": _followed("Gen"),
    "ins": _followed("Ins"),
    "dat": _followed("Dat"),
    "regard": _regard,
    "noun": _noun,
    "adjective": _adjective,
    "adverb": _adverb,
    "verb": _verb,
    "carrying-out": _carrying_out,
    "noun-itself": _noun_itself,
    "being": _being,
    "municipality": _municipality,
    "people": _people,
    "third": _third,
    "finite": _finite,
    "moment": _moment,
    "held": _held,
    "cause": _not_beside("Ins", "far"),
    "ground": _not_beside("Gen", "solid"),
    "line": _not_beside("Gen", "lines"),
    "order": _order,
    "person": _person,
    "aim": _aim,
    "process": _process,
    "abstract": _abstract,
    "number": _number,
    "somebody": _somebody,
    "level": _level,
    "matter": _matter,
    "alone": _alone,
    "earlier": _earlier,
    "deed": _deed,
    "institution": _institution,
    "deed-dative": _deed_dative,
    "infinitive-after": _infinitive,
    "frame": _frame,
    "force": _force,
    "started": _started,
    "having": _having,
}
