"""Comments that are limited or closed, under one post or in a whole account (clause 2.5)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from veche.accounts.models import Account
from veche.commenting.enums import AccountMode, Mode
from veche.outbox.models import Act
from veche.staff.tenancy import Owned


class ModeDifference(Owned):
    """The network shows another mode than the one decided here: somebody changed it there.

    `publication`: the act that published the post; None: the whole account. `ours`, `seen`: the modes here and in the
    network when it was last read. `act`: puts our mode back, asked for by `by`. `ended_at`: when the modes were the
    same again, or `by` accepted what the network shows or decided anew.
    """

    account = models.ForeignKey(Account, models.PROTECT, related_name="mode_differences")
    publication = models.ForeignKey(Act, models.PROTECT, null=True, related_name="mode_differences")
    ours = models.CharField(max_length=8, choices=AccountMode.choices)
    seen = models.CharField(max_length=8, choices=AccountMode.choices)
    at = models.DateTimeField()
    act = models.OneToOneField(Act, models.PROTECT, null=True, related_name="put_back")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-at", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=("account",), condition=Q(publication=None, ended_at=None), name="commenting_differs_account"
            ),
            models.UniqueConstraint(
                fields=("publication",), condition=Q(ended_at=None), name="commenting_differs_post"
            ),
            models.CheckConstraint(condition=Q(ours__in=AccountMode.values), name="commenting_ours"),
            models.CheckConstraint(condition=Q(seen__in=AccountMode.values), name="commenting_seen"),
            models.CheckConstraint(condition=Q(act=None) | Q(by__isnull=False), name="commenting_put_back_by"),
        )
        indexes = (models.Index(fields=("administration",), condition=Q(ended_at=None), name="commenting_differs_now"),)

    def __str__(self) -> str:
        return f"{self.where}: {self.get_seen_display()}"

    @property
    def where(self) -> str:
        """The post's title, or the account's."""
        return self.publication.title if self.publication else self.account.title


class Closure(Owned):
    """Comments that are limited or closed until a moment, or with `until` None until somebody opens them.

    `publication`: the act that published the post; None: the whole account. `act`: what limits or closes; `reopening`:
    what opens again, decided at `reopened_at` by a person or, with `reopened_by` None, by the term. `ended_at`: since
    when it holds no more: opened, replaced by another one, never carried out, or its post is gone. `next_notice_at`:
    when somebody is reminded; None: never again.
    """

    account = models.ForeignKey(Account, models.PROTECT, related_name="closures")
    publication = models.ForeignKey(Act, models.PROTECT, null=True, related_name="closures")
    mode = models.CharField(max_length=8, choices=Mode.choices)
    reason = models.CharField("почему", max_length=300)
    until = models.DateTimeField(null=True)
    is_public = models.BooleanField("показать на странице правил", default=False)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    act = models.OneToOneField(Act, models.PROTECT, related_name="closure")
    reopening = models.OneToOneField(Act, models.PROTECT, null=True, related_name="reopened_closure")
    reopened_at = models.DateTimeField(null=True)
    reopened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(null=True)
    next_notice_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-at", "-id")
        constraints = (
            models.UniqueConstraint(
                fields=("account",), condition=Q(publication=None, ended_at=None), name="commenting_one_of_account"
            ),
            models.UniqueConstraint(fields=("publication",), condition=Q(ended_at=None), name="commenting_one_of_post"),
            models.CheckConstraint(condition=Q(mode__in=Mode.values), name="commenting_mode"),
            models.CheckConstraint(condition=~Q(reason=""), name="commenting_reason"),
            models.CheckConstraint(condition=Q(until=None) | Q(until__gt=F("at")), name="commenting_until_later"),
            models.CheckConstraint(
                condition=Q(reopening=None, reopened_by=None) | Q(reopened_at__isnull=False),
                name="commenting_reopened_at",
            ),
        )
        indexes = (
            models.Index(fields=("administration", "-at"), name="commenting_by_hour"),
            models.Index(fields=("until",), condition=Q(ended_at=None, reopened_at=None), name="commenting_due"),
            models.Index(fields=("next_notice_at",), condition=Q(ended_at=None), name="commenting_notice"),
        )

    def __str__(self) -> str:
        return f"{self.where}: {self.get_mode_display()}"

    @property
    def where(self) -> str:
        """The post's title, or the account's."""
        return self.publication.title if self.publication else self.account.title
