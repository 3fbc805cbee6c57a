"""A workbook that a page reads: by a process of its own, with the same cells and limits of memory and time."""

from datetime import date, datetime, time, timedelta

import pytest
from openpyxl.styles import Font

from tests.documents.test_read import compound, empty_workbook, saved, with_part, workbook
from veche.documents import apart
from veche.documents.apart import read_apart
from veche.documents.read import read_table
from veche.documents.table import Cell, Row, Sheet, Table, UnreadableTable
from veche.documents.table_json import from_json, to_json
from veche.kernel.files import MEGABYTE
from veche.preflight.registers.apart import read_rows_apart
from veche.preflight.registers.file import RegisterRefused, read_rows, sample_file

MOMENTS = (datetime(2026, 12, 14, 12, 30), date(2026, 12, 14), time(9, 5), timedelta(hours=30))  # noqa: DTZ001 -- cells


def every_kind() -> bytes:
    book, sheet = empty_workbook()
    sheet.append(["Каток", "Каток", None, 7, 7.5, True, "=A1", *MOMENTS])
    sheet.append(["Отменено", "второй"])
    sheet["A2"].font = Font(strike=True)
    sheet.merge_cells("B2:C2")
    sheet.row_dimensions[2].hidden = True
    return bytes(saved(book))


def test_a_process_of_its_own_reads_the_same_table():
    content = every_kind()

    assert read_apart(content) == read_table(content)


def test_text_and_what_is_no_table_wait_for_no_process():
    with apart._IN_LINE, apart._IN_LINE:
        assert [row.cell(0).text for row in read_apart("Отдел\nЖКХ\n".encode()).sheets[0].rows] == ["Отдел", "ЖКХ"]
        with pytest.raises(UnreadableTable, match="закрыта паролем"):
            read_apart(compound("EncryptedPackage".encode("utf-16-le")))


def test_what_takes_too_much_memory_or_time_or_line_is_refused_in_words(monkeypatch):
    content, said = workbook(["Каток"]), []
    large = with_part(content, "xl/media/image.bmp", bytes(50 * MEGABYTE))
    for file, limits in ((large, {"memory": 40 * MEGABYTE}), (content, {"seconds": 0.01})):
        with pytest.raises(UnreadableTable) as refused:
            read_apart(file, **limits)
        said.append(str(refused.value))
    monkeypatch.setattr(apart, "_PATIENCE_SECONDS", 0.01)
    with apart._IN_LINE, apart._IN_LINE, pytest.raises(UnreadableTable, match="Сейчас читаются два других файла"):
        read_apart(content)

    assert said == [
        "Таблица слишком большая. Оставьте в ней только нужный лист и загрузите снова.",
        "Таблица читается дольше минуты. Оставьте в ней только нужный лист и загрузите снова.",
    ]
    assert read_apart(content) == read_table(content)


def test_a_register_is_read_by_a_process_of_its_own_and_refused_with_the_same_words():
    assert read_rows_apart(sample_file(), name="реестр.csv") == read_rows(sample_file(), name="реестр.csv")
    bad = b"register;kind;name;aliases;included_on;excluded_on\nX;foreign_agent;;;;\n"
    assert read_rows_apart(bad, name="a.csv") == read_rows(bad, name="a.csv")
    for raw, limits, why in (
        (b"", {}, "файл пуст"),
        (sample_file() * 200_000, {"memory": 60 * MEGABYTE}, "слишком большой для реестра"),
        (sample_file(), {"seconds": 0.01}, "дольше минуты"),
    ):
        with pytest.raises(RegisterRefused, match=why):
            read_rows_apart(raw, name="a.csv", **limits)


def test_one_long_text_in_every_cell_is_told_once():
    text = "о" * 30_000
    table = Table((Sheet("", tuple(Row(number, (Cell(text),) * 50) for number in range(1, 51))),))

    told = to_json(table)

    assert told["words"] == [text]
    assert from_json(told) == table


def test_more_words_than_a_person_writes_are_refused():
    words = tuple(Cell(f"{number}{'о' * 30_000}") for number in range(700))

    with pytest.raises(UnreadableTable, match="слишком большая"):
        to_json(Table((Sheet("", (Row(1, words),)),)))
