"""The left column: filters, lines, and what to say when there is nothing."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from veche.accounts.enums import NetworkSlug
from veche.inbox.domain.queries import accounts_listened_to
from veche.inbox.domain.receive import POLL_EVERY
from veche.inbox.models import Message
from veche.kernel.clock import local, now
from veche.moderation.domain.queries import Show, counts, for_the_list, queue
from veche.networks.registry import NETWORKS
from veche.staff.models import Administration
from veche.web.pages.inbox_lines import Line, line_of
from veche.web.words import form

PAGE = 25


@dataclass(frozen=True, slots=True)
class Wish:
    """Which comments somebody wants to see; `query` carries it on."""

    show: str
    network: str
    page: int

    @property
    def query(self) -> str:
        said = {"show": self.show if self.show != Show.WAITING else "", "net": self.network}
        said |= {"page": str(self.page) if self.page > 1 else ""}
        words = urlencode({key: value for key, value in said.items() if value})
        return f"?{words}" if words else ""


@dataclass(frozen=True, slots=True)
class Filter:
    label: str
    url: str
    count: int | str
    active: bool
    title: str = ""


@dataclass(frozen=True, slots=True)
class Queue:
    """`empty` is what is normal here; `next` the comment after the chosen one."""

    lines: tuple[Line, ...]
    filters: tuple[Filter, ...]
    networks: tuple[Filter, ...]
    order: str
    empty_title: str
    empty: str
    earlier: str
    later: str
    next: int | None


def wish_of(request: HttpRequest) -> Wish:
    show, network = request.GET.get("show", ""), request.GET.get("net", "")
    page = request.GET.get("page", "")
    return Wish(
        show=show if show in Show.values else Show.WAITING,
        network=network if network in NetworkSlug.values else "",
        page=int(page) if page.isascii() and page.isdigit() and len(page) < 7 else 1,
    )


def page_of(administration: Administration, wish: Wish) -> "Page[Message]":
    rows = for_the_list(queue(administration, show=wish.show, network=wish.network), administration)
    return Paginator(rows, PAGE).get_page(wish.page)


def queue_of(administration: Administration, wish: Wish, page: "Page[Message]", *, chosen: int | None) -> Queue:
    zone = administration.time_zone
    lines = tuple(line_of(message, zone=zone, query=wish.query, chosen=chosen) for message in page)
    after = [line.message.pk for line in lines]
    here = after.index(chosen) if chosen in after else -1
    return Queue(
        lines=lines,
        filters=_filters(administration, wish),
        networks=_networks(wish),
        order=_("сначала давние") if wish.show in (Show.WAITING, Show.PROPOSED) else _("сначала новые"),
        empty_title=_("Всё разобрано") if wish.show == Show.WAITING else _("Таких нет"),
        empty="" if lines else _empty(administration, wish),
        earlier=_list(Wish(wish.show, wish.network, page.previous_page_number())) if page.has_previous() else "",
        later=_list(Wish(wish.show, wish.network, page.next_page_number())) if page.has_next() else "",
        next=next((pk for pk in after[here + 1 :] + after[: max(here, 0)] if pk != chosen), None),
    )


def _list(wish: Wish) -> str:
    return reverse("inbox:list") + wish.query


def _filters(administration: Administration, wish: Wish) -> tuple[Filter, ...]:
    numbers = counts(administration, network=wish.network)
    return tuple(
        Filter(str(show.label), _list(Wish(show, wish.network, 1)), numbers.get(show, ""), wish.show == show)
        for show in Show
    )


def _networks(wish: Wish) -> tuple[Filter, ...]:
    """A second press takes the filter away."""
    return tuple(
        Filter(
            NETWORKS[slug].badge,
            _list(Wish(wish.show, "" if wish.network == slug else slug.value, 1)),
            "",
            wish.network == slug,
            str(slug.label),
        )
        for slug in NetworkSlug
    )


def _empty(administration: Administration, wish: Wish) -> str:
    if wish.show != Show.WAITING:
        return _("Комментарии, которые подойдут под этот фильтр, появятся здесь сами.")
    checked = [account.inbox_checked_at for account in accounts_listened_to(administration)]
    last = min((moment for moment in checked if moment), default=None)
    if last is None:
        return _("Сети ещё не проверяли. Первые комментарии появятся здесь сами.")
    left = POLL_EVERY - int((now() - last).total_seconds())
    if left < -60:
        hour = local(last, administration.time_zone).strftime("%H:%M")
        return _("Сети молчат: последний раз ответили в %(hour)s. Проверяем каждые 5 секунд.") % {"hour": hour}
    left = max(left, 1)
    seconds = form(left, _("секунду"), _("секунды"), _("секунд"))
    return _("Сети проверим через %(left)d %(seconds)s") % {"left": left, "seconds": seconds}
