"""The outbox: all acts towards networks, and the only truth about what was done there.

The protocol is docs/adr/0004-outbox-protocol.md; the verbs are in domain/.
"""

import uuid
from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce

from veche.accounts.models import Account
from veche.networks.protocol import Verb
from veche.outbox.enums import VERB_CHOICES, ActState, DivergenceKind, Outcome, PauseKind, Proof
from veche.staff.tenancy import Owned


class Act(Owned):
    """One act towards one account, performed once. `payload` is frozen (`networks.payload`).

    `intent`: a text that the caller chooses so that one decision gives one act, such as `publish:<version>:<account>`,
    `withdraw:<act>` or `pin:<act>:<count>`.
    """

    account = models.ForeignKey(Account, models.PROTECT, related_name="acts")
    verb = models.CharField(max_length=20, choices=VERB_CHOICES)
    intent = models.CharField(max_length=120)
    trial = models.BooleanField(db_default=False)  # its intent begins with `enums.TRIAL`
    title = models.CharField("что", max_length=200)
    # The publication that this act corrects, withdraws or pins; none for everything else.
    about = models.ForeignKey("self", models.PROTECT, null=True, related_name="changes")
    payload = models.JSONField()
    # The same in each attempt, until the network answers it with another act's post (`results.happened`).
    idempotency_key = models.UUIDField(default=uuid.uuid4, editable=False, db_column="key")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    state = models.CharField(max_length=12, choices=ActState.choices, default=ActState.PLANNED)
    due_at = models.DateTimeField()
    not_after = models.DateTimeField()
    next_try_at = models.DateTimeField()
    attempt = models.PositiveIntegerField(default=0)  # the fence: only the holder of this number may call
    lease_until = models.DateTimeField(null=True)
    first_call_at = models.DateTimeField(null=True)  # when the first acting call could have left
    last_call_at = models.DateTimeField(null=True)
    last_call_deadline = models.DateTimeField(null=True)
    doubt_since = models.DateTimeField(null=True)  # an earlier call may have got through and nobody has ruled it out
    # When an unknown post was removed while this act was in doubt; since then `Absent` proves nothing.
    absence_proves_nothing_since = models.DateTimeField(null=True, db_column="obscured_at")
    lookups = models.PositiveIntegerField(default=0, db_column="looks")  # made so far, for their growing pauses
    nudged_at = models.DateTimeField(null=True)  # when reconcile last put it back into the queue
    parts = models.JSONField(default=dict)  # finished uploads

    remote_id = models.CharField(max_length=64, blank=True)
    more_ids = models.JSONField(default=list)
    remote_url = models.URLField(blank=True)
    thread_id = models.CharField(max_length=64, blank=True)
    proof = models.CharField(max_length=12, choices=Proof.choices, blank=True)
    proven_at = models.DateTimeField(null=True)
    # Who said that it is done; stays when the network has proven the same later and `proof` has changed.
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    read_back_at = models.DateTimeField(null=True)  # when the network was last asked how this post stands now
    key_blamed_at = models.DateTimeField(null=True)  # when a network refused it because of a key or its rights
    reason = models.CharField(max_length=500, blank=True)  # Russian: what happened and what to do
    # Why it was taken back while it was on its way or in doubt, Russian: if it has not left, it never will.
    taken_back = models.CharField(max_length=500, blank=True)
    # What the network gave for a person's eyes alone, sealed for this row; emptied when it is shown.
    sealed = models.TextField(blank=True)
    # The pause through which the head of press lets this publication go.
    let_through = models.ForeignKey("Pause", models.PROTECT, null=True, related_name="let_through", db_index=False)

    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ("due_at", "id")
        constraints = (
            models.UniqueConstraint(fields=("administration", "intent"), name="outbox_act_once"),
            models.CheckConstraint(condition=Q(not_after__gte=F("due_at")), name="outbox_act_not_after"),
            models.CheckConstraint(condition=Q(state__in=ActState.values), name="outbox_act_state"),
            models.UniqueConstraint(
                fields=("account", "remote_id"),
                condition=Q(verb=Verb.PUBLISH) & ~Q(remote_id=""),
                name="outbox_one_act_for_a_post",
            ),
            models.CheckConstraint(
                condition=~Q(state=ActState.CONFIRMED) | ~Q(proof=""), name="outbox_confirmed_has_proof"
            ),
        )
        indexes = (
            models.Index(fields=("state", "next_try_at"), name="outbox_act_due"),
            models.Index(fields=("administration", "state", "due_at"), name="outbox_act_desk"),
            models.Index(fields=("account", "remote_id"), name="outbox_act_remote"),
            models.Index(fields=("administration", "due_at"), name="outbox_act_calendar"),
            models.Index(fields=("account",), condition=Q(trial=True), name="outbox_act_trial"),
            models.Index(
                fields=("let_through",), condition=Q(let_through__isnull=False), name="outbox_act_let_through"
            ),
            models.Index(fields=("account", "verb"), name="outbox_act_page"),
            models.Index(fields=("updated_at",), name="outbox_act_lately"),
            models.Index(
                *("administration", "verb", Coalesce("last_call_at", "proven_at", "due_at")), name="outbox_act_came"
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_verb_display()}: {self.title}"

    @property
    def is_confirmed_by_person(self) -> bool:
        return self.proof == Proof.PERSON

    @property
    def out_at(self) -> datetime:
        """When it was called or, without a call, when a person or an event confirmed it."""
        return self.last_call_at or self.proven_at or self.due_at

    @property
    def proof_in_words(self) -> str:
        """«прочитали в сети», «подтвердил человек: Анна Котова»; "" while there is no proof."""
        if not self.is_confirmed_by_person or self.confirmed_by is None:
            return str(self.get_proof_display())
        return f"подтвердил человек: {self.confirmed_by}"


class Attempt(Owned):
    """One try. `called_at` is set in the transaction that lets the acting call leave."""

    act = models.ForeignKey(Act, models.CASCADE, related_name="attempts")
    number = models.PositiveIntegerField()
    worker = models.CharField(max_length=64, blank=True)
    started_at = models.DateTimeField()
    called_at = models.DateTimeField(null=True)
    deadline = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=16, choices=Outcome.choices, blank=True)
    detail = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ("number",)
        constraints = (models.UniqueConstraint(fields=("act", "number"), name="outbox_attempt_once"),)

    def __str__(self) -> str:
        return f"{self.act_id}/{self.number}"


