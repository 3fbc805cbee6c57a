"""This week: published posts, problems with networks, and waiting posts, made by the product's own verbs and real
calls.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from veche.approval.domain.ask import ask
from veche.approval.enums import Verdict
from veche.demo.city import City
from veche.demo.content import present as content
from veche.demo.content.piece import Piece
from veche.demo.dates import Past, coming_hours, past_hours
from veche.demo.history import Press
from veche.demo.picture_store import PictureStore
from veche.demo.walls import Walls
from veche.kernel.clock import DAY, at, local, now, today, week_of
from veche.outbox.domain.deliver import deliver
from veche.outbox.domain.reconcile import reconcile
from veche.outbox.models import Act
from veche.plan.domain.items import plan_item
from veche.plan.domain.occasions import add_occasion
from veche.plan.models import Occasion
from veche.posts.domain.write import save_text, start_post
from veche.posts.models import Picture, Post
from veche.publishing.domain.release import decide_and_release
from veche.staff.models import Department

WORKER = "seeding"


@dataclass(frozen=True, slots=True)
class Published:
    """A publication of this week with its post ids by network."""

    past: Past
    posts: dict[str, str]


class Week:
    def __init__(self, city: City, walls: Walls, press: Press, pictures: PictureStore) -> None:
        self._city, self._walls, self._press, self._pictures = city, walls, press, pictures
        self.season = content.season_of(today(city.zone))

    def out(self) -> list[Published]:
        """Publish this week's posts in order; return those with comments, the most discussed first.

        Early in the week there are fewer: posts whose hour has not come are not published.
        """
        published = {past.piece: put(past) for past, put in sorted(self._lately(), key=lambda step: step[0].at)}
        talked_about = (content.YESTERDAY, *self.season.out, self.season.morning)
        return [published[piece] for piece in talked_about if piece in published]

    def _lately(self) -> Iterator[tuple[Past, Callable[[Past], Published]]]:
        moment, zone = now(), self._city.zone
        ways = (self._unanswered, self._whole)
        for piece, hour, way in zip(self.season.out, past_hours(moment, zone, count=2), ways, strict=False):
            yield Past(piece, hour), way
        morning = at(today(zone), time(8, 30), zone)
        if morning < moment:
            yield Past(self.season.morning, morning), self._whole
        yield Past(content.YESTERDAY, at(today(zone) - DAY, time(18), zone)), self._late
        half_an_hour_ago = (moment - timedelta(minutes=30)).replace(second=0, microsecond=0)
        yield Past(content.REFUSED, half_an_hour_ago), self._refused

    def ahead(self) -> None:
        zone, city = self._city.zone, self._city
        moment = now()
        hours = coming_hours(moment, zone, count=10, leave_out=empty_day(local(moment, zone).date()))
        self._approve(self.ask(self.write(self.season.today, hours[0])))
        self.ask(self.write(self.season.waiting, hours[1]))
        self.ask(self.write(content.WAITING_TOO, hours[5]))
        self._return(self.ask(self.write(content.RETURNED, hours[2] + timedelta(minutes=30))))
        self.write(self.season.draft, hours[3])
        plan_item(
            administration=city.administration,
            by=city.officer,
            title=self.season.idea,
            publish_at=hours[4],
            accounts=city.accounts,
            category="other",
        )
        for piece, hour in zip((self.season.ahead, content.TIMETABLE), hours[6:8], strict=True):
            self._approve(self.ask(self.write(piece, hour)))

    def occasions(self) -> None:
        city, first = self._city, today(self._city.zone)
        for hook in content.occasions(self.season):
            starts = None if hook.days is None else at(first + hook.days * DAY, time(hook.hour or 0), city.zone)
            add_occasion(
                administration=city.administration,
                by=city.officer,
                kind=hook.kind,
                title=hook.title,
                starts_at=starts,
                has_hour=hook.days is None or hook.hour is not None,
                place=hook.place,
                department=city.departments.get(hook.department),
                office=city.offices.get(hook.kind),
                note=hook.note,
            )

    def _whole(self, past: Past) -> Published:
        [(_past, posts)] = self._press.publish_all([past])
        return Published(past, posts)

    def _late(self, past: Past) -> Published:
        """Too late for MAX: a person has to decide."""
        _act, published = self._all_but("max", past)
        reconcile()
        return published

    def _refused(self, past: Past) -> Published:
        """Refused by Telegram for good."""
        with self._walls.without_right_to_post():
            act, published = self._all_but("telegram", past)
            deliver(act.pk, worker=WORKER)
        return published

    def _unanswered(self, past: Past) -> Published:
        """The call to OK got no answer and did nothing: a person has to check."""
        act, published = self._all_but("ok", past)
        act.not_after = now() + timedelta(minutes=5)  # moved, so that the call is made in time
        act.save(update_fields=("not_after",))
        with self._walls.dropped("ok", "mediatopic.post"):
            deliver(act.pk, worker=WORKER)
        return published

    def _all_but(self, network: str, past: Past) -> tuple[Act, Published]:
        """Publish in all other networks; the act for this one is still to be sent."""
        others = [account for account in self._city.accounts if account.network != network]
        standing = {account: self._press.put_on_wall(account, past.piece, past.at) for account in others}
        post = self._press.write_down(past.piece, past.at, standing)
        act = self._press.act_for(post.versions.get(), self._city.account(network), past.at)
        return act, Published(past, {account.network: one.post_id for account, one in standing.items()})

    def write(self, piece: Piece, hour: datetime, department: Department | None = None) -> Post:
        city = self._city
        item = plan_item(
            administration=city.administration,
            by=city.officer,
            title=piece.title,
            publish_at=hour,
            accounts=city.accounts,
            format=piece.format,
            category=piece.category,
            occasion=Occasion.objects.of(city.administration).filter(title=piece.title).first(),
            department=department,
        )
        post = start_post(item=item, by=city.officer)
        version = post.versions.get()
        save_text(version=version, by=city.officer, revision=version.revision, text=piece.text, variants={})
        if piece.scene:
            Picture.objects.create(
                administration=city.administration,
                version=version,
                media=self._pictures.media(piece.scene),
                position=0,
                alt=piece.alt,
            )
        return post

    def ask(self, post: Post) -> Post:
        ask(version=post.versions.get(), by=self._city.officer)
        return post

    def _approve(self, post: Post) -> None:
        step = post.versions.get().sheet.steps.get()
        decide_and_release(step=step, by=self._city.head_of_press, verdict=Verdict.YES)

    def _return(self, post: Post) -> None:
        step = post.versions.get().sheet.steps.get()
        decide_and_release(step=step, by=self._city.head_of_press, verdict=Verdict.RETURN, note=content.REMARK)


def empty_day(day: date) -> date:
    """The day without plan items: Friday, or a later day if the week is ending."""
    _monday, sunday = week_of(day)
    return max(sunday - 2 * DAY, min(day + DAY, sunday))
