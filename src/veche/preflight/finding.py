"""Findings of the families, and the source that each kind rests on."""

from dataclasses import dataclass
from typing import Literal

from veche.style.report import Severity

type PreflightFamily = Literal["accessibility", "law"]
FAMILIES: tuple[PreflightFamily, ...] = ("accessibility", "law")

_GCS = "Руководство GCS по доступным записям в соцсетях"
_STATE = "Рекомендации по доступности записей госорганов (NC Digital Commons, DigitalGov)"
_WCAG = "WCAG 2.1 AA"
SOURCES = {
    "A1": f"{_GCS}: до 25 слов в предложении",
    "A2": f"{_GCS}: короткие абзацы",
    "A3": f"{_GCS}: не больше трёх эмодзи, в конце",
    "A4": f"{_GCS}: не больше двух хештегов, в конце, Каждое Слово С Заглавной",
    "A5": f"{_GCS}: одна ссылка, из слов рядом ясно, куда она ведёт",
    "A6": f"{_STATE}: описание каждой картинки",
    "A7": f"{_GCS}: субтитры к видео",
    "A8": f"{_WCAG}, 2.3.1: не больше трёх вспышек в секунду",
    "A9": f"{_WCAG}, 1.4.3: контраст не меньше 4,5:1",
    "A10": f"{_STATE}: без сплошных заглавных и поддельных букв",
    "A11": f"{_STATE}: сокращение раскрыто при первом упоминании",
    "A12": f"{_STATE}: действительный залог и простые слова",
    "A14": f"{_STATE}: текст с картинки повторён в записи",
    "foreign_agent": "255-ФЗ, ст. 9; КоАП, ст. 13.15, ч. 2.1; реестр Минюста",
    "extremist": "Закон о СМИ, ст. 4; КоАП, ст. 13.15, ч. 2; перечень Минюста",
    "terrorist": "Закон о СМИ, ст. 4; КоАП, ст. 13.15, ч. 2; перечень ФСБ",
    "undesirable": "272-ФЗ, ст. 3.1; КоАП, ст. 20.33; перечень Минюста",
    "ad_without_erid": "38-ФЗ, ст. 18.1",
    "campaigning": "67-ФЗ, ст. 48, п. 7",
    "poll_silent_days": "67-ФЗ, ст. 46, п. 3",
    "personal_data": "152-ФЗ, ст. 10.1; ГК РФ, ст. 152.2",
    "foreign_word": "53-ФЗ в редакции 168-ФЗ",
    "forbidden_link": "38-ФЗ, ст. 5, ч. 10.7; решения о запрете организаций",
    "child_photo_no_consent": "ГК РФ, ст. 152.1; 152-ФЗ, ст. 9",
    "weekday_mismatch": "Календарь",
}
KINDS = tuple(SOURCES)
# What the law forbids outright: `check-text` marks it, and before approval a reason is asked for.
FORBIDDEN = frozenset(
    {
        "extremist",
        "terrorist",
        "undesirable",
        "foreign_agent",
        "forbidden_link",
        "campaigning",
        "poll_silent_days",
        "child_photo_no_consent",
        "ad_without_erid",
    }
)
_LAW = tuple(kind for kind in KINDS if not kind.startswith("A"))


def rule_of(kind: str) -> str:
    """The code of the rule: D01…D14 for accessibility, L01…L12 for law, in the order of `SOURCES`."""
    return f"D{int(kind[1:]):02}" if kind[0] == "A" else f"L{_LAW.index(kind) + 1:02}"


_SOURCE_OF = {rule_of(kind): source for kind, source in SOURCES.items()}


_FORBIDDEN_RULES = frozenset(rule_of(kind) for kind in FORBIDDEN)


def is_forbidden(rule: str) -> bool:
    """Whether the law forbids outright what this rule finds."""
    return rule in _FORBIDDEN_RULES


def source_of(rule: str) -> str:
    """The source of a rule of the families; empty for other rules."""
    return _SOURCE_OF.get(rule, "")


@dataclass(frozen=True, slots=True)
class KindFinding:
    """One finding: `text[start:end]` in code points; a finding about pictures has the whole first line.

    `kind`: a key of `SOURCES`. `replacement` replaces exactly that span.
    """

    kind: str
    start: int
    end: int
    severity: Severity
    message: str
    replacement: str | None = None

    @property
    def family(self) -> PreflightFamily:
        return "accessibility" if self.kind[0] == "A" else "law"

    @property
    def rule(self) -> str:
        return rule_of(self.kind)

    @property
    def source(self) -> str:
        return SOURCES[self.kind]

    @property
    def forbidden(self) -> bool:
        return self.kind in FORBIDDEN
