"""`veche check-text --families`: rows, registers, the shape of the answer, and that a fault is said once."""

import io
import json
from datetime import date
from types import SimpleNamespace

import pytest

from tests.preflight.test_command import run
from veche.preflight.check import check
from veche.preflight.finding import SOURCES, rule_of
from veche.preflight.post import Circumstances, Post

SHOUT = "ВНИМАНИЕ! Каток открыт, приходите всей семьёй после школы."
REGISTER = (
    "register;kind;name;aliases;included_on;excluded_on\nРеестр;foreign_agent;Выдумкин Иван Петрович;;2026-11-02;\n"
)


@pytest.fixture
def register(tmp_path):
    (tmp_path / "register.csv").write_text(REGISTER, encoding="utf-8")
    return tmp_path / "register.csv"


def rows(tmp_path, *records):
    file = tmp_path / "posts.jsonl"
    file.write_text("\n".join(json.dumps(one, ensure_ascii=False) for one in records), encoding="utf-8")
    return file


def test_rows_are_judged_with_what_is_told_of_them(tmp_path, capsys, register):
    file = rows(
        tmp_path,
        {"id": "a", "text": "Ждём вас в понедельник, 3 декабря.", "context": {"today": "2026-12-01"}},
        {"id": 7, "text": "Дети посадили яблони.", "photos": 2, "photo_consent": False},
        {"id": 8, "text": "Приехал Иван Выдумкин. https://bit.ly/a1 #деньгорода"},
        {"text": ""},
    )
    done = run(
        capsys, file, "--families", "accessibility,law", "--registers", register, "--today", "2026-12-01", "--json"
    )
    told = [json.loads(line) for line in done.out.splitlines()]
    assert [one["id"] for one in told] == ["a", 7, 8, 4]
    assert [sorted(found["kind"] for found in one["findings"]) for one in told] == [
        ["weekday_mismatch"],
        ["child_photo_no_consent"],
        ["A4", "forbidden_link", "foreign_agent"],
        [],
    ]
    for found in (found for one in told for found in one["findings"]):
        assert found["source"] == SOURCES[found["kind"]]
        assert found["rule"] == rule_of(found["kind"])
    assert done.code == 1


def test_one_fault_is_one_finding(tmp_path, capsys):
    (tmp_path / "shout.txt").write_text(SHOUT, encoding="utf-8")

    def found(*families):
        arguments = ["--families", ",".join(families)] if families else []
        return json.loads(run(capsys, tmp_path / "shout.txt", "--json", *arguments).out)["findings"]

    assert [one["rule"] for one in found()] == ["R20"]
    assert "kind" not in found()[0]
    assert [(one["rule"], one["kind"]) for one in found("style", "accessibility")] == [("D10", "A10")]
    assert [one["kind"] for one in found("style")] == [None]
    assert found("law") == []


def test_a_bad_register_stops_the_command_and_an_old_one_is_told(tmp_path, capsys, register):
    file = rows(tmp_path, {"text": SHOUT})
    register.write_text(REGISTER[:-8], encoding="utf-8")
    broken = run(capsys, file, "--families", "law", "--registers", register, "--json")
    assert (broken.code, broken.out) == (2, "")
    assert "Реестр не прочитан. register.csv, строка 2" in broken.err
    missing = run(capsys, file, "--families", "law", "--registers", tmp_path / "no.csv")
    assert missing.code == 2
    assert "такого файла или папки нет" in missing.err
    register.write_text(REGISTER.replace("2026-11-02", "2025-11-02"), encoding="utf-8")
    old = run(capsys, file, "--families", "law", "--registers", register, "--today", "2026-12-01", "--json")
    assert old.code == 0
    assert "реестр от 02.11.2025, ему 394 дн." in old.err
    assert json.loads(old.out)["cautions"]


def test_broken_rows_are_named_and_the_others_judged(tmp_path, capsys):
    file = tmp_path / "posts.jsonl"
    file.write_text('{"text": "Каток открыт."}\n{"text": "Кат\n[1]\n', encoding="utf-8")
    done = run(capsys, file, "--families", "law", "--json")
    assert len(done.out.splitlines()) == 1
    assert "Строка не JSON" in done.err
    assert "нет текста" in done.err


def test_rows_and_a_text_on_the_standard_input(capsys, monkeypatch):
    for raw in (json.dumps({"id": 5, "text": SHOUT}), SHOUT):
        monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(raw.encode())))
        told = json.loads(run(capsys, "-", "--families", "accessibility", "--json").out)
        assert [one["kind"] for one in told["findings"]] == ["A10"]


def test_an_unknown_family_is_refused(tmp_path, capsys):
    with pytest.raises(SystemExit):
        run(capsys, rows(tmp_path, {"text": SHOUT}), "--families", "laws")
    assert "семейства бывают style, accessibility, law" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Живёт сосед на ул. Ленина, 8-913-000-12-34, звоните ему.", "8-913-000-12-34"),
        ("Пенсионерка с ул. Ленина 8 (913) 000-12-34 ждёт.", "8 (913) 000-12-34"),
        ("Ветеран Иван Петров, ул. Ленина, 12-5, ждёт.", "ул. Ленина, 12-5"),
    ],
)
def test_a_telephone_behind_a_street_is_no_house(text: str, place: str) -> None:
    found = [one for one in check(Post(text, Circumstances(date(2026, 12, 1)))) if one.kind == "personal_data"]
    assert [text[one.start : one.end] for one in found] == [place]


@pytest.mark.parametrize(
    ("text", "replacement"),
    [
        ("Открыли кaток во дворе.", "каток"),
        ("Открыли кат\u200bок во дворе.", "каток"),
        ("Сканируйте QR-код, ищем SMMщика и PRщика.", None),
        ("Семья 👨\u200d👩\u200d👧 пришла на каток.", None),
    ],
)
def test_hidden_letters_are_a_finding(text: str, replacement: str | None) -> None:
    found = [one.replacement for one in check(Post(text, Circumstances(date(2026, 12, 1)))) if one.kind == "A10"]
    assert found == ([replacement] if replacement else [])


@pytest.mark.parametrize(
    ("text", "campaign", "named"),
    [
        ("На открытии моста были Сергей Примеров и строители.", True, "Примеров"),
        ("Слово взял С. П. Примеров.", True, "Примеров"),
        ("Вопросы задавали Примерову.", True, "Примерову"),
        ("Первой ответила Анна Ким.", True, "Ким"),
        ("На открытии моста был Сергей Иванов.", True, ""),
        ("Примеры решали школьники и гости из Китая.", True, ""),
        ("На открытии моста были Сергей Примеров и строители.", False, ""),
    ],
)
def test_a_candidate_is_named_in_a_campaign_with_caution(text: str, campaign: bool, named: str) -> None:
    candidates = ("Примеров Сергей Павлович", "Ким Анна Олеговна")
    at = Circumstances(date(2026, 12, 1), campaign=campaign, candidates=candidates)
    found = [(one.severity, text[one.start : one.end]) for one in check(Post(text, at)) if one.kind == "campaigning"]
    assert found == ([("warning", named)] if named else [])
