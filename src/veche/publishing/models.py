"""Deliveries: which version goes to which account when (clause 2.2)."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from veche.accounts.models import Account
from veche.media.models import Media
from veche.outbox.models import Act
from veche.plan.enums import Format, PostCategory
from veche.plan.models import PlanItem
from veche.posts.models import Post, PostVersion
from veche.publishing.enums import ForeignVerdict, LiveStep
from veche.staff.tenancy import Owned

# Of a post past Veche, in lists and letters.
LONGEST_TITLE = 120


class Delivery(Owned):
    """One version for one account, once; its act publishes it or edits what is published."""

    version = models.ForeignKey(PostVersion, models.PROTECT, related_name="deliveries")
    account = models.ForeignKey(Account, models.PROTECT, related_name="deliveries")
    act = models.OneToOneField(Act, models.PROTECT, related_name="delivery")
    # The account's own comment under the post, once it was planned.
    first_comment = models.OneToOneField(Act, models.PROTECT, related_name="first_comment_of", null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    # When a person has added what stands beside a video and what the network's API did not take along.
    dressed_at = models.DateTimeField(null=True)
    dressed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("version", "account"), name="publishing_delivery_once"),)

    def __str__(self) -> str:
        return f"{self.version} → {self.account}"


class ReleaseChoice(Owned):
    """Whether an approved version goes out or is held while a newer one is written.

    `stopped`: by act id, the state and reason that the act had before.
    """

    version = models.OneToOneField(PostVersion, models.CASCADE, related_name="choice")
    held = models.BooleanField()
    stopped = models.JSONField(default=dict)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.version}: {'held' if self.held else 'goes out'}"


class PostFigures(Owned):
    """Figures of a post: the last of each day of the city.

    `taken_at` None: the network was asked and did not mention the post. A figure that is None is not shown there.
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


class PollResult(Owned):
    """The last count of a published poll in one network. `votes`: by answer, in the order of the act's poll.

    `poll_id`: the network's own number, where events name it. `voters` None: the network does not tell.
    """

    act = models.OneToOneField(Act, models.CASCADE, related_name="poll_result")
    poll_id = models.CharField(max_length=64, blank=True)
    votes = models.JSONField()
    voters = models.PositiveIntegerField(null=True)
    closed = models.BooleanField(default=False)
    taken_at = models.DateTimeField()
    # Who typed the count in; None: the network counted.
    entered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)

    def __str__(self) -> str:
        return f"{self.act}: {self.votes}"


class PollOutcome(Owned):
    """The post that tells the outcome of a poll's post."""

    post = models.OneToOneField(Post, models.PROTECT, related_name="poll_outcome")
    told_in = models.OneToOneField(Post, models.PROTECT, related_name="outcome_of")

    def __str__(self) -> str:
        return f"{self.post} → {self.told_in}"


class Withdrawal(Owned):
    """«Снято с публикации»: from now on the post does not count, whatever a network still has to do."""

    post = models.OneToOneField(Post, models.PROTECT, related_name="withdrawal")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    reason = models.CharField("почему", max_length=500)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.post}: {self.reason}"


class LiveStream(Owned):
    """The start of a planned stream; its post, the announcement, has its own hour."""

    post = models.OneToOneField(Post, models.PROTECT, related_name="live")
    starts_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.post}: {self.starts_at:%d.%m.%Y %H:%M}"


class LiveRun(Owned):
    """A stream in one account, begun by one act and ended by another. Several if one failed."""

    post = models.ForeignKey(Post, models.PROTECT, related_name="live_runs")
    account = models.ForeignKey(Account, models.PROTECT, related_name="live_runs")
    begin = models.OneToOneField(Act, models.PROTECT, related_name="live_begun")
    end = models.OneToOneField(Act, models.PROTECT, related_name="live_ended", null=True)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.post} → {self.account}"


class LiveTick(Owned):
    """A ticked step of a stream. `words`: the moderator, or the link to stream or record."""

    post = models.ForeignKey(Post, models.PROTECT, related_name="live_ticks")
    step = models.CharField(max_length=12, choices=LiveStep.choices)
    words = models.CharField(max_length=500, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("post", "step"), name="publishing_live_tick_once"),)

    def __str__(self) -> str:
        return f"{self.post}: {self.step}"


class PostWatch(Owned):
    """From when on posts of this account are asked about; earlier ones are its past. `read_at`: they were read until
    then."""

    account = models.OneToOneField(Account, models.CASCADE, related_name="post_watch")
    since = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.account}: {self.since:%d.%m.%Y}"


