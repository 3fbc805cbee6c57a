"""The text of a letter: what happened, what was kept, what to press. Residents' words are never mailed."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from django.core.mail import EmailMessage

from veche.alarms.models import Alarm
from veche.alarms.news import MIXED, Matter, News
from veche.kernel.bidi import isolated
from veche.staff.domain.mail import compose
from veche.staff.models import Person

_START = (
    "Это пишет {administration}. Если в Вече у вас открыта другая администрация, сначала перейдите в эту: "
    "«Администрация» внизу меню."
)
_END = "Об одном и том же второго письма не будет. Ответ на это письмо никто не прочтёт."


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that a letter tells."""

    alarm: Alarm
    news: News
    matter: Matter


def letter_to(
    person: Person, items: Sequence[Item], *, origin: str, letter: uuid.UUID, of_several: str = ""
) -> EmailMessage:
    """The letter. `items`: at least one, in their order; `of_several`: its administration, for who works in several."""
    closings = dict.fromkeys(item.news.closing for item in items if item.news.closing)
    end = "\n".join((*closings, _END))
    start = [_START.format(administration=of_several)] if of_several else []
    body = "\n\n".join([*start, *(_about(item, origin) for item in items), end])
    return compose(to=person.email, subject=_subject(items), body=f"{body}\n", letter=letter)


def _subject(items: Sequence[Item]) -> str:
    """News of the first rank only: pending decisions come before news about access."""
    first = [item for item in items if item.news.rank == items[0].news.rank]
    several = {item.news.several for item in first}
    if len(first) == 1 or several == {""}:
        return f"Вече: «{title_of(first[0], 80)}» — {first[0].news.called}"
    pattern = several.pop() if len(several) == 1 else MIXED
    return f"Вече: {pattern.format(count=len(first))}"


def _about(item: Item, origin: str) -> str:
    matter = item.matter
    link = f"{matter.action}: {origin}{matter.path}" if matter.action else ""
    lines = (f"«{title_of(item, 200)}» — {item.news.called}", *matter.lines, link)
    return "\n".join(line for line in lines if line)


def title_of(item: Item, most: int) -> str:
    """On one line, because a subject is a header."""
    words = " ".join(item.matter.title.split())
    return isolated(words if len(words) <= most else f"{words[: most - 1]}…")
