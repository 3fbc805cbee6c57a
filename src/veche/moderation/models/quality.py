"""How good moderation is: decisions of a month judged again by another person, and the program's precision by week."""

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q

from veche.accounts.models import Account
from veche.moderation.enums import KEPT, Ground
from veche.moderation.models.rulings import Ruling
from veche.staff.tenancy import Owned


class SampleSize(Owned):
    """How many decisions of each month are judged again; 0: none."""

    size = models.PositiveSmallIntegerField("решений в месяц", default=40, validators=[MaxValueValidator(500)])
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("administration",), name="moderation_sample_size_once"),)

    def __str__(self) -> str:
        return f"{self.administration}: {self.size}"


class Sample(Owned):
    """The draw of one month: `month` is its first day, `seed` repeats it, `total`: decisions of that month."""

    month = models.DateField()
    seed = models.CharField(max_length=32)
    total = models.PositiveIntegerField()
    at = models.DateTimeField()

    class Meta:
        ordering = ("-month",)
        constraints = (models.UniqueConstraint(fields=("administration", "month"), name="moderation_sample_once"),)

    def __str__(self) -> str:
        return f"{self.administration}: {self.month:%m.%Y}"


class SecondLook(Owned):
    """One decision of a sample. `first`: whose decision it is; `verdict`: a ground or `KEPT`, "" until `by` judged."""

    sample = models.ForeignKey(Sample, models.CASCADE, related_name="looks")
    ruling = models.ForeignKey(Ruling, models.PROTECT, related_name="looks")
    first = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    verdict = models.CharField(max_length=16, choices=[*Ground.choices, (KEPT, "Оставить")], blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("id",)
        indexes = (models.Index(fields=("administration", "id"), condition=Q(by=None), name="moderation_look_open"),)
        constraints = (
            models.UniqueConstraint(fields=("sample", "ruling"), name="moderation_look_once"),
            models.CheckConstraint(condition=Q(by=None) | ~Q(by=F("first")), name="moderation_look_by_another"),
            models.CheckConstraint(
                condition=Q(by=None, at=None, verdict="")
                | Q(by__isnull=False, at__isnull=False, verdict__in=[*Ground.values, KEPT]),
                name="moderation_look_judged",
            ),
        )

    def __str__(self) -> str:
        return f"{self.sample}: {self.ruling_id}"


class GroundWeek(Owned):
    """How often people confirmed or declined what the program proposed: one ground in one account in one week.

    `week`: its Monday in the city's time. A week without decisions has no row.
    """

    account = models.ForeignKey(Account, models.CASCADE, related_name="+")
    ground = models.CharField(max_length=16, choices=Ground.choices)
    week = models.DateField()
    confirmed = models.PositiveIntegerField()
    declined = models.PositiveIntegerField()
    at = models.DateTimeField()

    class Meta:
        ordering = ("-week", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("administration", "week", "account", "ground"), name="moderation_week_once"
            ),
            models.CheckConstraint(
                condition=Q(confirmed__gt=0) | Q(declined__gt=0), name="moderation_week_has_decisions"
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_ground_display()}, {self.week}: {self.confirmed}, {self.declined}"
