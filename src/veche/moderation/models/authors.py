"""What a person decides about an author: a warning, a restriction, one that waits for a second person."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from veche.accounts.models import Account
from veche.inbox.models import Message
from veche.moderation.enums import Ground, Reach, Term
from veche.outbox.models import Act
from veche.staff.tenancy import Owned


class Restriction(Owned):
    """A resident may not write in one account, with a ground and one of their comments as evidence (clause 2.5).

    `by` None: somebody did it in the network, so ground, comment and act are None too. `until` None: for good.
    `ended_at`: when it ended, by our records; an expired term ends it silently. `term`: as decided; "" before it was
    kept. `repeated`: the author was restricted here before. For good and again take a `second` person. `why`: why it is
    harsher than the next step was. `lifted_by_us`: the network restricts for good only, and at `until` we release.
    """

    kind: ClassVar = "restriction"  # as that of a ruling

    account = models.ForeignKey(Account, models.PROTECT, related_name="restrictions")
    author_id = models.CharField(max_length=64)
    author_name = models.CharField(max_length=200, blank=True)
    message = models.ForeignKey(Message, models.PROTECT, null=True, related_name="restrictions")
    ground = models.CharField("основание", max_length=16, choices=Ground.choices, blank=True)
    norm = models.CharField(max_length=300, blank=True, default="")  # as that of a ruling
    at = models.DateTimeField()
    until = models.DateTimeField(null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    term = models.CharField(max_length=8, choices=Term.choices, blank=True, default="")
    repeated = models.BooleanField(default=False)
    second = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    why = models.CharField(max_length=500, blank=True, default="")
    lifted_by_us = models.BooleanField(default=False, db_default=False)
    reviewed_at = models.DateTimeField(null=True)  # when somebody last said that it stays
    review_reach = models.PositiveSmallIntegerField(choices=Reach.choices, default=Reach.NOBODY, db_default=0)
    act = models.OneToOneField(Act, models.PROTECT, null=True, related_name="restriction")
    released_at = models.DateTimeField(null=True)
    released_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    release_act = models.OneToOneField(Act, models.PROTECT, null=True, related_name="release")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-id",)
        constraints = (
            models.UniqueConstraint(
                fields=("account", "author_id"), condition=Q(ended_at=None), name="moderation_one_open_restriction"
            ),
            models.CheckConstraint(
                condition=Q(by=None) | Q(ground__in=Ground.values, message__isnull=False, act__isnull=False),
                name="moderation_restriction_has_ground",
            ),
            models.CheckConstraint(condition=~Q(author_id=""), name="moderation_restriction_author"),
            models.UniqueConstraint(fields=("id", "by"), name="moderation_restriction_by_key"),  # as that of a ruling
            models.CheckConstraint(
                condition=(~Q(term=Term.GOOD) & Q(repeated=False)) | Q(second__isnull=False),
                name="moderation_restriction_by_two",
            ),
            models.CheckConstraint(
                condition=Q(second=None) | ~Q(second=F("by")), name="moderation_restriction_two_people"
            ),
            models.CheckConstraint(
                condition=Q(lifted_by_us=False) | Q(until__isnull=False), name="moderation_restriction_lifted_at"
            ),
        )
        indexes = (
            models.Index(fields=("administration", "-at"), name="moderation_restriction_list"),
            models.Index(
                fields=("until",),
                condition=Q(lifted_by_us=True, ended_at=None, release_act=None),
                name="moderation_restriction_due",
            ),
        )

    def __str__(self) -> str:
        return f"{self.author}: {self.get_ground_display()}"

    @property
    def author(self) -> str:
        """The author's name; VK's callbacks give only a number.

        Nothing for authors of private messages: their number leads to their page.
        """
        if self.is_private:
            return f"Автор личного сообщения, ограничение № {self.pk}"
        return self.author_name or f"Автор {self.author_id}"

    @property
    def is_private(self) -> bool:
        return self.message is not None and self.message.private


class AuthorWarning(Owned):
    """The first step of the ladder: an author was told that a comment breaks the rules; nothing is restricted."""

    account = models.ForeignKey(Account, models.PROTECT, related_name="warnings")
    author_id = models.CharField(max_length=64)
    message = models.ForeignKey(Message, models.PROTECT, related_name="warnings")
    ground = models.CharField(max_length=16, choices=Ground.choices)
    norm = models.CharField(max_length=300)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ("id",)
        indexes = (models.Index(fields=("account", "author_id"), name="moderation_warning_author"),)
        constraints = (models.UniqueConstraint(fields=("message",), name="moderation_one_warning"),)

    def __str__(self) -> str:
        return f"{self.author_id}: {self.get_ground_display()}"


class AskedRestriction(Owned):
    """A restriction for good, or of an author who was restricted before: one person asks, another one confirms.

    `why`: why it is harsher than the next step. `due_at`: until when it is confirmed or refused. Decided without a
    `restriction`: refused, or taken back by who asked.
    """

    account = models.ForeignKey(Account, models.PROTECT, related_name="asked_restrictions")
    author_id = models.CharField(max_length=64)
    message = models.ForeignKey(Message, models.PROTECT, related_name="asked_restrictions")
    ground = models.CharField(max_length=16, choices=Ground.choices)
    term = models.CharField(max_length=8, choices=Term.choices)
    why = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    restriction = models.OneToOneField(Restriction, models.PROTECT, null=True, related_name="asked")
    due_at = models.DateTimeField(null=True)
    reach = models.PositiveSmallIntegerField(choices=Reach.choices, default=Reach.NOBODY, db_default=0)
    next_notice_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=("account", "author_id"), condition=Q(decided_at=None), name="moderation_one_asked_restriction"
            ),
            models.CheckConstraint(
                condition=Q(restriction=None) | ~Q(decided_by=F("by")), name="moderation_asked_of_another"
            ),
            models.CheckConstraint(
                condition=Q(decided_at=None, decided_by=None, restriction=None)
                | Q(decided_at__isnull=False, decided_by__isnull=False),
                name="moderation_asked_decided_by",
            ),
        )
        indexes = (
            models.Index(fields=("administration",), condition=Q(decided_at=None), name="moderation_asked_open"),
            models.Index(
                fields=("next_notice_at",), condition=Q(next_notice_at__isnull=False), name="moderation_asked_notice"
            ),
        )

    def __str__(self) -> str:
        return f"{self.author}: {self.get_term_display()}"

    @property
    def author(self) -> str:
        """As that of a restriction."""
        if self.message.private:
            return f"Автор личного сообщения, решение № {self.pk}"
        return self.message.author
