"""The register of rumours and of pages that imitate the administration (clauses 1.2 and 1.3)."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from veche.inbox.models import Message
from veche.posts.models import Post
from veche.rumours.enums import ENDED, Kind, State
from veche.staff.tenancy import Owned


class Rumour(Owned):
    """A rumour or a false page. `words`: what is said there; `network`: where, "" if elsewhere.

    `noticed_by`: who has seen it at `seen_at`. `refutation`: the post that answers it. `outcome`: what came of it.
    """

    kind = models.CharField("что это", max_length=8, choices=Kind.choices)
    title = models.CharField("коротко", max_length=200)
    words = models.TextField("что говорят", blank=True)
    url = models.CharField("адрес", max_length=500, blank=True)
    network = models.CharField("где", max_length=20, blank=True)
    seen_at = models.DateTimeField()
    noticed_by = models.CharField("кто заметил", max_length=200)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    refutation = models.ForeignKey(Post, models.PROTECT, null=True, related_name="refuted")
    state = models.CharField(max_length=8, choices=State.choices, default=State.NEW)
    outcome = models.CharField("чем кончилось", max_length=500, blank=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    once = models.UUIDField(null=True)

    class Meta:
        ordering = ("-at", "-id")
        constraints = (
            models.UniqueConstraint(fields=("administration", "once"), name="rumours_once"),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="rumours_kind"),
            models.CheckConstraint(condition=~Q(kind=Kind.PAGE) | ~Q(url=""), name="rumours_page_has_address"),
            models.CheckConstraint(
                condition=Q(state=State.NEW, ended_at=None, ended_by=None)
                | (Q(state__in=sorted(ENDED), ended_at__isnull=False, ended_by__isnull=False) & ~Q(outcome="")),
                name="rumours_ended_with_outcome",
            ),
        )
        indexes = (models.Index(fields=("administration", "state", "-at"), name="rumours_by_state"),)

    def __str__(self) -> str:
        return self.title

    @property
    def is_open(self) -> bool:
        return self.state == State.NEW


class RumourPicture(Owned):
    """A picture as evidence: stored unchanged under its hash, which the journal keeps too."""

    rumour = models.ForeignKey(Rumour, models.PROTECT, related_name="pictures")
    sha256 = models.CharField(max_length=64)
    mime = models.CharField(max_length=40)
    size = models.PositiveIntegerField()
    name = models.CharField(max_length=200)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=("rumour", "sha256"), name="rumours_picture_once"),)

    def __str__(self) -> str:
        return self.name


class RumourComment(Owned):
    """A resident's comment that repeats the rumour; a comment repeats one at most."""

    rumour = models.ForeignKey(Rumour, models.PROTECT, related_name="comments")
    message = models.OneToOneField(Message, models.PROTECT, related_name="rumour_of")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.rumour}: {self.message_id}"


class Complaint(Owned):
    """A complaint that a person has sent: to whom, its text, and what was answered."""

    rumour = models.ForeignKey(Rumour, models.PROTECT, related_name="complaints")
    to = models.CharField("кому", max_length=200)
    text = models.TextField("текст")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    answer = models.CharField("что ответили", max_length=500, blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    once = models.UUIDField(null=True)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(fields=("rumour", "once"), name="rumours_complaint_once"),
            models.CheckConstraint(
                condition=Q(answer="", answered_at=None, answered_by=None)
                | (~Q(answer="") & Q(answered_at__isnull=False, answered_by__isnull=False)),
                name="rumours_answered",
            ),
        )

    def __str__(self) -> str:
        return self.to


class RumourTexts(Owned):
    """Templates of complaints, with the fields of `domain/texts.py`."""

    rumour = models.TextField("о слухе")
    page = models.TextField("о поддельной странице")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("administration",), name="rumours_texts_once"),)

    def __str__(self) -> str:
        return f"Тексты жалоб: {self.administration}"
