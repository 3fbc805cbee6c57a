"""The queue: filters, lines, and texts for empty lists."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.urls import reverse

from veche.accounts.models import Account
from veche.accounts.order import offered
from veche.inbox.domain.asked_often import topic_named
from veche.inbox.domain.queries import accounts_listened_to
from veche.inbox.domain.same import Shared
from veche.inbox.domain.saved import filter_of
from veche.inbox.models import Message
from veche.kernel.clock import now
from veche.kit.excerpts import excerpt
from veche.kit.moments import hour
from veche.moderation.domain.queries import RARELY, TO_DECIDE, Show, by_account, counts, quick_filters
from veche.moderation.domain.queue_page import WAITING, Page, page_of_queue
from veche.moderation.enums import Ground
from veche.morphology.numerals import form
from veche.networks.registry import NETWORKS
from veche.search.domain.health import is_filling
from veche.staff.models import Administration
from veche.web.pages.inbox_besides import Besides
from veche.web.pages.inbox_filter import InboxFilter, shows
from veche.web.pages.inbox_lines import InboxLine, line_of, people_ask

# Filters that are offered only while they show something, or are chosen.
SOMETIMES = (Show.STUCK, Show.HELD, Show.TALKS)
# A network that is late by more than this is told of as silent.
SILENT_SECONDS = 60
# Of the words looked for, on their chip.
WORDS_SHOWN = 40


@dataclass(frozen=True, slots=True)
class Filter:
    label: str
    url: str
    count: int | str
    active: bool
    title: str = ""
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Queue:
    """`empty`: the text of an empty list; `next`: the comment after the chosen one.

    `filters`: in sight, for they have numbers or are chosen; `rest`: the others, folded. `saved`: those under names;
    `to_save`: the query that can be saved, "" if it is one of them or shows all that waits. `shown`: ids of the lines,
    for `lines_again`. `narrowed`: filtered by text, ground, author, words or time; a press shows all again. `gap`: the
    comment after which J continues when the chosen one has left the queue.
    """

    lines: tuple[InboxLine, ...]
    shown: str
    narrowed: tuple[Filter, ...]
    filters: tuple[Filter, ...]
    rest: tuple[Filter, ...]
    saved: tuple[Filter, ...]
    to_save: str
    orders: tuple[Filter, ...]
    empty_title: str
    empty: str
    earlier: str
    later: str
    next: int | None
    gap: int | None = None


type Narrowing = Mapping[str, Any]


def narrowing_of(administration: Administration, filters: InboxFilter) -> Narrowing:
    """The filters that `page_of` and `numbers_of` read by; of what waits, the rare ones are asked once for both."""
    narrowing = filters.narrowing
    if filters.show not in WAITING or not narrowing.keys() & RARELY:
        return narrowing
    return quick_filters(administration, **by_account(administration, **narrowing))


def page_of(administration: Administration, filters: InboxFilter, narrowing: Narrowing) -> Page:
    """The page of lines that the filter asks for; the first one if there is no such page."""
    return page_of_queue(administration, show=filters.show, sharp=filters.sharp, cursor=filters.cursor, **narrowing)


def queue_of(
    administration: Administration,
    filters: InboxFilter,
    page: Page,
    *,
    numbers: Mapping[str, int],
    chosen: Message | None,
    besides: Besides,
    silence: str = "",
) -> Queue:
    """`numbers`: of `numbers_of`. `silence`: why nothing arrives, shown instead of the polling interval."""
    zone, shown, people = administration.time_zone, chosen.pk if chosen else None, besides.people
    lines = tuple(line_of(message, filters, zone=zone, chosen=shown, besides=besides) for message in page.messages)
    rows = [line.message.pk for line in lines]
    gap = _gap(filters, lines, chosen) if chosen and shown not in rows else None
    here = rows.index(shown) + 1 if shown in rows else rows.index(gap) if gap else 0
    offers = (
        *_dangers(besides.dangers, filters),
        *_filters(numbers, filters),
        *_work(besides, filters),
        *_networks(filters),
    )
    saved = tuple(_saved(besides, filters))
    return Queue(
        lines=lines,
        shown="_".join(map(str, rows)),
        narrowed=tuple(_narrowed(administration, filters, people)),
        filters=tuple(one for one in offers if _in_sight(one)),
        rest=tuple(one for one in offers if not _in_sight(one)),
        saved=saved,
        to_save=_to_save(filters, saved),
        orders=_orders(filters),
        empty_title="Всё разобрано" if filters.show == Show.WAITING else "Таких нет",
        empty="" if lines else _empty(administration, filters, silence=silence),
        earlier=_list(replace(filters, cursor=replace(page.first, back=True))) if page.earlier and page.first else "",
        later=_list(replace(filters, cursor=page.last)) if page.later else "",
        next=next((pk for pk in rows[here:] + rows[:here] if pk != shown), None),
        gap=gap,
    )


def _gap(filters: InboxFilter, lines: Sequence[InboxLine], chosen: Message) -> int | None:
    """Id of the line below the chosen message; None if it was the last one or the list is not sorted by time."""
    if filters.sharp and filters.show in TO_DECIDE:
        return None
    place = (chosen.at, chosen.pk)
    behind = (one.message for one in lines if ((one.message.at, one.message.pk) > place) == (filters.show in TO_DECIDE))
    return next((message.pk for message in behind), None)


def _orders(filters: InboxFilter) -> tuple[Filter, ...]:
    """Sort orders of waiting comments; others are newest first."""
    if filters.show not in TO_DECIDE:
        return ()
    return tuple(
        Filter(label, _list(replace(filters, sharp=sharp, cursor=None)), "", filters.sharp == sharp)
        for sharp, label in ((False, "сначала давние"), (True, "сначала резкие"))
    )


def _narrowed(administration: Administration, filters: InboxFilter, people: Mapping[int, Shared]) -> Iterator[Filter]:
    if filters.topic:
        yield _without(filters, topic_named(administration, filters.topic) or "Тема, о которой спрашивали", topic=0)
    if filters.same:
        yield _without(filters, people_ask(people.get(filters.same)) or "Пишут об одном", same=0)
    if filters.ground:
        yield _without(filters, str(Ground(filters.ground).label), ground="")
    if filters.author:
        yield _without(filters, f"Автор: {filters.author.author}", author=None)
    if filters.since:
        yield _without(filters, f"Новые с {hour(filters.since, administration.time_zone)}", since=None)
    if filters.words:
        yield _without(filters, f"«{excerpt(filters.words, WORDS_SHOWN)}»", words="")


def _without(filters: InboxFilter, label: str, **nothing: Any) -> Filter:
    """A chip of a condition in force, which a press removes. `nothing`: the field's empty value."""
    url = _list(replace(filters, cursor=None, **nothing))
    return Filter(label, url, "", active=True, title="Показать все комментарии")


