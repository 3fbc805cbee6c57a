"""Reads the labelled texts that the screening models are trained from; makes variants of our own spam templates.

The folder is the user's: each source is a subfolder of a public data set, named in docs/model-card.md. None of its
texts enters the repository.
"""

import csv
import json
import random
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.screening_set import half
from veche.screening.weighing import WEIGHED

WORDS = Path(__file__).with_name("screening_words")
VARIANTS = 6
OWN_SET = "own set"
# What the lines of each file say nothing of.
KINDS: dict[str, tuple[str, ...]] = {
    "ham": ("personal_data",),
    "illegal": ("toxicity", "spam", "threat", "personal_data"),
    "spam": ("toxicity", "personal_data"),
    "threat": ("toxicity", "illegal", "personal_data"),
}
# Comments and posts in many hands, a line each: what each file is, and what nobody has looked for in it.
LINES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "clean": ((), ()),
    "news": ((), ()),
    "insult": (("insult",), ("threat", "illegal")),
    "threat": (("threat",), ("insult", "illegal")),
    "illegal": (("illegal",), ("spam", "threat", "insult", "personal_data")),
    "spam": (("spam",), ("illegal", "personal_data")),
    # Nothing in it is forbidden.
    "advert": (("spam",), ("personal_data",)),
    "personal": (("personal_data",), ("insult", "threat")),
}
_FORBIDDEN = re.compile(
    r"диплом|справк|больничн|медкни|права|прописк|регистрация,|регистрация иност|пробь|взлом|детализац|обнал|клад[^е]|"
    r"меф|шишк|трав[аы]|карты |наличк|порох|оруж|отжат|спирт|дизел|икра|кругляк|счётчик|блокировк|баз[уы]|переписк|"
    r"полици|экзамен|патент|удостовер|техосмотр|печат|сим карт|допуск|чеки|липов|раскладк|магазин работает|"
    r"магазин, бот|распечатка"
)
NEWS_LONGEST = 1000

type Change = Callable[[str, random.Random], str]


@dataclass(frozen=True, slots=True)
class Example:
    """`marks`: what it is, of the heads; a head that is missing neither in `marks` nor in `unsaid` it is not.

    `unsaid`: heads of which the source says nothing. `group`: texts that stay in one fold.
    """

    text: str
    source: str
    marks: frozenset[str]
    unsaid: frozenset[str]
    group: str


def _example(text: str, source: str, *marks: str, unsaid: Sequence[str] = (), group: str = "") -> Example:
    return Example(text, source, frozenset(marks), frozenset(unsaid), group or text)


def blackmoon(folder: Path, split: str) -> list[Example]:
    """Comments with a mark of toxicity; the source states no licence."""
    with (folder / "toxic_blackmoon" / f"{split}.csv").open(encoding="utf-8", newline="") as file:
        rows = [(row["comment"].strip(), int(float(row["labels"]))) for row in csv.DictReader(file)]
    return [_example(text, "blackmoon", *(["toxicity"] if toxic else [])) for text, toxic in rows if text]


def rudetoxifier(folder: Path) -> list[Example]:
    """Toxic comments, MIT."""
    path = folder / "rudetoxifier" / "ru_test_10k_toxic.txt"
    return [_example(text, "rudetoxifier", "toxicity") for text in _lines(path)]


def tgspam(folder: Path) -> list[Example]:
    """Spam and ham of Telegram groups, MIT."""
    here = folder / "spam_tgspam"
    spam = [
        _example(text, "tgspam", "spam", unsaid=["toxicity", "illegal", "personal_data"])
        for text in _lines(here / "spam-samples.txt")
    ]
    return spam + [_example(text, "tgspam", unsaid=["personal_data"]) for text in _lines(here / "ham-samples.txt")]


def monalenka(folder: Path) -> list[Example]:
    """Messages of chats and mostly machine-translated spam, MIT."""
    with (folder / "spam_monalenka" / "combined.csv").open(encoding="utf-8", newline="") as file:
        rows = sorted({(row["text"].strip(), row["label"].strip()) for row in csv.DictReader(file)})
    return [
        _example(text, "monalenka", "spam", unsaid=["toxicity", "illegal", "personal_data"], group=_bare(text))
        if label == "spam"
        else _example(text, "monalenka", unsaid=["personal_data"], group=_bare(text))
        for text, label in rows
        if text
    ]


def news(folder: Path, count: int) -> list[Example]:
    """Posts of news channels, advertising left out: clean by construction. The same `count` of them each time."""
    posts = set()
    for path in sorted((folder / "tg_news").glob("*.json")):
        for post in json.loads(path.read_text(encoding="utf-8")):
            if post.get("text") and post.get("category") != "advertisement":
                posts.add(post["text"].strip()[:NEWS_LONGEST])
    chosen = random.Random(1).sample(sorted(posts), min(count, len(posts)))  # noqa: S311 - the same draw each time
    return [_example(text, "news") for text in chosen]


def templates() -> list[Example]:
    """Our own lines in several variants each: other sums, names and addresses, some of them with masked letters."""
    drawn = random.Random(2)  # noqa: S311 - the same draw each time
    found = {}
    for kind in KINDS:
        for line in _lines(WORDS / f"{kind}.txt"):
            for number in range(VARIANTS):
                text = _filled(line, drawn)
                if kind != "ham" and number % 2:
                    text = drawn.choice(MASKS)(text, drawn)
                found[text] = _own(text, kind, line)
    return list(found.values())


