"""`veche screen` on files in common formats."""

import io
import json
import re
import sys

import pytest
from rich.console import Console

from veche.cli import main
from veche.screening.cli.command import explain, visible
from veche.screening.cli.rows import Unreadable, rows_of
from veche.screening.screen import GROUNDS


def test_json_says_one_object_a_line(tmp_path, capsys) -> None:
    file = tmp_path / "c.jsonl"
    file.write_text('{"id": "a", "text": "вы дебилы"}\n{"id": 7, "text": "Спасибо за каток"}\n', encoding="utf-8")

    code = main(["screen", str(file), "--json"])

    first, second = map(json.loads, capsys.readouterr().out.splitlines())
    assert code == 0
    assert first["id"] == "a"
    assert first["proposed"] == ["insult"]
    assert set(first["scores"]) == {*GROUNDS, "toxicity"}
    assert first["spans"] == [{"ground": "insult", "start": 0, "end": 9, "rule": "insult-said"}]
    assert second["id"] == 7
    assert second["proposed"] == []
    assert second["spans"] == []


def test_a_table_for_people(tmp_path, capsys) -> None:
    file = tmp_path / "c.csv"
    file.write_bytes("id;text\n1;вы дебилы\n2;Когда автобус?\n".encode("cp1251"))

    code = main(["screen", str(file)])

    told = capsys.readouterr()
    assert code == 0
    assert "Разобрано: 2" in told.out
    assert [line.split("│")[1:4] for line in told.out.splitlines() if "оскорбление" in line] == [
        [" оскорбление            ", "          1 ", " 50.0% "]
    ]


BROKEN = {"строка CSV испорчена": 1}


@pytest.mark.parametrize(
    ("content", "name", "pairs", "skipped"),
    [
        (b"id,text\n1,\xef\n2,ok\n", "a.csv", [("1", "п"), ("2", "ok")], {}),
        ("﻿text\tid\nдобрый день\t5\n".encode(), "a.tsv", [("5", "добрый день")], {}),
        (b"text,id\nabc,1,2\nok,2\n", "a.csv", [("2", "ok")], {"в строке не столько столбцов, сколько в первой": 1}),
        (
            b'{"text": 5}\n{"id": 1\n\n{"text": "ok"}',
            "a.jsonl",
            [(4, "ok")],
            {"нет поля text": 1, "не разобрать как JSON": 1},
        ),
        ("одна\n\nдве\n".encode("utf-16"), "-", [(1, "одна"), (3, "две")], {}),
        (b'{"id": 3, "text": "x"}', "-", [(3, "x")], {}),
        (b'text\n"a\nb"\n', "a.csv", [(2, "a\nb")], {}),
        (
            b'id;text\n1;one\n2;"two\n3;three\n4;"four"\n',
            "a.csv",
            [("1", "one"), ("3", "three"), ("4", "four")],
            BROKEN,
        ),
        (b'id;text\n1;"two\n2;three', "a.csv", [("2", "three")], BROKEN),
        (b'id;text\n1;"one" two\n2;three', "a.csv", [("1", "one two"), ("2", "three")], {}),
    ],
)
def test_files_of_all_kinds(
    content: bytes, name: str, pairs: list[tuple[object, str]], skipped: dict[str, int]
) -> None:
    rows = rows_of(content, name)

    assert list(rows.pairs) == pairs
    assert rows.skipped == skipped


@pytest.mark.parametrize("content", [b"", b" \n\n", b"\x89PNG\x00\x01"])
def test_what_is_no_text(content: bytes) -> None:
    with pytest.raises(Unreadable, match=r"Файл пуст|двоичный файл"):
        rows_of(content, "a.csv")


def test_a_clear_sentence_for_what_cannot_be_read(tmp_path, capsys) -> None:
    codes = [main(["screen", str(tmp_path)]), main(["screen", str(tmp_path / "нет.csv")]), main(["screen"])]

    told = capsys.readouterr().err.splitlines()
    assert codes == [2, 2, 2]
    assert told[1].endswith("не открыть: такого файла нет.")
    assert [line.split(":")[0].split(" — ")[-1] for line in told] == [
        "папка. Назовите файл в ней.",
        f"Файл {tmp_path / 'нет.csv'} не открыть",
        "Назовите файл",
    ]


def test_skipped_lines_are_counted_aloud(tmp_path, capsys) -> None:
    file = tmp_path / "c.jsonl"
    file.write_text('{"text": "ok"}\n{broken\n{broken\n', encoding="utf-8")

    main(["screen", str(file), "--json"])

    assert "Пропущено строк: 2 — не разобрать как JSON.\n" in capsys.readouterr().err


def test_from_a_stream(monkeypatch, capsys) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO("Спасибо\nвы твари\n".encode())))

    main(["screen", "-", "--json"])

    assert [json.loads(line)["proposed"] for line in capsys.readouterr().out.splitlines()] == [[], ["insult"]]


def test_one_text_is_explained() -> None:
    page = io.StringIO()

    explain("мэр\x1b[31m ваш мразь", Console(file=page, width=100))

    told = page.getvalue()
    assert "\x1b" not in told
    assert re.search(r"оскорбление: 0\.9\d, предложено", told)
    assert "слово, которым унижают («мразь»), сказано человеку («мэр»)" in told
    assert "(порядок в очереди, не основание)" in told


def test_controls_become_dots_of_the_same_length() -> None:
    assert visible("a\x00\u202e\ud800б") == "a···б"
