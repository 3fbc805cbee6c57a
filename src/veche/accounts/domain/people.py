"""Administrators of an account and changes made in the network, for pages."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Case, IntegerField, Value, When

from veche.accounts.domain.abilities import ability_of
from veche.accounts.domain.page_changes import OPEN
from veche.accounts.enums import PagePart, Rank, Right, Verdict
from veche.accounts.models import Account, AccountAdministrator, PageChange
from veche.networks.protocol import Operation

_RANK = re.compile(r"\w+")
# An event names them with spaces between, the list of administrators with commas.
_RIGHT = re.compile(r"((?<=[a-z]) |)([a-z_]+)")
# What is long over is in the journal.
MOST_SHOWN = 10
# What guides on hijacked pages agree on: stop, call those who can, take the page back, then look around.
STEPS: tuple[str, ...] = (
    "Заморозьте всё: из Вече ничего не уйдёт, пока не разберётесь.",
    "Позовите отдел ИТ и начальника пресс-службы. По телефону, не в этой же сети.",
    "Вдвоём смените пароли владельца и администраторов, завершите чужие сеансы, включите второй фактор.",
    "Уберите чужих администраторов и приложения, отзовите и замените ключи здесь, в паспорте ключа.",
    "Не возвращается: пишите в поддержку сети, а жителям скажите в других сетях и на сайте.",
    "Вернули: сначала сохраните чужие записи снимками, потом удалите, верните вид страницы и разморозьте.",
)


@dataclass(frozen=True, slots=True)
class PageAdministrators:
    """`why`: why nobody is shown: the key or the network does not tell."""

    people: Sequence[AccountAdministrator]
    why: str


@dataclass(frozen=True, slots=True)
class PageChangeLine:
    """One change as a line; `says` is the whole sentence."""

    row: PageChange
    says: str
    is_open: bool

    @property
    def not_ours(self) -> bool:
        return self.row.verdict == Verdict.NOT_OURS


@dataclass(frozen=True, slots=True)
class PageChanges:
    """Changes of an account; `steps`: what to do, if one of them was not ours."""

    rows: list[PageChangeLine]
    steps: tuple[str, ...]

    @property
    def any_open(self) -> bool:
        return any(row.is_open for row in self.rows)


def page_administrators_of(account: Account) -> PageAdministrators:
    """Administrators, the owner first. One query."""
    order = Case(*(When(rank=rank, then=Value(place)) for place, rank in enumerate(Rank)), default=Value(len(Rank)))
    rows = AccountAdministrator.objects.of(account.administration_id).filter(account=account, gone_at=None)
    people = list(rows.annotate(place=order).order_by("bot", "place", "name", "pk"))
    ability = ability_of(account, Operation.READ_ADMINISTRATORS)
    return PageAdministrators(people, "" if ability.mode == "auto" else ability.why or "Этого наш ключ не видит.")


def page_changes_in(account: Account) -> PageChanges:
    """Changes, unexplained ones first, then the newest. One query."""
    later = Case(When(verdict__in=OPEN, then=Value(0)), default=Value(1), output_field=IntegerField())
    rows = PageChange.objects.of(account.administration_id).filter(account=account)
    found = rows.select_related("said_by").order_by(later, "-at", "-pk")[:MOST_SHOWN]
    lines = [PageChangeLine(row, says(row), row.verdict in OPEN) for row in found]
    return PageChanges(lines, STEPS if any(line.not_ours for line in lines) else ())


def says(row: PageChange) -> str:
    """«новый администратор: Имя, «редактор»», «изменена страница: описание, было «…», стало «…»»."""
    before, after = (_shown(words, row) for words in (row.before, row.after))
    if before and after:
        return f"{describe_briefly(row)}, было «{before}», стало «{after}»"
    if before or after:
        return f"{describe_briefly(row)}, «{after or before}»"
    return describe_briefly(row)


def describe_briefly(row: PageChange) -> str:
    """The kind of change and its object, without old and new values."""
    if row.what:
        what = str(PagePart(row.what).label) if row.what in PagePart.values else row.what
        return f"{row.get_kind_display()}: {what}"
    return f"{row.get_kind_display()}: {row.name or f'№ {row.person_id}'}"


def _in_words(right: re.Match[str]) -> str:
    return f"{right[1] and ', '}{Right(right[2]).label}" if right[2] in Right.values else right[0]


def _shown(words: str, row: PageChange) -> str:
    """A rank in our words; a long description is cut short."""
    first = _RANK.match(words)
    if not row.what and first and first[0] in Rank.values:
        words = f"{Rank(first[0]).label}{_RIGHT.sub(_in_words, words[first.end() :])}"
    return words if len(words) <= 160 else f"{words[:160]}…"
