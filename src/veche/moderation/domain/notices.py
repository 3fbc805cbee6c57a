"""What the author was told of a decision. The room above, which gives numbers and codes, says it (appeals)."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from veche.accounts.models import Account
from veche.inbox.models import Message
from veche.moderation.models import Restriction, Ruling

_CODE = re.compile(r"\b[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}\b")


@dataclass(frozen=True, slots=True)
class Notice:
    """A line of the decision's page with a link to the notice. `words`: a whole sentence."""

    words: str
    url: str


@dataclass(frozen=True, slots=True)
class BanWords:
    """Words added to the reason that a network shows. `keep`: called with the restriction, in its transaction."""

    words: str
    keep: Callable[[Restriction], None]


@dataclass(frozen=True, slots=True)
class Draft:
    """A decision that nobody has taken yet. `norm`: of the ground."""

    message: Message
    ground: str
    norm: str


type Preview = Callable[[Draft], str]
type Read = Callable[[Ruling | Restriction], Notice | None]
type Prepare = Callable[[Account], BanWords | None]
_readers: list[Read] = []
_preparers: list[Prepare] = []
_previews: list[Preview] = []


def read_notices_by(read: Read) -> None:
    if read not in _readers:
        _readers.append(read)


def add_to_bans_by(prepare: Prepare) -> None:
    if prepare not in _preparers:
        _preparers.append(prepare)


def preview_by(preview: Preview) -> None:
    if preview not in _previews:
        _previews.append(preview)


def preview_of(draft: Draft) -> str:
    """What the author would be told of a deletion; "" if nothing."""
    return next((words for preview in _previews if (words := preview(draft))), "")


def notices_of(decision: Ruling | Restriction) -> list[Notice]:
    return [said for read in _readers if (said := read(decision)) is not None]


def ban_words(account: Account) -> list[BanWords]:
    return [said for prepare in _preparers if (said := prepare(account)) is not None]


def without_codes(words: str) -> str:
    """The notice as people other than its author may read it."""
    return _CODE.sub("(виден только автору)", words)