class ForeignPost(Owned):
    """A post on a page of ours that no act made: somebody posted by hand, or a stranger did.

    `judged_at` None: it may still turn out to be the post of an act on its way. `act`: that act, if it did. `letters`:
    SHA-256 of the text's letters and digits, "" without any. `album`: as `PostSeen.album`. `category`: the norm counts
    it as this. `settled_at`: nothing is left to do: it is ours, or the stranger's post has been dealt with.
    """

    account = models.ForeignKey(Account, models.PROTECT, related_name="foreign_posts")
    post_id = models.CharField(max_length=64)
    album = models.CharField(max_length=64, blank=True)
    url = models.URLField(blank=True)
    text = models.TextField(blank=True)
    letters = models.CharField(max_length=64, blank=True)
    photo_count = models.PositiveSmallIntegerField(default=0)
    repost = models.BooleanField(default=False)
    posted_at = models.DateTimeField()
    noticed_at = models.DateTimeField()
    judged_at = models.DateTimeField(null=True)
    act = models.ForeignKey(Act, models.PROTECT, related_name="+", null=True)
    changed_at = models.DateTimeField(null=True)
    gone_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)
    verdict = models.CharField(max_length=10, choices=ForeignVerdict.choices, blank=True)
    category = models.CharField("рубрика", max_length=10, choices=PostCategory.choices, blank=True)
    # «Это по плану»: the item that it is, which the norm counts instead of the post.
    plan_item = models.ForeignKey(PlanItem, models.SET_NULL, related_name="foreign_posts", null=True)
    said_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)
    said_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)
    settled_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-posted_at", "-pk")
        constraints = (
            models.UniqueConstraint(fields=("account", "post_id"), name="publishing_foreign_once"),
            models.UniqueConstraint(
                fields=("account", "album"), condition=~Q(album=""), name="publishing_foreign_album_once"
            ),
            models.CheckConstraint(condition=Q(verdict__in=("", *ForeignVerdict)), name="publishing_foreign_verdict"),
        )
        indexes = (
            models.Index(fields=("administration", "posted_at"), name="publishing_foreign_by_day"),
            models.Index(
                fields=("administration", "posted_at"),
                condition=Q(settled_at=None, act=None),
                name="publishing_foreign_open",
            ),
            models.Index(
                fields=("noticed_at",), condition=Q(judged_at=None, act=None), name="publishing_foreign_unjudged"
            ),
        )

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """The first line of its text, or what it shows."""
        line = self.text.strip().split("\n", 1)[0]
        if not line:
            return self._without_text
        return line if len(line) <= LONGEST_TITLE else f"{line[: LONGEST_TITLE - 1]}…"

    @property
    def _without_text(self) -> str:
        return "Репост без слов" if self.repost else "Фото без слов" if self.photo_count else "Запись без слов"


class Evergreen(Owned):
    """«Заготовка» of the reserve: a text without an hour, taken into the plan as a copy as often as one likes.

    `variants`: texts of networks with their own. `poll`: of `PollWords`, None without one.
    """

    title = models.CharField("о чём", max_length=200)
    text = models.TextField("текст")
    link = models.CharField("ссылка", max_length=3000, blank=True)
    format = models.CharField("формат", max_length=12, choices=Format.choices, default=Format.TEXT)
    category = models.CharField("рубрика", max_length=12, choices=PostCategory.choices, default=PostCategory.IMPORTANT)
    accounts = models.ManyToManyField(Account, verbose_name="куда", related_name="+")
    variants = models.JSONField(default=dict)
    poll = models.JSONField(null=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    removed_at = models.DateTimeField(null=True)
    once = models.UUIDField(null=True, editable=False)

    class Meta:
        ordering = ("title", "id")
        constraints = (models.UniqueConstraint(fields=("created_by", "once"), name="publishing_evergreen_once"),)

    def __str__(self) -> str:
        return self.title


class EvergreenPicture(Owned):
    """A file of an evergreen at its position; fields as of `posts.Picture`."""

    evergreen = models.ForeignKey(Evergreen, models.CASCADE, related_name="pictures")
    media = models.ForeignKey(Media, models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    alt = models.CharField(max_length=300, blank=True)
    cover = models.ForeignKey(Media, models.PROTECT, related_name="+", null=True)
    subtitles = models.ForeignKey(Media, models.PROTECT, related_name="+", null=True)

    class Meta:
        ordering = ("position",)
        constraints = (models.UniqueConstraint(fields=("evergreen", "position"), name="publishing_evergreen_place"),)

    def __str__(self) -> str:
        return self.alt or self.media.name


class EvergreenUse(Owned):
    """An item of the plan that is a copy of an evergreen, or that it was made from."""

    evergreen = models.ForeignKey(Evergreen, models.CASCADE, related_name="uses")
    item = models.OneToOneField(PlanItem, models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return f"{self.evergreen}: {self.item}"
