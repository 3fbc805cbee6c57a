"""A6: descriptions of pictures. A7: subtitles. A8: flashes. A9: contrast. A14: words in a picture said in the text."""

import re
from collections.abc import Iterator

from veche.morphology.words import lemmas
from veche.preflight.finding import KindFinding
from veche.preflight.post import Media, Post

FLASHES, CONTRAST = 3, 4.5
_EMPTY_ALT = re.compile(
    r"\W*(?:фото(?:графия|графии)?|картинк[аи]|изображени[ея]|рисунок|снимок|скриншот|афиша|баннер|логотип"
    r"|image|photo|picture|img|pic)?[\s_№#-]*\d*\W*"
    r"|\S+\.(?:jpe?g|png|webp|heic|gif|bmp)|(?:img|dsc|photo|image|screenshot|whatsapp image)[\s_-]?[\d_\-.: at]+",
    re.IGNORECASE,
)
_IMAGE_OF = re.compile(
    r"(?:фото(?:графия)?|изображение|картинка|на (?:фото|картинке|изображении|снимке)|image of"
    r"|picture of|photo of|изображён\w*)\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[а-яёa-z]{3,}|\d[\d.:]*\d|\d", re.IGNORECASE)
_ONLY_IN_PICTURE = re.compile(
    r"(?:\b(?:все|всё|вся|полн\w+|подробн\w+|детал\w+|информаци\w+|программ[ауы]|расписани\w+|график"
    r"|адрес\w?|врем\w+|услови\w+|ответ\w*|список|инструкци\w+|правила|схем\w+|дат[аы]|телефон\w*|цены)\b[^.!?\n]{0,40}?"
    r"(?:на|в)\s+(?:картинк\w+|карточк\w+|афиш\w+|фото(?:графи\w+)?|изображени\w+|инфографик\w+"
    r"|постер\w*|слайд\w*|баннер\w*|снимк\w+|прикрепл\w+ (?:картинк|фото)\w+)"
    r"|(?:смотри(?:те)?|читай(?:те)?|ищи(?:те)?|листай(?:те)?|изучай(?:те)?|сохраняй(?:те)?"
    r"|узнай(?:те)?)\s+(?:\w+\s+){0,3}?(?:на|в)?\s*(?:картинк\w+|карточк\w+|афиш\w+|инфографик\w+|изображени\w+|слайд\w*|постер\w*))",
    re.IGNORECASE,
)
SAID = 0.5
WORDS = 3


def media(post: Post) -> Iterator[KindFinding]:
    """Findings about the pictures; each has the first line of the text as its place."""
    end = len(post.text.split("\n", 1)[0])
    for one in post.media:
        if one.kind in {"photo", "card", "animation"} and (why := _alt(one)):
            yield KindFinding("A6", 0, end, "error", why)
        if one.kind == "video" and not one.subtitles and "субтитр" not in post.text.lower():
            yield KindFinding(
                "A7", 0, end, "error", "У видео нет субтитров: без звука его не поймут. Добавьте их или расшифровку."
            )
        if one.flashes is not None and one.flashes > FLASHES:
            yield KindFinding(
                "A8", 0, end, "warning", f"Вспышек в секунду: {one.flashes:g}. Больше трёх опасны при эпилепсии."
            )
        if one.contrast is not None and one.contrast < CONTRAST:
            yield KindFinding(
                "A9",
                0,
                end,
                "warning",
                f"Контраст текста и фона {one.contrast:.1f}:1, нужен не меньше 4,5:1.".replace(".", ",", 1),
            )
    yield from _in_pictures(post, end)


def says_nothing(alt: str) -> bool:
    """Whether a description is a file's name, or only says that it is a picture."""
    return bool(_EMPTY_ALT.fullmatch(alt))


def _alt(one: Media) -> str:
    """What is wrong with the description, or ""."""
    if one.alt is None:
        return ""
    if not one.alt:
        return "У картинки нет описания: незрячий не узнает, что на ней. Опишите её в двух словах."
    if says_nothing(one.alt):
        return f"Описание «{one.alt}» ничего не говорит. Скажите, кто и что на картинке."
    if _IMAGE_OF.match(one.alt):
        return f"Описание «{one.alt[:60]}»: что это картинка, диктор скажет сам. Начните с того, что на ней."
    return ""


def _in_pictures(post: Post, end: int) -> Iterator[KindFinding]:
    for one in post.media:
        missing = _missing(one.text, post.text) if one.text else []
        if missing:
            yield KindFinding(
                "A14", 0, end, "error", f"Слова с картинки не повторены в тексте: {', '.join(missing[:5])}."
            )
            return
    told = any(one.text for one in post.media)
    pointed = _ONLY_IN_PICTURE.search(post.text)
    if pointed and not told and not _says_itself(post.text):
        yield KindFinding("A14", *pointed.span(), "error", "Сведения только на картинке: повторите их текстом.")


def _missing(inside: str, text: str) -> list[str]:
    """Words and figures of the picture that the text lacks; empty if the text has most of them and all figures."""
    said = {key for word in _WORD.findall(text) for key in _keys(word)}
    words = list(dict.fromkeys(_WORD.findall(inside)))
    absent = [word for word in words if not _keys(word) & said]
    figures = [word for word in absent if word[0].isdigit()]
    if len(words) < WORDS and not figures:
        return []
    return absent if figures or len(absent) > SAID * len(words) else []


def _keys(word: str) -> frozenset[str]:
    low = word.lower().replace("ё", "е")
    if low[0].isdigit():
        return frozenset({low.lstrip("0") or "0", low.replace(".", ":")})
    return lemmas(low) or frozenset({low[: max(4, len(low) - 2)]})


def _says_itself(text: str) -> bool:
    """Whether the text gives hours, days or addresses besides pointing at the picture."""
    return (
        len(
            re.findall(
                r"\b\d{1,2}[:.]\d\d\b|\b\d{1,2}\s(?:январ|феврал|март|апрел|ма[йя]|июн|июл|август"
                r"|сентябр|октябр|ноябр|декабр)|ул\.|улиц",
                text,
            )
        )
        >= 2
        or len(text.split()) > 60
    )
