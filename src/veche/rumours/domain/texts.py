"""The text of a complaint: a template with fields, which a person copies into the network's own form."""

from typing import Final

from django.db import transaction

from veche.accounts.models import Account
from veche.journal.domain.record import record
from veche.kit.moments import date_and_year
from veche.networks.registry import NETWORKS
from veche.rumours.enums import Kind
from veche.rumours.models import Rumour, RumourTexts
from veche.staff.domain.locking import lock_administration
from veche.staff.models import Administration, Person

FIELDS: Final = ("{адрес}", "{название}", "{слова}", "{администрация}", "{наша страница}", "{когда}")
_RUMOUR: Final = (
    "Здравствуйте. По адресу {адрес} распространяют неправду: «{слова}». Заметили {когда}. Этого не было, "
    "опровержение стоит на официальной странице: {наша страница}. Просим удалить запись. {администрация}."
)
_PAGE: Final = (
    "Здравствуйте. Страница {адрес} («{название}») выдаёт себя за нашу. Заметили {когда}. Официальная страница "
    "одна: {наша страница}. Просим закрыть поддельную. {администрация}."
)


def texts_of(administration: Administration) -> RumourTexts:
    """The administration's templates; the usual ones, unsaved, if nobody has changed them."""
    found: RumourTexts | None = RumourTexts.objects.of(administration).first()
    return found or RumourTexts(administration=administration, rumour=_RUMOUR, page=_PAGE)


def change_texts(*, administration: Administration, by: Person, rumour: str, page: str) -> RumourTexts:
    with transaction.atomic():
        lock_administration(administration)
        row = texts_of(administration)
        row.rumour, row.page = rumour, page
        row.save()
        record(administration=administration, actor=by, verb="rumour.texts_changed", obj=row, facts={})
    return row


def complaint_about(one: Rumour) -> str:
    """The template with its fields filled; a field of which nothing is known becomes «…»."""
    city = one.administration
    texts = texts_of(city)
    known = {
        "{адрес}": one.url,
        "{название}": one.title,
        "{слова}": one.words,
        "{администрация}": city.name,
        "{наша страница}": _own_page(one),
        "{когда}": date_and_year(one.seen_at, city.time_zone),
    }
    template = texts.page if one.kind == Kind.PAGE else texts.rumour
    return "".join(_filled(part, known) for part in _parts(template))


def _filled(part: str, known: dict[str, str]) -> str:
    return (known[part].strip() or "…") if part in known else part


def _parts(template: str) -> list[str]:
    """The template cut at its fields, so that what fills one is never taken for another."""
    parts, rest = [], template
    while rest:
        at, field = min(((rest.find(one), one) for one in FIELDS if one in rest), default=(len(rest), ""))
        parts += [rest[:at], field]
        rest = rest[at + len(field) :] if field else ""
    return parts


def _own_page(one: Rumour) -> str:
    """Our page in that network, else any of ours; "" without one."""
    rows = Account.objects.of(one.administration_id).filter(closed_at=None).exclude(url="")
    pages = {account.network: account.url for account in rows.order_by("-pk")}
    return pages.get(one.network) or next((pages[slug] for slug in NETWORKS if slug in pages), "")
