"""«Сегодня»: late, near, waiting, going out, asked by residents. For the Head: whether all is in order."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.formats import date_format
from django.views.decorators.http import require_GET

from veche.accounts.domain.page_changes import reading_of_page_changes
from veche.accounts.domain.queries import accounts_of
from veche.accounts.models import Account
from veche.approval.domain.queries import open_steps
from veche.approval.models import Step
from veche.kernel.clock import day_bounds, local, now, week_bounds
from veche.kit.menu import set_count
from veche.kit.moments import hour
from veche.morphology.numerals import form, spelled
from veche.networks.protocol import Verb
from veche.norm.domain.week import WeekNorm, week_norm
from veche.outbox.domain.queries import reading_of_unshown
from veche.outbox.models import Act
from veche.plan.models import PlanItem
from veche.publishing.domain.desk import on_the_desk_of
from veche.staff.access import authorise, may, person_of
from veche.staff.domain.roles import roles_of
from veche.staff.enums import PRESS, Role
from veche.staff.models import Administration, Person
from veche.web import words
from veche.web.context import freeze_of, pause_of, worker_silence
from veche.web.pages import head, today_it
from veche.web.pages.afterwards import hand_rows
from veche.web.pages.alerts import alerts
from veche.web.pages.appeal_rows import appeal_rows
from veche.web.pages.asks import asked
from veche.web.pages.closed_comments import closed_alerts, reading_of_closed
from veche.web.pages.entries import Entry, Scope, entry_of, items_between, scope_of
from veche.web.pages.first_steps import first_rows
from veche.web.pages.head_requests import ForDeputy, for_the_deputy, for_the_head, headline_of
from veche.web.pages.head_texts import texts_of
from veche.web.pages.late import (
    may_be_near,
    soon_rows,
)
from veche.web.pages.mine import Comments, comments_waiting, mine_rows
from veche.web.pages.norm_line import norm_line
from veche.web.pages.occasion_rows import untold_rows
from veche.web.pages.page_changes import page_change_rows
from veche.web.pages.poll_rows import poll_rows
from veche.web.pages.proposals import decision_alerts, proposals_for, waiting_rows
from veche.web.pages.question_rows import question_rows
from veche.web.pages.request_rows import request_rows, tray_rows
from veche.web.pages.review_rows import review_rows, steps_and_reviews
from veche.web.pages.row import Row, things_of, todo
from veche.web.pages.second_rows import (
    look_rows,
    offer_rows,
    readings_of_seconds,
    review_due_rows,
    second_rows,
)
from veche.web.pages.shelf import shelf_of
from veche.web.pages.suggestion_rows import suggestion_rows
from veche.web.pages.today_summary import summary_of
from veche.web.pages.work import ReadTogether, Work, alerts_of, decisions_of, late_of, readings, work_of
from veche.web.questions import DEPARTMENT, ask_url


@require_GET
def today(request: HttpRequest) -> HttpResponse:
    me = person_of(request)
    authorise(me, "posts.see")
    roles = roles_of(me)
    # Who stands in for the press gets its desk, and a link to the Head's own lines (order, 6).
    if Role.HEAD in roles and (request.GET.get("as") == "head" or not roles & PRESS):
        return _for_the_head(request, me, stands_in=bool(roles & PRESS))
    if roles & PRESS:
        return _for_work(request, me, is_head=Role.HEAD in roles)
    return _for_it(request, me) if Role.IT in roles else _for_work(request, me)


def _for_work(request: HttpRequest, me: Person, *, is_head: bool = False) -> HttpResponse:
    city, moment = me.administration, now()
    zone = city.time_zone
    steps, reviews, rest = steps_and_reviews(me, *readings(me))
    norm = _norm(request, me, moment)
    shelf = shelf_of(city, me=me)
    items = items_between(city, *_span(city, moment), shelf, also=may_be_near)
    here = [item for item in items if item.is_here]  # type: ignore[attr-defined] # annotated
    entries = _entries(here, scope_of(city, norm, steps))
    work = work_of(me, ReadTogether(*rest), steps, items, shelf)
    set_count(request, "approval", len(work.steps))
    late_requests, requests = request_rows(request, me)
    above = _above(me)
    late = [*late_of(me, work), *late_requests, *above.late]
    soon = soon_rows(me, work.near, work.shown, work.by_item)
    decide, mine = decisions_of(me, work), _own_rows(request, me, work, reviews, requests)
    whole = request.GET.get("all", "")
    date, summary = _date(moment, zone), summary_of(late, soon, decide, mine, entries)
    asks = may(me, "requests.inquire")
    context = {
        "title": above.headline or date,
        "is_head": is_head,
        "sub": f"{date}. {summary}" if above.headline else summary,
        "my_requests": above.asked,
        "ask_url": ask_url(DEPARTMENT, None, "") if asks else "",
        "alerts": alerts_of(me, work),
        "nothing_late": not late and not soon and not any(_is_due(card, moment) for card in work.desk.cards),
        "late": todo("late", late, whole),
        "soon": todo("soon", soon, whole),
        "decide": todo("decide", decide, whole),
        "mine": todo("mine", mine, "mine"),
        "mine_first": asks and not is_head and bool(mine),  # a deputy decides few things; what is late others mend
        "line": norm_line(norm, zone),
        "asked": asked(city),
        "may_write": may(me, "publishing.plan"),
        "may_note": may(me, "plan.occasion"),
        "journal_read": today_it.journal_read(city) if roles_of(me) == {Role.AUDITOR} else "",
        **_line_of_day(entries, moment, zone),
    }
    return render(request, "web/today.html", context)


def _own_rows(
    request: HttpRequest, me: Person, work: Work, reviews: Sequence[Step], requests: Sequence[Row]
) -> list[Row]:
    """«Ждёт меня», most urgent kinds first."""
    found, zone = work.found, me.administration.time_zone
    told = {item.pk for item in work.near} | {step.sheet.version.post.plan_item_id for step in work.overdue}
    return [
        *first_rows(me, work.shelf.values()),
        *page_change_rows(work.altered, zone),
        *hand_rows(me, work.desk.cards, work.pages),
        *waiting_rows(me, work.proposals),
        *suggestion_rows(found.suggested),
        *poll_rows(found.polls),
        *appeal_rows(me, found.contested),
        *second_rows(me, found.asked_of_two),
        *offer_rows(found.offered),
        *review_due_rows(found.due),
        *look_rows(found.looks),
        *question_rows(found.questions),
        *_waiting_for_me(request, me, [step for item, step in work.by_item.items() if item not in told]),
        *review_rows(reviews, zone),
        *requests,
        *tray_rows(request, me),
        *untold_rows(found.untold, zone),
    ]


def _above(me: Person) -> ForDeputy:
    """What a deputy of the Head asked; nothing for those who work as the press service or for a department."""
    roles = roles_of(me)
    if Role.DEPUTY_HEAD not in roles or roles & (PRESS | {Role.CURATOR}):
        return ForDeputy([], [], "")
    return for_the_deputy(me)


def _is_due(card: Act, moment: datetime) -> bool:
    return card.verb == Verb.PUBLISH and card.due_at <= moment


def _waiting_for_me(request: HttpRequest, me: Person, steps: Sequence[Step]) -> list[Row]:
    """Tasks of this person. `steps`: open ones of this person that are not late."""
    comments = _comments(request, me) if may(me, "inbox.answer") else None
    return mine_rows(me, steps, comments, on_the_desk_of(me) if may(me, "publishing.plan") else [])


def _comments(request: HttpRequest, me: Person) -> Comments:
    """The number that the menu shows too."""
    found = comments_waiting(me.administration, private=may(me, "inbox.see_private"))
    set_count(request, "inbox", found.all)
    return found


def _for_the_head(request: HttpRequest, me: Person, *, stands_in: bool) -> HttpResponse:
    city, moment = me.administration, now()
    norm = _norm(request, me, moment)
    line, requests = norm_line(norm, city.time_zone), for_the_head(request, me)
    monday = week_bounds(local(moment, city.time_zone).date(), city.time_zone)[0]
    for_order = (head.reading_of_deleted(city), reading_of_page_changes(city), reading_of_unshown(city, monday))
    steps, reviews, told = steps_and_reviews(me, *readings_of_seconds(me), *for_order, reading_of_closed(me))
    asked_of_two, offered, _due, deleted, altered, unshown, closed = told
    order = head.order_of(
        city,
        norm=norm,
        line=line,
        publications=head.publications_of_late(city),
        comments=_comments(request, me),
        deleted=deleted,
        altered=altered,
        unshown=unshown,
        departments=requests.line,
    )
    shelf = shelf_of(city, me=me)
    mine_to_say = [step for step in steps if step.is_mine]  # type: ignore[attr-defined] # annotated
    set_count(request, "approval", len(mine_to_say))
    texts = texts_of(me, mine_to_say)
    to_sign = [*second_rows(me, asked_of_two), *offer_rows(offered)]
    to_review = [*review_rows(reviews, city.time_zone), *to_sign]
    waits = len(texts) + things_of(to_review)
    to_decide = decision_alerts(me, proposals_for(city, shelf.values()))
    context = {
        "date": _date(moment, city.time_zone),
        "order": order,
        "alerts": alerts(me, shelf.values()) + to_decide + closed_alerts(closed),
        "line": line,
        "stands_in": stands_in,
        "my_requests": requests.asked,
        "headline": headline_of(waits + len(to_decide), only_texts=not to_sign and not to_decide) or requests.headline,
        "departments": requests.departments,
        "texts": texts,
        "reviews": to_review,
        "waits": waits,
        **_line_of_day(_day(me, moment, norm, shelf, steps), moment, city.time_zone),
    }
    return render(request, "web/today_head.html", context)


def _for_it(request: HttpRequest, me: Person) -> HttpResponse:
    city, moment = me.administration, now()
    norm = _norm(request, me, moment)
    shelf = shelf_of(city, accounts_of(city), me=me)
    day = _line_of_day(_day(me, moment, norm, shelf, open_steps(me)), moment, city.time_zone)
    told = today_it.context_of(me, shelf.values(), silence=worker_silence(request), whole=request.GET.get("all", ""))
    context = {"title": _date(moment, city.time_zone), **told, **day}
    return render(request, "web/today_it.html", context)


def _norm(request: HttpRequest, me: Person, moment: datetime) -> WeekNorm:
    city = me.administration
    return week_norm(
        city,
        local(moment, city.time_zone).date(),
        frozen=freeze_of(request) is not None,
        paused=pause_of(request) is not None,
    )


def _day(
    me: Person, moment: datetime, norm: WeekNorm, shelf: Mapping[int, Account], steps: Sequence[Step]
) -> list[Entry]:
    city = me.administration
    items = items_between(city, *_span(city, moment), shelf)
    return _entries(items, scope_of(city, norm, steps))


def _span(city: Administration, moment: datetime) -> tuple[datetime, datetime]:
    return day_bounds(local(moment, city.time_zone).date(), city.time_zone)


def _entries(items: Sequence[PlanItem], scope: Scope) -> list[Entry]:
    return sorted((entry_of(item, scope) for item in items), key=lambda entry: entry.when.at)


def _line_of_day(entries: Sequence[Entry], moment: datetime, zone: str) -> dict[str, object]:
    counting = sum(entry.counts for entry in entries)
    return {
        "before": [entry for entry in entries if entry.when.at <= moment],
        "after": [entry for entry in entries if entry.when.at > moment],
        "now": hour(moment, zone),
        "aside": _counting(counting) if entries else "",
    }


def _counting(number: int) -> str:
    if not number:
        return "в норму не идёт ничего"
    return f"в норму {form(number, 'идёт', 'идут', 'идёт')} {spelled(number, 'Fem')}"


def _date(moment: datetime, zone: str) -> str:
    """«Среда, 25 ноября»."""
    return words.first_up(date_format(local(moment, zone), "l, j E").lower())
