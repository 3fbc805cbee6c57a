"""Numbers of publications in words, in the cases that the Head's «Сегодня» needs."""

from veche.web import words


def waits(number: int) -> str:
    """«ждут две записи»."""
    waits = words.form(number, "ждёт", "ждут", "ждут")
    return f"{waits} {words.things(number, 'запись', 'записи', 'записей')}"


def not_out(number: int) -> str:
    """«не вышли две записи»: those of which it is known."""
    goes = words.form(number, "не вышла", "не вышли", "не вышли")
    return f"{goes} {words.things(number, 'запись', 'записи', 'записей')}" if number else ""


def not_everywhere(number: int) -> str:
    goes = words.form(number, "не везде вышла", "не везде вышли", "не везде вышли")
    return f"{goes} {words.things(number, 'запись', 'записи', 'записей')}" if number else ""


def in_doubt(number: int) -> str:
    """«не знаем, вышла ли одна запись»."""
    goes = words.form(number, "не знаем, вышла ли", "не знаем, вышли ли", "не знаем, вышли ли")
    return f"{goes} {words.things(number, 'запись', 'записи', 'записей')}" if number else ""


def touched(number: int) -> str:
    return f"в сети изменили или убрали не мы: {number}" if number else ""


def accusative(number: int) -> str:
    """«одну запись», «две записи»."""
    return "одну запись" if number == 1 else words.things(number, "запись", "записи", "записей")


def genitive(number: int) -> str:
    """«одной записи», «двух записей»."""
    return f"{words.of_feminine(number)} {words.form(number, 'записи', 'записей', 'записей')}"


def instrumental(number: int) -> str:
    """«с одной записью», «с тремя записями»."""
    said = ("", "одной", "двумя", "тремя", "четырьмя", "пятью", "шестью", "семью", "восемью", "девятью", "десятью")
    counted = said[number] if number < len(said) else str(number)
    return f"{counted} {words.form(number, 'записью', 'записями', 'записями')}"
