"""Which version goes to which account when (clause 2.2)."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from veche.accounts.models import Account
from veche.outbox.models import Act
from veche.posts.models import Post, PostVersion
from veche.publishing.enums import LiveStep
from veche.staff.tenancy import Owned


class Delivery(Owned):
    """One version to one account, once; the act of the outbox publishes it, or corrects what stands there."""

    version = models.ForeignKey(PostVersion, models.PROTECT, related_name="deliveries")
    account = models.ForeignKey(Account, models.PROTECT, related_name="deliveries")
    act = models.OneToOneField(Act, models.PROTECT, related_name="delivery")
    created_at = models.DateTimeField(auto_now_add=True)
    # When a person has added what stands beside a video and what the network's API did not take along.
    dressed_at = models.DateTimeField(null=True)
    dressed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("version", "account"), name="publishing_delivery_once"),)

    def __str__(self) -> str:
        return f"{self.version} → {self.account}"


class ReleaseChoice(Owned):
    """What becomes of an agreed version while a newer one is written: it goes out, or it is held.

    `stopped`: by act id, the state and the reason that the act had before it was held.
    """

    version = models.OneToOneField(PostVersion, models.CASCADE, related_name="choice")
    held = models.BooleanField()
    stopped = models.JSONField(default=dict)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.version}: {'held' if self.held else 'goes out'}"


class PostFigures(Owned):
    """What a network counted under a post: one row for each day of the city, the last of that day.

    `taken_at` None: the network was asked and told nothing of this post. A figure that is None it does not show.
    """

    act = models.ForeignKey(Act, models.CASCADE, related_name="figures")
    day = models.DateField()
    asked_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True)
    views = models.PositiveBigIntegerField(null=True)
    likes = models.PositiveBigIntegerField(null=True)
    reposts = models.PositiveBigIntegerField(null=True)
    comments = models.PositiveBigIntegerField(null=True)

    class Meta:
        ordering = ("act", "day")
        constraints = (models.UniqueConstraint(fields=("act", "day"), name="publishing_figures_once_a_day"),)

    def __str__(self) -> str:
        return f"{self.act}, {self.day}"


class Withdrawal(Owned):
    """«Снято с публикации»: from this moment the post does not stand, whatever a network still has to do about it."""

    post = models.OneToOneField(Post, models.PROTECT, related_name="withdrawal")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reason = models.CharField(_("почему"), max_length=500)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.post}: {self.reason}"


class LiveStream(Owned):
    """When a planned stream begins; its post, the announcement, has an hour of its own."""

    post = models.OneToOneField(Post, models.PROTECT, related_name="live")
    starts_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.post}: {self.starts_at:%d.%m.%Y %H:%M}"


class LiveRun(Owned):
    """A stream that was begun in one account by an act of ours, and ended by another. Several where one failed."""

    post = models.ForeignKey(Post, models.PROTECT, related_name="live_runs")
    account = models.ForeignKey(Account, models.PROTECT, related_name="live_runs")
    begin = models.OneToOneField(Act, models.PROTECT, related_name="live_begun")
    end = models.OneToOneField(Act, models.PROTECT, related_name="live_ended", null=True)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.post} → {self.account}"


class LiveTick(Owned):
    """A thing that a person has done about a stream. `words`: who moderates, or the link to it or to its record."""

    post = models.ForeignKey(Post, models.PROTECT, related_name="live_ticks")
    step = models.CharField(max_length=12, choices=LiveStep.choices)
    words = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("post", "step"), name="publishing_live_tick_once"),)

    def __str__(self) -> str:
        return f"{self.post}: {self.step}"
