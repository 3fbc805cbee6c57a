"""One administration with an object of each kind, created when a row of the access table first needs it."""

import time
from functools import cached_property
from io import BytesIO
from pathlib import Path
from typing import Any

from django.conf import settings

from tests import factories, people, proposed, written
from tests.requests.asked import asked as requested
from veche.accounts.domain.checklist import mark
from veche.accounts.domain.connecting import begin
from veche.accounts.domain.keys import put_key
from veche.accounts.domain.page_changes import note_page_change as alter
from veche.accounts.enums import ChecklistStep, PageChangeKind
from veche.accounts.models import Account, AccountProposal, Connection, Key, PageChange
from veche.alarms.models import Bot, Chat, Parcel
from veche.approval.models import Route, RouteStep, Step
from veche.inbox.domain.answer import answer as send_answer
from veche.inbox.models import Answer, Gap, Message, MessagePicture
from veche.kernel.clock import now, today
from veche.kernel.crypto import Secret
from veche.kernel.subtitles import take_subtitles
from veche.kernel.uploads import take_picture
from veche.media.domain.state_rights import add_paper
from veche.media.models import Media, Paper
from veche.moderation.domain.restrict import restrict
from veche.moderation.domain.rule import delete
from veche.moderation.models import Restriction, Ruling
from veche.networks.addresses import ParsedAddress
from veche.networks.protocol import Photo, SetAvatar
from veche.outbox.domain.divergence import open_divergence
from veche.outbox.domain.page import plan_profile_change
from veche.outbox.enums import DivergenceKind
from veche.outbox.models import Act, PostDivergence
from veche.plan.domain.feeds import MadeFeed, add_feed
from veche.plan.models import Calendar, Occasion, PlanChange, PlanFile, PlanItem, Series
from veche.posts.domain.comments import comment
from veche.posts.domain.suggest import Seen, suggest
from veche.posts.models import Comment, Picture, Post, Suggestion
from veche.publishing.domain.foreign_verdicts import say_not_ours
from veche.publishing.models import Delivery, Evergreen, ForeignPost
from veche.requests.domain.answer import answer as answer_request
from veche.requests.models import Request
from veche.staff.domain.appoint import appoint
from veche.staff.enums import Role
from veche.staff.models import (
    Administration,
    Appointment,
    BrowserSession,
    Department,
    Deputy,
    Duty,
    Grant,
    Office,
    OwnDay,
    Person,
)

A_POST = {"verb": "publish", "text": "Каток открыт", "photos": []}


