"""Five years of publications of one city: plan, versions, approvals, acts and statistics."""

import json
import random
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from tests.bench.years.cast import Cast, Script
from tests.bench.years.sheets import Sheet, random_key
from veche.approval.models import ApprovalSheet, Decision, Step
from veche.outbox.models import Act, Attempt, PostDivergence
from veche.plan.models import PlanItem
from veche.posts.models import Picture, Post, PostVersion
from veche.publishing.models import Delivery, PostFigures, Withdrawal

YEARS = timedelta(days=5 * 365)
FIGURE_DAYS = 30
# One of so many is corrected, withdrawn, returned first, given up, or pinned for a while.
CORRECTED, WITHDRAWN, GIVEN_UP, PINNED = 12, 100, 130, 38
# A department signs before the head of press; a sheet was released with one signature and reviewed later.
SIGNED_BY_DEPARTMENT, HASTENED = 3, 60
FORMATS = ("text", "photo", "photo", "photo", "cards", "link")
CATEGORIES = ("activity", "activity", "activity", "important", "important", "other")
ACT = (
    *("administration_id", "account_id", "verb", "intent", "title", "about_id", "payload", "key", "by_id", "state"),
    *("due_at", "not_after", "next_try_at", "attempt", "first_call_at", "last_call_at", "remote_id", "remote_url"),
    *("proof", "proven_at", "read_back_at", "taken_back", "created_at", "updated_at"),
)
VERSION = (
    *("administration_id", "post_id", "number", "text", "revision", "author_id", "created_at", "saved_at"),
    *("saved_by_id", "frozen_at", "fingerprint"),
)


@dataclass(slots=True)
class Standing:
    """A post on one wall."""

    account: int
    act: int
    number: str
    url: str
    title: str
    at: datetime
    withdrawn: bool


@dataclass(slots=True)
class Told:
    """A journal entry to be written."""

    at: datetime
    actor: int | None
    verb: str
    kind: str
    pk: int
    facts: dict[str, Any] = field(default_factory=dict)


