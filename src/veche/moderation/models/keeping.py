"""For how long residents' words are kept, what must be kept longer, and what was erased."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from veche.accounts.models import Account
from veche.inbox.models import Message
from veche.staff.tenancy import Owned


class Retention(Owned):
    """After how many months the words of residents are erased, and on which norm; None: never."""

    months = models.PositiveSmallIntegerField(
        "стирать через, месяцев", null=True, validators=[MinValueValidator(12), MaxValueValidator(240)]
    )
    norm = models.CharField("норма", max_length=300, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("administration",), name="moderation_retention_once"),
            models.CheckConstraint(condition=Q(months=None) | ~Q(norm=""), name="moderation_retention_has_norm"),
            models.CheckConstraint(
                condition=Q(months=None) | Q(months__gte=12, months__lte=240), name="moderation_retention_months"
            ),
        )

    def __str__(self) -> str:
        return f"{self.administration}: {self.months}"


class LegalHold(Owned):
    """Words that nobody may erase until somebody lifts it or `until` has passed: of one message, or of one author.

    `reason`: whose request it is. The hold of a message covers the decisions about it and their evidence.
    """

    message = models.ForeignKey(Message, models.PROTECT, null=True, related_name="legal_holds")
    account = models.ForeignKey(Account, models.PROTECT, null=True, related_name="legal_holds")
    author_id = models.CharField(max_length=64, blank=True)
    reason = models.CharField(max_length=300)
    until = models.DateField(null=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("-id",)
        indexes = (
            models.Index(fields=("administration", "-id"), name="moderation_hold_list"),
            models.Index(fields=("message",), condition=Q(lifted_at=None), name="moderation_hold_message"),
            models.Index(fields=("account", "author_id"), condition=Q(lifted_at=None), name="moderation_hold_author"),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(message__isnull=False, account=None, author_id="")
                | (Q(message=None, account__isnull=False) & ~Q(author_id="")),
                name="moderation_hold_of_one",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="moderation_hold_has_reason"),
            models.CheckConstraint(
                condition=Q(lifted_at=None, lifted_by=None) | Q(lifted_at__isnull=False, lifted_by__isnull=False),
                name="moderation_hold_lifted_by",
            ),
            models.CheckConstraint(
                condition=Q(lifted_at=None) | Q(lifted_at__gte=F("at")), name="moderation_hold_lifted_after"
            ),
        )

    def __str__(self) -> str:
        return self.reason


class ErasureRequest(Owned):
    """A person asked that what is kept about them in one network be erased (152-ФЗ): by which paper, and who did it.

    The number of the person stays here, so that what they wrote until `at` is in no corpus and what was held is erased
    later. `erased`, `left`: numbers of messages.
    """

    network = models.CharField(max_length=20)
    author_id = models.CharField(max_length=64)
    number = models.CharField(max_length=100)
    dated = models.DateField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    erased = models.PositiveIntegerField(default=0)
    left = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("-id",)
        indexes = (
            models.Index(fields=("administration", "network", "author_id"), name="moderation_request_of_author"),
        )
        constraints = (models.CheckConstraint(condition=~Q(number=""), name="moderation_request_has_number"),)

    def __str__(self) -> str:
        return self.number


class Erasure(Owned):
    """The words and pictures of a message were erased. Hashes stay in the evidence.

    Their term was over (`months`, `norm`), or their author asked for it (`request`). By `order`, the number of a legal
    paper, the words alone: pictures go later for one of the former reasons.
    """

    message = models.OneToOneField(Message, models.CASCADE, related_name="erasure")
    at = models.DateTimeField()
    months = models.PositiveSmallIntegerField(null=True)
    norm = models.CharField(max_length=300, blank=True)
    request = models.ForeignKey(ErasureRequest, models.PROTECT, null=True, related_name="erasures")
    order = models.CharField(max_length=100, blank=True, db_default="")
    pictures = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ("-id",)
        indexes = (models.Index(fields=("administration", "-id"), name="moderation_erasure_list"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(months__isnull=False, request=None)
                | Q(months=None, request__isnull=False)
                | (Q(months=None, request=None) & ~Q(order="")),
                name="moderation_erasure_has_reason",
            ),
        )

    def __str__(self) -> str:
        return f"{self.message_id}: {self.at}"

    @property
    def is_whole(self) -> bool:
        """Whether pictures went too."""
        return self.months is not None or self.request_id is not None
