"""Approval routes of the demo, and sheets on their way: for the Head, a deputy of the Head and a curator.

One department is asked by a route that counts its silence as a yes.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from veche.approval.domain.edit_routes import save_route
from veche.approval.enums import Part, Verdict, Who
from veche.approval.models import Step
from veche.demo import bodies
from veche.demo.city import City
from veche.demo.content import present as content
from veche.demo.content.piece import Piece
from veche.demo.dates import coming_hours
from veche.demo.present import Week, empty_day
from veche.kernel.clock import local, now
from veche.plan.domain.occasions import add_occasion
from veche.plan.enums import OccasionKind
from veche.posts.domain.comments import Place, comment
from veche.posts.domain.queries import latest_version
from veche.posts.domain.suggest import Seen, Side, suggest
from veche.posts.models import Post
from veche.publishing.domain.release import decide_and_release
from veche.staff.models import Office, Person

HOUSING, TRANSPORT = "Отдел городского хозяйства", "Отдел транспорта"


def write(city: City, week: Week) -> None:
    _routes(city)
    hours = coming_hours(now(), city.zone, count=6, leave_out=empty_day(local(now(), city.zone).date()))
    deputy, head = Office.objects.of(city.administration).get(name=bodies.DEPUTY), city.offices["head"]
    _about(city, week, content.FOR_THE_DEPUTY, hours[3] + timedelta(hours=1), (OccasionKind.DEPUTY, deputy))
    _about(city, week, content.FOR_THE_HEAD, hours[2] + timedelta(hours=1), (OccasionKind.HEAD, head))
    post = week.write(content.FOR_THE_CURATOR, hours[4] + timedelta(hours=1), department=city.departments[HOUSING])
    _corrected(city, week.ask(post))
    hour = hours[5] + timedelta(hours=1)
    week.ask(week.write(content.FOR_SILENCE, hour, department=city.departments[TRANSPORT]))


def _corrected(city: City, post: Post) -> None:
    """The curator suggests other words in two sentences, and asks about a third place."""
    curator, text = Person.objects.of(city.administration).get(department__name=HOUSING), latest_version(post).text
    side, seen = Side(department=city.departments[HOUSING]), Seen(text)
    proposed = text
    for was, should_be in content.CORRECTED:
        proposed = proposed.replace(was, should_be)
    suggest(post=post, by=curator, seen=seen, text=proposed, note=content.WHY_CORRECTED, side=side)
    place = Place(seen, content.ASKED_ABOUT)
    comment(post=post, by=curator, text=content.QUESTION_ABOUT, side=side, place=place)


def _about(city: City, week: Week, piece: Piece, hour: datetime, of: tuple[OccasionKind, Office]) -> None:
    """The head of press has agreed; the office that the text is about is asked."""
    kind, office = of
    add_occasion(
        administration=city.administration,
        by=city.officer,
        kind=kind,
        title=piece.title,
        starts_at=hour - timedelta(hours=3),
        office=office,
    )
    post = week.ask(week.write(piece, hour))
    decide_and_release(step=_asked_first(post), by=city.head_of_press, verdict=Verdict.YES)


def _asked_first(post: Post) -> Step:
    step: Step = post.versions.get().sheet.steps.get(position=1)
    return step


def _routes(city: City) -> None:
    _route(city, "Обычная запись", [{"who": Who.PRESS_HEAD}], is_default=True)
    about = {"who": Who.ABOUT, "hours": 8, "question": "Верно ли, где вы были и что сказали?"}
    _route(city, "О Главе и заместителях", [{"who": Who.PRESS_HEAD}, about], about_head=True)
    housing = {
        "who": Who.ITEM_DEPARTMENT,
        "hours": 8,
        "question": "Верны ли сроки и адреса?",
        "parts": [Part.TEXT.value, Part.PICTURES.value],
    }
    _route(
        city,
        "Важное о городском хозяйстве",
        [housing, {"who": Who.PRESS_HEAD}],
        category="important",
        department=city.departments[HOUSING],
    )
    transport = {
        "who": Who.ITEM_DEPARTMENT,
        "hours": 8,
        "silence": True,
        "question": "Верны ли номер маршрута и часы?",
        "parts": [Part.TEXT.value],
    }
    steps: list[dict[str, Any]] = [transport, {"who": Who.PRESS_HEAD}]
    _route(city, "Новости транспорта", steps, department=city.departments[TRANSPORT])
    _route(city, "Нужен юрист", [{"who": Who.LAWYER, "hours": 8}, {"who": Who.PRESS_HEAD}], flagged=True)


def _route(city: City, name: str, steps: Iterable[Mapping[str, Any]], **conditions: Any) -> None:
    common = {"name": name, "is_default": False, "category": "", "department": None, "about_head": False}
    rows = [{"position": place, "silence": False, **step} for place, step in enumerate(steps, start=1)]
    said = {**common, "flagged": False, **conditions}
    save_route(administration=city.administration, by=city.head_of_press, said=said, steps=rows)
