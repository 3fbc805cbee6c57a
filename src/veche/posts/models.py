"""Posts: versions, texts for networks, pictures with descriptions (clause 2.2)."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q

from veche.accounts.models import Account
from veche.kit.choices import network_choices
from veche.media.models import Media
from veche.plan.models import PlanItem
from veche.posts.enums import ChangeState, PostState
from veche.staff.models import Department, Office
from veche.staff.tenancy import Owned


class Post(Owned):
    plan_item = models.OneToOneField(PlanItem, models.PROTECT, related_name="post")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="posts")
    state = models.CharField(max_length=12, choices=PostState.choices, default=PostState.DRAFT)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = (models.Index(fields=("administration", "state"), name="posts_post_state"),)

    def __str__(self) -> str:
        return self.plan_item.title


class PostVersion(Owned):
    """One version of the text. The last one without `frozen_at` is being edited; a frozen one never changes.

    `revision` counts saves over all versions of a post: saving over an older one is a conflict. `publish_at`,
    `accounts`: own hour and networks, written to the plan with the last approval (`placed_at`); afterwards, and without
    them, the plan item's apply (`hour`, `posts.domain.queries.accounts_for`). `dropped_at`: given up by the writer; it
    stays in the history.
    """

    post = models.ForeignKey(Post, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    text = models.TextField("текст", blank=True)
    link = models.CharField("ссылка", max_length=3000, blank=True)  # as typed: the networks judge it
    revision = models.PositiveIntegerField(default=1)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    saved_at = models.DateTimeField()
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    # Everybody whose hand is in this text, earlier versions included: none of them says yes to it.
    writers = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+")
    # Whose suggested sentences the press took into it, earlier versions included: none of them agrees to it alone.
    suggesters = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+")
    frozen_at = models.DateTimeField(null=True)
    fingerprint = models.CharField(max_length=64, blank=True)  # sha256 of all that a yes is said to
    publish_at = models.DateTimeField(null=True)
    accounts = models.ManyToManyField(Account, related_name="+")
    placed_at = models.DateTimeField(null=True)
    dropped_at = models.DateTimeField(null=True)
    # Labels that a law asks for: `posts.domain.labels`.
    ad = models.BooleanField("реклама", default=False)
    advertiser = models.CharField("рекламодатель", max_length=200, blank=True)
    erid = models.CharField("erid", max_length=100, blank=True)
    adults = models.BooleanField("18+", default=False)
    election = models.BooleanField("о выборах", default=False)
    # Whether signature and hashtags of accounts are put below; by account id, what they were when approval was asked.
    signed = models.BooleanField("с подписью", default=True)
    tagged = models.BooleanField("с хештегами", default=True)
    endings = models.JSONField(default=dict)
    # The account's own comment that is sent once the post stands.
    first_comment = models.TextField("первый комментарий", blank=True)

    class Meta:
        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(fields=("post", "number"), name="posts_version_once"),
            models.UniqueConstraint(fields=("post",), condition=Q(frozen_at=None), name="posts_one_working_version"),
        )
        indexes = (
            models.Index(
                fields=("administration", "publish_at"),
                condition=Q(publish_at__isnull=False),
                name="posts_version_own_hour",
            ),
            models.Index(fields=("id",), condition=~Q(first_comment=""), name="posts_version_with_comment"),
        )

    @property
    def hour(self) -> datetime:
        """When it goes out, once approved."""
        return self.own_hour or self.post.plan_item.publish_at

    @property
    def own_hour(self) -> datetime | None:
        """Its own hour; None if the plan item's applies."""
        return self.publish_at if self.placed_at is None else None

    @property
    def own_accounts(self) -> list[Account]:
        """Its own accounts; empty if the plan item's apply. Prefetch `accounts`."""
        return list(self.accounts.all()) if self.placed_at is None else []

    def __str__(self) -> str:
        return f"{self.post_id}, версия {self.number}"


class Variant(Owned):
    """A text for one network; without it the common text is used."""

    version = models.ForeignKey(PostVersion, models.CASCADE, related_name="variants")
    network = models.CharField(max_length=20, choices=network_choices)
    text = models.TextField(blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("version", "network"), name="posts_variant_once"),)

    def __str__(self) -> str:
        return f"{self.version}: {self.network}"


