"""Registers that became old, on IT's «Сегодня»."""

from django.urls import reverse

from veche.compliance.domain.registers import RegisterState, old_ones, register_states
from veche.morphology.numerals import counted
from veche.staff.models import Administration
from veche.web.pages.row import Row, Verb


def register_rows(city: Administration) -> list[Row]:
    """Rows about official registers that are out of date. Two queries."""
    return [_old(one) for one in old_ones(register_states(city))]


def _old(one: RegisterState) -> Row:
    url = reverse("compliance:load")
    return Row(
        what=f"Реестр «{one.kind.label}»",
        icon="alert-triangle",
        tone="warn",
        say=f"ему {counted(one.age, 'день', 'дня', 'дней')}",
        rest="новых имён проверка не знает",
        url=reverse("compliance:checks"),
        verbs=(Verb("Загрузить", url),),
    )