def _list(filters: InboxFilter) -> str:
    return reverse("web:inbox") + filters.query


def numbers_of(administration: Administration, filters: InboxFilter, narrowing: Narrowing) -> dict[str, int]:
    """Counts of the filters by `Show`. One query."""
    # The page of a private talk has no query left for the bound.
    return counts(administration, bounded=filters.show != Show.TALKS, **narrowing)


def _dangers(number: int, filters: InboxFilter) -> Iterator[Filter]:
    """The chip of dangerous messages: shown while there are some, or while chosen. A second press removes it."""
    if number or filters.danger:
        url = _list(replace(filters, show=Show.WAITING, danger=not filters.danger, cursor=None))
        yield Filter("Опасные", url, number, filters.danger, "Угрозы, призывы к насилию, прощания", "bad")


def _work(besides: Besides, filters: InboxFilter) -> Iterator[Filter]:
    """Chips of what waits for long, is taken by the reader or has notes. A second press removes each."""
    # Of the moment an address says only that there is one.
    late = None if filters.late else now()
    changes: tuple[tuple[str, object, object, dict[str, Any], str], ...] = (
        ("Долго без ответа", True, filters.late, {"late": late}, "По рабочим часам"),
        ("Мои", besides.offered.mine, filters.mine, {"mine": not filters.mine}, "Что вы взяли в работу"),
        (
            "С заметкой",
            besides.offered.noted,
            filters.noted,
            {"noted": not filters.noted},
            "Где записана заметка для своих",
        ),
    )
    for label, there, active, change, title in changes:
        if there or active:
            yield Filter(label, _list(replace(filters, cursor=None, **change)), "", bool(active), title)


def _in_sight(one: Filter) -> bool:
    return one.active or one.count != ""


def _saved(besides: Besides, filters: InboxFilter) -> Iterator[Filter]:
    """Chips of saved filters, without numbers, each of which would cost a query. A second press removes one."""
    for one in besides.offered.saved:
        active = one.query == filter_of(filters.query)
        url = reverse("web:inbox") + ("" if active else f"?{one.query}")
        yield Filter(one.name, url, "", active, "Общий отбор" if one.shared else "Ваш отбор")


def _to_save(filters: InboxFilter, saved: Sequence[Filter]) -> str:
    return "" if any(one.active for one in saved) else filter_of(filters.query)


def _filters(numbers: Mapping[str, int], filters: InboxFilter) -> tuple[Filter, ...]:
    return tuple(
        Filter(
            str(show.label),
            _list(replace(filters, show=show, cursor=None)),
            numbers.get(show, ""),
            filters.show == show,
        )
        for show in shows(private=filters.private)
        if show not in SOMETIMES or filters.show == show or numbers.get(show)
    )


def _networks(filters: InboxFilter) -> tuple[Filter, ...]:
    """Network filters; a second press removes one."""
    return tuple(
        Filter(
            network.names.badge,
            _list(replace(filters, network="" if filters.network == network.slug else network.slug, cursor=None)),
            "",
            filters.network == network.slug,
            network.title,
        )
        for network in offered()
    )


def _empty(administration: Administration, filters: InboxFilter, *, silence: str) -> str:
    if filters.words:
        return _not_found(filters)
    if filters.show in (Show.PRIVATE, Show.TALKS):
        return "Личные сообщения жителей появятся здесь сами. Читает их только тот, кто отвечает."
    if filters.show != Show.WAITING:
        return "Комментарии, которые подойдут под этот фильтр, появятся здесь сами."
    if silence:
        return "Это всё, что успело прийти: пока обработчик Вече стоит, сети никто не спрашивает."
    listened = list(accounts_listened_to(administration))
    asked = [account for account in listened if account.webhook_since is None]
    if listened and not asked:
        return "Сети присылают новое сами: оно появится здесь сразу."
    return _when_asked(asked, administration.time_zone)


def _not_found(filters: InboxFilter) -> str:
    if is_filling():
        return "Поиск ещё наполняется: чего-то может не хватать. Обычно это несколько минут после обновления."
    if filters.question is None:
        return "В запросе нет слова, о чём написали. Добавьте его: например, «вода» или «автобус»."
    if filters.show == Show.ALL:
        return "Проверьте буквы: слова с опечаткой поиск не угадывает. Если слов несколько, оставьте одно."
    return "Под другим фильтром слово может найтись: нажмите «Все»."


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