class Past:
    """`sheets`: shared by all cities of one database."""

    def __init__(self, sheets: "Sheets", cast: Cast, script: Script, moment: datetime, *, seed: int) -> None:
        self.sheets, self.cast, self.script, self.moment = sheets, cast, script, moment
        self.city = cast.administration.pk
        self.dice = random.Random(seed)
        self.journal: list[Told] = []
        self._seed, self._numbers = seed, 0
        self._boss = cast.boss.pk
        self._pinned: dict[int, Standing] = {}
        # Of `departments.py`: ids of departments and of files, oldest first.
        self.departments: list[int] = []
        self.library: list[int] = []

    def posts(self, count: int) -> list[Standing]:
        """Posts evenly over the years up to now, oldest first."""
        step = YEARS / count
        return [one for i in range(count) for one in self._post(i, self.moment - YEARS + step * (i + 0.5))]

    def number(self) -> str:
        """A post id unknown to every network."""
        self._numbers += 1
        return f"9{self._seed:03d}{self._numbers:09d}"

    def tell(self, at: datetime, actor: int | None, verb: str, kind: str, pk: int, **facts: Any) -> None:
        self.journal.append(Told(at, actor, verb, kind, pk, facts))

    def act(
        self,
        account: int,
        verb: str,
        intent: str,
        title: str,
        payload: str,
        at: datetime,
        *,
        about: int | None = None,
        number: str = "",
        url: str = "",
        by: int | None = None,
        dropped: bool = False,
    ) -> int:
        """An act confirmed two seconds after its hour, or given up."""
        made: int = self.sheets.acts.put(
            *(self.city, account, verb, intent, title, about, payload, random_key(self.dice), by or self._boss),
            *("cancelled" if dropped else "confirmed", at, at + timedelta(hours=1), at, 1),
            *(at, at, "" if dropped else number, url, "" if dropped else "read_back"),
            *(None if dropped else at + timedelta(seconds=5), None if dropped else self.moment),
            *("", at - timedelta(hours=4), at + timedelta(seconds=5)),
        )
        outcome = "did_not_happen" if dropped else "happened"
        self.sheets.attempts.put(
            self.city, made, 1, "", at, at, at + timedelta(seconds=30), at + timedelta(seconds=2), outcome
        )
        if not dropped:
            proof = {"proof": "read_back", "remote_id": number}
            self.tell(at + timedelta(seconds=5), None, "act.confirmed", "outbox.act", made, **proof)
        return made

    def _post(self, i: int, at: datetime) -> list[Standing]:
        title, text, payload = self.script.posts[i % len(self.script.posts)]
        author = self.cast.officers[i % len(self.cast.officers)].pk
        sheets = self.sheets
        written = at - timedelta(days=2)
        department = self.departments[i % len(self.departments)] if self.departments and i % 2 else None
        item = sheets.items.put(
            *(self.city, title, at, FORMATS[i % len(FORMATS)], CATEGORIES[i % len(CATEGORIES)], author, written),
            department,
        )
        for account in self.cast.accounts:
            sheets.item_accounts.put(item, account.pk)
        post = sheets.posts.put(self.city, item, author, "approved", written)
        self.tell(written, author, "plan.added", "plan.planitem", item, accounts=len(self.cast.accounts))
        self.tell(written, author, "post.started", "posts.post", post, item=item)
        version = self._version(post, 1, text, author, at)
        out = [
            self._delivered(post, version, account.pk, i, title, payload, at, "publish")
            for account in self.cast.accounts
        ]
        if i % CORRECTED == 5:
            self._corrected(post, text, author, payload, out, at + timedelta(hours=3))
        if i % WITHDRAWN == 7:
            self._withdrawn(post, author, out, at + timedelta(hours=5))
        if i % PINNED == 3:
            self._pin(out[0], author)
        return [one for one in out if one.number]

    def _version(self, post: int, number: int, text: str, author: int, at: datetime) -> int:
        """A version with its sheet, approved before `at`."""
        sheets, frozen = self.sheets, at - timedelta(hours=2)
        print_ = f"{post:032x}{number:032x}"
        version = sheets.versions.put(
            *(self.city, post, number, text, 1, author, frozen, frozen, author, frozen, print_),
        )
        sheets.writers.put(version, author)
        files = self.library or self.script.media
        if post % 2 and files:
            sheets.pictures.put(self.city, version, files[post % len(files)], 0, "Фото")
        decided = at - timedelta(hours=1)
        sheet = self._sheet(post, version, author, at, correction=number > 1)
        facts = {"post": post, "version": number, "fingerprint": print_}
        self.tell(frozen, author, "approval.asked", "approval.approvalsheet", sheet, **facts)
        self.tell(decided, self._boss, "approval.yes", "approval.approvalsheet", sheet, **facts)
        self.tell(decided, self._boss, "publishing.released", "posts.post", post, version=number)
        return version

    def _sheet(self, post: int, version: int, author: int, at: datetime, *, correction: bool) -> int:
        """An agreed sheet with its signatures."""
        sheets, frozen, decided = self.sheets, at - timedelta(hours=2), at - timedelta(hours=1)
        print_, hastened = f"{version:064x}", post % HASTENED == 11
        sheet = sheets.approvals.put(
            *(self.city, version, author, frozen, decided, decided, at, correction, "Обычная запись"),
            *(self._boss if hastened else None, "Авария" if hastened else ""),
        )
        for account in self.cast.accounts:
            sheets.sheet_accounts.put(sheet, account.pk)
        step = sheets.steps.put(self.city, sheet, 2, "press_head", None, at, frozen, False, "[]")
        sheets.decisions.put(self.city, step, self._boss, author, "yes", print_, decided)
        if self.departments and post % SIGNED_BY_DEPARTMENT == 1:
            department = self.departments[post % len(self.departments)]
            asked = (at, frozen, hastened, '["text", "pictures"]')
            first = sheets.steps.put(self.city, sheet, 1, "curator", department, *asked)
            sheets.decisions.put(self.city, first, self._boss, author, "yes", print_, decided)
        return sheet

    def _delivered(
        self, post: int, version: int, account: int, i: int, title: str, payload: str, at: datetime, verb: str
    ) -> Standing:
        number, dropped = self.number(), i % GIVEN_UP == 9
        url = f"http://127.0.0.1:9/{account}/{number}"
        intent = f"{verb}:{version}:{account}"
        act = self.act(account, verb, intent, title, payload, at, number=number, url=url, dropped=dropped)
        self.sheets.deliveries.put(self.city, version, account, act, at)
        if not dropped:
            self._figures(act, at)
        return Standing(account, act, "" if dropped else number, url, title, at, withdrawn=False)

    def _figures(self, act: int, at: datetime) -> None:
        """Statistics at the end of each day for a month, up to now."""
        views = 0
        for day in range(FIGURE_DAYS + 1):
            asked = at + timedelta(days=day, hours=1)
            if asked > self.moment:
                return
            if asked + timedelta(days=1) > self.moment:
                asked = self.moment
            views += self.dice.randrange(50)
            self.sheets.figures.put(
                self.city, act, asked.date(), asked, asked, views, views // 20, views // 50, views // 40
            )

    def _corrected(self, post: int, text: str, author: int, payload: str, out: list[Standing], at: datetime) -> None:
        if at > self.moment:
            return
        version = self._version(post, 2, f"{text} Уточнили.", author, at)
        changed = payload.replace('"verb": "publish"', '"verb": "edit"')
        for one in out:
            if one.number:
                intent = f"edit:{version}:{one.account}"
                act = self._about(one, "edit", intent, changed, at)
                self.sheets.deliveries.put(self.city, version, one.account, act, at)

    def _withdrawn(self, post: int, author: int, out: list[Standing], at: datetime) -> None:
        if at > self.moment:
            return
        self.sheets.withdrawals.put(self.city, post, author, "Мероприятие отменили", at)
        for one in out:
            if one.number:
                one.withdrawn = True
                words = json.dumps({"verb": "withdraw", "post_id": one.number})
                self._about(one, "withdraw", f"withdraw:{one.act}", words, at)
                self.sheets.divergences.put(self.city, one.act, "gone", at, at)

    def _about(self, one: Standing, verb: str, intent: str, payload: str, at: datetime) -> int:
        return self.act(
            one.account, verb, intent, one.title, payload, at, about=one.act, number=one.number, url=one.url
        )

    def _pin(self, one: Standing, author: int) -> None:
        if not one.number or one.at + timedelta(hours=1) > self.moment:
            return
        before, self._pinned[one.account] = self._pinned.get(one.account), one
        for verb, which in (("unpin", before), ("pin", one)):
            if which is not None:
                words = json.dumps({"verb": verb, "post_id": which.number})
                intent = f"{verb}:{which.act}:{one.act}"
                at = one.at + timedelta(hours=1)
                self.act(which.account, verb, intent, which.title, words, at, about=which.act, by=author)


