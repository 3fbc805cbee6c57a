"""Numbers of publications in words, in the cases that the Head's «Сегодня» needs."""

from veche.morphology.numerals import form, in_words


def waits(number: int) -> str:
    """«ждут две записи»."""
    return f"{form(number, 'ждёт', 'ждут', 'ждут')} {_posts(number)}"


def not_out(number: int) -> str:
    """«не вышли две записи»: those of which it is known."""
    return f"{form(number, 'не вышла', 'не вышли', 'не вышли')} {_posts(number)}" if number else ""


def not_everywhere(number: int) -> str:
    """«не везде вышли две записи»."""
    return f"{form(number, 'не везде вышла', 'не везде вышли', 'не везде вышли')} {_posts(number)}" if number else ""


def in_doubt(number: int) -> str:
    """«не знаем, вышла ли одна запись»."""
    return f"не знаем, {form(number, 'вышла ли', 'вышли ли', 'вышли ли')} {_posts(number)}" if number else ""


def touched(number: int) -> str:
    return f"в сети изменили или убрали не мы: {number}" if number else ""


def _posts(number: int) -> str:
    """«одна запись», «две записи»."""
    return in_words(number, "запись", "записи", "записей", gender="Fem")


def accusative(number: int) -> str:
    """«одну запись», «две записи»."""
    return in_words(number, "запись", "записи", "записей", gender="Fem", case="Acc")


def genitive(number: int) -> str:
    """«одной записи», «двух записей»."""
    return in_words(number, "записи", "записей", "записей", gender="Fem", case="Gen")


def instrumental(number: int) -> str:
    """«одной записью», «тремя записями»."""
    return in_words(number, "записью", "записями", "записями", gender="Fem", case="Ins")
