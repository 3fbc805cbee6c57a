"""Remarks of rooms above about an account; with one, no page says that the account is in order."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from django.db.models import Exists

from veche.accounts.models import Account
from veche.staff.models import Administration


@dataclass(frozen=True, slots=True)
class Remark:
    """`about`: an expression of `OuterRef("pk")` of an account. `name`: the annotation's name."""

    name: str
    about: Callable[[Administration], Exists]
    words: str
    tone: str


_remarks: Final[list[Remark]] = []


def remark_by(remark: Remark) -> None:
    """Register a remark, in an app's `ready`; the first one that applies is shown."""
    _remarks.append(remark)


def remarks_of(administration: Administration) -> dict[str, Exists]:
    """Annotations for a query of accounts."""
    return {remark.name: remark.about(administration) for remark in _remarks}


def remark_on(account: Account) -> tuple[str, str] | None:
    """(words, tone) for an account with `remarks_of`."""
    return next(((str(one.words), one.tone) for one in _remarks if getattr(account, one.name)), None)
