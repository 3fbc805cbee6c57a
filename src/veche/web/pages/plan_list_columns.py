"""What the list of the plan says of items beyond their line: picture, material, signatures, fact, views."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from veche.approval.models import Step
from veche.kernel.clock import local
from veche.kit.moments import date_of, hour, until
from veche.media.domain.library import sees_all_files, shown_files
from veche.media.domain.rights import JUDGED, rights_of
from veche.media.enums import MediaKind
from veche.media.models import Media
from veche.networks.registry import NETWORKS
from veche.outbox.domain.states import OUT
from veche.outbox.shown import ShownAct
from veche.plan.domain.changes import reasons_of
from veche.plan.models import PlanItem, Series
from veche.posts.domain.labels import NAMES, Labels
from veche.posts.models import Picture, PostVersion, Variant
from veche.publishing.domain.queries import Standing
from veche.publishing.domain.subjects import ABOUT_ITEM
from veche.publishing.models import PostFigures
from veche.requests.enums import OPEN, RequestState
from veche.requests.models import Request
from veche.staff.access import may
from veche.staff.compiled import compiled_once
from veche.staff.models import Person

# Views are told of the end of the first day and of the first week.
DAY, WEEK = timedelta(days=1), timedelta(days=7)
WITHOUT_PICTURE = (MediaKind.DOCUMENT, MediaKind.SUBTITLES)


@dataclass(frozen=True, slots=True)
class Thumb:
    sha256: str
    alt: str


@dataclass(frozen=True, slots=True)
class ColumnLine:
    """A short line: `icon`, whose it is, what was said. `url`: its page, or ""."""

    icon: str
    who: str
    say: str
    url: str = ""
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """`own`: networks with a text of their own; `why`: why it was moved last; `bare`: files without a description,
    `unclear`: without clear rights; `series`: the rubric that comes again; `views`: of a day, of a week."""

    author: str = ""
    series: str = ""
    thumb: Thumb | None = None
    files: int = 0
    bare: int = 0
    unclear: int = 0
    has_text: bool = False
    link: str = ""
    labels: tuple[str, ...] = ()
    own: tuple[str, ...] = ()
    why: str = ""
    material: tuple[ColumnLine, ...] = ()
    signed: tuple[ColumnLine, ...] = ()
    fact: tuple[tuple[str, str, str], ...] = ()
    views: tuple[int | None, int | None] = (None, None)


def facts_of(me: Person, items: Sequence[PlanItem]) -> dict[int, Facts]:
    """By item. `items`: of `items_between`. Eight queries, whatever the number; fewer where there is nothing to ask."""
    city, zone = me.administration, me.administration.time_zone
    authors = Person.objects.of(city).in_bulk({item.author_id for item in items})
    again = {item.series_id for item in items} - {None}
    series = Series.objects.of(city).in_bulk(again) if again else {}
    written = [item for item in items if item.newest is not None]  # type: ignore[attr-defined] # annotated
    newest = {item.newest: item.pk for item in written}  # type: ignore[attr-defined]
    versions = _versions(city.pk, newest)
    pictures = pictures_of(me, newest)
    own = _own_texts(city.pk, newest)
    signed = _signatures(city.pk, {item.post.pk: item.pk for item in written}, zone)
    material = _material(city.pk, [item.pk for item in items], zone) if may(me, "requests.list") else {}
    views = _views(city.pk, items, zone)
    whys = reasons_of(city, [item.pk for item in items])
    return {
        item.pk: Facts(
            author=str(authors.get(item.author_id, "")),
            series=str(series.get(item.series_id or 0, "")),
            **pictures.get(item.pk, {}),
            **versions.get(item.pk, {}),
            own=own.get(item.pk, ()),
            material=material.get(item.pk, ()),
            signed=signed.get(item.pk, ()),
            fact=tuple(_facts(item.found, zone)),  # type: ignore[attr-defined] # by `items_between`
            views=views.get(item.pk, (None, None)),
            why=whys.get(item.pk, ""),
        )
        for item in items
    }


def _versions(city: int, newest: Mapping[int, int]) -> dict[int, dict[str, Any]]:
    rows = PostVersion.objects.of(city).filter(pk__in=newest).values("pk", "text", "link", *NAMES) if newest else ()
    return {
        newest[row["pk"]]: {
            "has_text": bool(row["text"].strip()),
            "link": row["link"],
            "labels": tuple(Labels(**{name: row[name] for name in NAMES}).words),
        }
        for row in rows
    }


def _own_texts(city: int, newest: Mapping[int, int]) -> dict[int, tuple[str, ...]]:
    rows = Variant.objects.of(city).filter(version__in=newest).values_list("version", "network") if newest else ()
    found: dict[int, tuple[str, ...]] = {}
    for version, network in rows:
        found[newest[version]] = (*found.get(newest[version], ()), NETWORKS[network].names.badge)
    return found


def pictures_of(me: Person, newest: Mapping[int, int]) -> dict[int, dict[str, Any]]:
    """Of each item its first picture that the person may see, and how many files it has."""
    if not newest:
        return {}
    by_item: dict[int, list[Picture]] = {}
    for one in _pictures(me, list(newest)):
        by_item.setdefault(newest[one.version_id], []).append(one)
    return {
        pk: {
            "thumb": next((_thumb(one) for one in found if one.media.kind not in WITHOUT_PICTURE), None),
            "files": len(found),
            "bare": sum(not one.alt for one in found if one.media.kind not in WITHOUT_PICTURE),
            "unclear": sum(_is_unclear(one.media) for one in found),
        }
        for pk, found in by_item.items()
    }


def _pictures(me: Person, versions: list[int]) -> list[Picture]:
    if sees_all_files(me):
        return _all_pictures(me.administration_id, versions)
    rows = Picture.objects.of(me.administration_id).filter(version__in=versions, media__in=shown_files(me))
    return list(rows.select_related("media__rights", "cover").order_by("position"))


@compiled_once
def _all_pictures(city: int, versions: list[int]) -> QuerySet[Picture]:
    rows: QuerySet[Picture] = Picture.objects.of(city).filter(version__pk__listed=versions)
    return rows.select_related("media__rights", "cover").order_by("position")


def _is_unclear(media: Media) -> bool:
    """Whether somebody has still to say who made it or who is in it."""
    rights = rights_of(media)
    return media.kind in JUDGED and (rights is None or rights.lacking)


def _thumb(picture: Picture) -> Thumb:
    return Thumb((picture.cover or picture.media).sha256, picture.alt)


def _signatures(city: int, posts: Mapping[int, int], zone: str) -> dict[int, tuple[ColumnLine, ...]]:
    """Of the newest version that was asked about. `posts`: item by post."""
    if not posts:
        return {}
    by_post: dict[int, tuple[int, list[Step]]] = {}
    for step in _steps(city, posts):
        version = step.sheet.version
        newest = by_post.get(version.post_id)
        if newest is None or newest[0] != version.number:
            by_post[version.post_id] = newest = (version.number, [])
        newest[1].append(step)
    return {posts[post]: tuple(_signature(one, zone) for one in steps) for post, (_, steps) in by_post.items()}


def _steps(city: int, posts: Iterable[int]) -> QuerySet[Step]:
    steps: QuerySet[Step] = Step.objects.of(city).filter(sheet__version__post__in=list(posts))
    steps = steps.select_related("department", "office", "decision__person", "sheet__version")
    steps = steps.defer("sheet__version__text", "decision__note")
    return steps.order_by("sheet__version__number", "position", "pk")


def _signature(step: Step, zone: str) -> ColumnLine:
    decision = getattr(step, "decision", None)
    if decision is not None:
        icon = "check" if decision.verdict == "yes" else "arrow-back-up"
        who = "" if decision.who == step.title else f"{decision.who}, "
        return ColumnLine(icon, step.title, f"{who}{date_of(decision.at, zone)}")
    if step.sheet.closed_at is not None:
        return ColumnLine("clock", step.title, "посмотрит позже" if step.review_open else "не понадобилось")
    if step.asked_at is None:
        return ColumnLine("clock", step.title, "очередь не дошла")
    return ColumnLine("hourglass", step.title, f"ждём {until(step.due_at, zone)}", tone="warn")


def _material(city: int, items: Sequence[int], zone: str) -> dict[int, tuple[ColumnLine, ...]]:
    """What departments were asked for, with the deadline or what became of it."""
    rows = Request.objects.of(city).filter(kind__in=sorted(ABOUT_ITEM), subject_id__in=items)
    found: dict[int, tuple[ColumnLine, ...]] = {}
    for one in rows.select_related("department", "person").order_by("pk"):
        found[one.subject_id or 0] = (*found.get(one.subject_id or 0, ()), _asked(one, zone))
    return found


def _asked(one: Request, zone: str) -> ColumnLine:
    state = RequestState(one.state).label
    waits = one.state in (RequestState.ASKED, RequestState.RETURNED)
    say = f"{state} {until(one.due_at, zone)}" if waits else state
    icon = "hourglass" if one.state in OPEN else "check"
    return ColumnLine(icon, one.addressee, say, reverse("requests:detail", args=[one.pk]), "warn" if waits else "")


def _facts(found: Sequence[Standing], zone: str) -> Iterable[tuple[str, str, str]]:
    """Badge, address and hour of each publication that is out."""
    for one in found:
        if one.past is not None:
            yield NETWORKS[one.network].names.badge, one.past.url, hour(one.past.at, zone)
        if one.published is not None and one.published.state in OUT:
            yield NETWORKS[one.network].names.badge, one.published.remote_url, hour(one.published.out_at, zone)


def _views(city: int, items: Sequence[PlanItem], zone: str) -> dict[int, tuple[int | None, int | None]]:
    """Views in all networks together, of the first day and of the first week."""
    acts = {act.pk: (item.pk, local(act.out_at, zone).date()) for item in items for act in _out(item)}
    if not acts:
        return {}
    days = {day + span for _item, day in acts.values() for span in (DAY, WEEK)}
    rows = PostFigures.objects.of(city).filter(act__in=acts, day__in=days, views__isnull=False)
    found: dict[tuple[int, timedelta], int] = {}
    for act, day, views in rows.values_list("act", "day", "views"):
        item, out = acts[act]
        span: timedelta = day - out
        found[item, span] = found.get((item, span), 0) + (views or 0)
    return {item: (found.get((item, DAY)), found.get((item, WEEK))) for item, _day in set(acts.values())}


def _out(item: PlanItem) -> list[ShownAct]:
    found: Sequence[Standing] = item.found  # type: ignore[attr-defined] # by `items_between`
    return [one.published for one in found if one.out and one.published is not None]
