"""`veche check-text`: its input, output and exit codes."""

import io
import json
import os
import zipfile
from types import SimpleNamespace

import docx
import pytest

from veche.cli import main

OFFICIAL = (
    "В целях недопущения аварий осуществляется контроль за ходом работ. Данный вопрос находится на особом контроле."
)
DRY = "Подрядчик сорвал сроки ремонта улицы Ленина и заплатит штраф 2,3 миллиона. Новый срок – 20 октября."
LIVE = "Друзья, каток открыт! Приходите в субботу с 10:00, коньки дадим. Кто с нами?"


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "live.txt").write_text(LIVE, encoding="utf-8")
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "official.md").write_text(OFFICIAL, encoding="utf-8")
    return tmp_path


def run(capsys, *arguments) -> SimpleNamespace:
    code = main(["check-text", *map(str, arguments)])
    out, err = capsys.readouterr()
    return SimpleNamespace(code=code, out=out, err=err)


def test_json_is_an_object_for_each_text(folder, capsys):
    done = run(capsys, folder, "--json")
    official, live = map(json.loads, done.out.splitlines())
    assert list(official) == ["file", "score", "warned", "readability", "findings", "signs"]
    assert official["warned"] is True
    assert live["warned"] is False
    assert live["findings"] == []
    assert list(official["findings"][0]) == [
        "rule", "family", "start", "end", "start16", "end16", "severity", "message", "replacement",
    ]  # fmt: skip
    assert done.code == 1
    assert "Проверено: 2 текста, предупреждений: 1." in done.err


def test_the_threshold_decides_the_end(folder, capsys):
    live = folder / "live.txt"
    assert run(capsys, live).code == 0
    assert run(capsys, folder / "deep", "--threshold", 0).code == 0
    assert run(capsys, folder / "deep", "--threshold", 100).code == 1


@pytest.mark.parametrize(
    ("text", "verdict", "tone"),
    [(OFFICIAL, "канцелярит", "bad"), (DRY, "живого маловато", "warn"), (LIVE, "живая речь", "good")],
)
def test_report_and_page_say_the_engines_verdict(tmp_path, capsys, text, verdict, tone):
    file, page = tmp_path / "post.txt", tmp_path / "report.html"
    file.write_text(text, encoding="utf-8")
    assert f" из 100  {verdict}  " in run(capsys, file).out
    run(capsys, file, "--html", page)
    assert f'<span class="{tone}">{verdict}</span>' in page.read_text(encoding="utf-8")


def test_a_lower_threshold_makes_no_official_text_lively(folder, capsys):
    assert " из 100  живого маловато  " in run(capsys, folder / "deep" / "official.md", "--threshold", 0).out


def test_a_threshold_that_is_none(folder, capsys):
    with pytest.raises(SystemExit):
        run(capsys, folder, "--threshold", "300")
    assert "«300» не число баллов: от 0 до 100" in capsys.readouterr().err


def test_a_person_reads_where_why_and_what_instead(folder, capsys):
    done = run(capsys, folder / "deep" / "official.md")
    assert "1:1  R01 замечание  В целях" in done.out
    assert "Одним глаголом: «контролировать»" in done.out
    assert "на особом контроле" in done.out


def test_the_standard_input(capsys, monkeypatch):
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO(OFFICIAL.encode())))
    done = run(capsys, "-", "--json")
    assert json.loads(done.out)["file"] == "вход"


def test_a_page_loads_nothing_from_outside(folder, capsys, tmp_path):
    (folder / "live.txt").write_text(LIVE + "<script>alert(1)</script>", encoding="utf-8")
    run(capsys, folder, "--html", tmp_path / "report.html")
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "<script" not in page
    assert "src=" not in page
    assert "http" not in page.replace("http-equiv", "")
    assert '<mark class="warning"' in page


