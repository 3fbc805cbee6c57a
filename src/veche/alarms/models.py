"""Who was told what, by letter and by the administration's own bot; the bot's chats, and what people sent to it."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from veche.alarms.enums import LETTER, AlarmState, ChatEnd, ParcelState, ways
from veche.alarms.news import kinds
from veche.kit.choices import network_choices
from veche.media.models import Media
from veche.staff.tenancy import Owned


class Bot(Owned):
    """The administration's own bot in one network. Its key is sealed with the row's id, as keys of accounts are.

    `name`: as in addresses; `cursor`: where the next poll begins; `trouble`: why the last poll or message failed.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    network = models.CharField("сеть", max_length=20, choices=network_choices)
    number = models.CharField(max_length=40)
    name = models.CharField(max_length=100)
    title = models.CharField(max_length=200)
    sealed = models.TextField(editable=False)
    training = models.BooleanField(default=False, editable=False)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)
    removed_at = models.DateTimeField(null=True)
    cursor = models.CharField(max_length=100, blank=True)
    trouble = models.CharField(max_length=300, blank=True)
    troubled_since = models.DateTimeField(null=True)
    poll_after = models.DateTimeField(null=True)
    strangers_since = models.DateTimeField(null=True)
    strangers_answered = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("administration", "network"), condition=Q(removed_at=None), name="alarms_bot_of_a_network"
            ),
            # Two administrations that poll one bot would take each other's events.
            models.UniqueConstraint(
                fields=("network", "number"), condition=Q(removed_at=None), name="alarms_bot_of_one_city"
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_network_display()}: {self.title}"


class Chat(Owned):
    """A person's chat with the bot. `letters`: whether letters go on besides; `named`: the name in the network."""

    bot = models.ForeignKey(Bot, models.CASCADE, related_name="chats")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="chats")
    chat_id = models.CharField(max_length=40)
    named = models.CharField(max_length=200, blank=True)
    letters = models.BooleanField(default=True)
    linked_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True)
    ended_why = models.CharField(max_length=10, choices=ChatEnd.choices, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("bot", "chat_id"), condition=Q(ended_at=None), name="alarms_chat_once"),
            models.UniqueConstraint(fields=("bot", "person"), condition=Q(ended_at=None), name="alarms_chat_of_person"),
        )

    def __str__(self) -> str:
        return f"{self.person}: {self.bot}"


class ChatCode(Owned):
    """A code that links a chat to a person, once. Only its hash is stored."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.person}"


class BotUpdate(Owned):
    """An event of a bot that was processed; the row guarantees that it is processed once. Forgotten after days."""

    bot = models.ForeignKey(Bot, models.CASCADE, related_name="+")
    dedup = models.CharField(max_length=120)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("bot", "dedup"), name="alarms_update_once"),)

    def __str__(self) -> str:
        return self.dedup


class Alarm(Owned):
    """One person, one subject, one kind of news (`news.py`), one way: a letter or a message in a chat.

    `subject`: the id of a row of the room that registered the kind; 0 for a thing of which an administration has one.
    `way`: `LETTER`, or the network of the chat. `letter`: the letter or message that carries this row and others.
    `message_id`: of a message, in its `chat`.
    """

    kind = models.CharField(max_length=60, choices=kinds, db_column="about")
    subject = models.BigIntegerField(default=0)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    way = models.CharField(max_length=20, choices=ways, default=LETTER)
    chat = models.ForeignKey(Chat, models.CASCADE, related_name="alarms", null=True)
    message_id = models.CharField(max_length=100, blank=True)
    state = models.CharField(max_length=12, choices=AlarmState.choices, default=AlarmState.WAITING)
    letter = models.UUIDField(null=True)
    tries = models.PositiveIntegerField(default=0)
    trouble = models.CharField(max_length=300, blank=True)
    next_try_at = models.DateTimeField()
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = (
            # Kind and subject first: the schedule asks for each thing whether it has been told.
            models.UniqueConstraint(
                fields=("kind", "subject", "person", "administration", "way"), name="alarms_told_once"
            ),
            models.CheckConstraint(condition=models.Q(state__in=AlarmState.values), name="alarms_state"),
        )
        # Not partial: SQLite does not see that one of two states is one of the two.
        indexes = (models.Index(fields=("state", "way", "next_try_at"), name="alarms_by_state"),)

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.subject or self.kind}"


class Parcel(Owned):
    """What a person sent to the bot: one message, or one album.

    `kind` and `subject`: the news that it answers, if any. `ready_at`: when it is to be handed over; an album waits for
    its other messages. `said`: the sentence told to the person.
    """

    chat = models.ForeignKey(Chat, models.CASCADE, related_name="parcels")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    message_id = models.CharField(max_length=100)
    album = models.CharField(max_length=100, blank=True)
    text = models.TextField(blank=True)
    kind = models.CharField(max_length=60, blank=True)
    subject = models.BigIntegerField(default=0)
    state = models.CharField(max_length=10, choices=ParcelState.choices, default=ParcelState.COMING)
    tries = models.PositiveIntegerField(default=0)
    ready_at = models.DateTimeField()
    came_at = models.DateTimeField(auto_now_add=True)
    said = models.CharField(max_length=500, blank=True)
    sorted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True)
    sorted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("chat", "message_id"), name="alarms_parcel_once"),)
        indexes = (
            models.Index(
                fields=("administration", "came_at"),
                condition=Q(state=ParcelState.TRAY),
                name="alarms_parcel_tray",
            ),
            models.Index(fields=("ready_at",), condition=Q(state=ParcelState.COMING), name="alarms_parcel_coming"),
        )

    def __str__(self) -> str:
        return f"{self.person}, {self.came_at:%d.%m.%Y}"


class ParcelFile(Owned):
    """A file of a parcel. `media` None: not fetched yet, or `trouble` says why it never will be."""

    parcel = models.ForeignKey(Parcel, models.CASCADE, related_name="files")
    ref = models.TextField()
    name = models.CharField(max_length=200, blank=True)
    size = models.BigIntegerField(default=0)
    media = models.ForeignKey(Media, models.PROTECT, related_name="+", null=True)
    trouble = models.CharField(max_length=300, blank=True)

    def __str__(self) -> str:
        return self.name or str(self.pk)
