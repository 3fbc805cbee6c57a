"""Russian words for reasons, warnings and problems of a calendar."""

from collections.abc import Mapping

from veche.plan.reading.outcome import Reason, WarningKind

REASON_LABELS: Mapping[Reason, str] = {
    Reason.NO_EXACT_DATE: "нет точного дня",
    Reason.NO_DATE: "нет даты",
    Reason.IMPOSSIBLE_DATE: "такого дня нет",
    Reason.UNREADABLE_DATE: "дату не прочесть",
    Reason.PAST_DATE: "день прошёл",
    Reason.DUPLICATE: "такая строка уже есть",
    Reason.CANCELLED: "отменено",
    Reason.HIDDEN_ROW: "строка скрыта",
    Reason.FORMULA_WITHOUT_VALUE: "формула без значения",
    Reason.NO_TITLE: "не написано, о чём",
    Reason.NOT_AN_ITEM: "не пункт плана",
}
WARNING_LABELS: Mapping[WarningKind, str] = {
    WarningKind.WEEKDAY_MISMATCH: "день недели не тот",
    WarningKind.TOO_LONG: "название длиннее 200 знаков",
    WarningKind.BAD_TIME: "время не прочесть",
    WarningKind.UNKNOWN_NETWORK: "такой сети нет",
    WarningKind.OUTSIDE_PERIOD: "день за пределами плана",
    WarningKind.MOVED: "перенесли, взят новый день",
}
CALENDAR_PROBLEM_LABELS: Mapping[str, str] = {
    **{one.value: label for one, label in (*REASON_LABELS.items(), *WARNING_LABELS.items())},
    Reason.NO_EXACT_DATE.value: "нет числа: допишите день и месяц",
    Reason.NOT_AN_ITEM.value: "не событие: заголовок или подпись",
    "no_start": "у события нет начала",
    "unreadable_start": "начало события не прочесть",
    "unknown_zone": "часовой пояс неизвестен, взят пояс города",
    "bad_rule": "правило повтора не прочесть",
    "endless_rule": "событие повторяется без конца",
    "ends_before_start": "конец раньше начала",
    "too_many": "слишком много событий",
    "far_ahead": "дальше, чем на год вперёд",
}