def comments() -> list[Example]:
    """Our own comments and posts, written for this, each as it stands; nothing that the reporting half has too."""
    return _unreported(
        _example(text, f"lines {name}", *marks, unsaid=unsaid)
        for name, (marks, unsaid) in LINES.items()
        for text in _lines(WORDS / "lines" / f"{name}.txt")
    )


def decided(path: Path) -> list[Example]:
    """Comments that moderators of a city decided about (`veche manage export_corpus`), their blanks filled anew."""
    drawn = random.Random(3)  # noqa: S311 -- the same draw each time
    rows = [json.loads(line) for line in _lines(path)]
    return [
        _example(
            _filled(row["text"], drawn),
            "decided",
            *set(row["grounds"]) & set(WEIGHED),
            unsaid=("toxicity", *row["unsaid"]),
            group=_bare(row["text"]),
        )
        for row in rows
    ]


def _own(text: str, kind: str, line: str) -> Example:
    """Forbidden goods are among the advertisements, calls to violence among the threats."""
    unsaid = KINDS[kind] if kind == "ham" else (*KINDS[kind], "insult")
    if kind == "spam" and _FORBIDDEN.search(line.lower()):
        unsaid = (*unsaid, "illegal")
    return _example(text, f"own {kind}", *([] if kind == "ham" else [kind]), unsaid=unsaid, group=line)


def residents() -> list[Example]:
    """The fitting half of our own set: what it scores in folds without it says where 0.5 stands."""
    return _unreported(_example(line.text, OWN_SET, *line.grounds & set(WEIGHED)) for line in half("fitting"))


def _unreported(examples: Iterable[Example]) -> list[Example]:
    """Two people may have written one line: what is to be reported on may teach nothing."""
    reported = {_bare(line.text) for line in half("reporting")}
    return [example for example in examples if _bare(example.text) not in reported]


def _lines(path: Path) -> list[str]:
    lines = (line.strip() for line in path.read_text(encoding="utf-8").split("\n"))
    return sorted({line for line in lines if line})


def _bare(text: str) -> str:
    """What copies of one message have in common."""
    return re.sub(r"[\W\d_]+", "", text.lower().replace("ё", "е"))[:60]


def _filled(line: str, drawn: random.Random) -> str:
    return re.sub(r"\{(\w+)\}", lambda match: drawn.choice(BLANKS[match[1]](drawn)), line)


def _some(low: int, high: int) -> Callable[[random.Random], str]:
    return lambda drawn: str(drawn.randint(low, high))


_two, _three, _four, _six = _some(10, 99), _some(100, 999), _some(1000, 9999), _some(100_000, 999_999)
_year, _small = _some(1940, 2020), _some(2, 30)


def _addresses(drawn: random.Random) -> list[str]:
    word = drawn.choice(["super", "bonus", "gorod", "okna", "vip", "zaim", "kanal"])
    number = _two(drawn)
    return [f"t.me/{word}_{number}", f"https://{word}{number}.site/{word}", f"{word}-{number}.ru", f"clck.ru/{word}"]


def _nicks(drawn: random.Random) -> list[str]:
    first, last = drawn.choice(["anna", "money", "max", "vip", "dina"]), drawn.choice(["pro", "job", "77"])
    return [f"@{first}_{last}", "в телеграм", "пишите в лс"]


def _homes(drawn: random.Random) -> list[str]:
    street = drawn.choice(["Кирова", "Речная", "Парковая", "Юбилейная", "Толстого"])
    return [f"{street} {_two(drawn)}-{_small(drawn)}", f"ул. {street}, д. {_two(drawn)}, кв. {_small(drawn)}"]


# The ways to write one blank of a template.
BLANKS: dict[str, Callable[[random.Random], list[str]]] = {
    "сум": lambda d: [
        f"{_two(d)} тыс",
        f"{_two(d)}000 рублей",
        f"{_three(d)} 000 ₽",
        f"{_two(d)}к",
        f"{_small(d)}00 р",
    ],
    "проц": lambda d: [f"{_two(d)}%", f"{_two(d)} процентов"],
    "число": lambda d: [_small(d)],
    "тел": lambda d: [f"8 9{_two(d)} {_three(d)}-{_two(d)}-{_two(d)}", f"+79{_three(d)}{_six(d)}"],
    "код": lambda d: [word + _three(d) for word in ("BONUS", "START", "GOROD", "VIP", "LUCKY")],
    "имя": lambda _d: ["Машеньку", "Артёма", "Софию", "Киру", "Ваню"],
    "фио": lambda _d: ["Зимина Ольга Ивановна", "Громов П.С.", "Рябов Николай", "Лосева Т.А.", "Крылова Вера Петровна"],
    "ник": _nicks,
    "ссылка": _addresses,
    "адрес": _homes,
    "карта": lambda d: [" ".join(_four(d) for _ in range(4))],
    "паспорт": lambda d: [f"{_two(d)} {_two(d)} {_six(d)}", f"{_four(d)} {_six(d)}"],
    "снилс": lambda d: [f"{_three(d)}-{_three(d)}-{_three(d)} {_two(d)}"],
    "дата": lambda d: [f"{_small(d)}.{_two(d)}.{_year(d)}", f"{_year(d)} г.р.", f"{_year(d)} года рождения"],
    "почта": lambda _d: [f"{name}@{host}" for name in ("olga", "ivan.n", "sveta_80") for host in ("mail.ru", "bk.ru")],
}


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
