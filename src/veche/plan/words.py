"""What became of an occasion, in sentences."""

from datetime import datetime, time

from veche.kernel.clock import local
from veche.kit.moments import short_day, spoken
from veche.plan.models import PlanItem

STAYS = "Запись осталась на своём времени: решите, что с ней делать."


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
