"""Who must approve which version by when (clause 1.2). One step for now: the head of press or the deputy."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from veche.accounts.models import Account
from veche.approval.enums import Verdict
from veche.posts.models import PostVersion
from veche.staff.enums import Role
from veche.staff.tenancy import Owned


class ApprovalSheet(Owned):
    """The approval of one frozen version. A changed text is another version with its own sheet.

    `publish_at`, `accounts`: as asked about, for comparison with a later version.
    """

    version = models.OneToOneField(PostVersion, models.PROTECT, related_name="sheet")
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    publish_at = models.DateTimeField(null=True)
    accounts = models.ManyToManyField(Account, related_name="+")
    correction = models.BooleanField(default=False)  # the post stands in a network already: a yes changes it there

    class Meta:
        indexes = (models.Index(fields=("administration",), condition=Q(closed_at=None), name="approval_sheet_open"),)

    def __str__(self) -> str:
        return f"Лист согласования: {self.version}"


class Step(Owned):
    sheet = models.ForeignKey(ApprovalSheet, models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField(default=1)
    role = models.CharField(max_length=20, choices=Role.choices, default=Role.PRESS_HEAD)
    due_at = models.DateTimeField("слово до")

    class Meta:
        ordering = ("position",)
        constraints = (models.UniqueConstraint(fields=("sheet", "position"), name="approval_step_once"),)

    def __str__(self) -> str:
        return f"{self.sheet}: шаг {self.position}"


class Decision(Owned):
    """`author` repeats the version's author, so that the database can refuse approval of one's own text."""

    step = models.OneToOneField(Step, models.PROTECT, related_name="decision")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    acting_for = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    verdict = models.CharField(max_length=8, choices=Verdict.choices)
    note = models.TextField("замечание", blank=True, max_length=2000)
    fingerprint = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=("administration", "at"), name="approval_decision_lately"),)
        constraints = (
            models.CheckConstraint(
                condition=~Q(verdict=Verdict.YES) | ~Q(person=F("author")), name="approval_not_ones_own_text"
            ),
            models.CheckConstraint(condition=Q(verdict=Verdict.YES) | ~Q(note=""), name="approval_return_says_why"),
        )

    def __str__(self) -> str:
        return f"{self.person}: {self.get_verdict_display()}"
