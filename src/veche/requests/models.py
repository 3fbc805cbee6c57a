"""Requests to departments and their threads (clause 1.2; order, 3)."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from veche.media.models import Media
from veche.requests.enums import CLOSED, DEPARTMENTS_MOVE, OPEN, PRESS_MOVE, Reach, RemarkKind, RequestState, Side
from veche.staff.models import Department
from veche.staff.tenancy import Owned


class Request(Owned):
    """Something that is asked of a department, or of one of its people, until a deadline.

    `kind`, `subject_id`: what it is about, in the words of a room above (kinds.py). `addressed_at`: when this
    department was asked, and `due_at` of its present term. `answered_at`: the last answer; `first_answered_at` and
    `minutes_to_answer` (working time) belong to the first one, from which the numbers of a department are counted.
    `next_notice_at`: when the next reminder is due; None while the press service must act.
    `from_head`: the Head asked it, or whoever stood in for the Head. `to_press`: it is asked of the press service, or
    of `person` there. `read_at`: when whoever asked read the last answer; it stays None for the press service's own.
    `closes_itself`: a room above closes it at the deadline, so nobody is told that it has passed.
    `files_brought`, `bytes_brought`: by departments, with what they took back, because that stays in the library.
    """

    kind = models.CharField(max_length=40)
    subject_id = models.PositiveBigIntegerField(null=True)
    title = models.CharField("о чём", max_length=200)
    text = models.TextField("что нужно", max_length=4000)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    from_head = models.BooleanField(default=False, db_default=False)
    to_press = models.BooleanField(default=False, db_default=False)
    read_at = models.DateTimeField(null=True)
    closes_itself = models.BooleanField(default=False, db_default=False)
    department = models.ForeignKey(Department, models.PROTECT, null=True, related_name="requests")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    addressed_at = models.DateTimeField()
    due_at = models.DateTimeField("срок")
    state = models.CharField(max_length=12, choices=RequestState.choices, default=RequestState.ASKED)
    question_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    first_answered_at = models.DateTimeField(null=True)
    minutes_to_answer = models.PositiveIntegerField(null=True)
    was_late = models.BooleanField(default=False)
    closed_at = models.DateTimeField(null=True)
    reach = models.PositiveSmallIntegerField(choices=Reach.choices, default=Reach.NOBODY)
    next_notice_at = models.DateTimeField(null=True)
    once = models.UUIDField(null=True, editable=False)
    files_brought = models.PositiveIntegerField(default=0, db_default=0)
    bytes_brought = models.PositiveBigIntegerField(default=0, db_default=0)

    class Meta:
        ordering = ("due_at", "id")
        constraints = (
            models.UniqueConstraint(fields=("asked_by", "once"), name="requests_once"),
            models.CheckConstraint(condition=Q(state__in=RequestState.values), name="requests_state"),
            models.CheckConstraint(
                condition=Q(department=None, to_press=True)
                | Q(department__isnull=False, to_press=False)
                | Q(person__isnull=False, to_press=False),
                name="requests_somebody_is_asked",
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None, state__in=sorted(OPEN))
                | Q(closed_at__isnull=False, state__in=sorted(CLOSED)),
                name="requests_closed_with_a_moment",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=(RequestState.ANSWERED, RequestState.ACCEPTED))
                | Q(answered_at__isnull=False, answered_by__isnull=False),
                name="requests_answer_has_an_author",
            ),
            models.CheckConstraint(
                condition=Q(next_notice_at=None) | Q(state__in=sorted(DEPARTMENTS_MOVE)),
                name="requests_reminds_who_must_act",
            ),
        )
        indexes = (
            models.Index(fields=("administration", "due_at"), condition=Q(closed_at=None), name="requests_open"),
            models.Index(fields=("next_notice_at",), condition=Q(next_notice_at__isnull=False), name="requests_notice"),
            models.Index(fields=("administration", "addressed_at"), name="requests_lately"),
            models.Index(
                fields=("subject_id", "kind"), condition=Q(subject_id__isnull=False), name="requests_about_subject"
            ),
            models.Index(fields=("administration", "closed_at"), name="requests_done"),
            models.Index(
                fields=("asked_by", "answered_at"),
                condition=Q(from_head=True, read_at=None, answered_at__isnull=False),
                name="requests_unread",
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def move(self) -> Side:
        if self.to_press:
            return Side.PRESS if self.state in DEPARTMENTS_MOVE else Side.NOBODY
        if self.state in DEPARTMENTS_MOVE:
            return Side.DEPARTMENT
        return Side.PRESS if self.state in PRESS_MOVE else Side.NOBODY

    @property
    def addressee(self) -> str:
        """The department, «Пресс-служба», or the person."""
        return "Пресс-служба" if self.to_press else str(self.department or self.person)

    @property
    def is_open(self) -> bool:
        return self.state in OPEN


class Remark(Owned):
    """A line of the thread. `author` None: the program. `from_press`: the side that it speaks for.

    `department`: that of the request when it was written; a request may be handed over later. `until`: the day that it
    asks for, where it asks for time.
    """

    request = models.ForeignKey(Request, models.CASCADE, related_name="remarks")
    kind = models.CharField(max_length=14, choices=RemarkKind.choices, default=RemarkKind.NOTE)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    department = models.ForeignKey(Department, models.PROTECT, null=True, related_name="+")
    from_press = models.BooleanField(default=False)
    text = models.TextField(blank=True, max_length=4000)
    until = models.DateField(null=True)
    at = models.DateTimeField()

    class Meta:
        ordering: ClassVar = ("at", "id")
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=RemarkKind.values), name="requests_remark_kind"),
            models.CheckConstraint(
                condition=~Q(kind__in=(RemarkKind.NOTE, RemarkKind.RETURNED, RemarkKind.QUESTION, RemarkKind.TIME))
                | ~Q(text=""),
                name="requests_remark_says_something",
            ),
            models.CheckConstraint(
                condition=Q(kind=RemarkKind.TIME, until__isnull=False) | (~Q(kind=RemarkKind.TIME) & Q(until=None)),
                name="requests_remark_names_a_day",
            ),
        )

    def __str__(self) -> str:
        return self.get_kind_display()


class Attachment(Owned):
    """A file of a request. `remark`: the answer it came with; None: of the question (`from_press`), or not sent yet."""

    request = models.ForeignKey(Request, models.CASCADE, related_name="attachments")
    remark = models.ForeignKey(Remark, models.CASCADE, null=True, related_name="attachments")
    media = models.ForeignKey(Media, models.PROTECT, related_name="+")
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    from_press = models.BooleanField(default=False)

    class Meta:
        ordering: ClassVar = ("id",)
        constraints = (models.UniqueConstraint(fields=("request", "media"), name="requests_file_once"),)

    def __str__(self) -> str:
        return self.media.name


class RequestSettings(Owned):
    """What the administration allows. `links`: letters bring a link that opens one request without a password."""

    links = models.BooleanField("отвечать по ссылке из письма без входа", default=False)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("administration",), name="requests_settings_once"),)

    def __str__(self) -> str:
        return f"Поручения: {self.administration}"


class LinkUse(Owned):
    """The browser that answered first by one person's link; only the hash of its cookie is stored."""

    request = models.ForeignKey(Request, models.CASCADE, related_name="link_uses")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    browser_sha256 = models.CharField(max_length=64, editable=False)
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("request", "person"), name="requests_link_one_browser"),)

    def __str__(self) -> str:
        return f"{self.person}: {self.request}"
