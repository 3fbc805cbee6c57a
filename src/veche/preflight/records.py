"""A post from a row of `.jsonl`: `id, text, photos, photo_consent, media, context`, in the shapes that people use."""

import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from veche.preflight.calendar import dates_in
from veche.preflight.post import Circumstances, Media, MediaKind, Post

_FILE = re.compile(r"\S{1,200}\.(?:jpe?g|png|webp|heic|gif|bmp|tiff?|mp4|mov|avi|webm)", re.IGNORECASE)
_ALT = ("alt", "alt_text", "alttext", "description", "описание", "caption")
_SUBTITLES = ("subtitles", "captions", "subs", "srt", "vtt", "transcript", "субтитры", "расшифровка", "has_subtitles")
_TEXT = ("text", "text_in_image", "image_text", "text_on_image", "ocr", "текст", "words")
_CONSENT = ("consent", "photo_consent", "согласие")
_FLASHES = ("flashes", "flashes_per_second", "flash_rate", "вспышек")
_CHILDREN = ("children", "child", "minors", "дети", "has_children", "shows_children")
# Most specific first.
_KINDS: tuple[tuple[str, MediaKind], ...] = (
    (r"video|видео|clip|клип|mp4|mov\b|ролик|эфир|live", "video"),
    (r"anim|gif|гиф|анимац", "animation"),
    (r"card|карточ|infogra|инфограф|poster|афиш|banner|баннер|плакат", "card"),
    (r"photo|фото|image|img|picture|картин|изображ|jpe?g|png|снимок|снимк", "photo"),
)
_WITHOUT = re.compile(r"\bбез\b|no[_ -]|without|нет\b|missing")
_NO = {"no", "false", "нет", "none", "0", "", "null", "off", "не получено", "отсутствует"}


def post_of(record: Mapping[str, Any], *, today: date) -> Post:
    """Read a record. Unknown keys and odd values are passed over: what nobody told is None."""
    consent = truth(record.get("photo_consent"))
    photos = _listed(record.get("photos"))
    pictures = [_media(one, "photo") for one in photos if not isinstance(one, int | float)]
    others = [_media(one, "other") for one in _listed(record.get("media")) if not isinstance(one, int | float | bool)]
    told = sum(int(one) for one in photos if isinstance(one, int | float) and one > 0)
    shown = len(pictures) + sum(one.kind in {"photo", "video", "card"} for one in others)
    return Post(
        text=str(record.get("text") or ""),
        at=circumstances(record.get("context"), today=today),
        media=(*pictures, *others),
        photos=max(told, shown),  # a number beside `media` counts the same pictures
        consent=consent,
    )


def _listed(value: Any) -> list[Any]:
    if value is None:
        return []
    if isinstance(value, bool):
        return [int(value)]
    if isinstance(value, str):
        return [int(value)] if value.strip().isdigit() else [value] if value.strip() else []
    return list(value) if isinstance(value, list | tuple) else [value]


