"""The sentence at the top of «Сегодня»: how much is late, near, to decide and still going out."""

from collections.abc import Sequence

from veche.morphology.numerals import form, in_words, spelled
from veche.web import words
from veche.web.pages.entries import Entry
from veche.web.pages.row import Row, things_of


def summary_of(
    late: Sequence[Row], soon: Sequence[Row], decide: Sequence[Row], mine: Sequence[Row], entries: Sequence[Entry]
) -> str:
    """«Три дела опаздывают, две записи можем не успеть, два дела надо решить, четыре ждут вас, …»."""
    going = sum(entry.goes for entry in entries)
    # After «дела» a number needs no noun, after «записи» it does.
    of_things = bool(late) and not soon
    first = [_late(things_of(late)), _soon(len(soon)), _decide(things_of(decide), named=of_things)]
    parts = [*first, _mine(things_of(mine), of_things or bool(decide)), _ahead(going)]
    return words.first_up(", ".join(part for part in parts if part) or "ничего не горит")


def _late(number: int) -> str:
    if not number:
        return ""
    return in_words(number, "дело опаздывает", "дела опаздывают", "дел опаздывают", gender="Neut")


def _soon(number: int) -> str:
    if not number:
        return ""
    posts = in_words(number, "запись", "записи", "записей", gender="Fem", case="Acc")
    return f"{posts} можем не успеть"


def _decide(number: int, *, named: bool) -> str:
    """`named`: the sentence has named tasks already."""
    if not number:
        return ""
    if named:
        return f"{spelled(number, 'Neut')} надо решить"
    return in_words(number, "дело надо решить", "дела надо решить", "дел надо решить", gender="Neut")


def _mine(number: int, after_late: bool) -> str:
    if not number:
        return "вас ничего не ждёт"
    if after_late:
        return in_words(number, "ждёт вас", "ждут вас", "ждут вас", gender="Neut")
    return in_words(number, "дело ждёт вас", "дела ждут вас", "дел ждут вас", gender="Neut")


def _ahead(number: int) -> str:
    if not number:
        return "сегодня больше ничего не выходит"
    posts = in_words(number, "запись", "записи", "записей", gender="Fem")
    return f"до конца дня {form(number, 'выйдет', 'выйдут', 'выйдет')} {posts}"
