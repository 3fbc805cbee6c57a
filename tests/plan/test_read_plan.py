"""The command `veche read-plan`."""

import json
from pathlib import Path

import pytest

from veche.cli import main

CSV = "Дата;Время;Тема;Сети\n09.03.2027;10:00;Каток;ВК\n31 июня;;Выпускные;ОК\n10 марта;вечером;Вода;ВК\n"
ICS = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\nBEGIN:VEVENT\r\nUID:a\r\nDTSTART:20270104T030000Z\r\n"
    "DTEND:20270104T040000Z\r\nSUMMARY:Планёрка\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)


def written(folder: Path, name: str, text: str) -> str:
    (folder / name).write_text(text, encoding="utf-8", newline="")
    return str(folder / name)


def test_a_plan_is_told_as_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    code = main(["read-plan", written(tmp_path, "plan.csv", CSV), "--json", "--today", "2026-12-01"])
    said = json.loads(capsys.readouterr().out)

    assert code == 0
    assert [(one["row"], one["date"], one["time"]) for one in said["rows"]] == [
        (2, "2027-03-09", "10:00"),
        (4, "2027-03-10", None),
    ]
    assert said["unplaced"] == [
        {"sheet": "", "row": 1, "reason": "not_an_item", "text": "Дата | Время | Тема | Сети"},
        {"sheet": "", "row": 3, "reason": "impossible_date", "text": "31 июня | Выпускные | ОК"},
    ]
    assert said["warnings"] == [{"sheet": "", "row": 4, "kind": "bad_time", "text": "вечером"}]


def test_a_calendar_is_told_in_the_zone_of_the_administration(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("VECHE_TIME_ZONE", "Asia/Barnaul")
    code = main(["read-plan", written(tmp_path, "head.ics", ICS), "--json", "--today", "2026-12-01"])

    assert code == 0
    assert json.loads(capsys.readouterr().out) == {
        "occurrences": [
            {
                "uid": "a",
                "start": "2027-01-04T10:00:00+07:00",
                "end": "2027-01-04T11:00:00+07:00",
                "all_day": False,
                "summary": "Планёрка",
                "location": "",
            }
        ],
        "problems": [],
    }


def test_a_plan_is_told_in_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    main(["read-plan", written(tmp_path, "plan.csv", CSV), "--today", "2026-12-01"])

    assert capsys.readouterr().out.splitlines() == [
        "09.03.2027 10:00  Каток",
        "10.03.2027 --:--  Вода",
        "строка 1: не пункт плана: Дата | Время | Тема | Сети",
        "строка 3: такого дня нет: 31 июня | Выпускные | ОК",
        "строка 4: время не прочесть: вечером",
        "Встанут 2, не встанут 2 (не пункт плана 1, такого дня нет 1).",
    ]


@pytest.mark.parametrize(
    ("name", "text", "arguments", "words"),
    [
        ("plan.xlsx", "", (), "Файл пустой"),
        ("head.ics", "BEGIN:VCALENDAR\r\nBEGIN:VEVENT", (), "повреждён"),
        ("plan.csv", CSV, ("--from", "2027-02-01", "--to", "2027-01-01"), "--to раньше"),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, text: str, arguments: tuple[str, ...], words: str
):
    code = main(["read-plan", written(tmp_path, name, text), "--json", *arguments])
    said = capsys.readouterr()

    assert (code, said.out) == (2, "")
    assert words in said.err


def test_a_file_that_is_not_there_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]):
    assert main(["read-plan", str(tmp_path / "none.xlsx")]) == 2
    assert "none.xlsx: файл не открыть, такого файла или папки нет" in capsys.readouterr().err


def test_a_wrong_zone_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("VECHE_TIME_ZONE", "Nowhere")

    assert main(["read-plan", written(tmp_path, "plan.csv", CSV)]) == 1
    assert "VECHE_TIME_ZONE" in capsys.readouterr().err


def test_what_never_ends_is_read_no_further_than_the_limit(capsys: pytest.CaptureFixture[str]):
    assert main(["read-plan", "/dev/zero"]) == 2
    assert "Файл больше 10 МБ" in capsys.readouterr().err