class Sheets:
    """All tables of the past, including those of `talk`."""

    def __init__(self) -> None:
        from veche.accounts.models import Account
        from veche.inbox.models import Answer, Conversation, InboundEvent, Message, Wording
        from veche.moderation.models import Correction, Evidence, Proposal, Restriction, Ruling

        del Account
        own = "administration_id"
        self.items = Sheet(
            *(PlanItem, own, "title", "publish_at", "format", "category", "author_id", "created_at", "department_id"),
        )
        self.item_accounts = Sheet(PlanItem.accounts.through, "planitem_id", "account_id")
        self.posts = Sheet(Post, own, "plan_item_id", "author_id", "state", "created_at")
        self.versions = Sheet(PostVersion, *VERSION)
        self.writers = Sheet(PostVersion.writers.through, "postversion_id", "person_id")
        self.pictures = Sheet(Picture, own, "version_id", "media_id", "position", "alt")
        self.approvals = Sheet(
            *(ApprovalSheet, own, "version_id", "opened_by_id", "opened_at", "closed_at", "agreed_at", "publish_at"),
            *("correction", "route_name", "hastened_by_id", "hastened_why"),
        )
        self.sheet_accounts = Sheet(ApprovalSheet.accounts.through, "approvalsheet_id", "account_id")
        self.steps = Sheet(
            *(Step, own, "sheet_id", "position", "role", "department_id", "due_at", "asked_at", "later", "parts"),
        )
        self.decisions = Sheet(Decision, own, "step_id", "person_id", "author_id", "verdict", "fingerprint", "at")
        self.acts = Sheet(Act, *ACT)
        self.attempts = Sheet(
            *(Attempt, own, "act_id", "number", "worker", "started_at", "called_at", "deadline", "finished_at"),
            "outcome",
        )
        self.deliveries = Sheet(Delivery, own, "version_id", "account_id", "act_id", "created_at")
        self.figures = Sheet(
            PostFigures, own, "act_id", "day", "asked_at", "taken_at", "views", "likes", "reposts", "comments"
        )
        self.withdrawals = Sheet(Withdrawal, own, "post_id", "by_id", "reason", "at")
        self.divergences = Sheet(PostDivergence, own, "act_id", "kind", "noticed_at", "ended_at")
        self.conversations = Sheet(
            *(Conversation, own, "account_id", "kind", "peer_id", "post_id", "act_id", "title", "url", "posted_at"),
        )
        self.messages = Sheet(
            *(Message, own, "conversation_id", "account_id", "remote_id", "author_id", "author_name", "text", "at"),
            *("received_at", "ours", "private", "followed", "state", "screened_at", "same_as_id", "suspect", "heeded"),
        )
        self.wordings = Sheet(Wording, own, "message_id", "text", "at", "received_at")
        self.arrivals = Sheet(
            InboundEvent, own, "account_id", "dedup", "kind", "payload", "received_at", "processed_at"
        )
        self.answers = Sheet(Answer, own, "message_id", "text", "author_id", "act_id", "created_at")
        self.proposals = Sheet(
            *(Proposal, own, "message_id", "ground", "grounds", "scores", "spans", "toxicity", "engine", "at"),
        )
        self.rulings = Sheet(Ruling, own, "message_id", "verb", "ground", "person_id", "at", "act_id")
        self.evidence = Sheet(
            *(Evidence, own, "ruling_id", "restriction_id", "network", "post_url", "comment_id", "author_id"),
            *("author_name", "posted_at", "received_at", "wordings", "digest"),
        )
        self.corrections = Sheet(
            Correction, own, "ruling_id", "message_id", "account_id", "ground", "violation", "score", "at"
        )
        self.restrictions = Sheet(
            *(Restriction, own, "account_id", "author_id", "author_name", "message_id", "ground", "at", "until"),
            *("by_id", "act_id", "ended_at"),
        )

        self._departments(own)

    def _departments(self, own: str) -> None:
        from veche.accounts.models import AccountProposal
        from veche.alarms.models import Alarm
        from veche.media.models import Media, Paper, Rights
        from veche.plan.models import Occasion
        from veche.requests.models import Attachment, LinkUse, Remark, Request

        self.occasions = Sheet(
            *(Occasion, own, "kind", "title", "starts_at", "place", "department_id", "created_by_id", "created_at"),
        )
        self.requests = Sheet(
            *(Request, own, "kind", "title", "text", "asked_by_id", "asked_at", "from_head", "department_id"),
            *("addressed_at", "due_at", "state", "answered_by_id", "answered_at", "first_answered_at"),
            *("minutes_to_answer", "was_late", "closed_at", "next_notice_at", "question_at"),
        )
        self.remarks = Sheet(
            *(Remark, own, "request_id", "kind", "author_id", "department_id", "from_press", "text", "at"),
        )
        self.attachments = Sheet(Attachment, own, "request_id", "remark_id", "media_id", "added_by_id")
        self.link_uses = Sheet(LinkUse, own, "request_id", "person_id", "browser_sha256", "at")
        self.media = Sheet(
            *(Media, own, "sha256", "name", "mime", "kind", "width", "height", "size", "seconds", "uploaded_by_id"),
            "uploaded_at",
        )
        self.rights = Sheet(
            *(Rights, own, "media_id", "title", "author", "basis", "department_id", "used_until", "people_basis"),
            *("children", "parents", "papers", "lacking", "found_by", "stated_at", "stated_by_id"),
        )
        self.papers = Sheet(Paper, own, "rights_id", "sha256", "name", "mime", "size", "by_id", "at")
        self.alarms = Sheet(
            *(Alarm, own, "about", "subject", "person_id", "state", "letter", "next_try_at", "created_at"),
            "changed_at",
        )
        self.proposals_of_accounts = Sheet(
            *(AccountProposal, own, "kind", "network", "title", "purpose", "address", "responsible_id", "basis"),
            *("basis_number", "basis_date", "state", "proposed_by_id", "proposed_at", "decided_by_id", "decided_at"),
            *("reason", "ended_at"),
        )

    def all(self) -> list[Sheet]:
        return [sheet for sheet in vars(self).values() if isinstance(sheet, Sheet)]

    def flush(self) -> None:
        for sheet in self.all():
            sheet.flush()
