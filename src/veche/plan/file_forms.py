"""Forms of a plan from a file: the file itself, and what a person says of its rows."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django import forms
from django.http import QueryDict

from veche.documents.calendar import is_calendar
from veche.kit.fields import day_field, hour_field
from veche.kit.ids import id_from
from veche.plan.domain.file_answers import Answer
from veche.plan.domain.file_plan import FilePlan, JudgedRow

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

IS_CALENDAR = "Это календарь, а не таблица плана. Загрузите его на странице «Календари»: события станут поводами."
MOST_BYTES = 2 * 1024 * 1024


class FileForm(forms.Form):
    """A plan, bounded before it is read."""

    file = forms.FileField(
        label="Файл с планом",
        allow_empty_file=True,
        help_text="XLSX или CSV, до 2 МБ и двух тысяч строк.",
        error_messages={"required": "Выберите файл: таблицу XLSX или CSV."},
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xlsm,.csv"}),
    )

    def clean_file(self) -> "UploadedFile[bytes]":
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if (file.size or 0) > MOST_BYTES:
            raise forms.ValidationError("Файл больше 2 МБ. Оставьте в нём только нужный лист и загрузите снова.")
        if is_calendar(file.read(100)):
            raise forms.ValidationError(IS_CALENDAR)
        file.seek(0)
        return file


class RowForm(forms.Form):
    """Day and hour of a row that cannot be placed as it stands."""

    day = day_field(required=False)
    hour = hour_field(required=False)

    def __init__(self, data: QueryDict | None, one: JudgedRow) -> None:
        row, said = one.row, one.answer
        shown = row.day if row.reason is None else None
        super().__init__(
            data,
            prefix=f"row{one.number}",
            initial={"day": said.day or shown, "hour": said.hour or row.time},
        )
        self.one = one

    def answer(self, take: bool | None) -> Answer:
        """What is written, without what the file says itself."""
        day, hour, row = self.cleaned_data["day"], self.cleaned_data["hour"], self.one.row
        return Answer(
            take=take,
            day=None if row.reason is None and day == row.day else day,
            hour=None if hour == row.time else hour,
        )


@dataclass(frozen=True, slots=True)
class SaidRows:
    """What a page says of the rows that it showed. `wrong`: forms with an error, by the row's number."""

    answers: Mapping[int, Answer]
    wrong: Mapping[int, RowForm] = field(default_factory=dict)


def said_rows(data: QueryDict, plan: FilePlan) -> SaidRows:
    """Read ticks, days and hours. A tick counts as said only if the person changed the one that the page showed."""
    was = set(_numbers(data.get("ticked", ""), plan))
    answers, wrong = {}, {}
    for number in _numbers(data.get("shown", ""), plan):
        one, ticked = plan.rows[number], f"take{number}" in data
        take = one.answer.take if ticked == (number in was) else ticked
        form = RowForm(data, one)
        if f"row{number}-day" not in data:
            answers[number] = Answer(take, one.answer.day, one.answer.hour)
        elif form.is_valid():
            answers[number] = form.answer(take)
        else:
            wrong[number] = form
    return SaidRows(answers, wrong)


def _numbers(text: str, plan: FilePlan) -> Iterator[int]:
    for part in text.split(",")[: len(plan.rows)]:
        number = 0 if part == "0" else id_from(part)
        if number is not None and number < len(plan.rows):
            yield number


def numbers(rows: Iterable[JudgedRow]) -> str:
    return ",".join(str(one.number) for one in rows)
