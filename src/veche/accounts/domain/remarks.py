"""What rooms above know against an account: with one of it, no page says that the account is in order."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from django.db.models import Exists
from django.utils.functional import Promise

from veche.accounts.models import Account
from veche.staff.models import Administration


@dataclass(frozen=True, slots=True)
class Remark:
    """`about`: whether it is so, of `OuterRef("pk")` of an account. `name` is the annotation that carries it."""

    name: str
    about: Callable[[Administration], Exists]
    words: str | Promise
    tone: str


_remarks: Final[list[Remark]] = []


def remark_by(remark: Remark) -> None:
    """An app says so in its `ready`; the first one that is so is told."""
    _remarks.append(remark)


def remarks_of(administration: Administration) -> dict[str, Exists]:
    """Annotations of a query of accounts."""
    return {remark.name: remark.about(administration) for remark in _remarks}


def remark_on(account: Account) -> tuple[str, str] | None:
    """(words, tone) of an account with `remarks_of`."""
    return next(((str(one.words), one.tone) for one in _remarks if getattr(account, one.name)), None)