class PostDivergence(Owned):
    """A post in the network differs from what we published: somebody removed or changed it by other means.

    Open until the network shows our post again or we edit or withdraw it; `seen_at`: a person knows of it.
    """

    act = models.ForeignKey(Act, models.CASCADE, related_name="divergences")
    kind = models.CharField(max_length=8, choices=DivergenceKind.choices)
    noticed_at = models.DateTimeField()
    text = models.TextField(blank=True)  # what stands there now, as far as the network shows it
    ended_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)
    seen_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    journal_label = "outbox.divergence"

    class Meta:
        db_table = "outbox_divergence"
        ordering = ("-noticed_at", "-id")
        constraints = (
            models.UniqueConstraint(fields=("act",), condition=Q(ended_at=None), name="outbox_divergence_one_open"),
            models.CheckConstraint(condition=Q(kind__in=DivergenceKind.values), name="outbox_divergence_kind"),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.act}"

    @property
    def is_other_wording(self) -> bool:
        """Whether the post was published by hand with other words, so that nobody changed ours."""
        return self.kind == DivergenceKind.CHANGED and self.act.is_confirmed_by_person and self.act.last_call_at is None


class Gate(models.Model):
    """A row for each administration that fence and freeze lock, so that no call leaves after «Заморозить всё» has
    answered."""

    administration = models.OneToOneField("staff.Administration", models.CASCADE, primary_key=True, related_name="gate")

    def __str__(self) -> str:
        return f"Ворота {self.administration_id}"


class Freeze(Owned):
    """«Заморозить всё»: while a row has no `released_at`, no call of this administration begins."""

    since = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")  # none: a restore
    reason = models.CharField("почему", max_length=300)
    released_at = models.DateTimeField(null=True)
    released_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("-since",)
        constraints = (
            models.UniqueConstraint(
                fields=("administration",), condition=Q(released_at=None), name="outbox_freeze_one_at_a_time"
            ),
        )

    def __str__(self) -> str:
        return f"Заморозка с {self.since}"


class Pause(Owned):
    """«Пауза» (mourning, an emergency): while a row has no `ended_at`, publications of this administration wait.

    Everything else goes on; what the head of press lets through by name has `Act.let_through`.
    """

    kind = models.CharField("что случилось", max_length=10, choices=PauseKind.choices)
    since = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reason = models.CharField("почему", max_length=300)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("-since",)
        constraints = (
            models.UniqueConstraint(
                fields=("administration",), condition=Q(ended_at=None), name="outbox_pause_one_at_a_time"
            ),
            models.CheckConstraint(condition=Q(kind__in=PauseKind.values), name="outbox_pause_kind"),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None) | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="outbox_pause_ended_by",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} с {self.since}"
