"""Places that a comment names: streets with houses, numbered schools and routes, named kindergartens."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from veche.routing.words import Word, grammar

# What stands before a street's name.
_KINDS = frozenset(
    {"ул", "улица", "улице", "улицы", "улицу", "проспект", "проспекте", "проспекту", "пр", "пр-т", "пер", "переулок",
     "переулке", "переулка", "переулку", "бульвар", "бульваре", "бульвара", "б-р", "мкр", "микрорайон", "микрорайоне",
     "площадь", "площади", "набережная", "набережной", "шоссе", "тракт", "тракте", "ст"}
)  # fmt: skip
_AFTER = frozenset(
    {"переулок", "переулке", "переулка", "проспект", "проспекте", "поселок", "поселке", "бульвар", "улица", "улице"}
)
_LEADS = frozenset({"на", "по", "с", "со", "возле", "вдоль"})
# Both streets are named after these: «на перекрёстке Громова и Юбилейной».
_CROSSINGS = frozenset({"перекресток", "пересечение", "угол"})
# Parts of speech of which streets' names are.
_NAMING = frozenset({"NOUN", "ADJ", "PROPN"})
# What is numbered and is no house.
_NUMBERED: dict[str, str] = {
    "школа": "school", "гимназия": "school", "лицей": "school", "сош": "school", "маршрут": "route", "автобус": "route",
    "маршрутка": "route", "троллейбус": "route", "трамвай": "route", "садик": "kindergarten", "сад": "kindergarten",
    "детсад": "kindergarten",
}  # fmt: skip
_NAMED = frozenset({"садик", "сад", "детсад", "школа", "лагерь", "уют"})
_ORDINALS = {
    "первый": "1", "второй": "2", "третий": "3", "четвертый": "4", "пятый": "5", "шестой": "6", "седьмой": "7",
    "восьмой": "8", "девятый": "9", "десятый": "10", "двенадцатый": "12", "четырнадцатый": "14",
}  # fmt: skip
_HOUSE = frozenset({"дом", "д", "домов"})
# Words that a number follows although they are no streets.
_COUNTED = frozenset(
    {"минус", "плюс", "квартира", "кв", "этаж", "подъезд", "группа", "класс", "до", "от", "после", "примерно", "около",
     "больше", "меньше", "через", "уже", "всего", "лишь", "только", "участок", "номер", "телефон", "года", "году",
     "цена", "температура", "улица", "дом", "часа", "часов", "стоит", "стоить", "там", "здесь", "тут", "нас",
     "было", "ждали",
     "сад", "поселок", "бонус", "скидка", "обед", "январь", "декабрь", "ноябрь", "октябрь", "закон", "скорость"}
)  # fmt: skip
_UNITS = frozenset(
    {"час", "минута", "день", "сутки", "неделя", "месяц", "год", "рубль", "руб", "градус", "человек", "раз", "метр",
     "число", "процент", "лет", "штука", "км", "тысяча", "ноябрь", "декабрь", "январь", "февраль", "март",
     "апрель", "май",
     "июнь", "июль", "август", "сентябрь", "октябрь", "маршрут", "автобус", "класс", "школа", "литр", "квт", "м"}
)  # fmt: skip
_ENDING = re.compile(
    r"(?:ого|его|ому|ему|ой|ей|ая|яя|ую|юю|ый|ий|ые|ие|ых|их|ом|ем|ым|им|ью|ами|ах|ов|а|и|ы|е|у|ю|я|о|ь)$"
)
_STREET_LETTERS = 4
_NEAR = 4


@dataclass(slots=True)
class Places:
    """`streets`: stems of names. `houses`: their numbers. `named`: («route», «14»), («school», «11») and the like.

    `at`: which words are names of streets, and so tell nothing of the subject: «на Школьной».
    """

    streets: set[str] = field(default_factory=set)
    houses: set[int] = field(default_factory=set)
    named: set[tuple[str, str]] = field(default_factory=set)
    at: set[int] = field(default_factory=set)

    @property
    def keys(self) -> frozenset[tuple[str, str]]:
        return frozenset({("street", one) for one in self.streets} | self.named)


def places_of(words: Sequence[Word]) -> Places:
    """The places that a comment names, in no order."""
    found = Places()
    taken: set[int] = set()
    for at in range(len(words)):
        for key in _numbered(words, at):
            found.named.add(key)
            taken.update({at - 1, at + 1})
    for at in range(len(words)):
        if streets := _pair(words[at]) or _one(words, at):
            found.streets.update(streets)
            found.at.add(at)
    found.houses.update(_houses(words, found.at, taken))
    return found


def _numbered(words: Sequence[Word], at: int) -> Iterator[tuple[str, str]]:
    """«школа 11», «маршрут номер 7», «14 автобус», «восьмой маршрут», «садик «Ласточка»»."""
    after = at + 2 if at + 1 < len(words) and words[at + 1].form == "номер" else at + 1
    for kind in {_NUMBERED[key] for key in words[at].keys if key in _NUMBERED}:
        for beside in (after, at - 1):
            if 0 <= beside < len(words) and words[beside].clause == words[at].clause:
                number = _number(words[beside])
                if number:
                    yield kind, number
                    return
        following = words[at + 1] if at + 1 < len(words) else None
        if following is not None and kind != "route" and following.raw[:1].isupper() and not following.is_number:
            yield kind, stem(following.form)


def _number(word: Word) -> str:
    if word.is_number:
        return word.form
    return next((_ORDINALS[key] for key in word.keys if key in _ORDINALS), "")


def stem(form: str) -> str:
    """A name without its ending: «комсомольской» and «Комсомольская» have one."""
    bare = _ENDING.sub("", form)
    return bare if len(bare) >= _STREET_LETTERS - 1 else form


def _street(words: Sequence[Word], at: int) -> str | None:
    """The stem of the street's name that begins or ends here."""
    word = words[at]
    if (
        word.is_number
        or len(word.form) < _STREET_LETTERS - 1
        or word.form in _KINDS
        or not word.keys.isdisjoint(_COUNTED)
    ):
        return None
    before = words[at - 1] if at else None
    following = words[at + 1] if at + 1 < len(words) else None
    if before is not None and before.form in _KINDS:
        is_given = word.raw[0].isupper() and following is not None and following.raw[0].isupper()
        return None if is_given else stem(word.form)
    if following is not None and following.form in _AFTER and _is_name(word):
        return stem(word.form)
    if following is not None and following.is_number and _takes_house(words, at):
        return stem(word.form)
    is_named = _is_led(word, before, following, words, at) or _is_crossing(words, at) or _stands_alone(words, at)
    return stem(word.form) if is_named else None


