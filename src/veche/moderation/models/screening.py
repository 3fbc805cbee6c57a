"""What the program proposes about a comment, from which score, and the norms of the grounds."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from veche.accounts.models import Account
from veche.inbox.models import Message
from veche.moderation.enums import LAW, Danger, Ground, OfferAnswer
from veche.staff.tenancy import Owned


class Proposal(Owned):
    """The screening of a comment; an empty ground means that nothing was found.

    `grounds`: proposed ones, surest first, which is `ground`. `scores`: 0…1, of every ground. `spans`: [{"ground",
    "start", "end", "rule", "words"}, …] in code points of the text; `words` says why. `toxicity`: 0…1, orders the queue
    and is never a ground. `engine`: its version. `danger`: whatever the grounds are, somebody must read it at once.
    """

    message = models.OneToOneField(Message, models.CASCADE, related_name="proposal")
    ground = models.CharField(max_length=16, choices=Ground.choices, blank=True)
    grounds = models.JSONField(default=list)
    scores = models.JSONField(default=dict)
    spans = models.JSONField(default=list)
    toxicity = models.FloatField(default=0.0)
    engine = models.CharField(max_length=20, blank=True)
    at = models.DateTimeField()
    danger = models.CharField(max_length=10, choices=Danger.choices, blank=True, db_default="")

    class Meta:
        indexes = (
            models.Index(fields=("administration", "message"), condition=~Q(danger=""), name="moderation_danger"),
        )

    def __str__(self) -> str:
        return f"{self.get_ground_display()} {self.score:.2f}"

    @property
    def score(self) -> float:
        """The score of the surest ground."""
        return float(self.scores.get(self.ground, 0.0))


class Threshold(Owned):
    """The score from which a ground is proposed in one account, as chosen by a person."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="thresholds")
    ground = models.CharField(max_length=16, choices=Ground.choices)
    value = models.FloatField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("account", "ground"), name="moderation_one_threshold"),
            models.CheckConstraint(condition=Q(value__gt=0, value__lte=1), name="moderation_threshold_is_a_score"),
        )

    def __str__(self) -> str:
        return f"{self.get_ground_display()}: {self.value:.2f}"


class ThresholdOffer(Owned):
    """Another threshold for one ground in one account, which a person takes or not.

    `before`, `value`: the score in force then, and the offered one. `decided`, `fewer`, `in_vain`, `more`, `deleted`:
    what would have changed (`screening.advice.Effect`). `asked_by`: who wants it; None: the program alone. A higher
    threshold of the law's grounds takes two: whoever answers with a yes is another person than who asked.
    """

    account = models.ForeignKey(Account, models.CASCADE, related_name="threshold_offers")
    ground = models.CharField(max_length=16, choices=Ground.choices)
    before = models.FloatField()
    value = models.FloatField()
    decided = models.PositiveIntegerField()
    fewer = models.PositiveIntegerField()
    in_vain = models.PositiveIntegerField()
    more = models.PositiveIntegerField()
    deleted = models.PositiveIntegerField()
    at = models.DateTimeField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    answer = models.CharField(max_length=8, choices=OfferAnswer.choices, blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=("account", "ground"), condition=Q(answer=""), name="moderation_one_offer"),
            models.CheckConstraint(
                condition=Q(value__gt=0, value__lte=1) & ~Q(value=F("before")), name="moderation_offer_is_another_score"
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_at=None, answered_by=None)
                | (~Q(answer="") & Q(answered_at__isnull=False, answered_by__isnull=False)),
                name="moderation_offer_answered_by",
            ),
            models.CheckConstraint(
                condition=~Q(answer=OfferAnswer.TAKEN)
                | ~Q(ground__in=LAW)
                | Q(value__lt=F("before"))
                | (Q(asked_by__isnull=False) & ~Q(asked_by=F("answered_by"))),
                name="moderation_offer_by_two",
            ),
        )
        indexes = (models.Index(fields=("administration",), condition=Q(answer=""), name="moderation_offer_open"),)

    def __str__(self) -> str:
        return f"{self.get_ground_display()}: {self.before:.2f}, {self.value:.2f}"

    @property
    def takes_two(self) -> bool:
        """Whether it makes a ground of the law quieter."""
        return self.ground in LAW and self.value > self.before

    @property
    def missed(self) -> int:
        """Violations that would have had no proposal."""
        return self.fewer - self.in_vain

    @property
    def percents(self) -> tuple[int, int]:
        return round(self.before * 100), round(self.value * 100)


class GroundNorm(Owned):
    """The norm on which a ground rests, as a person wrote it; the newest of each ground counts."""

    ground = models.CharField(max_length=16, choices=Ground.choices)
    text = models.CharField(max_length=300)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ("id",)
        indexes = (models.Index(fields=("administration", "id"), name="moderation_norm_list"),)
        constraints = (
            models.CheckConstraint(condition=Q(ground__in=Ground.values), name="moderation_norm_of_ground"),
            models.CheckConstraint(condition=~Q(text=""), name="moderation_norm_has_words"),
        )

    def __str__(self) -> str:
        return f"{self.get_ground_display()}: {self.text}"
