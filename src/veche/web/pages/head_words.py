"""Numbers of publications said in words, in the case that a line of the Head's «Сегодня» needs."""

from django.utils.translation import gettext as _

from veche.web import words


def waits(number: int) -> str:
    """«ждут две записи»."""
    waits = words.form(number, _("ждёт"), _("ждут"), _("ждут"))
    return f"{waits} {words.things(number, _('запись'), _('записи'), _('записей'))}"


def not_out(number: int) -> str:
    """«не вышли две записи»: those of which it is known."""
    goes = words.form(number, _("не вышла"), _("не вышли"), _("не вышли"))
    return f"{goes} {words.things(number, _('запись'), _('записи'), _('записей'))}" if number else ""


def not_everywhere(number: int) -> str:
    goes = words.form(number, _("не везде вышла"), _("не везде вышли"), _("не везде вышли"))
    return f"{goes} {words.things(number, _('запись'), _('записи'), _('записей'))}" if number else ""


def in_doubt(number: int) -> str:
    """«не знаем, вышла ли одна запись»."""
    goes = words.form(number, _("не знаем, вышла ли"), _("не знаем, вышли ли"), _("не знаем, вышли ли"))
    return f"{goes} {words.things(number, _('запись'), _('записи'), _('записей'))}" if number else ""


def touched(number: int) -> str:
    return _("в сети изменили или убрали не мы: %(number)d") % {"number": number} if number else ""


def accusative(number: int) -> str:
    """«одну запись», «две записи»."""
    return _("одну запись") if number == 1 else words.things(number, _("запись"), _("записи"), _("записей"))


def genitive(number: int) -> str:
    """«одной записи», «двух записей»."""
    return f"{words.of_feminine(number)} {words.form(number, _('записи'), _('записей'), _('записей'))}"


def instrumental(number: int) -> str:
    """«с одной записью», «с тремя записями»."""
    said = ("", "одной", "двумя", "тремя", "четырьмя", "пятью", "шестью", "семью", "восемью", "девятью", "десятью")
    counted = said[number] if number < len(said) else str(number)
    return f"{counted} {words.form(number, _('записью'), _('записями'), _('записями'))}"
