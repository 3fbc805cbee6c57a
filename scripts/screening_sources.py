"""Reads the labelled texts that the screening models are trained from; makes variants of our own spam templates.

The folder is the user's: each source is a subfolder of a public data set, named in docs/model-card.md. None of its
texts enters the repository.
"""

import csv
import json
import random
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

WORDS = Path(__file__).with_name("screening_words")
VARIANTS = {"spam": 8, "ham": 6}
NEWS_LONGEST = 1000

type Change = Callable[[str, random.Random], str]


@dataclass(frozen=True, slots=True)
class Example:
    """`toxic` and `spam` are None where the source says nothing of it; `group`: texts that stay in one fold."""

    text: str
    source: str
    toxic: int | None
    spam: int | None
    group: str


def blackmoon(folder: Path, split: str) -> list[Example]:
    """Comments with a mark of toxicity; the source states no licence."""
    with (folder / "toxic_blackmoon" / f"{split}.csv").open(encoding="utf-8", newline="") as file:
        rows = [(row["comment"].strip(), int(float(row["labels"]))) for row in csv.DictReader(file)]
    return [Example(text, "blackmoon", toxic, 0, text) for text, toxic in rows if text]


def rudetoxifier(folder: Path) -> list[Example]:
    """Toxic comments, MIT."""
    path = folder / "rudetoxifier" / "ru_test_10k_toxic.txt"
    return [Example(text, "rudetoxifier", 1, 0, text) for text in _lines(path)]


def tgspam(folder: Path) -> list[Example]:
    """Spam and ham of Telegram groups, MIT."""
    here = folder / "spam_tgspam"
    spam = [Example(text, "tgspam", None, 1, text) for text in _lines(here / "spam-samples.txt")]
    return spam + [Example(text, "tgspam", None, 0, text) for text in _lines(here / "ham-samples.txt")]


def monalenka(folder: Path) -> list[Example]:
    """Messages of chats and mostly machine-translated spam, MIT."""
    with (folder / "spam_monalenka" / "combined.csv").open(encoding="utf-8", newline="") as file:
        rows = sorted({(row["text"].strip(), row["label"].strip()) for row in csv.DictReader(file)})
    return [Example(text, "monalenka", None, int(label == "spam"), _bare(text)) for text, label in rows if text]


def news(folder: Path, count: int) -> list[Example]:
    """Posts of news channels, advertising left out: clean by construction. The same `count` of them each time."""
    posts = set()
    for path in sorted((folder / "tg_news").glob("*.json")):
        for post in json.loads(path.read_text(encoding="utf-8")):
            if post.get("text") and post.get("category") != "advertisement":
                posts.add(post["text"].strip()[:NEWS_LONGEST])
    chosen = random.Random(1).sample(sorted(posts), min(count, len(posts)))  # noqa: S311 - the same draw each time
    return [Example(text, "news", 0, 0, text) for text in chosen]


def templates() -> list[Example]:
    """Our own lines in several variants each: other sums, names and addresses, and spam with masked letters."""
    drawn = random.Random(2)  # noqa: S311 - the same draw each time
    found = {}
    for kind, variants in VARIANTS.items():
        for line in _lines(WORDS / f"{kind}.txt"):
            for number in range(variants):
                text = _filled(line, drawn)
                if kind == "spam" and number % 2:
                    text = drawn.choice(MASKS)(text, drawn)
                found[text] = Example(text, f"own {kind}", 0 if kind == "ham" else None, int(kind == "spam"), line)
    return list(found.values())


def _lines(path: Path) -> list[str]:
    lines = (line.strip() for line in path.read_text(encoding="utf-8").split("\n"))
    return sorted({line for line in lines if line})


def _bare(text: str) -> str:
    """What copies of one message have in common."""
    return re.sub(r"[\W\d_]+", "", text.lower())[:60]


def _filled(line: str, drawn: random.Random) -> str:
    return re.sub(r"\{(\w+)\}", lambda match: drawn.choice(list(_slot(match[1], drawn))), line)


def _slot(name: str, drawn: random.Random) -> Iterator[str]:
    """The ways to write one blank of a template."""
    n = drawn.randint
    if name == "сум":
        yield from (f"{n(1, 99)} тыс", f"{n(1, 99)}000 рублей", f"{n(1, 900)} 000 ₽", f"{n(5, 95)}к", f"{n(1, 9)}00 р")
    elif name == "проц":
        yield from (f"{n(2, 98)}%", f"{n(2, 98)} процентов")
    elif name == "число":
        yield str(n(2, 30))
    elif name == "тел":
        yield from (f"8 9{n(10, 99)} {n(100, 999)}-{n(10, 99)}-{n(10, 99)}", f"+79{n(100000000, 999999999)}")
    elif name == "код":
        yield drawn.choice(["BONUS", "START", "GOROD", "VIP", "LUCKY"]) + str(n(10, 999))
    elif name == "имя":
        yield drawn.choice(["Машеньку", "Артёма", "Софию", "Киру", "Ваню"])
    elif name == "ник":
        first, last = drawn.choice(["anna", "money", "max", "vip", "dina"]), drawn.choice(["pro", "job", "77"])
        yield f"@{first}_{last}"
        yield "в телеграм"
        yield "пишите в лс"
    else:
        word = drawn.choice(["super", "bonus", "gorod", "okna", "vip", "zaim", "kanal"])
        number = n(1, 99)
        yield from (
            f"t.me/{word}_{number}",
            f"https://{word}{number}.site/{word}",
            f"{word}-{number}.ru",
            f"clck.ru/{word}",
        )


def _latin(text: str, drawn: random.Random) -> str:
    pairs = dict(zip("асеорхукмтнв", "aceopxykmthb", strict=True))
    return "".join(pairs[char] if char in pairs and drawn.random() < 0.5 else char for char in text)


def _leet(text: str, drawn: random.Random) -> str:
    pairs = {"о": "0", "з": "3", "б": "6", "ч": "4"}
    return "".join(pairs[char] if char in pairs and drawn.random() < 0.6 else char for char in text)


def _spaced(text: str, drawn: random.Random) -> str:
    words = text.split(" ")
    at = drawn.randrange(len(words))
    words[at] = drawn.choice([" ", "."]).join(words[at])
    return " ".join(words)


def _loud(text: str, drawn: random.Random) -> str:
    return text.upper() + "!" * drawn.randint(1, 4)


def _pictured(text: str, drawn: random.Random) -> str:
    signs = ["🔥", "💰", "✅", "❗️", "👉", "🎁", "💸", "⚡"]
    return " ".join(word + (drawn.choice(signs) if drawn.random() < 0.25 else "") for word in text.split(" "))


def _plain(text: str, drawn: random.Random) -> str:
    kept = text.lower().replace(",", "" if drawn.random() < 0.7 else " ")
    at = drawn.randrange(len(kept))
    return kept[:at] + kept[at + 1 :]


MASKS: tuple[Change, ...] = (_latin, _leet, _spaced, _loud, _pictured, _plain)