def _is_crossing(words: Sequence[Word], at: int) -> bool:
    """«на перекрёстке Громова и Юбилейной»."""
    before = [one for one in words[max(0, at - 3) : at] if one.clause == words[at].clause]
    return words[at].raw[0].isupper() and any(not one.keys.isdisjoint(_CROSSINGS) for one in before)


def _stands_alone(words: Sequence[Word], at: int) -> bool:
    """«Светлая. Освещения нет»: the comment begins with an adjective as streets are named, and nothing else."""
    alone = at == 0 and words[at].stopped and words[at].raw[0].isupper()
    return alone and any(
        one.pos == "ADJ" and (one.feats.get("Gender"), one.feats.get("Case")) == ("Fem", "Nom")
        for one in grammar(words[at].form)
    )


def _pair(word: Word) -> tuple[str, ...]:
    """Both streets of «Гагарина-Ленина»; () for any other word."""
    parts = word.raw.split("-")
    if len(parts) != 2 or not all(part[:1].isupper() and len(part) >= _STREET_LETTERS for part in parts):
        return ()
    return tuple(stem(part) for part in word.form.split("-"))


def _one(words: Sequence[Word], at: int) -> tuple[str, ...]:
    street = _street(words, at)
    return (street,) if street is not None else ()


def _takes_house(words: Sequence[Word], at: int) -> bool:
    """«Светлова 12»: a name, then a number that counts nothing."""
    word, number = words[at], words[at + 1]
    if len(number.form) > 3 or not word.keys.isdisjoint(_NUMBERED):
        return False
    counted = words[at + 2] if at + 2 < len(words) else None
    if counted is not None and counted.clause == number.clause and not counted.keys.isdisjoint(_UNITS):
        return False
    return _is_name(word)


def _is_name(word: Word) -> bool:
    """Whether the word may be a street's: an adjective, a name, or what has a capital and is no «Почему»."""
    if word.raw[0].isupper() and (not grammar(word.form) or any(one.pos in _NAMING for one in grammar(word.form))):
        return True
    return any(one.pos in {"ADJ", "PROPN"} or one.feats.get("Case") == "Gen" for one in grammar(word.form))


def _is_led(word: Word, before: Word | None, following: Word | None, words: Sequence[Word], at: int) -> bool:
    """«на Мира», «по пролетарской»; or «Парковая в темноте» at the beginning."""
    follows_alone = following is None or word.stopped or not _is_noun(following)
    if before is not None and before.form in _LEADS:
        return word.raw[0].isupper() or (follows_alone and _is_feminine(word))
    begins = before is None or before.clause != word.clause
    named = before is not None and before.raw[0].isupper() and at >= 2 and words[at - 2].form in _LEADS | _KINDS
    if named and word.raw[0].isupper():
        return True
    return begins and word.raw[0].isupper() and follows_alone and _is_feminine(word)


def _is_noun(word: Word) -> bool:
    return any(one.pos in {"NOUN", "ADJ", "PROPN"} for one in grammar(word.form)[:1])


def _is_feminine(word: Word) -> bool:
    """Whether it is an adjective as streets are named: «пролетарской», not «последней»."""
    return word.form.endswith(("ской", "ская", "скую", "ной", "ная", "вой", "вая", "ную")) and any(
        one.pos == "ADJ" and one.feats.get("Gender") == "Fem" for one in grammar(word.form)
    )


def _houses(words: Sequence[Word], streets: set[int], taken: set[int]) -> Iterator[int]:
    """Numbers after a street's name or beside «дом»."""
    for at, word in enumerate(words):
        if not word.is_number or at in taken or len(word.form) > 3:
            continue
        counted = words[at + 1] if at + 1 < len(words) and words[at + 1].clause == word.clause else None
        if counted is not None and not counted.keys.isdisjoint(_UNITS):
            continue
        beside = {key for one in words[max(0, at - 1) : at + 2] for key in one.keys}
        flat = at and not words[at - 1].keys.isdisjoint({"кв", "квартира", "этаж", "подъезд", "минус", "плюс"})
        if not flat and (beside & _HOUSE or any(0 < at - street <= _NEAR for street in streets)):
            yield int(word.form)
