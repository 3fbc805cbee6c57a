"""Files that people bring: photos, videos, documents, and their copies for networks (clause 2.2)."""

from django.conf import settings
from django.db import models

from veche.kit.choices import network_choices
from veche.media.enums import Basis, Children, MediaKind, MediaState, People
from veche.staff.models import Department
from veche.staff.tenancy import Owned


class Media(Owned):
    """A stored file, never changed; the bytes are in the media folder under their hash.

    A photo is redrawn on receipt; other files are stored unchanged and probed later: until then `state` is WAITING, and
    width, height, seconds and codecs are unknown.
    """

    sha256 = models.CharField(max_length=64)
    name = models.CharField(max_length=200)
    mime = models.CharField(max_length=100)
    kind = models.CharField(max_length=12, choices=MediaKind.choices, default=MediaKind.PHOTO)
    state = models.CharField(max_length=8, choices=MediaState.choices, default=MediaState.READY)
    reason = models.CharField(max_length=300, blank=True)  # why it was refused, for the person who sent it
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    size = models.PositiveIntegerField()
    seconds = models.FloatField(default=0)
    codecs = models.CharField(max_length=60, blank=True)  # «h264 aac», as FFmpeg names them
    flashes = models.PositiveSmallIntegerField(null=True)  # the most within one second; None: not counted
    tells_place = models.BooleanField(default=False)  # where it was filmed stands in the file: only copies go out
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(auto_now_add=True)

    # The name that journal entries and the database have from the time when files belonged to the room of posts.
    journal_label = "posts.media"

    class Meta:
        db_table = "posts_media"
        constraints = (models.UniqueConstraint(fields=("administration", "sha256"), name="posts_media_once"),)
        indexes = (
            models.Index(fields=("administration", "-id"), name="media_library"),
            models.Index(fields=("administration", "kind"), name="media_kinds"),
        )

    @property
    def copies_being_made(self) -> "list[Rendition]":
        """Copies in the making. Reads `renditions` (prefetch them)."""
        return [copy for copy in self.renditions.all() if copy.state == MediaState.WAITING]

    @property
    def is_being_made(self) -> bool:
        return self.state == MediaState.WAITING or bool(self.copies_being_made)

    def __str__(self) -> str:
        return self.name


class Rendition(Owned):
    """A copy of a file for a network that does not take the original: smaller, or in another codec."""

    media = models.ForeignKey(Media, models.CASCADE, related_name="renditions")
    network = models.CharField(max_length=20, choices=network_choices)
    state = models.CharField(max_length=8, choices=MediaState.choices, default=MediaState.WAITING)
    reason = models.CharField(max_length=300, blank=True)
    progress = models.FloatField(default=0)  # 0 to 1
    sha256 = models.CharField(max_length=64, blank=True)
    mime = models.CharField(max_length=100, blank=True)
    size = models.PositiveIntegerField(default=0)
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    seconds = models.FloatField(default=0)

    journal_label = "posts.rendition"

    class Meta:
        db_table = "posts_rendition"
        constraints = (models.UniqueConstraint(fields=("media", "network"), name="posts_rendition_once"),)

    def __str__(self) -> str:
        return f"{self.media}: {self.network}"


class Rights(Owned):
    """What is known of a file: name, words to find it by, who made it, whose it is, who is in it.

    Made with the file. Until a person fills the form, `basis`, `people_basis` and `children` are empty: «не указано».
    `lacking`: whether something is unclear at any hour (`domain.rights`), for the library's filter. `found_by`:
    name, words, author and people in lower case, because SQLite ignores case in ASCII only.
    """

    media = models.OneToOneField(Media, models.CASCADE, related_name="rights")
    title = models.CharField("название", max_length=120, blank=True)
    words = models.CharField("что на нём", max_length=500, blank=True)
    author = models.CharField("кто снял", max_length=200, blank=True)
    basis = models.CharField("почему можно", max_length=12, choices=Basis.choices, blank=True)
    owner = models.CharField("чьё", max_length=200, blank=True)
    contract = models.CharField("договор", max_length=200, blank=True)
    licence = models.CharField("лицензия", max_length=120, blank=True)
    licence_link = models.CharField("ссылка на лицензию", max_length=500, blank=True)
    department = models.ForeignKey(Department, models.SET_NULL, null=True, blank=True, related_name="+")
    used_until = models.DateField("до какого дня можно", null=True, blank=True)
    people = models.CharField("кто на нём", max_length=500, blank=True)
    people_basis = models.CharField("люди", max_length=12, choices=People.choices, blank=True)
    children = models.CharField("дети", max_length=8, choices=Children.choices, blank=True)
    parents = models.CharField("кто разрешил", max_length=300, blank=True)
    papers = models.PositiveSmallIntegerField(default=0)  # how many are attached
    lacking = models.BooleanField(default=True)
    found_by = models.TextField(blank=True)
    stated_at = models.DateTimeField(null=True)
    stated_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        indexes = (
            models.Index(fields=("administration", "used_until"), name="media_rights_until"),
            models.Index(
                fields=("administration", "media"), condition=models.Q(lacking=True), name="media_rights_lacking"
            ),
        )

    def __str__(self) -> str:
        return self.title or self.media.name


class Paper(Owned):
    """A scan or photo of a consent or contract. Private: never shown with the file, sent as a download only."""

    rights = models.ForeignKey(Rights, models.CASCADE, related_name="attached")
    sha256 = models.CharField(max_length=64)
    name = models.CharField(max_length=200)
    mime = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.name


class RightsPolicy(Owned):
    """From when on a file without stated rights keeps a post from approval. None: it never does.

    Without a row: since the administration was created.
    """

    asked_since = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("administration",), name="media_one_policy"),)

    def __str__(self) -> str:
        return str(self.asked_since)


class Upload(Owned):
    """A file that arrives in parts (tus 1.0). Its bytes are in the spool under `key` until it is used or swept.

    Belongs to a person and, by a letter's link, to one browser (`browser`: hash of its cookie). `target`: what it is
    sent to, such as `request:7`. `offset`: bytes on the disk, counted after they were synced.
    """

    key = models.CharField(max_length=43, unique=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    browser = models.CharField(max_length=64, blank=True)
    target = models.CharField(max_length=40)
    name = models.CharField(max_length=200)
    size = models.PositiveBigIntegerField()
    offset = models.PositiveBigIntegerField(default=0)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        indexes = (models.Index(fields=("expires_at",), name="media_upload_expires"),)

    def __str__(self) -> str:
        return self.name
