"""Read texts from files, folders and the standard input; a Russian sentence explains each unreadable one."""

import re
import stat
import sys
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from veche.morphology.sentences import lines
from veche.morphology.words import is_known
from veche.preflight.cli.docx_text import NotReadable, docx_text
from veche.preflight.cli.refusal import refusal
from veche.style.lines import SKIPPED, kind

WANTED = {".txt", ".md", ".docx"}
# A longer text is no post and no answer, but a book, a log or a mistake.
LONGEST_FILE = 5_000_000
SAMPLE = 300
_WORD = re.compile(r"[^\W\d_]+")
_CYRILLIC = re.compile(r"[а-яё]", re.IGNORECASE)
_MIXED = re.compile(r"\b(?=\w*[а-яё])(?=\w*[a-z])[a-zа-яё]+\b", re.IGNORECASE)
_FOREIGN, _ONLY_RUSSIAN = re.compile(r"[іїєґўһәөүұқғңҗћђџљњ]", re.IGNORECASE), re.compile(r"[ыэъё]", re.IGNORECASE)
_ARCHIVE = b"PK\x03\x04"
# Old encodings of Russian, and their common names.
_OLD = {"cp1251": "Windows (cp1251)", "koi8-r": "KOI8-R", "cp866": "DOS (cp866)"}
SAMPLED_BYTES = 2_000
_NO_FILE = "Это не файл, а устройство или канал. Подайте его текст на вход: «-»."
_NOTHING_INSIDE = "В папке нет ни одного файла .txt, .md или .docx."
_TOO_LONG = "Текст больше 5 МБ: это не запись и не ответ. Проверьте его по частям."
_NO_TEXT = "Из папки берём только .txt, .md и .docx. Другой файл назовите отдельно."
_OTHER_KINDS = {
    ".docm": "Документ с макросами не открываем. Сохраните его в Word как .docx и проверьте снова.",
    ".doc": "Старый формат Word не читаем. Сохраните его как .docx.",
    ".rtf": "Формат .rtf не читаем. Сохраните его как .docx или .txt.",
    ".odt": "Формат .odt не читаем. Сохраните его как .docx или .txt.",
    ".pdf": "PDF не читаем: в нём нет текста, есть рисунок текста. Нужен .docx или .txt.",
}


@dataclass(frozen=True, slots=True)
class Source:
    """A named text. `notes`: Russian sentences about how it was read."""

    name: str
    text: str
    notes: tuple[str, ...] = ()
    # The row of a .jsonl file that the text is from, and its id.
    record: Mapping[str, Any] | None = None
    number: str | int | None = None


@dataclass(frozen=True, slots=True)
class Unread:
    """A file without a text, and why: one Russian sentence."""

    name: str
    why: str


def found(names: Sequence[str]) -> list[Path | str | Unread]:
    """Files in order with folders expanded; «-» and missing files stay as given."""
    paths: list[Path | str | Unread] = []
    for name in names:
        path = Path(name)
        if name != "-" and path.is_dir():
            inside = sorted(one for one in path.rglob("*") if one.is_file() and not _hidden(one, path))
            paths += [
                one if one.suffix.lower() in WANTED | _OTHER_KINDS.keys() else Unread(str(one), _NO_TEXT)
                for one in inside
            ] or [Unread(name, _NOTHING_INSIDE)]
        else:
            paths.append(name if name == "-" else path)
    return paths


def read(path: Path | str | Unread, *, any_words: bool = False) -> Source | Unread:
    """Read a file. Never raises for its contents. `any_words`: a text without Russian speech is checked too."""
    if isinstance(path, Unread):
        return path
    name = "вход" if isinstance(path, str) else str(path)
    try:
        if isinstance(path, str):
            return text_of(name, sys.stdin.buffer.read(LONGEST_FILE + 1), any_words=any_words)
        return _opened(name, path, any_words=any_words)
    except NotReadable as error:
        return Unread(name, str(error))
    except FileNotFoundError:
        return Unread(name, "Такого файла нет. Проверьте имя.")
    except OSError as error:
        return Unread(name, f"Файл не открылся: {refusal(error)}.")


def _opened(name: str, path: Path, *, any_words: bool) -> Source | Unread:
    ending = path.suffix.lower()
    if ending in _OTHER_KINDS:
        raise NotReadable(_OTHER_KINDS[ending])
    if not stat.S_ISREG(path.stat().st_mode):
        # A pipe or a device may never end.
        raise NotReadable(_NO_FILE)
    with path.open("rb") as file:
        raw = file.read(LONGEST_FILE + 1)
    return text_of(name, raw, word=ending == ".docx", any_words=any_words)


