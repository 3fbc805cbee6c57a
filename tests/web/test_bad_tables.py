"""What people load as a table and is none: each page says in words what to do, and the site goes on."""

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from tests.documents.test_read import compound, packed, with_part, workbook
from tests.factories import make_calendar
from tests.markup import words
from tests.people import client_of
from veche.documents import apart
from veche.staff.models import Person

PLAN = (["Дата", "Тема"], ["14 декабря", "Каток"])
SHEET = "xl/worksheets/sheet1.xml"


def rows(number: int) -> bytes:
    content = workbook(*PLAN)
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        sheet = parts.read(SHEET)
    more = b"<row><c><v>1</v></c></row>" * number
    return with_part(content, SHEET, sheet.replace(b"</sheetData>", more + b"</sheetData>"))


def with_macros() -> bytes:
    return with_part(workbook(*PLAN), "xl/vbaProject.bin", b"Sub AutoOpen()")


BAD = {
    "100 000 строк": (lambda: rows(100_000), "больше 5000 строк. Разделите таблицу."),
    "бомба": (lambda: packed(61 * 1024 * 1024), "Таблица слишком большая. Оставьте в ней только нужный лист"),
    "пароль": (lambda: compound("EncryptedPackage".encode("utf-16-le")), "Таблица закрыта паролем. Снимите пароль"),
    "половина": (lambda: workbook(["Дата"])[:2000], "Файл таблицы повреждён."),
}


def said_by(browser: Client, address: str, field: str, content: bytes) -> str:
    answer = browser.post(address, {field: SimpleUploadedFile("Таблица.xlsx", content)})
    assert answer.status_code == 422
    return words(answer.content.decode())


@pytest.mark.sweep
def test_each_bad_table_is_refused_in_words_and_the_site_goes_on(alice: Person, ivan: Person, monkeypatch):
    press, it = client_of(alice), client_of(ivan)
    calendar = make_calendar(alice.administration, by=alice)
    plan = press, reverse("plan:file_load"), "file"
    others = [
        (press, reverse("plan:calendar_load", args=[calendar.pk]), "file"),
        (it, reverse("staff:load_table"), "table"),
    ]

    for make, sentence in BAD.values():
        assert sentence in said_by(*plan, make())
    make, sentence = BAD["бомба"]
    assert all(sentence in said_by(*page, make()) for page in others)
    monkeypatch.setattr(apart, "_PATIENCE_SECONDS", 0.01)
    with apart._IN_LINE, apart._IN_LINE:  # two others are read by their processes
        assert all("два других файла" in said_by(*page, workbook(*PLAN)) for page in (plan, *others))
    loaded = press.post(plan[1], {"file": SimpleUploadedFile("План.xlsm", with_macros())}, follow=True)

    assert "Каток" in loaded.content.decode()
    assert "В файле есть макросы, мы их не запускали." in loaded.content.decode()
