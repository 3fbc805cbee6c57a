"""Register files: loaded, shown before they take effect, taken as a whole, used by every check, told when old."""

from collections.abc import Sequence
from datetime import date, datetime
from io import BytesIO
from typing import Any
from zoneinfo import ZoneInfo

import openpyxl
import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from tests.markup import words
from tests.people import client_of
from tests.written import drafted, step_of, working
from veche.approval.domain.ask import ask
from veche.compliance.domain.packing import unpack
from veche.compliance.domain.standard import standard_of
from veche.compliance.models import LoadedRegister, RegisterFile
from veche.documents.table import UnreadableTable
from veche.documents.xlsx import stream_rows
from veche.journal.models import Entry
from veche.posts.domain.reasons import give_reasons
from veche.staff.models import Administration, Person
from veche.upkeep.doctor.registers import check as check_registers

HEADER = "register;kind;name;aliases;included_on;excluded_on\n"
AGENT = "Реестр;foreign_agent;Выдумкин Иван Петрович;;2026-11-02;\n"
COLUMNS = HEADER.strip().split(";")
ROW = ["Реестр", "foreign_agent", "Выдумкин Иван Петрович", "", date(2026, 11, 2)]
FUND = "Перечень;undesirable;Фонд «Вымыселград»;;2026-10-01;\n"
NOON = datetime(2026, 12, 1, 12, tzinfo=ZoneInfo("Asia/Barnaul"))
TEXT = "Иван Выдумкин открыл каток. Приходите!"


def book_of(*rows: Sequence[Any]) -> bytes:
    made, content = openpyxl.Workbook(write_only=True), BytesIO()
    sheet = made.create_sheet()
    for row in rows:
        sheet.append(list(row))
    made.save(content)
    return content.getvalue()


def send(person: Person, written: str | bytes, dated: str = "2026-12-01") -> Any:
    raw = written if isinstance(written, bytes) else written.encode()
    file = SimpleUploadedFile("реестр.csv", raw)
    return client_of(person).post(reverse("compliance:load"), {"file": file, "dated": dated})


def say_yes(person: Person, **more: str) -> str:
    """Press «Взять в работу» on the preview as it is shown; return the page that follows."""
    client = client_of(person)
    shown = client.get(reverse("compliance:preview"))
    digest = shown.context["preview"].digest
    return words(client.post(reverse("compliance:take"), {"digest": digest, **more}, follow=True).content.decode())


def kinds_of(text: str, person: Person) -> list[str]:
    """Rules of the law that the editor names while one types."""
    post = drafted(person, text="Черновик")
    said = client_of(person).post(reverse("publishing:proof", args=[post.pk]), {"text": text}).json()
    return [one["rule"] for one in said["findings"] if one["rule"] in {"L01", "L04"}]


@time_machine.travel(NOON, tick=False)
def test_registers_from_a_file_to_the_editor_and_the_sheet(
    ivan: Person, alice: Person, carol: Person, rubtsovsk: Administration
) -> None:
    """Nothing is in force before the yes; then editor and sheet use it; a shorter one needs to be sure of."""
    assert kinds_of(TEXT, alice) == []
    assert send(ivan, HEADER + AGENT + FUND + "Список;сектант;Небывалова;;;\n" + AGENT).status_code == 302
    preview = words(client_of(ivan).get(reverse("compliance:preview")).content.decode())
    assert "Строка 4: вид «сектант» неизвестен" in preview
    assert "Этих имён проверка знать не будет" in preview
    assert kinds_of(TEXT, alice) == []
    assert "Прочтите предупреждения" in say_yes(ivan)
    assert not LoadedRegister.objects.of(rubtsovsk).exists()
    assert "Реестр взяли" in say_yes(ivan, sure="on")
    assert kinds_of(TEXT, alice) == ["L01"]
    post = drafted(alice, text=TEXT)
    give_reasons(version=working(post), by=alice, reasons={("L01", "Иван Выдумкин"): "Он открыл каток"})
    step = step_of(ask(version=working(post), by=alice).version)
    sheet = words(client_of(carol).get(reverse("approval:detail", args=[step.pk])).content.decode())
    assert "Выдумкин Иван Петрович: в реестре «Реестр» с 02.11.2026" in sheet
    page = words(client_of(alice).get(reverse("compliance:checks")).content.decode())
    assert "Не поняли строк файла: 1" in page
    assert "Экстремистские организации не загружен" in page
    loaded = Entry.objects.of(rubtsovsk).get(verb="compliance.registers_loaded")
    assert (loaded.facts["kinds"], loaded.facts["not_understood"]) == (["foreign_agent", "undesirable"], 1)

    send(ivan, HEADER + AGENT.replace("Выдумкин", "Иномыслов"))
    assert "было строк 2, станет 1" in words(client_of(ivan).get(reverse("compliance:preview")).content.decode())
    assert "Реестр взяли" in say_yes(ivan, sure="on")
    assert kinds_of(TEXT, alice) == []
    assert kinds_of("Фонд «Вымыселград» помог школе.", alice) == ["L04"]
    newest = LoadedRegister.objects.of(rubtsovsk).filter(kind="foreign_agent").latest("pk")
    client_of(ivan).post(reverse("compliance:withdraw", args=[newest.pk]))
    assert kinds_of(TEXT, alice) == ["L01"]
    assert standard_of(rubtsovsk).registers is standard_of(rubtsovsk).registers


