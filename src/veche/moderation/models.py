"""Grounds, decisions and evidence (clause 2.5). The program proposes; a person decides."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from veche.accounts.models import Account
from veche.inbox.enums import MessageState
from veche.inbox.models import Message
from veche.moderation.enums import LAW, Danger, Ground, PacketKind, Recipient, RulingVerb, Term
from veche.outbox.models import Act
from veche.staff.composite_key import CompositeForeignKey
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

    `why`: why it is harsher than the next step. Decided without a `restriction`: refused, or taken back by who asked.
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
        )

    def __str__(self) -> str:
        return f"{self.author}: {self.get_term_display()}"

    @property
    def author(self) -> str:
        """As that of a restriction."""
        if self.message.private:
            return f"Автор личного сообщения, решение № {self.pk}"
        return self.message.author


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