class KeptWords(Owned):
    """A style finding that a writer ignores, in all versions of the post."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="kept")
    rule = models.CharField(max_length=10)
    words = models.CharField(max_length=500)  # a longer place is known by its beginning
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("post", "rule", "words"), name="posts_words_kept_once"),)

    def __str__(self) -> str:
        return f"{self.rule}: {self.words}"


class FindingReason(Owned):
    """Why something that the law forbids outright stays in a post; holds as long as the words are the same.

    `version`: in which it was written.
    """

    post = models.ForeignKey(Post, models.CASCADE, related_name="reasons")
    version = models.ForeignKey(PostVersion, models.CASCADE, related_name="reasons")
    rule = models.CharField(max_length=10)
    words = models.CharField(max_length=500)  # a longer place is known by its beginning
    reason = models.CharField(max_length=500)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("post", "rule", "words"), name="posts_reason_once"),)

    def __str__(self) -> str:
        return f"{self.rule}: {self.reason}"


class PostPoll(Owned):
    """The poll of a version. `options`: answers in order; `open_days` None: open while the post exists."""

    version = models.OneToOneField(PostVersion, models.CASCADE, related_name="poll")
    question = models.CharField("вопрос", max_length=1000)
    options = models.JSONField(default=list)
    multiple = models.BooleanField(default=False)
    anonymous = models.BooleanField(default=True)
    open_days = models.PositiveSmallIntegerField(null=True, blank=True)

    def __str__(self) -> str:
        return self.question


class PostTemplate(Owned):
    """Words that a post begins from. `variants`: own texts by network. `archived_at`: not offered any more."""

    name = models.CharField("название", max_length=200)
    text = models.TextField("текст", blank=True)
    variants = models.JSONField(default=dict)
    link = models.CharField("ссылка", max_length=3000, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    archived_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("name", "pk")
        constraints = (
            models.UniqueConstraint(
                fields=("administration", "name"), condition=Q(archived_at=None), name="posts_template_once"
            ),
        )

    def __str__(self) -> str:
        return self.name


class Picture(Owned):
    """A photo, video, animation or document at its position in a version, with a description."""

    version = models.ForeignKey(PostVersion, models.CASCADE, related_name="pictures")
    media = models.ForeignKey(Media, models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    alt = models.CharField("что на фото", max_length=300, blank=True)
    # Of a video only.
    cover = models.ForeignKey(Media, models.PROTECT, related_name="+", null=True, blank=True)
    subtitles = models.ForeignKey(Media, models.PROTECT, related_name="+", null=True, blank=True)

    class Meta:
        ordering = ("position",)
        constraints = (models.UniqueConstraint(fields=("version", "position"), name="posts_picture_place"),)

    def __str__(self) -> str:
        return self.alt or self.media.name


class RightsYes(Owned):
    """A person's yes to a file whose rights are unclear. It holds for the named doubts about these files alone.

    `doubts`: «code:sha256» of each doubt about the file or its cover. A later version has a copy with its picture.
    """

    picture = models.OneToOneField(Picture, models.CASCADE, related_name="rights_yes")
    doubts = models.JSONField(default=list)
    reason = models.CharField(max_length=500)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.picture}: {self.reason}"


class Suggestion(Owned):
    """Other words for a text, by somebody who takes part in it. The press takes or leaves each changed sentence.

    `base`: the text that its author saw, and `network` whose own text it is, "" for the common one. `department`,
    `office`: for whom the author speaks. `decided_at`: no sentence waits any more.
    """

    post = models.ForeignKey(Post, models.CASCADE, related_name="suggestions")
    network = models.CharField(max_length=20, choices=network_choices, blank=True)
    base = models.TextField()
    text = models.TextField()
    note = models.CharField("почему", max_length=300, blank=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    department = models.ForeignKey(Department, models.PROTECT, null=True, related_name="+")
    office = models.ForeignKey(Office, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("at", "pk")
        indexes = (
            models.Index(
                fields=("administration", "at"),
                condition=Q(decided_at=None, withdrawn_at=None),
                name="posts_suggestion_open",
            ),
        )

    @property
    def is_open(self) -> bool:
        return self.decided_at is None and self.withdrawn_at is None

    @property
    def side(self) -> str:
        """For whom it speaks: the department, the office or the person."""
        return str(self.department or self.office or self.author)

    def __str__(self) -> str:
        return f"{self.side}: {self.post}"


class SuggestedChange(Owned):
    """One changed sentence of a suggestion. `start`, `end`: code points of the suggestion's `base`."""

    suggestion = models.ForeignKey(Suggestion, models.CASCADE, related_name="changes")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    old = models.TextField(blank=True)
    new = models.TextField(blank=True)
    state = models.CharField(max_length=8, choices=ChangeState.choices, default=ChangeState.WAITING)
    reason = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("start", "pk")
        constraints = (
            models.CheckConstraint(condition=Q(state__in=ChangeState.values), name="posts_change_state"),
            models.CheckConstraint(
                condition=Q(state=ChangeState.WAITING, by=None, at=None)
                | ~Q(state=ChangeState.WAITING) & Q(by__isnull=False, at__isnull=False),
                name="posts_change_decided_by_somebody",
            ),
        )

    def __str__(self) -> str:
        return self.new or self.old


class Comment(Owned):
    """A line of the thread about a post's text. `answers`: the comment that it replies to.

    `quote` and `occurrence` (from 1) name a place in the common text, or in that of `network`. `done_at`: the press has
    seen to it.
    """

    post = models.ForeignKey(Post, models.CASCADE, related_name="comments")
    answers = models.ForeignKey("self", models.CASCADE, null=True, related_name="replies")
    text = models.TextField(max_length=2000)
    network = models.CharField(max_length=20, choices=network_choices, blank=True)
    quote = models.TextField(blank=True)
    occurrence = models.PositiveSmallIntegerField(default=1)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    from_press = models.BooleanField(default=False)
    department = models.ForeignKey(Department, models.PROTECT, null=True, related_name="+")
    office = models.ForeignKey(Office, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("at", "pk")
        constraints = (
            models.CheckConstraint(
                condition=Q(done_at=None, done_by=None) | Q(done_at__isnull=False, done_by__isnull=False),
                name="posts_comment_done_by_somebody",
            ),
        )

    @property
    def side(self) -> str:
        """For whom it speaks."""
        return "Пресс-служба" if self.from_press else str(self.department or self.office or "")

    def __str__(self) -> str:
        return self.text


class Presence(Owned):
    """Somebody who has the editor of a post open. Not in the journal; a row is deleted soon after `seen_at`."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    seen_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("post", "person"), name="posts_presence_once"),)

    def __str__(self) -> str:
        return f"{self.person}: {self.post}"
