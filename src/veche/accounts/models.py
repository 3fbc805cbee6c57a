"""The registry of the administration's accounts: passport, keys, what each key may do, health (clause 1.1)."""

import secrets
import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from veche.accounts.enums import (
    Category,
    ChecklistStep,
    CommentsMode,
    KeySlot,
    PageChangeKind,
    PageFate,
    ProposalKind,
    ProposalState,
    Rank,
    Right,
    Verdict,
    key_name,
)
from veche.kernel.bidi import isolated
from veche.kernel.clock import now
from veche.kit.choices import network_choices
from veche.staff.tenancy import Owned


def webhook_path() -> str:
    return secrets.token_urlsafe(24)


class Account(Owned):
    """One community or channel. `remote_id` is the network's own id: VK group id (positive), elsewhere a chat id."""

    network = models.CharField("сеть", max_length=20, choices=network_choices)
    title = models.CharField("название", max_length=200)
    remote_id = models.CharField("номер в сети", max_length=64)
    linked_group_id = models.CharField("группа обсуждений", max_length=64, blank=True)
    username = models.CharField("короткое имя", max_length=64, blank=True)
    url = models.URLField("адрес", blank=True)

    legal_basis = models.CharField("основание", max_length=300, blank=True)
    category = models.CharField("категория", max_length=20, choices=Category.choices, default=Category.ACTIVE)
    state_mark = models.BooleanField("госметка", default=False)
    comments_mode = models.CharField(
        "комментарии", max_length=20, choices=CommentsMode.choices, default=CommentsMode.OPEN
    )
    rules_url = models.URLField("правила комментариев", blank=True)
    # Put below each post there, unless its writer switches them off (`posts.domain.endings`).
    signature = models.TextField("подпись", max_length=300, blank=True)
    hashtags = models.CharField("хештеги", max_length=200, blank=True)
    responsible = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="answers_for", verbose_name="отвечает"
    )
    stand_in = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="stands_in_at",
        verbose_name="замещает",
    )
    keeper = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="keeps_keys_of",
        verbose_name="хранит ключи",
    )
    opened_on = models.DateField("ведём с", null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    webhook_path = models.CharField(max_length=64, unique=True, default=webhook_path, editable=False)
    webhook_secret = models.TextField(blank=True, editable=False)  # sealed, bound to this row
    webhook_confirmation = models.CharField(max_length=64, blank=True, editable=False)
    webhook_wanted = models.BooleanField(default=False, editable=False)  # a person's choice
    webhook_since = models.DateTimeField(null=True, editable=False)  # events come by themselves: not polled
    inbox_cursor = models.TextField(blank=True, editable=False)
    inbox_checked_at = models.DateTimeField(null=True, editable=False)
    unreachable_since = models.DateTimeField(null=True, editable=False)
    trouble = models.CharField(max_length=300, blank=True, editable=False)
    poll_after = models.DateTimeField(null=True, editable=False)  # not asked for news before this moment
    poll_failures = models.PositiveIntegerField(default=0, editable=False)  # in a row, for growing pauses
    check_asked_at = models.DateTimeField(null=True, editable=False)  # a check of the keys is under way since then
    administrators_read_at = models.DateTimeField(null=True, editable=False)  # when the network last told who runs it

    class Meta:
        ordering = ("network", "title")
        constraints = (
            models.UniqueConstraint(fields=("administration", "network", "remote_id"), name="accounts_account_once"),
        )

    def __str__(self) -> str:
        return f"{isolated(self.title)} ({self.get_network_display()})"


class Outage(Owned):
    """A time for which the network did not answer for this account, kept when it was long and is over."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="outages")
    since = models.DateTimeField()
    until = models.DateTimeField()

    class Meta:
        indexes = (models.Index(fields=("administration", "until"), name="accounts_outage_by_end"),)

    def __str__(self) -> str:
        return f"{self.account}: {self.since} – {self.until}"


class Key(Owned):
    """A credential, sealed with the row's id, so that a ciphertext copied to another row does not open."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey(Account, models.CASCADE, related_name="keys")
    slot = models.CharField("место", max_length=20, choices=KeySlot.choices)
    sealed = models.TextField(editable=False)
    owner_name = models.CharField("чей ключ", max_length=120, blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField("действует до", null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, editable=False)
    refused_at = models.DateTimeField(null=True, editable=False)
    refusal = models.CharField(max_length=300, blank=True, editable=False)
    # Entered in a training city: opened nowhere else, and a training city opens no other (checks.py).
    training = models.BooleanField(default=False, editable=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("account", "slot"), condition=Q(revoked_at=None), name="accounts_key_one_living"
            ),
        )

    def __str__(self) -> str:
        return f"{self.name}: {self.account}"

    @property
    def name(self) -> str:
        """«Ключ бота», or the network's own word."""
        return key_name(self.account.network, self.slot)

    @property
    def is_good(self) -> bool:
        """Whether the key is, as far as we know, not revoked, refused or expired."""
        return self.revoked_at is None and self.refused_at is None and (not self.expires_at or self.expires_at > now())


class Passport(Owned):
    """«Паспорт ключа»: what the keys may do, as the network said.

    `abilities`: {operation: {mode, why, slot, steps}}, as in `networks.protocol.Ability`.
    """

    account = models.OneToOneField(Account, models.CASCADE, related_name="passport")
    abilities = models.JSONField(default=dict)
    checked_at = models.DateTimeField()
    trouble = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return f"Паспорт: {self.account}"


class AccountAdministrator(Owned):
    """An administrator of an account in the network. `since`: when we saw them first, or again.

    `told`: an event reported them and the list was not read since; what it completes then is no news.
    """

    account = models.ForeignKey(Account, models.CASCADE, related_name="administrators")
    person_id = models.CharField(max_length=64)
    name = models.CharField(max_length=200, blank=True)
    rank = models.CharField(max_length=20, choices=Rank.choices, blank=True)
    rights = models.JSONField(default=list)
    bot = models.BooleanField(default=False)
    since = models.DateTimeField()
    gone_at = models.DateTimeField(null=True)
    told = models.BooleanField(default=False)

    class Meta:
        ordering = ("pk",)
        constraints = (models.UniqueConstraint(fields=("account", "person_id"), name="accounts_administrator_once"),)

    def __str__(self) -> str:
        return self.name or self.person_id

    @property
    def rights_in_words(self) -> list[str]:
        return [str(Right(right).label) if right in Right.values else right for right in self.rights]


class PageChange(Owned):
    """A change of an account made in the network; news until somebody says whose it was.

    `before`, `after`: the network's words, cut short; `what`: title, description, avatar, cover, or the network's word.
    `person_id`: who came, left or has other rights; `by_id`: by whom, if the network tells. `timed` False: the network
    named no time, and `at` is when we noticed.
    """

    account = models.ForeignKey(Account, models.CASCADE, related_name="alterations")
    kind = models.CharField(max_length=8, choices=PageChangeKind.choices)
    person_id = models.CharField(max_length=64, blank=True)
    name = models.CharField(max_length=200, blank=True)
    by_id = models.CharField(max_length=64, blank=True)
    what = models.CharField(max_length=64, blank=True)
    before = models.CharField(max_length=500, blank=True)
    after = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField()
    timed = models.BooleanField(default=True)
    verdict = models.CharField(max_length=8, choices=Verdict.choices, blank=True)
    said_at = models.DateTimeField(null=True)
    said_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    journal_label = "accounts.alteration"

    class Meta:
        db_table = "accounts_alteration"
        ordering = ("-at", "-pk")
        constraints = (
            models.CheckConstraint(condition=Q(kind__in=PageChangeKind.values), name="accounts_alteration_kind"),
        )
        indexes = (
            models.Index(
                fields=("administration",), condition=Q(verdict__in=("", "not_ours")), name="accounts_alteration_open"
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.account}"


class Connection(Owned):
    """A page that is being connected; not in the registry until the network has identified it.

    `sealed`: {slot: ciphertext}, bound to this row. `found`: `networks.meeting.Place`; `abilities` as in a passport.
    Deleted when it has become an account, and after a day.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    network = models.CharField(max_length=20, choices=network_choices)
    number = models.CharField(max_length=64, blank=True)
    name = models.CharField(max_length=64, blank=True)
    sealed = models.JSONField(editable=False)
    training = models.BooleanField(editable=False)
    expires_at = models.DateTimeField(null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=300, blank=True)
    found = models.JSONField(default=dict)
    abilities = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"{self.get_network_display()}: {self.name or self.number}"


class AccountProposal(Owned):
    """A proposal to open an account or to close one, its decision, and then its checklist.

    `title`, `address`: as wanted, or those of the account to close. `page_url`: where the new page is. `account`: the
    one to close; of a new one the account that was connected. `notice_due_at`: until when the regional control centre
    must be told; None before that term begins and after it has been told.
    """

    kind = models.CharField(max_length=8, choices=ProposalKind.choices)
    network = models.CharField("сеть", max_length=20, choices=network_choices)
    title = models.CharField("название", max_length=200)
    address = models.CharField("адрес", max_length=200, blank=True)
    account = models.ForeignKey(Account, models.PROTECT, null=True, related_name="proposals")
    purpose = models.TextField("зачем", max_length=2000)
    responsible = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="отвечает")
    basis = models.CharField("основание", max_length=200)
    basis_number = models.CharField("номер", max_length=40)
    basis_date = models.DateField("дата")
    fate = models.CharField("что станет со страницей", max_length=12, choices=PageFate.choices, blank=True)
    successor = models.CharField("куда перейти жителям", max_length=300, blank=True)
    state = models.CharField(max_length=12, choices=ProposalState.choices, default=ProposalState.WAITING)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=1000, blank=True)
    page_url = models.URLField(blank=True)
    notice_due_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    once = models.UUIDField(null=True, editable=False)

    class Meta:
        ordering = ("-proposed_at", "-pk")
        constraints = (
            models.UniqueConstraint(fields=("proposed_by", "once"), name="accounts_proposal_once"),
            models.UniqueConstraint(
                fields=("account", "kind"),
                condition=Q(state__in=("waiting", "agreed", "done"), account__isnull=False),
                name="accounts_proposal_one_of_account",
            ),
            models.CheckConstraint(condition=Q(kind__in=ProposalKind.values), name="accounts_proposal_kind"),
            models.CheckConstraint(condition=Q(state__in=ProposalState.values), name="accounts_proposal_state"),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=models.F("proposed_by")),
                name="accounts_proposal_by_another",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("agreed", "refused", "done"))
                | Q(decided_by__isnull=False, decided_at__isnull=False),
                name="accounts_proposal_decided",
            ),
            models.CheckConstraint(condition=~Q(state="refused") | ~Q(reason=""), name="accounts_proposal_reason"),
            models.CheckConstraint(
                condition=~Q(kind="close") | Q(account__isnull=False) & ~Q(fate=""), name="accounts_proposal_closing"
            ),
        )
        indexes = (
            models.Index(
                fields=("administration",),
                condition=Q(state__in=("waiting", "agreed")),
                name="accounts_proposal_open",
            ),
        )

    def __str__(self) -> str:
        return f"{isolated(self.title)} ({self.get_network_display()})"

    @property
    def basis_in_words(self) -> str:
        return f"{self.basis} № {self.basis_number} от {self.basis_date:%d.%m.%Y}"


class ProposalStep(Owned):
    """A step that is done. `day`: when it was done, as the person says; `note`: the number of a letter or the like."""

    proposal = models.ForeignKey(AccountProposal, models.CASCADE, related_name="steps")
    step = models.CharField(max_length=16, choices=ChecklistStep.choices)
    day = models.DateField()
    note = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("pk",)
        constraints = (
            models.UniqueConstraint(fields=("proposal", "step"), name="accounts_proposal_step_once"),
            models.CheckConstraint(condition=Q(step__in=ChecklistStep.values), name="accounts_proposal_step_known"),
        )

    def __str__(self) -> str:
        return self.get_step_display()


class Bucket(Owned):
    """The counter of one rate limit, for all workers together (`kernel.pace`, `accounts.domain.pace`).

    `free_at`: Unix seconds at which the bucket is empty again. A few rows for each key and chat.
    """

    name = models.CharField(max_length=120)
    free_at = models.FloatField(default=0.0)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("administration", "name"), name="accounts_bucket_once"),)

    def __str__(self) -> str:
        return self.name
