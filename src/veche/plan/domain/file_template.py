"""A table to fill in for «Из файла»: the columns that are read, with two samples."""

from datetime import date, timedelta

from veche.documents.write import workbook

HEADING = ("Дата", "День недели", "Время", "О чём", "Куда", "Формат", "Рубрика", "Отдел", "Заметка")
_SHORT = ("пн", "вт", "ср", "чт", "пт", "сб", "вс")
_SAMPLES = (
    ("10:00", "Образец: ремонт дороги на Комсомольской", "все сети", "фото", "о работе администрации", "", ""),
    ("18:00", "Образец: афиша выходных", "ВКонтакте, Одноклассники", "карточки", "важное для города", "", "взять фото"),
)


def template(today: date) -> bytes:
    """`today`: the samples are of the two days after it."""
    days = (today + timedelta(days=1), today + timedelta(days=2))
    rows = [(f"{day:%d.%m.%Y}", _SHORT[day.weekday()], *said) for day, said in zip(days, _SAMPLES, strict=True)]
    return workbook([("План", [HEADING, *rows])])
