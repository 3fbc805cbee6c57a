"""The kind of each line of a text. Headings, contact details and rows of tags are no sentences."""

import re

from veche.morphology.sentences import Piece

_MARK = r"(?:[-–—•·*▪▫◦●○■□✔✅❗☑➡👉📌🔹🔸🔻🔺]\ufe0f?|\d{1,2}[.)](?!\d)|[1-9]\ufe0f?\u20e3)"
_ITEM = re.compile(_MARK + r"\s*\S")
_END = re.compile(r"[.!?…;:,][»\")\]*_]*[^\w\s]*$")
# Length in which the end of a line is searched: an unbounded search would rescan long runs of stops.
_TAIL = 40
_LETTER = re.compile(r"[^\W\d_]")
# URLs, mail addresses, mentions and tags: not words.
ADDRESS = re.compile(r"(?:https?://|www\.)[^\s«»]{1,300}|[\w.+-]{1,64}@[\w-]{1,64}\.[\w.]{1,64}|[#@]\w{1,100}")
_SIGNATURE = re.compile(
    r"(?:^|\s)[А-ЯЁ]\.\s?(?:[А-ЯЁ]\.\s?)?[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?$|^(?:[А-ЯЁ]\.\s?){1,2}[А-ЯЁ][а-яё]+[,;]?$"
)
_REQUISITE = re.compile(
    r"^(?:исх(?:одящий|\.)|вх(?:одящий|\.)|приложение\s*(?:№?\s*\d+)?(?:\s+к\s|$)|утвержд[её]н\w*$|утверждаю$|согласовано$|"
    r"тел(?:ефон|\.)?\s*(?:для справок)?\s*:|факс|e-?mail|адрес\s*:|инн\b|кпп\b|огрн\b|р/с|бик\b|"
    r"от\s+[«\"]?[\d_]{1,2}[»\"]?[.\s]\S+\s*(?:\d{4}|\S+\s+\d{4})\s*(?:г\.|года)?\s*№|№\s*[\d-]+\s*(?:от\s|$)|"
    r"(?:фото|источник|пресс-служба)\s*:)",
    re.IGNORECASE,
)
LONGEST_HEADING = 14
# Lines that are no sentences.
SKIPPED = {"requisite", "table", "tags"}


def kind(line: Piece, *, alone: bool) -> str:
    """text | item | heading | requisite | table | tags. A line that is `alone` is no heading."""
    bare = ADDRESS.sub("", line.text)
    if not _LETTER.search(bare):
        return "tags"
    if "\t" in line.text or line.text.count("|") > 2:
        return "table"
    if _REQUISITE.match(line.text) or (len(line.text) < 90 and _SIGNATURE.search(line.text)):
        return "requisite"
    if _END.search(line.text.rstrip()[-_TAIL:]):
        return "item" if _ITEM.match(line.text) and line.text.rstrip()[-1] in ";,:" else "text"
    if _ITEM.match(line.text):
        return "item"
    return "heading" if not alone and len(bare.split()) <= LONGEST_HEADING else "text"