def _hidden(path: Path, folder: Path) -> bool:
    return any(part.startswith((".", "~$")) for part in path.relative_to(folder).parts)


def text_of(name: str, raw: bytes, *, word: bool = False, any_words: bool = False) -> Source | Unread:
    """Read bytes as a text. `word`: the name ends in .docx; without a name the first bytes decide."""
    if len(raw) > LONGEST_FILE:
        return Unread(name, _TOO_LONG)
    if word or raw.startswith(_ARCHIVE):
        return _russian(name, docx_text(raw), any_words=any_words)
    decoded = decode(raw)
    if decoded is None:
        return Unread(name, "Это не текст, а двоичный файл. Нужен .txt, .md или .docx.")
    text, notes = decoded
    return _russian(name, text, notes, any_words=any_words)


def decode(raw: bytes) -> tuple[str, tuple[str, ...]] | None:
    """The text and notes: UTF-8, UTF-16 with a mark, or an old Russian encoding; None for binary files."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return raw.decode("utf-16", "replace"), ()
    if b"\x00" in raw:
        return None
    try:
        return raw.decode("utf-8-sig"), ()
    except UnicodeDecodeError:
        encoding = max(_OLD, key=lambda one: _words_known(raw, one))
        text = raw.decode(encoding, "replace")
    letters = sum(char.isalpha() for char in text)
    if 2 * len(_CYRILLIC.findall(text)) < letters or 2 * letters < len(text.strip()):
        return None
    return text, (f"Прочитан в старой кодировке {_OLD[encoding]}.",)


def _words_known(raw: bytes, encoding: str) -> int:
    """How many of the first words are Russian in this encoding; on a draw the more common encoding wins."""
    words = _WORD.findall(raw[:SAMPLED_BYTES].decode(encoding, "replace"))
    return sum(is_known(word.lower()) for word in words if len(word) > 2 and _CYRILLIC.search(word))


def _russian(name: str, text: str, notes: tuple[str, ...] = (), *, any_words: bool = False) -> Source | Unread:
    if not text.strip():
        return Unread(name, "Файл пуст: проверять нечего.")
    why = "" if any_words else not_russian(text) or _no_speech(text)
    return Unread(name, why) if why else Source(name, text, (*notes, *_remarks(text)))


def not_russian(text: str) -> str:
    """Why there is nothing to check, or ""."""
    words = [word for word in _WORD.findall(text) if len(word) > 1]
    if not words:
        return "Слов нет, одни значки и числа: проверять нечего."
    russian = [word for word in words if _CYRILLIC.search(word)]
    if 4 * len(russian) < len(words):
        return "Русского текста нет: проверяем только русский."
    sample = russian[:SAMPLE]
    known = sum(is_known(word) for word in sample)
    if len(sample) >= 5 and 2 * known < len(sample):
        return "Буквы русские, а слова нет: похоже на другой язык. Проверяем только русский."
    if len(_FOREIGN.findall(text)) > max(1, len(_ONLY_RUSSIAN.findall(text))):
        return "В словах буквы, которых в русском нет: похоже на другой язык. Проверяем только русский."
    return ""


def _no_speech(text: str) -> str:
    """Why a text of Russian words has nothing to check, or ""."""
    pieces = list(lines(text))
    speechless = all(kind(line, alone=len(pieces) == 1) in SKIPPED for line in pieces)
    return "Одни таблицы, реквизиты или хештеги, речи нет: проверять нечего." if speechless else ""


def _remarks(text: str) -> Iterator[str]:
    skipped = Counter(kind(line, alone=False) for line in lines(text))
    for what, name in (("table", "таблицы"), ("requisite", "реквизитов"), ("tags", "хештегов и ссылок")):
        if skipped[what]:
            yield f"Строк {name}: {skipped[what]}. Их пропустили: это не речь."
    if foreign := sum(bool(_FOREIGN.search(word)) for word in _WORD.findall(text)):
        yield f"Слов с буквами другого языка: {foreign}. О них не судим."
    if mixed := len(_MIXED.findall(text)):
        yield f"Слов, где русские буквы смешаны с латинскими: {mixed}. Они проверены как есть."
    if invisible := sum(unicodedata.category(char) in {"Cf", "Cc"} and char not in "\n\r\t\u200d" for char in text):
        yield f"Невидимых знаков: {invisible}. Они не мешают, но в запись лучше их не брать."
