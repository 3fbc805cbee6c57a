"""On «Сегодня» of IT and of the head of press: what was changed about our pages in a network, until it is explained."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _

from veche.accounts.domain.people import says_shortly
from veche.accounts.enums import Verdict
from veche.accounts.models import Alteration
from veche.posts.templatetags.moments import spoken
from veche.web.pages.row import Row, Verb


def altered_rows(found: Sequence[Alteration], zone: str) -> list[Row]:
    return [_row(row, zone) for row in found]


def _row(row: Alteration, zone: str) -> Row:
    url = f"{reverse('accounts:detail', args=[row.account_id])}#altered"
    not_ours = row.verdict == Verdict.NOT_OURS
    return Row(
        what=f"{row.account.title}: {says_shortly(row)}",
        icon="alert-triangle" if not_ours else "git-compare",
        tone="bad" if not_ours else "warn",
        nets=(row.account.network,),
        say=_("это не мы, разбираемся") if not_ours else _("изменили в сети"),
        rest=_when(row, zone),
        url=url,
        verbs=(Verb(_("Что делать") if not_ours else _("Посмотреть"), url),),
    )


def _when(row: Alteration, zone: str) -> str:
    said = spoken(row.at, zone)
    return said if row.timed else _("получено %(when)s") % {"when": said}
