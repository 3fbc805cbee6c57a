"""What a person decides about a comment or a private message, and what the screening learns from it."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from veche.accounts.models import Account
from veche.inbox.enums import MessageState
from veche.inbox.models import Message
from veche.moderation.enums import LAW, Ground, RulingVerb
from veche.outbox.models import Act
from veche.staff.composite_key import CompositeForeignKey
from veche.staff.tenancy import Owned


class Ruling(Owned):
    """A person's decision about a comment or a private message: delete with a ground, restore, or «не нарушение».

    `private` repeats that of the message (clause 2.5 knows only the law as a ground for private ones), and the database
    compares both. `act` None: nothing left for the network, since nobody can delete that private message there.
    """

    kind: ClassVar = "ruling"  # the field of models that hold a ruling or a restriction

    message = models.ForeignKey(Message, models.PROTECT, related_name="rulings")
    private = models.BooleanField(default=False)
    verb = models.CharField(max_length=8, choices=RulingVerb.choices)
    ground = models.CharField("основание", max_length=16, choices=Ground.choices, blank=True)
    norm = models.CharField(max_length=300, blank=True, default="")  # as it was then; "" before norms were kept
    note = models.CharField("пояснение", max_length=500, blank=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    act = models.OneToOneField(Act, models.PROTECT, null=True, related_name="ruling")
    was = models.CharField(max_length=12, choices=MessageState.choices, default=MessageState.NEW)  # before the ruling
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("id",)
        indexes = (models.Index(fields=("administration", "verb", "at", "undone_at"), name="moderation_ruling_lately"),)
        constraints = (
            models.CheckConstraint(
                condition=~Q(verb=RulingVerb.DELETE) | Q(ground__in=Ground.values),
                name="moderation_delete_has_ground",
            ),
            models.CheckConstraint(
                condition=Q(verb=RulingVerb.KEEP) | Q(act__isnull=False) | Q(private=True), name="moderation_act"
            ),
            models.CheckConstraint(
                condition=Q(private=False) | Q(ground__in=("", *LAW)), name="moderation_private_by_law_alone"
            ),
            # What an appeal repeats of its decision (appeals.Appeal), so that the database compares both.
            models.UniqueConstraint(fields=("id", "person"), name="moderation_ruling_person_key"),
            CompositeForeignKey(
                fields=("message", "private"),
                table="inbox_message",
                columns=("id", "private"),
                name="moderation_ruling_private",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_verb_display()}: {self.message_id}"


class Correction(Owned):
    """A person's judgement of one ground of one comment: «нарушение» or «не нарушение»; the screening learns from it.

    `score`, `words`: how sure the screening was, and by which words, lower case. A later decision replaces this one.
    """

    ruling = models.ForeignKey(Ruling, models.CASCADE, related_name="corrections")
    message = models.ForeignKey(Message, models.CASCADE, related_name="corrections")
    account = models.ForeignKey(Account, models.CASCADE, related_name="corrections")
    ground = models.CharField(max_length=16, choices=Ground.choices)
    violation = models.BooleanField()
    score = models.FloatField()
    words = models.JSONField(default=list)
    at = models.DateTimeField()

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=("message", "ground"), name="moderation_one_correction"),
            models.CheckConstraint(condition=Q(ground__in=Ground.values), name="moderation_correction_has_ground"),
        )
        indexes = (models.Index(fields=("account", "ground"), name="moderation_correction_learn"),)

    def __str__(self) -> str:
        return f"{self.get_ground_display()}: {self.message_id}"
