"""What a person decided about several comments at once. Each comment still gets a decision of its own."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from veche.cases.enums import How
from veche.cases.models import Case
from veche.groups.enums import GroupKind, GroupVerb, Outcome
from veche.inbox.models import Message
from veche.moderation.enums import Ground
from veche.staff.tenancy import Owned


class GroupDecision(Owned):
    """One press about the comments of a group. Nothing happens to them before `due_at`, so it can be taken back.

    `begun_at`: when the worker began; from then on it cannot be undone here. `failures`: how often the program then
    broke off; it tries again at `due_at`. `done_at`: when each entry had its outcome. `text`, `how`, `interim`,
    `whose`: of an answer to all of them. `case`: the case that it answers, known at once if the press was made in a
    case, else when the worker has opened one.
    """

    kind = models.CharField(max_length=8, choices=GroupKind.choices)
    verb = models.CharField(max_length=8, choices=GroupVerb.choices)
    ground = models.CharField("основание", max_length=16, choices=Ground.choices, blank=True)
    text = models.TextField(blank=True)
    how = models.CharField(max_length=4, choices=How.choices, blank=True)
    interim = models.BooleanField(default=False, db_default=False)
    whose = models.CharField(max_length=200, blank=True, default="", db_default="")
    case = models.ForeignKey(Case, models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    due_at = models.DateTimeField()
    begun_at = models.DateTimeField(null=True)
    failures = models.PositiveSmallIntegerField(default=0, db_default=0)
    done_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("id",)
        indexes = (
            models.Index(fields=("due_at",), condition=Q(done_at=None, undone_at=None), name="groups_decision_due"),
            models.Index(fields=("administration", "at"), name="groups_decision_lately"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(verb=GroupVerb.DELETE, ground__in=Ground.values)
                | (~Q(verb=GroupVerb.DELETE) & Q(ground="")),
                name="groups_delete_has_ground",
            ),
            models.CheckConstraint(
                condition=Q(Q(verb=GroupVerb.ANSWER, how__in=How.values), ~Q(text=""))
                | Q(~Q(verb=GroupVerb.ANSWER), text="", how="", case=None),
                name="groups_answer_has_words",
            ),
            models.CheckConstraint(
                condition=Q(whose="") | Q(verb=GroupVerb.ANSWER, interim=False, case__isnull=False),
                name="groups_not_ours_in_a_case",
            ),
            models.CheckConstraint(condition=Q(kind__in=GroupKind.values), name="groups_decision_kind"),
            models.CheckConstraint(condition=Q(verb__in=GroupVerb.values), name="groups_decision_verb"),
            models.CheckConstraint(condition=Q(undone_at=None) | Q(begun_at=None), name="groups_undone_before_begun"),
        )

    def __str__(self) -> str:
        return f"{self.get_verb_display()}: {self.pk}"


class SortedMessage(Owned):
    """About which trouble a comment asks, as the program has found once. `first`: the trouble's first comment, itself
    included; None: it asks nothing. `topic`: a key of `routing.topics`.
    """

    message = models.OneToOneField(Message, models.CASCADE, related_name="sorted")
    first = models.ForeignKey(Message, models.CASCADE, null=True, related_name="+")
    topic = models.CharField(max_length=30, blank=True)

    def __str__(self) -> str:
        return f"{self.message_id}: {self.topic}"


class GroupedMessage(Owned):
    """A comment of a group decision. `wordings`: how many of it the person was shown. `why`: why it was left out."""

    decision = models.ForeignKey(GroupDecision, models.CASCADE, related_name="entries")
    message = models.ForeignKey(Message, models.CASCADE, related_name="+")
    wordings = models.PositiveIntegerField()
    outcome = models.CharField(max_length=8, choices=Outcome.choices, default=Outcome.WAITS, blank=True)
    why = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("id",)
        constraints = (
            # Two people who decide about one group at once: each comment is decided about once.
            models.UniqueConstraint(
                fields=("message",), condition=Q(outcome=Outcome.WAITS), name="groups_message_waits_once"
            ),
            models.CheckConstraint(condition=Q(outcome__in=Outcome.values), name="groups_entry_outcome"),
        )
        indexes = (models.Index(fields=("administration",), condition=Q(outcome=""), name="groups_entry_waits"),)

    def __str__(self) -> str:
        return f"{self.message_id}: {self.get_outcome_display()}"
