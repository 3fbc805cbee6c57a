"""Networks and formats as a plan names them."""

import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache

from veche.networks.registry import NETWORKS

# A cell that names more is no list of networks.
MOST_PARTS = 40
_ALL = re.compile(
    r"\b(?:все|всех|везде|во все|all)\b(?:\s+(?:соц\.?\s*)?(?:сет[а-я]*|площадк[а-я]*|канал[а-я]*|аккаунт[а-я]*))?"
)
_YES = re.compile(r"[+✓✔☑xх✗1v]|да|есть|yes")
_BETWEEN = re.compile(r"[,;/\\|+&\n]| и ")
# Where a plan may want to publish besides; named even beside a network that is known.
_OTHERS = re.compile(
    r"инстаграмм?|instagram|фейсбук|facebook|дзен|zen|рутуб|rutube|ютуб|youtube|тикток|tiktok|вотсап|ватсап|whatsapp"
    r"|вайбер|viber|твиттер|twitter|сайт|газет[аеуы]|телевидени[ея]|радио"
)
# Words beside a network's name that name no other one.
_BESIDE = re.compile(
    r"\b(?:группа|группы|сообщество|сообщества|паблик|канал|каналы|страница|страницы|госпаблик|администрации|города|"
    r"официальн[а-я]+|соц|сети|сеть|соцсети|в|на|и)\b"
)
# The first that is named; «фото и текст» is a photo, so text comes last.
_FORMATS: Mapping[str, str] = {
    "live": r"эфир|трансляц|стрим|live",
    "poll": r"опрос|голосован|викторин|\bpoll\b",
    "story": r"истори[яию]\b|сториз|сторис|stories|story",
    "video": r"видео|ролик|клип|рилс|reels|shorts|video",
    "cards": r"карточк|карусел|carousel",
    "infographic": r"инфограф|infographic",
    "animation": r"анимац|гиф|gif",
    "photo": r"фото|снимк|картинк|изображен|афиш|баннер|плакат|коллаж|\bphoto|\bimage|\bpicture",
    "document": r"документ|файл|\bpdf\b|постановлени",
    "link": r"ссылк|репост|\blink\b",
    "text": r"текст|пост\b|новост|анонс|заметк|публикаци|стать|\btext\b",
}


def networks_in(text: str) -> tuple[tuple[str, ...], list[str]]:
    """Slugs of the networks named, in the order of pages, and the words that name none of them."""
    found: set[str] = set()
    unknown: list[str] = []
    for part in _BETWEEN.split(text.casefold().replace("ё", "е"))[:MOST_PARTS]:
        named, rest = _of_part(" ".join(part.split()))
        found |= named
        unknown += _OTHERS.findall(rest) if named else [rest] if re.search(r"\w", rest) else []
    return tuple(slug for slug in NETWORKS if slug in found), unknown


def names_only(text: str) -> bool:
    """Whether a text names networks and nothing else: «ВК, ОК», but not «Снег (ВК)»."""
    parts = [" ".join(part.split()) for part in _BETWEEN.split(text.casefold().replace("ё", "е"))[:MOST_PARTS]]
    said = [_of_part(part) for part in parts if re.search(r"\w", part)]
    return bool(said) and all(named and not rest for named, rest in said)


@lru_cache(maxsize=4096)
def _of_part(said: str) -> tuple[frozenset[str], str]:
    """The networks between two signs of a list, and the other words there."""
    rest = _ALL.sub(" ", said)
    found = set(usual_networks()) if rest != said else set()
    for name, slug in _names():
        pattern = _pattern(name)
        if pattern.search(rest):
            found.add(slug)
            rest = pattern.sub(" ", rest)
    return frozenset(found), " ".join(_BESIDE.sub(" ", rest).strip(' -–—:.()«»"').split())


@cache
def _pattern(name: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w){re.escape(name)}\w*" if len(name) > 4 else rf"(?<!\w){re.escape(name)}(?!\w)")


def names_all(text: str) -> bool:
    """Whether a cell says «все сети»: those that there are, whichever."""
    return bool(_ALL.search(text.casefold().replace("ё", "е")))


def network_of_heading(text: str) -> str | None:
    """The network that a column's heading names, and nothing else."""
    found, unknown = networks_in(text)
    return found[0] if len(found) == 1 and not unknown else None


def is_marked(text: str) -> bool:
    """Whether a cell of a network's own column says yes."""
    return bool(_YES.fullmatch(text.casefold().strip(" ."))) or bool(re.search(r"\d{1,2}[:.]\d{2}", text))


def format_in(text: str) -> str | None:
    said = text.casefold().replace("ё", "е")
    return next((slug for slug, words in _FORMATS.items() if re.search(words, said)), None)


def usual_networks() -> Iterator[str]:
    """Networks that «все сети» stands for."""
    return (slug for slug, network in NETWORKS.items() if not network.opt_in)


@cache
def _names() -> list[tuple[str, str]]:
    """Pairs of a network's name and its slug, the longest name first."""
    found = {}
    for slug, network in NETWORKS.items():
        names = network.names
        for name in (slug, names.title, names.short, names.genitive, names.badge, *names.spoken):
            found[name.casefold()] = slug
    return sorted(found.items(), key=lambda pair: -len(pair[0]))
