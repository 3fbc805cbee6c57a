"""Numbers and codes by which residents contest decisions, and their appeals (clause 2.5)."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinLengthValidator, MinValueValidator
from django.db import models
from django.db.models import Q

from veche.accounts.models import Account
from veche.appeals.enums import DECIDED, AppealState, Channel, Reach
from veche.moderation.models import Restriction, Ruling
from veche.outbox.models import Act
from veche.staff.composite_key import CompositeForeignKey
from veche.staff.tenancy import Owned


class AppealSettings(Owned):
    """The public pages of an administration. `slug` None: nobody has chosen their address yet."""

    is_open = models.BooleanField("страница для жителей открыта", default=False)
    slug = models.SlugField("адрес", max_length=40, unique=True, null=True, validators=[MinLengthValidator(3)])
    days = models.PositiveSmallIntegerField(
        "решать за, рабочих дней", default=5, validators=[MinValueValidator(1), MaxValueValidator(30)]
    )
    accept_days = models.PositiveSmallIntegerField(
        "принимать жалобы после решения, дней", default=30, validators=[MinValueValidator(7), MaxValueValidator(365)]
    )

    tells_privately = models.BooleanField("в личной переписке, если человек её начал", default=True)
    tells_in_ban = models.BooleanField("в причине ограничения, если сеть её показывает", default=True)
    told_since = models.DateTimeField(null=True)  # when the pages were opened: nobody is told of earlier decisions

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("administration",), name="appeals_settings_once"),
            models.CheckConstraint(condition=Q(is_open=False) | Q(slug__isnull=False), name="appeals_open_at_address"),
        )

    def __str__(self) -> str:
        return f"Жалобы: {self.administration}"


class NoticePlace(Owned):
    """An account under whose posts the deletion of a comment is told, without a name, number or code."""

    account = models.OneToOneField(Account, models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return str(self.account)


class Ticket(Owned):
    """A number with a secret code: of a decision that its author may contest, or of an appeal that came without one.

    `code_sha256`: see `domain/codes.py`; the code itself stands only in the notice.
    """

    number = models.PositiveIntegerField()
    code_sha256 = models.CharField(max_length=64)
    ruling = models.OneToOneField(Ruling, models.PROTECT, null=True, related_name="ticket")
    restriction = models.OneToOneField(Restriction, models.PROTECT, null=True, related_name="ticket")
    at = models.DateTimeField()

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=("administration", "number"), name="appeals_ticket_number"),
            models.CheckConstraint(condition=Q(ruling=None) | Q(restriction=None), name="appeals_ticket_of_one"),
        )

    def __str__(self) -> str:
        return f"№ {self.number}"

    @property
    def decision(self) -> Ruling | Restriction | None:
        return self.ruling or self.restriction


class Telling(Owned):
    """How the author was told of one decision: the act that carries the notice, or why nobody was told.

    A notice under a post stands for all decisions about its comments on that day; every other act for one.
    """

    ruling = models.OneToOneField(Ruling, models.PROTECT, null=True, related_name="telling")
    restriction = models.OneToOneField(Restriction, models.PROTECT, null=True, related_name="telling")
    channel = models.CharField(max_length=8, choices=Channel.choices)
    act = models.ForeignKey(Act, models.PROTECT, null=True, related_name="+")
    why = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.CheckConstraint(
                condition=Q(ruling=None, restriction__isnull=False) | Q(ruling__isnull=False, restriction=None),
                name="appeals_telling_of_one",
            ),
            models.CheckConstraint(
                condition=Q(channel=Channel.NONE, act=None) & ~Q(why="")
                | Q(channel__in=(Channel.PRIVATE, Channel.BAN, Channel.POST), act__isnull=False, why=""),
                name="appeals_telling_by_act_or_why",
            ),
            models.UniqueConstraint(
                fields=("act",), condition=~Q(channel=Channel.POST), name="appeals_telling_act_of_one"
            ),
        )

    def __str__(self) -> str:
        return self.get_channel_display()


class Appeal(Owned):
    """A resident contests a decision. Another person than `judge`, who took it, decides, which the database holds too.

    `ruling`, `restriction`, `judge`: those of the ticket, or as a person has found them by `network`, `post`,
    `wrote_at` and `words`. `restoration`: the ruling that brings the comment back. `card`: what a person must do
    because no key can, until `card_done_at`. `asked`: of the window, so that a second press is the same appeal.
    """

    ticket = models.OneToOneField(Ticket, models.PROTECT, related_name="appeal")
    ruling = models.ForeignKey(Ruling, models.PROTECT, null=True, related_name="appeals")
    restriction = models.ForeignKey(Restriction, models.PROTECT, null=True, related_name="appeals")
    judge = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    text = models.TextField()
    contact = models.CharField(max_length=200, blank=True)
    network = models.CharField(max_length=20, blank=True)
    post = models.CharField(max_length=300, blank=True)
    wrote_at = models.DateTimeField(null=True)
    words = models.CharField(max_length=300, blank=True)
    asked = models.UUIDField(null=True, unique=True)
    at = models.DateTimeField()
    due_at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=AppealState.choices, default=AppealState.WAITING)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    reason = models.TextField(blank=True)
    restoration = models.OneToOneField(Ruling, models.PROTECT, null=True, related_name="+")
    card = models.CharField(max_length=500, blank=True)
    card_done_at = models.DateTimeField(null=True)
    card_done_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    reach = models.PositiveSmallIntegerField(choices=Reach.choices, default=Reach.NOBODY)
    next_notice_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("due_at", "id")
        constraints = (
            models.CheckConstraint(condition=Q(state__in=AppealState.values), name="appeals_state"),
            models.CheckConstraint(condition=~Q(text=""), name="appeals_has_words"),
            models.CheckConstraint(
                condition=Q(state=AppealState.WAITING, decided_by=None, decided_at=None, reason="")
                | (
                    ~Q(state=AppealState.WAITING)
                    & Q(decided_by__isnull=False, decided_at__isnull=False, next_notice_at=None)
                    & ~Q(reason="")
                ),
                name="appeals_decided_with_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(ruling=None, restriction=None, judge=None)
                | Q(ruling__isnull=False, restriction=None, judge__isnull=False)
                | Q(ruling=None, restriction__isnull=False, judge__isnull=False),
                name="appeals_against_one_decision",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=sorted(DECIDED)) | Q(judge__isnull=False), name="appeals_decided_about_something"
            ),
            # Nobody decides about their own decision; with the two keys below `judge` is who took it.
            models.CheckConstraint(
                condition=Q(decided_by=None) | Q(judge=None) | ~Q(decided_by=models.F("judge")),
                name="appeals_by_another_person",
            ),
            CompositeForeignKey(
                fields=("ruling", "judge"),
                table="moderation_ruling",
                columns=("id", "person_id"),
                name="appeals_judge_of_ruling",
            ),
            CompositeForeignKey(
                fields=("restriction", "judge"),
                table="moderation_restriction",
                columns=("id", "by_id"),
                name="appeals_judge_of_restriction",
            ),
        )
        indexes = (
            models.Index(fields=("administration", "due_at"), condition=Q(decided_at=None), name="appeals_waiting"),
            models.Index(fields=("administration", "decided_at"), name="appeals_decided"),
            models.Index(fields=("administration", "at"), name="appeals_came"),
            models.Index(fields=("next_notice_at",), condition=Q(next_notice_at__isnull=False), name="appeals_notice"),
        )

    def __str__(self) -> str:
        return f"Жалоба {self.ticket}"

    @property
    def decision(self) -> Ruling | Restriction | None:
        return self.ruling or self.restriction

    def is_against(self, person: int) -> bool:
        """Whether it contests a decision of this person, who took it or agreed to it."""
        return person in {self.judge_id, self.restriction.second_id if self.restriction else None}

    @property
    def is_waiting(self) -> bool:
        return self.state == AppealState.WAITING
