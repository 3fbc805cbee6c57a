"""What the desk of the press service, or of a curator, has to do: read together, then sorted into lists."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import filterfalse
from typing import Any, NamedTuple

from veche.accounts.domain.page_changes import open_page_changes
from veche.accounts.models import Account, AccountProposal, PageChange
from veche.approval.models import Step
from veche.plan.models import PlanItem
from veche.staff.access import may
from veche.staff.domain.roles import roles_of
from veche.staff.enums import PRESS, Role
from veche.staff.models import Person
from veche.staff.together import Reading
from veche.web.pages.afterwards import News, news_of, news_rows, pages_of
from veche.web.pages.alerts import alerts
from veche.web.pages.appeal_rows import reading_of_appeals
from veche.web.pages.closed_comments import closed_alerts, reading_of_closed
from veche.web.pages.foreign_rows import foreign_alerts, foreign_rows, reading_of_foreign
from veche.web.pages.late import Desk, act_rows, desk_of, is_late, is_late_step, late_rows, near
from veche.web.pages.occasion_rows import readings_of_occasions, shift_rows
from veche.web.pages.page_changes import hijacked
from veche.web.pages.poll_rows import readings_of_polls
from veche.web.pages.proposals import late_notice_rows, proposals_for
from veche.web.pages.question_rows import reading_of_proposed
from veche.web.pages.row import Row
from veche.web.pages.second_rows import reading_of_looks, readings_of_seconds
from veche.web.pages.suggestion_rows import reading_of_suggestions


class ReadTogether(NamedTuple):
    """What one query reads beside the open steps; fields in the order of `readings`."""

    shifted: Sequence[Any]
    untold: Sequence[Any]
    polls: Sequence[Any]
    past: Sequence[Any]
    contested: Sequence[Any]
    suggested: Sequence[Any]
    questions: int
    looks: int
    asked_of_two: Sequence[Any]
    offered: int
    due: Sequence[Any]
    closed: Sequence[Any]


@dataclass(frozen=True, slots=True)
class Work:
    """What the lists of the press service, or of a curator, are made of.

    `steps`: those that the person decides; `overdue`: the late ones among them, for the press service among all steps.
    `near`: items whose hour is near or past. A curator can end none of the press service's troubles, so for a curator
    `near`, `desk` and `news` are empty.
    """

    found: ReadTogether
    steps: Sequence[Step]
    overdue: Sequence[Step]
    near: Sequence[PlanItem]
    desk: Desk
    news: News
    pages: Mapping[int, str]
    altered: Sequence[PageChange]
    proposals: Sequence[AccountProposal]
    shelf: Mapping[int, Account]

    @property
    def shown(self) -> list[Step]:
        """Late steps that have a row of their own; a late department is counted among the late requests."""
        return [step for step in self.overdue if step in self.steps or step.role != Role.CURATOR]

    @property
    def by_item(self) -> dict[int, Step]:
        return {step.sheet.version.post.plan_item_id: step for step in self.steps}


def readings(me: Person) -> tuple[Reading[Any], ...]:
    return (
        *readings_of_occasions(me),
        *readings_of_polls(me),
        reading_of_foreign(me),
        reading_of_appeals(me),
        reading_of_suggestions(me),
        reading_of_proposed(me),
        reading_of_looks(me),
        *readings_of_seconds(me),
        reading_of_closed(me),
    )


def work_of(
    me: Person, found: ReadTogether, steps: Sequence[Step], items: Sequence[PlanItem], shelf: Mapping[int, Account]
) -> Work:
    city, roles = me.administration, roles_of(me)
    is_guest = Role.CURATOR in roles and not roles & PRESS
    mine = [step for step in steps if step.is_mine]  # type: ignore[attr-defined] # annotated
    desk, news = (Desk((), ()), News()) if is_guest else (desk_of(city, shelf), news_of(city))
    return Work(
        found=found,
        steps=mine,
        overdue=[step for step in (mine if is_guest else steps) if is_late_step(step)],
        near=[] if is_guest else near(items),
        desk=desk,
        news=news,
        pages=pages_of([*desk.cards, *desk.unsettled], news.newest),
        altered=open_page_changes(city) if may(me, "accounts.vouch") else [],
        proposals=proposals_for(city, shelf.values()) if may(me, "accounts.checklist") else [],
        shelf=shelf,
    )


def late_of(me: Person, work: Work) -> list[Row]:
    lost = filter(is_late, work.desk.unsettled)
    late = late_rows(me, act_rows(me, lost, work.pages), work.near, work.shown, work.by_item)
    return [*late, *late_notice_rows(me, work.proposals)]


def decisions_of(me: Person, work: Work) -> list[Row]:
    zone, others = me.administration.time_zone, filterfalse(is_late, work.desk.unsettled)
    return [
        *news_rows(me, work.news, work.pages),
        *act_rows(me, others, work.pages),
        *shift_rows(work.found.shifted, zone),
        *foreign_rows(me, work.found.past, zone),
    ]


def alerts_of(me: Person, work: Work) -> list[Any]:
    zone = me.administration.time_zone
    return [
        *hijacked(work.altered, zone),
        *foreign_alerts(work.found.past, zone),
        *alerts(me, work.shelf.values()),
        *closed_alerts(work.found.closed),
    ]
