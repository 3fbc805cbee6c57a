"""Rows of a plan that describe no item: totals, signatures, headings; and items that were cancelled."""

import re

from veche.morphology.words import readings

# «Отменено: каток», «ОТМЕНА каток», «Каток (отменили)»; «Отменена электричка» is news.
_CANCELLED = re.compile(
    r"^\W*(?:(?i:отмен[а-я]+|снят[оаы]?|не выходит|cancell?ed)\s*[:.!)\]—–-]|ОТМЕН[АЕ][А-Я]*\b|СНЯТО\b)"
    r"|[(\[](?i:отмен[а-я]+|снят[оаы]?|cancell?ed)[)\]]\s*$"
)
_CANCELLED_STATUS = re.compile(
    r"отмен[а-я]*|\bснят[оаы]?\b|не выходит|не публикуем|не нужно|\bcancell?ed\b", re.IGNORECASE
)
# «Отменено из-за дождя»; «отменить бронь, если дождь» is what to do.
_CANCELLED_NOTE = re.compile(r"^\W*(?:отмен(?:а|ил[аи]|ено|ена|ен|ены|яется)|снят[оаы]?|не выходит)\b", re.IGNORECASE)
_PAPER = (
    r"всего\b|подпис|утвержда|согласован|составил|подготовил|проверил|контакты?\b|примечани|приложение"
    r"|кол(?:ичество|-во)\b"
)
_PAPERS = re.compile(rf"^\W*(?:{_PAPER})", re.IGNORECASE)
_FOOTER = re.compile(
    rf"^\W*(?:{_PAPER}|план\b|контент-план|медиаплан|\d+\s*(?:-я|-ая)?\s*недел|недел[яюи])", re.IGNORECASE
)
_TOTAL = re.compile(r"^\W*(?:итого|total)\b", re.IGNORECASE)
_SIGNED = re.compile(
    r"^\W*(?:итого|total\b|исп(?:олнитель|\.)|ответственн[а-я]+ за\b|тел(?:ефон)?[.:]|м\.\s?п\.)|_{3,}", re.IGNORECASE
)
_SIGNER = re.compile(
    r"^\W*(?:начальник|руководитель|глава\b|заместитель|зам\.|директор\b|председатель|(?:пресс-)?секретарь|редактор\b"
    r"|(?:главн\w+ |ведущ\w+ )?специалист\b|и\.\s?о\.)",
    re.IGNORECASE,
)
_INITIALS = re.compile(r"\b[А-ЯЁ]\.\s?[А-ЯЁ]\.")


def is_cancelled_title(title: str) -> bool:
    return _CANCELLED.search(title) is not None


def is_cancelled_status(text: str) -> bool:
    """Whether the text of a status cell, or of a day's cell, says that the item is cancelled."""
    return _CANCELLED_STATUS.search(text) is not None


def is_cancelled_note(text: str) -> bool:
    return _CANCELLED_NOTE.search(text) is not None


def is_footer(text: str) -> bool:
    """Whether it is a total, a signature or the heading of a plan. «Глава вручит ключи» is none."""
    return _FOOTER.search(text) is not None or is_signature(text)


def is_paper(text: str) -> bool:
    """As `is_footer`, of what may be an item as well: «План мероприятий на выходные» is no part of the paper."""
    return _PAPERS.search(text) is not None or is_signature(text)


def is_total(text: str) -> bool:
    """«Итого», whatever stands beside it."""
    return _TOTAL.search(text) is not None


def is_signature(text: str) -> bool:
    """«Исполнитель: …», «Глава города», «Начальник отдела А. А. Петрова»."""
    if _SIGNED.search(text):
        return True
    return _SIGNER.search(text) is not None and (_INITIALS.search(text) is not None or not _tells(text))


def _tells(text: str) -> bool:
    """Whether it has a verb: somebody does something."""
    words = re.findall(r"[а-яё]+", text.lower())
    return any(one.feats.get("VerbForm") == "Fin" for word in words for one in readings(word)[:1])
