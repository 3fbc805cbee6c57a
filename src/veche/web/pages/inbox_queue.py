"""The queue: filters, lines, and texts for empty lists."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from math import ceil
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

from veche.accounts.models import Account
from veche.accounts.order import offered
from veche.inbox.domain.asked_often import topic_named
from veche.inbox.domain.queries import accounts_listened_to
from veche.inbox.domain.same import Shared, people_of
from veche.inbox.models import Message
from veche.kernel.clock import now
from veche.kit.moments import hour
from veche.moderation.domain.queries import PAGE, TO_DECIDE, Show, counts, part_of_queue, queue
from veche.moderation.enums import Ground
from veche.morphology.numerals import form
from veche.networks.registry import NETWORKS
from veche.staff.access import may, person_of
from veche.staff.models import Administration
from veche.web.pages.inbox_lines import Line, line_of, people_ask

# Filters that are offered only while they show something, or are chosen.
SOMETIMES = (Show.STUCK, Show.HELD, Show.TALKS)
# A network that is late by more than this is told of as silent.
SILENT_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Wish:
    """The requested filter; `query` carries it. `private`: the person may see private messages.

    `sharp`: gravest first. `same`: only comments with the same text as this one. `ground`: only this gravest ground.
    `topic`: only comments of this `AskedTopic`.
    """

    show: str
    network: str
    page: int
    private: bool
    sharp: bool = False
    same: int = 0
    ground: str = ""
    topic: int = 0

    @property
    def narrowed(self) -> bool:
        """Whether only some of the comments are shown."""
        return bool(self.network or self.same or self.ground or self.topic)

    @property
    def query(self) -> str:
        said = {"show": self.show if self.show != Show.WAITING else "", "net": self.network}
        said |= {"same": str(self.same) if self.same else "", "order": "sharp" if self.sharp else ""}
        said |= {"ground": self.ground, "topic": str(self.topic) if self.topic else ""}
        said |= {"page": str(self.page) if self.page > 1 else ""}
        words = urlencode({key: value for key, value in said.items() if value})
        return f"?{words}" if words else ""


@dataclass(frozen=True, slots=True)
class Page:
    """`more`: there is a next page."""

    messages: list[Message]
    number: int
    more: bool


@dataclass(frozen=True, slots=True)
class Filter:
    label: str
    url: str
    count: int | str
    active: bool
    title: str = ""


@dataclass(frozen=True, slots=True)
class Queue:
    """`empty`: the text of an empty list; `next`: the comment after the chosen one.

    `narrowed`: filtered by text or ground; a press shows all again. `gap`: the comment after which J continues when the
    chosen one has left the queue.
    """

    lines: tuple[Line, ...]
    narrowed: tuple[Filter, ...]
    filters: tuple[Filter, ...]
    networks: tuple[Filter, ...]
    orders: tuple[Filter, ...]
    empty_title: str
    empty: str
    earlier: str
    later: str
    next: int | None
    gap: int | None = None


def wish_of(request: HttpRequest) -> Wish:
    show, network = request.GET.get("show", ""), request.GET.get("net", "")
    page, same, topic = (_number(request.GET.get(name, "")) for name in ("page", "same", "topic"))
    private, ground = may(person_of(request), "inbox.see_private"), request.GET.get("ground", "")
    return Wish(
        show=show if show in _shows(private=private) else Show.WAITING,
        network=network if network in NETWORKS else "",
        page=page or 1,
        private=private,
        sharp=request.GET.get("order", "") == "sharp",
        same=same,
        ground=ground if ground in Ground.values else "",
        topic=topic,
    )


def _number(written: str) -> int:
    """The number; 0 if it is invalid."""
    return int(written) if written.isascii() and written.isdigit() and len(written) < 10 else 0


def _shows(*, private: bool) -> tuple[Show, ...]:
    return tuple(show for show in Show if private or show not in (Show.PRIVATE, Show.TALKS))


def page_of(administration: Administration, wish: Wish) -> Page:
    """The requested page, else the last one. One query; two for a page that does not exist."""
    page = _page(administration, wish, wish.page)
    if page.messages or wish.page == 1:
        return page
    number = queue(administration, show=wish.show, **_narrowing(wish)).count()
    return _page(administration, wish, max(1, ceil(number / PAGE)))


def _page(administration: Administration, wish: Wish, number: int) -> Page:
    """A page; one more line tells whether there is a next, as counting years takes longer."""
    messages = part_of_queue(administration, show=wish.show, number=number, sharp=wish.sharp, **_narrowing(wish))
    return Page(messages[:PAGE], number, more=len(messages) > PAGE)


def _narrowing(wish: Wish) -> dict[str, Any]:
    narrowed = {"network": wish.network or None, "same": wish.same or None, "ground": wish.ground or None}
    narrowed["topic"] = wish.topic or None
    return {"private": wish.private, **narrowed}


def people_who_ask(administration: Administration, wish: Wish, page: Page, shown: Message | None) -> dict[int, Shared]:
    """Authors of equal comments by `Message.same_as`. At most one query."""
    firsts = [wish.same, *(message.same_as_id for message in page.messages), shown.same_as_id if shown else None]
    return people_of(administration, firsts)


def queue_of(
    administration: Administration,
    wish: Wish,
    page: Page,
    *,
    numbers: Mapping[str, int],
    chosen: Message | None,
    people: Mapping[int, Shared],
    silence: str = "",
) -> Queue:
    """`numbers`: of `numbers_of`. `silence`: why nothing arrives, shown instead of the polling interval."""
    zone, shown = administration.time_zone, chosen.pk if chosen else None
    lines = tuple(
        line_of(message, zone=zone, query=wish.query, chosen=shown, people=people) for message in page.messages
    )
    rows = [line.message.pk for line in lines]
    gap = _gap(wish, lines, chosen) if chosen and shown not in rows else None
    here = rows.index(shown) + 1 if shown in rows else rows.index(gap) if gap else 0
    return Queue(
        lines=lines,
        narrowed=tuple(_narrowed(administration, wish, people)),
        filters=_filters(numbers, wish),
        networks=_networks(wish),
        orders=_orders(wish),
        empty_title="Всё разобрано" if wish.show == Show.WAITING else "Таких нет",
        empty="" if lines else _empty(administration, wish, silence=silence),
        earlier=_list(replace(wish, page=page.number - 1)) if page.number > 1 else "",
        later=_list(replace(wish, page=page.number + 1)) if page.more else "",
        next=next((pk for pk in rows[here:] + rows[:here] if pk != shown), None),
        gap=gap,
    )


def _gap(wish: Wish, lines: Sequence[Line], chosen: Message) -> int | None:
    """Id of the line below the chosen message; None if it was the last one or the list is not sorted by time."""
    if wish.sharp and wish.show in TO_DECIDE:
        return None
    place = (chosen.at, chosen.pk)
    behind = (one.message for one in lines if ((one.message.at, one.message.pk) > place) == (wish.show in TO_DECIDE))
    return next((message.pk for message in behind), None)


def _orders(wish: Wish) -> tuple[Filter, ...]:
    """Sort orders of waiting comments; others are newest first."""
    if wish.show not in TO_DECIDE:
        return ()
    return tuple(
        Filter(label, _list(replace(wish, sharp=sharp, page=1)), "", wish.sharp == sharp)
        for sharp, label in ((False, "сначала давние"), (True, "сначала резкие"))
    )


def _narrowed(administration: Administration, wish: Wish, people: Mapping[int, Shared]) -> Iterator[Filter]:
    title = "Показать все комментарии"
    if wish.topic:
        label = topic_named(administration, wish.topic) or "Тема, о которой спрашивали"
        yield Filter(label, _list(replace(wish, topic=0, page=1)), "", active=True, title=title)
    if wish.same:
        label = people_ask(people.get(wish.same)) or "Пишут об одном"
        yield Filter(label, _list(replace(wish, same=0, page=1)), "", active=True, title=title)
    if wish.ground:
        label = str(Ground(wish.ground).label)
        yield Filter(label, _list(replace(wish, ground="", page=1)), "", active=True, title=title)


def _list(wish: Wish) -> str:
    return reverse("web:inbox") + wish.query


def numbers_of(administration: Administration, wish: Wish) -> dict[str, int]:
    """Counts of the filters by `Show`. One query."""
    return counts(administration, **_narrowing(wish))


def _filters(numbers: Mapping[str, int], wish: Wish) -> tuple[Filter, ...]:
    return tuple(
        Filter(str(show.label), _list(replace(wish, show=show, page=1)), numbers.get(show, ""), wish.show == show)
        for show in _shows(private=wish.private)
        if show not in SOMETIMES or wish.show == show or numbers.get(show)
    )


def _networks(wish: Wish) -> tuple[Filter, ...]:
    """Network filters; a second press removes one."""
    return tuple(
        Filter(
            network.names.badge,
            _list(replace(wish, network="" if wish.network == network.slug else network.slug, page=1)),
            "",
            wish.network == network.slug,
            network.title,
        )
        for network in offered()
    )


def _empty(administration: Administration, wish: Wish, *, silence: str) -> str:
    if wish.show in (Show.PRIVATE, Show.TALKS):
        return "Личные сообщения жителей появятся здесь сами. Читает их только тот, кто отвечает."
    if wish.show != Show.WAITING:
        return "Комментарии, которые подойдут под этот фильтр, появятся здесь сами."
    if silence:
        return "Это всё, что успело прийти: пока обработчик Вече стоит, сети никто не спрашивает."
    listened = list(accounts_listened_to(administration))
    asked = [account for account in listened if account.webhook_since is None]
    if listened and not asked:
        return "Сети присылают новое сами: оно появится здесь сразу."
    return _when_asked(asked, administration.time_zone)


def _when_asked(accounts: Sequence[Account], zone: str) -> str:
    """Seconds until the next poll; networks that did not answer in time are silent."""
    checked = [(account.inbox_checked_at, account.network) for account in accounts if account.inbox_checked_at]
    if not checked:
        return "Сети ещё не проверяли. Первые комментарии появятся здесь сами."
    left = [NETWORKS[network].reading.every - int((now() - moment).total_seconds()) for moment, network in checked]
    if min(left) < -SILENT_SECONDS:
        last = hour(min(moment for moment, _network in checked), zone)
        often = _how_often({network for _moment, network in checked})
        return f"Сети молчат: последний раз ответили в {last}. Проверяем {often}."
    soon = max(min(left), 1)
    seconds = form(soon, "секунду", "секунды", "секунд")
    return f"Сети проверим через {soon} {seconds}"


def _how_often(networks: Collection[str]) -> str:
    """«каждые 5 секунд, Одноклассники — каждые 20»."""
    asked = [NETWORKS[network] for network in sorted(networks)]
    usual = min(network.reading.every for network in asked)
    said = f"каждые {usual} {form(usual, 'секунду', 'секунды', 'секунд')}"
    slower = [
        f"{network.title} — каждые {network.reading.every}" for network in asked if network.reading.every != usual
    ]
    return ", ".join([said, *slower])