class World:
    """`owner`: the press officer who owns the objects: alice at home, mallory in the other city."""

    def __init__(self, administration: Administration, owner: Person) -> None:
        self.administration = administration
        self.owner = owner

    def furnish(self) -> None:
        """Create all objects at once."""
        for name, kind in vars(World).items():
            if isinstance(kind, cached_property):
                getattr(self, name)

    @cached_property
    def department(self) -> Department:
        return people.make_department(self.administration, "Отдел наград")

    @cached_property
    def office(self) -> Office:
        return Office.objects.create(administration=self.administration, name="Заместитель Главы по наградам")

    @cached_property
    def own_day(self) -> OwnDay:
        return OwnDay.objects.create(administration=self.administration, day=people.SINCE, kind="off")

    @cached_property
    def duty(self) -> Duty:
        return Duty.objects.create(
            administration=self.administration, person=self.colleague, since=people.SINCE, until=people.SINCE
        )

    @cached_property
    def curator(self) -> Person:
        """Who answers requests at home: dave, whom the tests sign in."""
        found = Person.objects.of(self.administration).filter(display_name="dave").first()
        return found or people.make_person(self.administration, Role.CURATOR, department=self.department)

    @cached_property
    def requests(self) -> dict[tuple[str, str], Request]:
        """Requests of the owner to the curator's department, by state and kind."""
        wanted = (("asked", "material"), ("answered", "material"), ("answered", "plan"))
        made = {(state, kind): requested(self.owner, self.curator.department, kind=kind) for state, kind in wanted}
        for (state, _), request in made.items():
            if state == "answered":
                answer_request(request=request, by=self.curator, text="Готово.")
        return made

    @cached_property
    def newcomer(self) -> Person:
        """Somebody who has not used the invitation yet."""
        person = people.make_person(self.administration, Role.CURATOR)
        person.set_unusable_password()
        person.is_active = False
        person.save()
        return person

    @cached_property
    def colleague(self) -> Person:
        return people.make_person(self.administration, Role.PRESS_OFFICER, second_factor=False)

    @cached_property
    def appointment(self) -> Appointment:
        return people.appoint(self.colleague, Role.CURATOR)

    @cached_property
    def session(self) -> BrowserSession:
        """Another browser in which the owner has signed in."""
        made = people.client_of(self.owner).session
        made["started"] = made["seen"] = int(time.time())
        made.save()
        return BrowserSession.objects.get(session_key=made.session_key)

    @cached_property
    def grant(self) -> Grant:
        """A role given by somebody of IT, waiting for confirmation."""
        keeper = people.make_person(self.administration, Role.IT)
        made = appoint(by=keeper, person=self.colleague, role=Role.PRESS_HEAD, since=people.SINCE)
        assert isinstance(made, Grant)
        return made

    @cached_property
    def deputy(self) -> Deputy:
        somebody = people.make_person(self.administration, Role.CURATOR, second_factor=False)
        return people.stand_in(somebody, self.owner, Role.PRESS_OFFICER)

    @cached_property
    def acting_head(self) -> Deputy:
        """Who acts for the Head: helen, whom the tests sign in."""
        found = Person.objects.of(self.administration).filter(display_name="helen").first()
        head = found or people.make_person(self.administration, Role.HEAD)
        return people.stand_in(people.make_person(self.administration, Role.DEPUTY_HEAD), head, Role.HEAD)

    @cached_property
    def account(self) -> Account:
        return factories.make_account(self.administration, responsible=self.owner)

    @cached_property
    def idle_account(self) -> Account:
        """An account without planned acts."""
        return factories.make_account(self.administration, responsible=self.owner)

    @cached_property
    def plan_item(self) -> PlanItem:
        return factories.make_plan_item(self.administration, author=self.owner, accounts=(self.account,))

    @cached_property
    def plan_change(self) -> PlanChange:
        return PlanChange.objects.create(
            administration=self.administration, item=self.plan_item, was=self.plan_item.publish_at, at=now()
        )

    @cached_property
    def other_item(self) -> PlanItem:
        """A second item, of the same matter."""
        return factories.make_plan_item(self.administration, author=self.owner, accounts=(self.account,))

    @cached_property
    def occasion(self) -> Occasion:
        return factories.make_occasion(self.administration, by=self.owner)

    @cached_property
    def calendar(self) -> Calendar:
        """Of the curator's department."""
        return factories.make_calendar(self.administration, by=self.owner, department=self.curator.department)

    @cached_property
    def feed(self) -> MadeFeed:
        return add_feed(by=self.owner, name="Телефон")

    @cached_property
    def city_calendar(self) -> Calendar:
        return factories.make_calendar(self.administration, by=self.owner, name="Праздники")

    @cached_property
    def series(self) -> Series:
        return factories.make_series(self.administration, by=self.owner, accounts=(self.account,))

    @cached_property
    def plan_file(self) -> PlanFile:
        """One that stands in the plan, with an item."""
        fields = {"administration": self.administration, "loaded_by": self.owner, "placed_by": self.owner}
        made = PlanFile.objects.create(**fields, loaded_at=now(), placed_at=now(), file_name="Март.xlsx", rows=[])
        factories.make_plan_item(self.administration, author=self.owner, accounts=(self.account,), file=made)
        return made

    @cached_property
    def draft(self) -> Post:
        """A draft for tomorrow."""
        return written.drafted(self.owner, accounts=(self.account,))

    @cached_property
    def evergreen(self) -> Evergreen:
        made = Evergreen.objects.create(
            administration=self.administration, created_by=self.owner, title="Куда звонить", text="Звоните 112."
        )
        made.accounts.add(self.account)
        return made

    @cached_property
    def department_post(self) -> Post:
        """A draft about the work of the curator's department."""
        post = written.drafted(self.owner, accounts=(self.account,))
        PlanItem.objects.filter(pk=post.plan_item_id).update(department=self.curator.department)
        return post

    @cached_property
    def suggestion(self) -> Suggestion:
        seen = Seen(written.TEXT)
        return suggest(post=self.department_post, by=self.curator, seen=seen, text="Каток открыт до восьми вечера.")

    @cached_property
    def remark(self) -> Comment:
        return comment(post=self.department_post, by=self.curator, text="Проверьте час.")

    @cached_property
    def picture(self) -> Picture:
        """With another content than the other city's, because a photo's address is its hash."""
        content = written.jpeg(width=60 + self.administration.pk % 100)
        return written.with_picture(self.draft, self.owner, content=content)

    @cached_property
    def paper(self) -> Paper:
        content = BytesIO(b"%PDF-1.7\n" + self.administration.city.encode())
        return add_paper(media=self.picture.media, by=self.owner, content=content, name="согласие.pdf")

    @cached_property
    def subtitles(self) -> Media:
        words = f"1\n00:00:00,000 --> 00:00:01,000\nГород {self.administration.pk}.\n"
        taken = take_subtitles(BytesIO(words.encode()), name="каток.srt", root=Path(settings.MEDIA_ROOT))
        kept = {"sha256": taken.sha256, "name": taken.name, "mime": taken.mime, "size": taken.size}
        return Media.objects.create(
            administration=self.administration, kind="subtitles", width=0, height=0, uploaded_by=self.owner, **kept
        )

    @cached_property
    def step(self) -> Step:
        """A text of the owner that waits for approval."""
        return written.asked(self.owner, accounts=(self.account,))

    @cached_property
    def bot(self) -> Bot:
        return factories.make_bot(self.administration, by=self.owner)

    @cached_property
    def chat(self) -> Chat:
        return factories.make_chat(self.bot, self.owner)

    @cached_property
    def parcel(self) -> Parcel:
        return factories.make_parcel(self.chat)

    @cached_property
    def route(self) -> Route:
        """An approval route with one step."""
        made = Route.objects.create(administration=self.administration, name="Важное", category="important")
        RouteStep.objects.create(administration=self.administration, route=made, who="press_head")
        return made

    @cached_property
    def published(self) -> Post:
        """A post published in the account."""
        post = factories.make_post(factories.make_plan_item(self.administration, author=self.owner))
        act = self.act_in(state="confirmed", proof="answer", remote_id="77", payload={**A_POST})
        Delivery.objects.create(
            administration=self.administration, version=post.versions.get(), account=self.account, act=act
        )
        return post

    @cached_property
    def foreign_post(self) -> ForeignPost:
        """A post on the account's page that no act made; nobody has said whose it is."""
        return factories.make_foreign_post(self.account)

    @cached_property
    def strangers_post(self) -> ForeignPost:
        """«Не мы», and not dealt with."""
        post = factories.make_foreign_post(self.account, text="Купите слона")
        say_not_ours(post=post, by=self.owner)
        return post

    @cached_property
    def divergence(self) -> PostDivergence:
        found = open_divergence(act=self.act, kind=DivergenceKind.GONE)
        assert found is not None
        return found

    @cached_property
    def alteration(self) -> PageChange:
        """The page's title was changed in the network."""
        return alter(account=self.account, kind=PageChangeKind.PAGE, what="title", after="Другое имя")

    @cached_property
    def proposal(self) -> AccountProposal:
        """A proposal of a new account by the owner that waits for a decision."""
        return proposed.proposed(self.owner)

    @cached_property
    def agreed_proposal(self) -> AccountProposal:
        """Agreed, and the page is created."""
        decider = people.make_person(self.administration, Role.HEAD)
        made = proposed.agreed(self.owner, decider)
        day = today(self.administration.time_zone)
        mark(proposal=made, by=self.owner, step=ChecklistStep.CREATED, day=day, url="vk.com/rubtsovsk_sport")
        return made

    @cached_property
    def new_avatar(self) -> Act:
        picture = take_picture(written.jpeg(width=400, height=400), name="лицо.jpg", root=Path(settings.MEDIA_ROOT))
        photo = Photo(picture.path(Path(settings.MEDIA_ROOT)), picture.mime, sha256=picture.sha256)
        return plan_profile_change(account=self.account, act=SetAvatar(photo), by=self.owner)

    @cached_property
    def act(self) -> Act:
        return factories.make_act(self.account)

    @cached_property
    def connection(self) -> Connection:
        """A community whose keys wait for VK's answer."""
        return begin(
            administration=self.administration,
            by=self.owner,
            network="vk",
            page=ParsedAddress("1"),
            secrets={"community": Secret("vk1.a." + "x" * 40)},
        )

    @cached_property
    def key(self) -> Key:
        return put_key(account=self.account, slot="community", secret=Secret("vk1.a." + "x" * 40), by=self.owner)

    def act_in(self, **fields: Any) -> Act:
        return factories.make_act(self.account, **fields)

    @cached_property
    def message(self) -> Message:
        return factories.make_message(self.account)

    @cached_property
    def shot(self) -> MessagePicture:
        return factories.make_shot(self.message)

    @cached_property
    def letter(self) -> Message:
        return factories.make_letter(self.account)

    @cached_property
    def letter_shot(self) -> MessagePicture:
        return factories.make_shot(self.letter)

    @cached_property
    def private_answer(self) -> Answer:
        return send_answer(message=factories.make_letter(self.account), by=self.owner, text="По телефону.")

    @cached_property
    def answer(self) -> Answer:
        return send_answer(message=factories.make_message(self.account), by=self.owner, text="Откроем в пятницу.")

    @cached_property
    def gap(self) -> Gap:
        return factories.make_gap(self.account)

    @cached_property
    def ruling(self) -> Ruling:
        return delete(message=factories.make_message(self.account), by=self.owner, ground="spam")

    @cached_property
    def signed(self) -> Message:
        """A comment with a known author."""
        return factories.make_message(self.account, author_id="311")

    @cached_property
    def restriction(self) -> Restriction:
        message = factories.make_message(self.account, author_id="312")
        return restrict(message=message, by=self.owner, ground="insult", term="week", why="пишет так часто")
