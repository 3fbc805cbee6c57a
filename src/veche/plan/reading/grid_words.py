"""What a cell of a grid says: several items, each with its hour and networks: «10:00 Каток (ВК)»."""

import re

from veche.plan.reading.hours import is_only_hour, read_hour_in
from veche.plan.reading.names import names_only, networks_in
from veche.plan.reading.outcome import ItemWords
from veche.plan.reading.title_hours import with_hour_of_title

_BULLET = re.compile(r"^\s*(?:\d{1,2}[.)]\s+|[-–—•*·+]\s+)(?=\S)")
# «1) Каток 2) Снег»
_NUMBERED = re.compile(r"(?:^|\s+)\d{1,2}\)\s*(?=[^\W\d]|[«\"])")
_BEFORE = re.compile(r"^([^:]{2,40}):\s+(?=\S)")
_BEHIND = re.compile(r"\s*(?:[(\[]([^()\[\]]{2,60})[)\]]|\s[—–-]\s([^—–]{2,40}))\s*$")


def lines_of(text: str) -> list[str]:
    """One line an item. A line that begins with a small letter goes on, and an hour alone is of the next line."""
    found: list[str] = []
    for line in _divided(text):
        said = " ".join(_BULLET.sub("", line).split())
        if not said:
            continue
        goes_on = said[0].islower() and not _BULLET.match(line) and not read_hour_in(said)[0]
        if found and (is_only_hour(found[-1]) or goes_on or names_only(said)):
            found[-1] = f"{found[-1]} ({said})" if names_only(said) else f"{found[-1]} {said}"
        else:
            found.append(said)
    return found


def words_of_line(line: str) -> ItemWords:
    words = ItemWords(title=line)
    for pattern in (_BEHIND, _BEFORE):
        found = pattern.search(words.title)
        named = next((one for one in found.groups() if one), "") if found else ""
        if found and names_only(named):
            rest = f"{words.title[: found.start()]}{words.title[found.end() :]}".strip()
            words = ItemWords(title=rest, networks=networks_in(named)[0], where=named)
            break
    if is_only_hour(words.title):
        return ItemWords(title="", time=read_hour_in(words.title)[0], networks=words.networks, where=words.where)
    return with_hour_of_title(words)


def _divided(text: str) -> list[str]:
    if len(_NUMBERED.findall(text)) > 1:
        return _NUMBERED.split(text)
    return [part for line in text.split("\n") for part in line.split(";")]