def test_a_page_without_a_name_and_never_over_a_text(folder, capsys, monkeypatch):
    monkeypatch.chdir(folder)
    done = run(capsys, "live.txt", "--html")
    assert ((folder / "report.html").exists(), "Отчёт: report.html" in done.err) == (True, True)

    with pytest.raises(SystemExit) as refused:
        run(capsys, "deep/official.md", "--html", "live.txt")
    assert (refused.value.code, "поставьте тексты перед --html" in capsys.readouterr().err) == (2, True)
    assert (folder / "live.txt").read_text(encoding="utf-8") == LIVE


def test_a_long_list_ends_in_a_number(tmp_path, capsys):
    (tmp_path / "a.txt").write_text("\n\n".join([OFFICIAL] * 120), encoding="utf-8")
    done = run(capsys, tmp_path / "a.txt")
    assert "… и ещё " in done.out
    assert len(done.out.splitlines()) < 260


def test_a_page_that_cannot_be_written(folder, capsys):
    done = run(capsys, folder, "--html", folder / "none" / "report.html")
    assert (done.code, done.err) == (2, "Отчёт не записан: такого файла или папки нет. Назовите другой файл.\n")
    (folder / "folder.html").mkdir()
    done = run(capsys, folder, "--html", folder / "folder.html")
    assert (done.code, done.err) == (2, "Отчёт не записан: это папка. Назовите другой файл.\n")


def test_a_page_is_for_whom_the_umask_lets(folder, capsys):
    os.umask(0o022)
    run(capsys, folder, "--html", folder / "report.html")
    assert (folder / "report.html").stat().st_mode & 0o777 == 0o644


def word(path, *, macros: bool = False) -> None:
    document = docx.Document()
    document.add_paragraph(OFFICIAL)
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "В рамках данного", "мероприятия"
    document.save(path)
    if macros:
        with zipfile.ZipFile(path, "a") as archive:
            archive.writestr("word/vbaProject.bin", b"\x00")


def test_a_word_document_and_its_table(tmp_path, capsys):
    word(tmp_path / "a.docx")
    done = run(capsys, tmp_path / "a.docx")
    assert "R02" in done.out
    assert "Строк таблицы: 1. Их пропустили: это не речь." in done.out


UNREAD = {
    "empty.txt": (b"", "Файл пуст: проверять нечего."),
    "emoji.txt": ("😀".encode(), "Слов нет, одни значки и числа: проверять нечего."),
    "binary.txt": (b"\x7fELF\x00\x01\x02", "Это не текст, а двоичный файл. Нужен .txt, .md или .docx."),
    "german.txt": (b"Der Schnee ist heute gefallen.", "Русского текста нет: проверяем только русский."),
    "tatar.txt": (
        "Кадерле дуслар, сезне бәйрәм белән котлыйбыз һәм сәламәтлек телибез".encode(),
        "Буквы русские, а слова нет: похоже на другой язык. Проверяем только русский.",
    ),
    "ukrainian.txt": (
        "Завтра на площі буде каток, там чай, музика і подарунки, а вода і лід від міста.".encode(),
        "В словах буквы, которых в русском нет: похоже на другой язык. Проверяем только русский.",
    ),
    "table.txt": (
        "улица\tдом\nМира\t5\nЛенина\t7".encode(),
        "Одни таблицы, реквизиты или хештеги, речи нет: проверять нечего.",
    ),
    "tags.txt": ("#рубцовск #снег #двор".encode(), "Одни таблицы, реквизиты или хештеги, речи нет: проверять нечего."),
    "macros.docm": (b"PK", "Документ с макросами не открываем. Сохраните его в Word как .docx и проверьте снова."),
    "broken.docx": (b"PK\x03\x04", "Это не .docx, хотя так назван. Сохраните документ в Word заново."),
    "old.doc": (b"\xd0\xcf", "Старый формат Word не читаем. Сохраните его как .docx."),
    "picture.png": (b"\x89PNG", "Из папки берём только .txt, .md и .docx. Другой файл назовите отдельно."),
}


