"""Check that the official registers which posts are checked against are not old."""

from collections.abc import Iterator

from veche.compliance.domain.registers import RegisterState, register_states
from veche.staff.models import Administration
from veche.upkeep.doctor.finding import Finding

LOAD = "Скачайте список с официального сайта и загрузите его на странице «Проверка записей»."


def check() -> Iterator[Finding]:
    """A city without registers chose to look for no names: that is said and asks for nothing."""
    for city in Administration.objects.order_by("pk"):
        yield _of(city)


def _of(city: Administration) -> Finding:
    about = f"Реестры, {city}"
    states = register_states(city)
    old = [one for one in states if one.is_old]
    if old:
        return Finding(about, f"устарели: {'; '.join(_aged(one) for one in old)}", LOAD)
    loaded = [str(one.register) for one in states if one.register]
    return Finding(about, "; ".join(loaded) or "не загружены, упоминаний не ищем")


def _aged(one: RegisterState) -> str:
    return f"{one.register}, {one.age} дн."
