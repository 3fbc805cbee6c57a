"""Rows of «Сегодня» about changes of our pages in networks, until explained.

Changes marked as a stranger's are alerts above the page.
"""

from collections.abc import Sequence

from django.urls import reverse

from veche.accounts.domain.people import describe_briefly
from veche.accounts.enums import Verdict
from veche.accounts.models import PageChange
from veche.kit.moments import spoken
from veche.web import words
from veche.web.pages.alerts import Alert
from veche.web.pages.row import Row, Verb


def hijacked(found: Sequence[PageChange], zone: str) -> list[Alert]:
    """One alert for each page, about its newest change."""
    newest = {row.account_id: row for row in reversed(found) if row.verdict == Verdict.NOT_OURS}
    return [_alert(row, zone) for row in newest.values()]


def _alert(row: PageChange, zone: str) -> Alert:
    page = f"{row.account.get_network_display()} {words.quoted(row.account.title)}"
    return Alert(
        strong=f"{page} меняет кто-то чужой.",
        rest=words.first_up(f"{describe_briefly(row)}, {_when(row, zone)}."),
        icon="alert-triangle",
        tone="bad",
        url=_place(row),
        verb="Что делать",
    )


def page_change_rows(found: Sequence[PageChange], zone: str) -> list[Row]:
    return [_row(row, zone) for row in found if row.verdict != Verdict.NOT_OURS]


def _row(row: PageChange, zone: str) -> Row:
    url = _place(row)
    return Row(
        what=f"{row.account.title}: {describe_briefly(row)}",
        icon="git-compare",
        tone="warn",
        nets=(row.account.network,),
        say="изменили в сети, скажите, чьё это",
        rest=_when(row, zone),
        url=url,
        verbs=(Verb("Посмотреть", url),),
    )


def _place(row: PageChange) -> str:
    return f"{reverse('outbox:account', args=[row.account_id])}#altered"


def _when(row: PageChange, zone: str) -> str:
    said = spoken(row.at, zone)
    return said if row.timed else f"получено {said}"
