"""What was decided about, as received, and who took a copy of it."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from veche.moderation.enums import PacketKind, Recipient
from veche.moderation.models.authors import Restriction
from veche.moderation.models.rulings import Ruling
from veche.staff.tenancy import Owned


class Evidence(Owned):
    """What was deleted or led to a restriction, as received: for the resident, the court and the prosecutor.

    `wordings`: [{"text", "at", "received_at"}]; `pictures`: [{"id", "sha256", "mime", "size", "trouble"}]; `seals`:
    salt and hash of each part and of the decision (domain/digests.py); `digest`: the hash of those, stored in the
    journal. Evidence of an earlier version had one hash over all: it is the `digest` while `seals` is empty, and
    `first_digest` since it got seals at `sealed_at`. `root_seal`: the digest under the keyring (domain/root_seals.py);
    since `resealed_at` a new one, because the former keyring was lost. `waits_picture`: a picture was still being
    fetched; when it arrives it is added, and the journal gets the new digest.
    """

    ruling = models.OneToOneField(Ruling, models.PROTECT, null=True, related_name="evidence")
    restriction = models.OneToOneField(Restriction, models.PROTECT, null=True, related_name="evidence")
    network = models.CharField(max_length=20)
    post_url = models.URLField(blank=True)
    comment_id = models.CharField(max_length=64)
    author_id = models.CharField(max_length=64, blank=True)
    author_name = models.CharField(max_length=200, blank=True)
    posted_at = models.DateTimeField()
    received_at = models.DateTimeField()
    wordings = models.JSONField()
    pictures = models.JSONField(default=list)
    seals = models.JSONField(default=dict)
    digest = models.CharField(max_length=64)
    first_digest = models.CharField(max_length=64, blank=True)
    sealed_at = models.DateTimeField(null=True)
    root_seal = models.CharField(max_length=100, blank=True)
    resealed_at = models.DateTimeField(null=True)
    waits_picture = models.BooleanField(default=False)

    class Meta:
        indexes = (models.Index(fields=("id",), condition=Q(waits_picture=True), name="moderation_evidence_waits"),)
        constraints = (
            models.CheckConstraint(
                condition=Q(ruling__isnull=False, restriction=None) | Q(ruling=None, restriction__isnull=False),
                name="moderation_evidence_of_one",
            ),
        )

    def __str__(self) -> str:
        return f"Доказательство: {self.of}"

    @property
    def of(self) -> Ruling | Restriction:
        """The decision that it belongs to."""
        return self.ruling or self.restriction  # type: ignore[return-value] # the constraint: it has one of them

    @property
    def kind(self) -> str:
        return "ruling" if self.ruling_id else "restriction"


class HandOver(Owned):
    """A copy of a decision that a person took away: for whom, by which request, and the SHA-256 of the file.

    `anonymous`: without the resident's words, name and files, which is no evidence.
    """

    ruling = models.ForeignKey(Ruling, models.PROTECT, null=True, related_name="hand_overs")
    restriction = models.ForeignKey(Restriction, models.PROTECT, null=True, related_name="hand_overs")
    to = models.CharField("кому", max_length=12, choices=Recipient.choices)
    request = models.CharField("номер запроса", max_length=100, blank=True)
    kind = models.CharField(max_length=4, choices=PacketKind.choices)
    anonymous = models.BooleanField(default=False)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ("id",)
        constraints = (
            models.CheckConstraint(
                condition=Q(ruling__isnull=False, restriction=None) | Q(ruling=None, restriction__isnull=False),
                name="moderation_hand_over_of_one",
            ),
            models.CheckConstraint(
                condition=Q(to=Recipient.OWN) | ~Q(request=""), name="moderation_hand_over_by_request"
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.get_to_display()}"
