"""Tables that people bring: what is read, and what is said of what cannot be read."""

import io
import zipfile
from collections.abc import Callable
from datetime import datetime

import openpyxl
import pytest

from veche.documents.read import read_table
from veche.documents.table import MOST_COLUMNS, Cell, Row, Sheet, Table, UnreadableTable


def workbook(*rows, hidden=(), name="Лист1"):
    book, sheet = empty_workbook(name)
    for row in rows:
        sheet.append(row)
    for number in hidden:
        sheet.row_dimensions[number].hidden = True
    return saved(book)


def empty_workbook(name="Лист1"):
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    return book, book.create_sheet(name)


def saved(book):
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def with_part(content: bytes, name: str, part: bytes) -> bytes:
    """The workbook with another part, in place of one of that name."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old:
        parts = {one: old.read(one) for one in old.namelist()} | {name: part}
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for one, told in parts.items():
            new.writestr(one, told)
    return file.getvalue()


def texts(table):
    return [[cell.text for cell in row.cells] for sheet in table.sheets for row in sheet.rows]


def test_cells_keep_their_types_and_rows_their_numbers():
    hour = datetime(2026, 11, 30, 9, 15)  # noqa: DTZ001 (a cell has no zone)
    table = read_table(workbook(["Отдел", 5.0, True], [], ["ЖКХ", hour, "=1+1"], hidden=[3], name="Отделы"))
    assert table == Table(
        (
            Sheet(
                "Отделы",
                (
                    Row(1, (Cell("Отдел"), Cell(5), Cell(True))),
                    Row(2, (Cell(), Cell(), Cell())),
                    Row(3, (Cell("ЖКХ"), Cell(hour), Cell(formula_without_value=True)), hidden=True),
                ),
            ),
        )
    )


def test_a_blank_row_and_a_cell_beyond_the_end():
    sheet = read_table(workbook(["Отдел"], ["  "], ["ЖКХ"])).sheets[0]
    assert [row.number for row in sheet.filled()] == [1, 3]
    assert sheet.rows[0].cell(7) == Cell()


def test_a_merged_cell_has_its_words_once():
    book, sheet = empty_workbook()
    sheet.append(["Утверждаю", None, None])
    sheet.append(["Отдел", "За что", "Кто"])
    sheet.merge_cells("A1:C1")
    assert texts(read_table(saved(book))) == [["Утверждаю", "", ""], ["Отдел", "За что", "Кто"]]


def test_hidden_sheets_are_left_out():
    book, sheet = empty_workbook()
    sheet.append(["Отдел"])
    secret = book.create_sheet("Служебный")
    secret.append(["не для чтения"])
    secret.sheet_state = "hidden"
    assert texts(read_table(saved(book))) == [["Отдел"]]


def test_macros_are_told_and_not_run():
    content = io.BytesIO(workbook(["Отдел"]))
    with zipfile.ZipFile(content, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"program")
    table = read_table(content.getvalue())
    assert (table.has_macros, texts(table)) == (True, [["Отдел"]])


@pytest.mark.parametrize(
    "content",
    [
        'Отдел;За что\r\nЖКХ;"дворы; тепло"\r\n'.encode("cp1251"),
        'Отдел,За что\nЖКХ,"дворы; тепло"\n'.encode(),
        'Отдел\tЗа что\nЖКХ\t"дворы; тепло"'.encode("utf-8-sig"),
        'Отдел;За что\nЖКХ;"дворы; тепло"'.encode("utf-16"),
    ],
    ids=["cp1251", "utf-8", "tabs", "utf-16"],
)
def test_delimited_text_of_every_kind(content):
    assert texts(read_table(content)) == [["Отдел", "За что"], ["ЖКХ", "дворы; тепло"]]


def test_words_that_look_like_formulas_stay_words():
    assert texts(read_table('Отдел\n"=HYPERLINK(1)"\n'.encode())) == [["Отдел"], ["=HYPERLINK(1)"]]


def compound(inside):
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512) + inside


def packed(size):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"<workbook/>")
        archive.writestr("xl/media/image.bmp", bytes(size))
    return file.getvalue()


@pytest.mark.parametrize(
    ("make", "sentence"),
    [  # made by the test: each process imports this file
        (bytes, "Файл пустой."),
        (lambda: bytes(10 * 1024 * 1024 + 1), "Файл больше 10 МБ. Оставьте в нём только нужный лист."),
        (
            lambda: compound("EncryptedPackage".encode("utf-16-le")),
            "Таблица закрыта паролем. Снимите пароль и загрузите её снова.",
        ),
        (lambda: compound(b"Workbook"), "Это таблица старого Excel (XLS). Сохраните её как XLSX и загрузите снова."),
        (
            lambda: packed(61 * 1024 * 1024),
            "Таблица слишком большая. Оставьте в ней только нужный лист и загрузите снова.",
        ),
        (
            lambda: packed(1),
            "Файл таблицы повреждён. Откройте его в своей программе, сохраните как XLSX и загрузите снова.",
        ),
        (
            lambda: b"PK\x03\x04",
            "Файл таблицы повреждён. Откройте его в своей программе, сохраните как XLSX и загрузите снова.",
        ),
        (lambda: bytes(range(256)), "Это не таблица. Сохраните её как XLSX или CSV и загрузите снова."),
        (
            'Отдел;За что\nЖКХ;"дворы\n'.encode,
            "После строки 1 таблица обрывается: кавычка открыта и не закрыта. Исправьте и загрузите снова.",
        ),
        (lambda: b"\n;;\n", "В таблице нет ни одной заполненной строки."),
        (lambda: b"a\n" * 5001, "В таблице больше 5000 строк. Разделите её на части."),
        (lambda: b";" * 100, "В строке 1 больше 100 столбцов. Уберите лишние."),
        (lambda: b"a" * 32_768, "В строке 1 есть ячейка длиннее 32767 знаков. Сократите её."),
    ],
)
def test_what_cannot_be_read_is_said(make, sentence):
    with pytest.raises(UnreadableTable) as refused:
        read_table(make())
    assert str(refused.value) == sentence


def test_a_long_workbook_is_refused_as_it_streams_by():
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Всё")
    for number in range(5_001):
        sheet.append([number])
    with pytest.raises(UnreadableTable, match="На листе «Всё» больше 5000 строк"):
        read_table(saved(book))


def test_merged_cells_know_the_first_cell_of_their_area():
    book, sheet = empty_workbook()
    sheet.append(["Дата", "Тема"])
    sheet.append(["9 марта", "Каток"])
    sheet.append([None, "Вода"])
    sheet.merge_cells("A2:A3")
    rows = read_table(saved(book)).sheets[0].rows

    assert [row.cell(0).part_of for row in rows] == [None, None, (2, 0)]


@pytest.mark.parametrize("sheet_part", ["sheet1.xml", "sheet1.dat"])
@pytest.mark.parametrize(
    "area",
    [
        b'<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells>',
        b'<hyperlinks><hyperlink ref="A1:XFD1048576" location="x"/></hyperlinks>',
    ],
)
def test_an_area_of_a_whole_sheet_is_refused_before_it_is_built(area: bytes, sheet_part: str):
    def change(part: bytes) -> bytes:
        return part.replace(b"<pageMargins", area + b"<pageMargins").replace(b"sheet1.xml", sheet_part.encode())

    with pytest.raises(UnreadableTable, match="объединено слишком много ячеек"):
        read_table(changed(workbook(["Дата"]), change, sheet_part))


def test_a_cell_at_the_end_of_a_wide_row_makes_no_others():
    far = b'<c r="XFD1" s="0"/></row>'
    rows = (
        read_table(changed(workbook(["Дата"], ["Каток"]), lambda part: part.replace(b"</row>", far, 1))).sheets[0].rows
    )

    assert max(len(row.cells) for row in rows) <= MOST_COLUMNS


def changed(content: bytes, change: Callable[[bytes], bytes], sheet_part: str = "sheet1.xml") -> bytes:
    """The workbook with each part changed; its sheet lies in `sheet_part`."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as archive, zipfile.ZipFile(made, "w") as written:
        for name in archive.namelist():
            written.writestr(name.replace("sheet1.xml", sheet_part), change(archive.read(name)))
    return made.getvalue()
