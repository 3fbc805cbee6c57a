"""A3: emoji. At most three, all different, at the end of a sentence or line, not as bullets; no text emoticons."""

import re
from collections.abc import Iterator
from itertools import islice

from veche.preflight.finding import KindFinding

MOST = 3
# Each is compared with the text around it; so many are too many anyway.
LOOKED_AT = 100
_ONE = (
    r"(?:[\U0001f1e6-\U0001f1ff]{2}|[0-9#*]\ufe0f?\u20e3|(?:[\u2600-\u27bf\u2b00-\u2bff\u203c\u2049\u2139\u231a-\u23ff\U0001f000-\U0001faff]"
    r"[\U0001f3fb-\U0001f3ff]?\ufe0f?)(?:\u200d[\u2600-\u27bf\U0001f000-\U0001faff][\U0001f3fb-\U0001f3ff]?\ufe0f?)*)"
)
EMOJI = re.compile(_ONE)
# Signs of typography that only look like emoji to the pattern.
_PLAIN = re.compile(r"[\u2605\u2606\u2713\u2714\u2715\u2716\u2717\u2022](?!\ufe0f)")
_EMOTICON = re.compile(
    r"(?<![\w(])[:;=][-^o']?[)(DPР]+(?!\w)|(?<=[а-яё!?.,\s])(?:\){2,}|\({2,})(?!\w)|(?<!\w)[xX]D(?!\w)|\^_\^|<3(?!\d)"
)
# Whatever may follow an emoji that ends its sentence: spaces, stops, brackets, other emoji, a hashtag, a link.
_AFTER = re.compile(rf"(?:[\s.!?…)»\"]|{_ONE}|\ufe0f)*")
_ENDED = re.compile(r"[.!?…:»)\"]\s*$")


def emoji(text: str) -> Iterator[KindFinding]:
    """One finding a text, at the first emoji that breaks a rule; the message names all broken rules."""
    found = [one for one in islice(EMOJI.finditer(text), LOOKED_AT) if not _PLAIN.fullmatch(one.group())]
    wrong: list[tuple[int, int, str]] = []
    if len(found) > MOST:
        wrong.append((*found[MOST].span(), f"их {len(found)}, хватит трёх"))
    wrong += _repeated(found)
    bullets = _bullets(text, found)
    if len(bullets) > 1:
        wrong.append((*bullets[0].span(), "ими начаты пункты списка, экранный диктор прочтёт их вслух: поставьте тире"))
    first_in_line = {one.start() for one in bullets}
    wrong += [
        (*one.span(), "стоит посреди фразы, перенесите в конец")
        for one in found
        if one.start() not in first_in_line and _inside(text, one)
    ][:1]
    wrong += [
        (*one.span(), f"«{one.group()}» экранный диктор прочтёт по знакам: скажите словами")
        for one in _EMOTICON.finditer(text)
        if _is_emoticon(text, one)
    ][:1]
    if wrong:
        start, end, _ = min(wrong)
        yield KindFinding(
            "A3", start, end, "warning", "Эмодзи: " + "; ".join(dict.fromkeys(why for *_, why in wrong)) + "."
        )


def _repeated(found: list[re.Match[str]]) -> Iterator[tuple[int, int, str]]:
    seen: set[str] = set()
    for one in found:
        bare = one.group().replace("\ufe0f", "")
        if bare in seen:
            yield *one.span(), f"{one.group()} повторяется, диктор прочтёт его каждый раз"
            return
        seen.add(bare)


def _bullets(text: str, found: list[re.Match[str]]) -> list[re.Match[str]]:
    """The emoji that begin a line with words after them."""
    return [
        one
        for one in found
        if not text[text.rfind("\n", 0, one.start()) + 1 : one.start()].strip()
        and re.match(r"[^\n]*\w", text[one.end() :].partition("\n")[0])
    ]


def _inside(text: str, one: re.Match[str]) -> bool:
    """Whether words of the same sentence follow."""
    past = _AFTER.match(text, one.end())
    at = past.end() if past else one.end()
    gap = text[one.end() : at]
    if at >= len(text) or "\n" in gap or re.search(r"[.!?…]", gap) or text[at] in "#@" or text.startswith("http", at):
        return False
    before = EMOJI.sub("", text[text.rfind("\n", 0, one.start()) + 1 : one.start()]).replace("\ufe0f", "")
    if not before.strip():
        return False
    return not (_ENDED.search(before) and (text[at].isupper() or text[at].isdigit()))


def _is_emoticon(text: str, one: re.Match[str]) -> bool:
    """Whether brackets are no emoticon: they close others that are open."""
    said = one.group()
    if not set(said) <= {")", "("}:
        return True
    line = text[text.rfind("\n", 0, one.start()) + 1 : one.start()]
    return (
        line.count("(") - line.count(")") < said.count(")")
        if said[0] == ")"
        else ")" not in text[one.end() : one.end() + 200]
    )