def truth(value: Any) -> bool | None:
    """Whether a value says yes. None if it is missing; a list or a table says yes if all of it does."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        return value.strip().lower() not in _NO
    if isinstance(value, Mapping):
        return all(truth(one) is not False for one in value.values()) if value else False
    if isinstance(value, list | tuple):
        return bool(value) and all(truth(one) is not False for one in value)
    return bool(value)


def _media(one: Any, fallback: MediaKind) -> Media:
    if isinstance(one, Mapping):
        return _media_of({str(key).lower(): value for key, value in one.items()}, fallback)
    said = str(one).strip()
    low, kind = said.lower(), _kind(str(one), fallback)
    if kind == "video" and not _FILE.fullmatch(said):
        return Media(kind, subtitles=bool(re.search("субтитр|subtitle", low)) and not _WITHOUT.search(low))
    if re.search(r"без (?:описани|alt|альт)|no[_ -]alt|without alt", low):
        return Media(kind, alt="")
    bare = bool(_FILE.fullmatch(said)) or len(said.split()) == 1
    return Media(kind, alt=None if bare else said)


def _media_of(one: Mapping[str, Any], fallback: MediaKind) -> Media:
    told = " ".join(str(one.get(key, "")) for key in ("kind", "type", "format", "тип", "вид", "mime"))
    named = " ".join(str(one.get(key, "")) for key in ("file", "name", "url", "src", "path"))
    kind = _kind(told, _kind(named, fallback)) if told.strip() else _kind(named, fallback)
    if kind == "other" and any(key in one for key in _ALT):
        kind = "photo"
    alt = _first(one, _ALT)
    silent = any(key in one for key in (*_CONSENT, *_CHILDREN)) and not any(key in one for key in _ALT)
    return Media(
        kind=kind,
        alt=None if silent else str(alt or "").strip(),
        text=str(_first(one, _TEXT) or ""),
        subtitles=truth(_first(one, _SUBTITLES)) if any(key in one for key in _SUBTITLES) else None,
        flashes=_number(_first(one, _FLASHES), when_true=4),
        contrast=_contrast(one),
        consent=truth(_first(one, _CONSENT)),
        shows_children=truth(_first(one, _CHILDREN)),
    )


def _kind(said: str, fallback: MediaKind) -> MediaKind:
    low = said.lower()
    return next((kind for pattern, kind in _KINDS if re.search(pattern, low)), fallback)


def _first(one: Mapping[str, Any], keys: tuple[str, ...]) -> Any:
    return next((one[key] for key in keys if key in one), None)


def _number(value: Any, *, when_true: float | None = None) -> float | None:
    if value is True:
        return when_true
    try:
        return (
            None if value is None or isinstance(value, bool) else float(str(value).partition(":")[0].replace(",", "."))
        )
    except ValueError:
        return None


def _contrast(one: Mapping[str, Any]) -> float | None:
    told = _number(_first(one, ("contrast", "contrast_ratio", "контраст")))
    if told is not None:
        return told
    colours = [
        _luminance(_first(one, keys))
        for keys in (("foreground", "color", "text_color"), ("background", "background_color"))
    ]
    if colours[0] is None or colours[1] is None:
        return None
    light, dark = max(colours[0], colours[1]), min(colours[0], colours[1])
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: Any) -> float | None:
    """Relative luminance of «#rrggbb» by WCAG."""
    match = re.fullmatch(r"#?([0-9a-fA-F]{6})", str(colour or ""))
    if match is None:
        return None
    parts = [int(match[1][at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


_VOTING = re.compile(r"vot(?:e|ing)|election_?day|elections?_?date|голосован|day_of_election|день_выбор|дата_выбор")
_SILENT = re.compile(r"silen|тишин|quiet|poll_ban")
_CAMPAIGN = re.compile(r"campaign|elect|выбор|агитац|кампани")
_TODAY = re.compile(r"today|^now|(?:^|\.)date$|publi|сегодня|^дата|^day$|scheduled|^when$|current")
_CANDIDATES = re.compile(r"candidat|кандидат|part(?:y|ies)\b|парти")
_NO_CAMPAIGN = re.compile(r"\b(?:нет|вне|не идут|не идет|none|no)\b|завершен|закончил|off|over|between")
_LATER = re.compile(r"конец|end|\bto\b|until|по$|finish")


def circumstances(context: Any, *, today: date) -> Circumstances:
    """A dict, nested or flat, or a sentence: «сегодня 17.09.2026, голосование 18–20.09.2026»."""
    pairs = list(_pairs(context))
    told: dict[str, list[date]] = {"today": [], "voting": [], "silent": [], "campaign": []}
    flags: dict[str, bool] = {}
    names: list[str] = []
    erid = ""
    for key, value in pairs:
        said = str(value)
        what = _what(key)
        if what == "candidates":
            names.append(said)
        elif what == "erid" and truth(value):
            erid = said
        elif what and (found := dates_in(said, today)):
            told[what] += found
        elif what in {"silent", "campaign", "voting"}:
            flags[what] = bool(truth(value)) and not (isinstance(value, str) and _NO_CAMPAIGN.search(said.lower()))
        if (
            isinstance(value, str)
            and what != "candidates"
            and _SILENT.search(said.lower())
            and not _NO_CAMPAIGN.search(said.lower())
        ):
            flags.setdefault("silent", True)
    day = told["today"][0] if told["today"] else today
    return Circumstances(
        today=day,
        campaign=_within(told["campaign"], day, flags.get("campaign")),
        voting=(min(told["voting"]), max(told["voting"])) if told["voting"] else None,
        silent=_within(told["silent"], day, flags.get("silent")) if "silent" in flags or told["silent"] else None,
        candidates=tuple(names),
        erid=erid,
    )


def _within(days: list[date], today: date, told: bool | None) -> bool | None:
    """Whether today lies between the first and the last of `days`; one day alone is a beginning."""
    if not days:
        return told
    if len(days) == 1:
        return days[0] <= today <= days[0] + timedelta(SPAN) if told is None else told
    return min(days) <= today <= max(days)


SPAN = 110


def _what(key: str) -> str:
    low = key.lower().replace("ё", "е")
    if "erid" in low:
        return "erid"
    for name, pattern in (
        ("candidates", _CANDIDATES),
        ("silent", _SILENT),
        ("voting", _VOTING),
        ("today", _TODAY),
        ("campaign", _CAMPAIGN),
    ):
        if pattern.search(low):
            return name
    return ""


def _pairs(context: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """(path of keys, value) of everything inside; a sentence is cut into its clauses."""
    if isinstance(context, Mapping):
        for key, value in context.items():
            yield from _pairs(value, f"{path}.{key}" if path else str(key))
    elif isinstance(context, list | tuple):
        for value in context:
            yield from _pairs(value, path)
    elif isinstance(context, str) and not path:
        yield from _clauses(context)
    elif context is not None:
        yield path, context


def _clauses(sentence: str) -> Iterator[tuple[str, Any]]:
    for clause in re.split(r"[;\n]|,\s|\.\s", sentence):
        low = clause.lower().replace("ё", "е")
        key = next(
            (
                key
                for key, pattern in (("silent", _SILENT), ("voting", _VOTING), ("campaign", _CAMPAIGN))
                if pattern.search(low)
            ),
            "today",
        )
        yield key, clause