@pytest.mark.parametrize("name", UNREAD)
def test_what_gives_no_text_is_told_and_the_rest_is_read(name, folder, capsys):
    raw, why = UNREAD[name]
    (folder / name).write_bytes(raw)
    done = run(capsys, folder)
    assert "Проверено: 2 текста" in done.out
    assert why in done.out
    assert done.code == 1


def test_nothing_read_is_no_success(tmp_path, capsys):
    done = run(capsys, tmp_path / "none.txt")
    assert (done.code, "Такого файла нет. Проверьте имя." in done.out) == (2, True)


def test_no_file_at_all_is_told_in_russian(capsys):
    with pytest.raises(SystemExit) as end:
        run(capsys)
    assert (end.value.code, capsys.readouterr().err) == (
        2,
        "Не хватает: FILE. Как пользоваться: veche check-text --help\n",
    )


def test_an_empty_folder_is_told(tmp_path, capsys):
    done = run(capsys, tmp_path)
    assert (done.code, "В папке нет ни одного файла .txt, .md или .docx." in done.out) == (2, True)


def test_what_never_ends_is_not_read(tmp_path, capsys):
    os.mkfifo(tmp_path / "pipe.txt")
    for path in (tmp_path / "pipe.txt", "/dev/zero"):
        done = run(capsys, path)
        assert (done.code, "Это не файл, а устройство или канал." in done.out) == (2, True)


def test_a_document_with_macros_under_a_false_name(tmp_path, capsys):
    word(tmp_path / "a.docx", macros=True)
    assert "В документе есть макросы, его не открываем." in run(capsys, tmp_path / "a.docx").out


@pytest.mark.parametrize(
    ("raw", "note"),
    [
        (LIVE.encode("cp1251"), "Прочитан в старой кодировке Windows (cp1251)."),
        ((LIVE + " Kаток!").encode(), "Слов, где русские буквы смешаны с латинскими: 1. Они проверены как есть."),
        ((LIVE + "\u200f\u202e").encode(), "Невидимых знаков: 2. Они не мешают, но в запись лучше их не брать."),
        ((LIVE + "\nдом\t5\nдом\t6").encode(), "Строк таблицы: 2. Их пропустили: это не речь."),
        (LIVE.encode("utf-16"), ""),
        (LIVE.encode("koi8-r"), "Прочитан в старой кодировке KOI8-R."),
        (LIVE.encode("cp866"), "Прочитан в старой кодировке DOS (cp866)."),
        ((LIVE + " Сәлам!").encode(), "Слов с буквами другого языка: 1. О них не судим."),
        ((LIVE + "\n\n").encode() * 300 + "дом\t5\n".encode() * 7000, "Строк таблицы: 7000."),
    ],
)
def test_odd_texts_are_read_and_their_oddity_is_told(raw, note, tmp_path, capsys):
    (tmp_path / "odd.txt").write_bytes(raw)
    done = run(capsys, tmp_path / "odd.txt")
    assert "Проверено: 1 текст" in done.out
    assert note in done.out
    assert "\u202e" not in done.out


def test_a_word_document_on_the_standard_input(tmp_path, capsys, monkeypatch):
    word(tmp_path / "a.docx")
    monkeypatch.setattr("sys.stdin", SimpleNamespace(buffer=io.BytesIO((tmp_path / "a.docx").read_bytes())))
    done = run(capsys, "-", "--json")
    assert json.loads(done.out)["warned"]
    assert "вход: Строк таблицы: 1. Их пропустили: это не речь." in done.err


def test_answers_that_are_one_text(tmp_path, capsys):
    for name in ("Анна", "Олег"):
        (tmp_path / f"{name}.txt").write_text(
            f"{name}, здравствуйте! Яму у дома засыпят в четверг, бригада уже заказала щебень.", encoding="utf-8"
        )
    done = run(capsys, tmp_path, "--answer")
    assert "A06 один ответ разным людям" in done.out
