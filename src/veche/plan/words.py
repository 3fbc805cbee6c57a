"""What became of an occasion and what becomes of a row of a plan's file, in sentences."""

from collections.abc import Mapping
from datetime import datetime, time

from veche.kernel.clock import local
from veche.kit.moments import short_day, spoken
from veche.plan.models import PlanItem
from veche.plan.reading.outcome import Reason

STAYS = "Запись осталась на своём времени: решите, что с ней делать."
# Why a row is asked about or left out, and what can be done.
ROW_REASONS: Mapping[Reason, str] = {
    Reason.NO_EXACT_DATE: "Точного дня нет. Впишите день, и строка встанет.",
    Reason.NO_DATE: "День не указан. Впишите его, и строка встанет.",
    Reason.IMPOSSIBLE_DATE: "Такого дня в календаре нет. Впишите настоящий.",
    Reason.UNREADABLE_DATE: "Дату не прочесть. Впишите день, и строка встанет.",
    Reason.PAST_DATE: "Этот день уже прошёл. Впишите другой, и строка встанет.",
    Reason.DUPLICATE: "Такая строка в файле уже есть: совпали день, час и тема. Отметьте, если нужны обе.",
    Reason.CANCELLED: "В файле отменена.",
    Reason.HIDDEN_ROW: "В файле скрыта. Нужна, так покажите её там и загрузите файл ещё раз.",
    Reason.FORMULA_WITHOUT_VALUE: "В ячейке формула без значения. Впишите день или сохраните файл в Excel.",
    Reason.NO_TITLE: "Не написано, о чём. Допишите в файле и загрузите его ещё раз.",
    Reason.NOT_AN_ITEM: "Не пункт плана: заголовок, итог или подпись.",
}
MOVED_WITHOUT_DAY = "Перенесли, а нового дня не назвали: в файле «{said}». Впишите день, и строка встанет."
RELATIVE_DAY = "В файле «{said}», а с какого дня считать, не сказано. Впишите день, и строка встанет."
# Reasons that a day written by a person settles.
SETTLED_BY_DAY = frozenset(
    {
        Reason.NO_EXACT_DATE,
        Reason.NO_DATE,
        Reason.IMPOSSIBLE_DATE,
        Reason.UNREADABLE_DATE,
        Reason.PAST_DATE,
        Reason.FORMULA_WITHOUT_VALUE,
    }
)
PAST_HOUR = "Этот час уже прошёл. Впишите другой, и строка встанет."
TEXT_IS_BEGUN = "Текст уже начат, поменяйте на странице записи: {changes}. Отметьте, если нужна ещё одна."
NO_TITLE_IN_FORMULA = (
    "О чём запись, считает формула, а значения нет. Откройте файл в Excel, сохраните и загрузите снова."
)


def when_of(starts_at: datetime | None, *, has_hour: bool, zone: str) -> str:
    """«пт, 27 ноября в 12:00», «пт, 27 ноября», «без даты»."""
    if starts_at is None:
        return "без даты"
    return spoken(starts_at, zone) if has_hour else short_day(starts_at, zone)


def shift_of(item: PlanItem, zone: str) -> str:
    """«Повод перенесён: было …, стало …», until somebody has looked; else empty."""
    if item.occasion_shifted_at is None or item.cancelled_at is not None:
        return ""
    occasion, was = item.occasion, item.occasion_was_at
    if occasion is None or occasion.cancelled_at is not None:
        return "Повод отменён."
    # The hour of the former day is not stored; the day's beginning is what a day without an hour has.
    had_hour = was is not None and local(was, zone).time() != time.min
    before = when_of(was, has_hour=had_hour, zone=zone)
    after = when_of(occasion.starts_at, has_hour=occasion.has_hour, zone=zone)
    return f"Повод перенесён: было {before}, стало {after}."
