import json
from pathlib import Path

import pytest

from veche.cli import main

DEPARTMENTS = "name;answers_for;words\nЖКХ;отопление;вода, батарея\nДороги;ремонт дорог;яма\n"
UNREAD = "Ни одной строки не прочитать. Строки 1, 2: не разобрать как JSON, пропущено."
NONE = "В таблице отделов нет ни одного отдела. Нужна хотя бы одна строка под заголовком."
FIRST = "Первая строка должна быть name;answers_for;words."


def run(folder: Path, lines: bytes, departments: bytes = DEPARTMENTS.encode(), *more: str) -> int:
    comments, table = folder / "c.jsonl", folder / "d.csv"
    comments.write_bytes(lines)
    table.write_bytes(departments)
    return main(["route", str(comments), "--departments", str(table), *more])


def test_routes_every_readable_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = "\n".join(
        [
            '{"id": "a", "text": "Нет воды на Мира 5", "at": "2026-12-01T10:00:00+07:00"}',
            '{"id": "a", "text": "Спасибо!", "at": "вчера"}',
            "{broken",
            '{"text": "Яма на Ленина 3, когда заделаете?"}',
            "[]",
            '{"id": 7}',
        ]
    )
    assert run(tmp_path, lines.encode(), DEPARTMENTS.encode("cp1251"), "--json") == 0
    out, err = capsys.readouterr()
    assert [json.loads(line) for line in out.splitlines()] == [
        {
            "id": "a",
            "is_question": True,
            "topic": "вода и канализация",
            "department": "ЖКХ",
            "importance": "raised",
            "group": 1,
        },
        {"id": "a", "is_question": False, "topic": None, "department": None, "importance": "normal", "group": None},
        {
            "id": 4,
            "is_question": True,
            "topic": "дороги",
            "department": "Дороги",
            "importance": "normal",
            "group": 2,
        },
    ]
    assert err.splitlines() == [
        "Комментариев 3, вопросов 2, срочных 1, групп 2. По отделам: ЖКХ 1, Дороги 1.",
        "Строка 2: время не разобрать, группы собраны без него.",
        "Строка 3: не разобрать как JSON, пропущено.",
        "Строка 4: нет номера (id), вместо него номер строки.",
        "Строка 5: это не объект JSON, пропущено.",
        "Строка 6: нет поля text, пропущено.",
        "Номер повторяется, разобраны обе строки: a (строки 1 и 2).",
    ]


def test_reads_windows_1251_and_says_it_for_people(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(tmp_path, '{"id": 1, "text": "Батареи холодные, Мира 5"}'.encode("cp1251")) == 0
    assert capsys.readouterr().out.splitlines() == [
        "1: срочно  ЖКХ, отопление, группа 1",
        "Комментариев 1, вопросов 1, срочных 1, групп 1. По отделам: ЖКХ 1.",
    ]


@pytest.mark.parametrize(
    ("lines", "departments", "said"),
    [
        ("", DEPARTMENTS, "c.jsonl: Файл с комментариями пуст: разбирать нечего."),
        ("{\n{\n", DEPARTMENTS, f"c.jsonl: {UNREAD}"),
        ("{}", "", "d.csv: Файл пустой."),
        ("{}", "name;answers_for;words\n", f"d.csv: {NONE}"),
        ("{}", "name;words\nЖКХ;вода\n", f"d.csv: В таблице отделов нет столбца «answers_for». {FIRST}"),
        ("{}", "ЖКХ;вода\n", f"d.csv: В таблице отделов нет столбцов «name», «answers_for», «words». {FIRST}"),
    ],
)  # fmt: skip
def test_says_why_nothing_can_be_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], lines: str, departments: str, said: str
) -> None:
    assert run(tmp_path, lines.encode(), departments.encode()) == 2
    assert capsys.readouterr().err == f"{tmp_path}/{said}\n"


def test_a_missing_file_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table = tmp_path / "d.csv"
    table.write_text(DEPARTMENTS)
    assert main(["route", str(tmp_path / "none.jsonl"), "--departments", str(table)]) == 2
    assert "такого файла или папки нет" in capsys.readouterr().err