@time_machine.travel(NOON, tick=False)
def test_an_old_register_is_told_on_the_page_to_it_and_by_the_doctor(ivan: Person, rubtsovsk: Administration) -> None:
    """Old after the days of the setting; a file that is old already says so before the yes."""
    assert [one.good for one in check_registers()] == [True]
    send(ivan, HEADER + AGENT)
    say_yes(ivan)
    with time_machine.travel(datetime(2027, 1, 15, 12, tzinfo=ZoneInfo("Asia/Barnaul")), tick=False):
        client = client_of(ivan)
        assert all(one.good for one in check_registers())
        client.post(reverse("compliance:change_old_after"), {"days": "30"})
        page = words(client.get(reverse("compliance:checks")).content.decode())
        today = words(client.get("/").content.decode())
        assert "устарел, 45 дней: загрузите свежий" in page
        assert "Реестр «Иностранные агенты» ему 45 дней" in today
        assert [one.good for one in check_registers()] == [False]
        assert client.post(reverse("compliance:change_old_after"), {"days": "0"}).status_code == 422
    assert Entry.objects.of(rubtsovsk).filter(verb="compliance.old_after_changed").count() == 1


@pytest.mark.parametrize(
    ("raw", "dated", "said"),
    [
        (
            "№;Полное наименование;Дата\n1;Фонд;01.01.2026\n",
            "2026-12-01",
            "нет названий столбцов. Сравните её с образцом",
        ),
        (HEADER + AGENT, "1990-01-01", "Таких реестров тогда ещё не было"),
        (HEADER + AGENT + "Реестр;foreign_agent;Небывалова Мария;;2025-0", "2026-12-01", "последняя строка (3)"),
        (HEADER + AGENT + 'Реестр;foreign_agent;"Небывалова', "2026-12-01", "кавычка не закрыта"),
        ((HEADER + AGENT).encode()[:-24], "2026-12-01", "реестр.csv"),
        (HEADER + AGENT, "2026-10-01", "строка от 02.11.2026"),
        (HEADER + AGENT, "2027-10-01", "ещё не настал"),
        (b"PK\x03\x04\x00", "2026-12-01", "Файл таблицы повреждён"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x00", "2026-12-01", "двоичный файл, а не CSV и не XLSX"),
        (book_of(["№", "Полное наименование"], [1, "Фонд"]), "2026-12-01", "нет названий столбцов"),
        (book_of(COLUMNS, ROW)[:-400], "2026-12-01", "Файл таблицы повреждён"),
        (book_of(COLUMNS, ROW, [*ROW[:4], "2025-0"]), "2026-12-01", "последняя строка (3)"),
        ("", "2026-12-01", "файл пуст"),
    ],
)
@time_machine.travel(NOON, tick=False)
def test_a_bad_file_is_refused_with_the_reason(raw: str | bytes, dated: str, said: str, ivan: Person) -> None:
    answer = send(ivan, raw, dated)
    assert answer.status_code == 422
    assert said in words(answer.content.decode())
    assert not RegisterFile.objects.of(ivan.administration).exists()


@time_machine.travel(NOON, tick=False)
def test_a_register_in_a_workbook_is_read_as_one_in_csv(ivan: Person, alice: Person) -> None:
    """Dates and numbers as cells, empty rows, no cell for the last column; a second sheet is left out."""
    second = ["Перечень", "undesirable", 2026, "", "01.10.2026", ""]
    assert send(ivan, book_of(COLUMNS, [], ROW, second)).status_code == 302
    file = RegisterFile.objects.of(ivan.administration).get()
    named = [(one.kind, one.name, one.included) for one in unpack(bytes(file.entries))]
    assert named == [
        ("foreign_agent", "Выдумкин Иван Петрович", date(2026, 11, 2)),
        ("undesirable", "2026", date(2026, 10, 1)),
    ]
    assert "Реестр взяли" in say_yes(ivan, sure="on")
    assert kinds_of(TEXT, alice) == ["L01"]
    with pytest.raises(UnreadableTable, match="больше 3 строк"):
        list(stream_rows(book_of(COLUMNS, ROW, ROW, ROW), most=3))


@time_machine.travel(NOON, tick=False)
def test_a_year_old_file_in_cp1251_is_read_with_cautions(ivan: Person) -> None:
    send(ivan, (HEADER + AGENT.replace("2026-11-02", "2025-11-02")).encode("cp1251"), "2025-12-01")
    preview = words(client_of(ivan).get(reverse("compliance:preview")).content.decode())
    assert "прочитан в старой кодировке" in preview
    assert "Реестр выгружен 01.12.2025, это 365 дней назад" in preview


@time_machine.travel(NOON, tick=False)
def test_a_preview_that_is_out_of_date_takes_nothing(ivan: Person, carol: Person) -> None:
    """Two people with a file each: who says yes second sees again what would change."""
    send(ivan, HEADER + AGENT)
    send(carol, HEADER + AGENT)
    digest = client_of(carol).get(reverse("compliance:preview")).context["preview"].digest
    say_yes(ivan)
    answer = client_of(carol).post(reverse("compliance:take"), {"digest": digest}, follow=True)
    assert "реестры сменились" in words(answer.content.decode())
    assert LoadedRegister.objects.of(carol.administration).count() == 1
    assert LoadedRegister.objects.of(carol.administration).get().dated == date(2026, 12, 1)


@pytest.mark.sweep
@time_machine.travel(NOON, tick=False)
def test_a_hundred_thousand_rows_are_taken(ivan: Person, alice: Person) -> None:
    letters = str.maketrans("0123456789", "абвгдежзик")
    rows = (f"Р;foreign_agent;Выдумл{str(n).translate(letters)}ин Иван;;2026-01-01;\n" for n in range(100_000))
    send(ivan, HEADER + "".join(rows) + AGENT)
    say_yes(ivan)
    assert kinds_of(TEXT, alice) == ["L01"]
