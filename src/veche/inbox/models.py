"""Comments and private messages: idempotent, never lost, with the bytes of their pictures (clauses 1.2, 2.5)."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from veche.accounts.models import Account
from veche.inbox.enums import ConversationKind, MessageState
from veche.outbox.models import Act
from veche.plan.models import Occasion
from veche.staff.tenancy import Owned


class InboundEvent(Owned):
    """A parsed event of a network, stored before it is processed."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="arrivals")
    dedup = models.CharField(max_length=120)
    kind = models.CharField(max_length=20)
    payload = models.JSONField()
    received_at = models.DateTimeField()
    processed_at = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=300, blank=True)
    tries = models.PositiveIntegerField(default=0)
    next_try_at = models.DateTimeField(null=True)  # null: nobody has tried yet

    journal_label = "inbox.arrival"

    class Meta:
        db_table = "inbox_arrival"
        ordering = ("id",)
        constraints = (models.UniqueConstraint(fields=("account", "dedup"), name="inbox_arrival_once"),)
        indexes = (
            models.Index(fields=("account", "id"), condition=Q(processed_at=None), name="inbox_arrival_waiting"),
            models.Index(fields=("administration",), condition=Q(processed_at=None), name="inbox_arrival_open"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.dedup}"


class Gap(Owned):
    """Events that a network did not keep for us, in its own sentence, until a person has checked the network."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="gaps")
    sentence = models.CharField(max_length=300)
    at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)
    seen_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ("id",)
        indexes = (models.Index(fields=("administration",), condition=Q(seen_at=None), name="inbox_gap_open"),)

    def __str__(self) -> str:
        return self.sentence


class Conversation(Owned):
    """The comments under one post of one account, or the private messages of one resident (`peer_id`).

    In VK also what stands under one photo or video or in one topic, and a post that a resident suggests (`post_id` is
    made and read by its adapter; `words.where`). `thread_id` is Telegram's root message in the linked group.
    """

    account = models.ForeignKey(Account, models.PROTECT, related_name="conversations")
    kind = models.CharField(max_length=8, choices=ConversationKind.choices, default=ConversationKind.POST)
    peer_id = models.CharField(max_length=64, blank=True)
    post_id = models.CharField(max_length=64, blank=True)
    thread_id = models.CharField(max_length=64, blank=True)
    act = models.ForeignKey(Act, models.SET_NULL, null=True, related_name="conversations")
    title = models.CharField(max_length=200, blank=True)
    url = models.URLField(blank=True)
    posted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("account", "post_id"), condition=~Q(post_id=""), name="inbox_post_once"),
            models.UniqueConstraint(
                fields=("account", "thread_id"), condition=~Q(thread_id=""), name="inbox_thread_once"
            ),
            models.UniqueConstraint(fields=("account", "peer_id"), condition=~Q(peer_id=""), name="inbox_peer_once"),
            models.CheckConstraint(
                condition=Q(kind=ConversationKind.POST, peer_id="")
                | (Q(kind=ConversationKind.PRIVATE) & ~Q(peer_id="")),
                name="inbox_private_has_peer",
            ),
        )

    def __str__(self) -> str:
        if self.kind == ConversationKind.PRIVATE:
            return "Личные сообщения"
        return self.title or f"Запись {self.post_id}"


class Message(Owned):
    """A comment or a private message as received. `text` is the newest wording; all are in `wordings`."""

    conversation = models.ForeignKey(Conversation, models.PROTECT, related_name="messages")
    account = models.ForeignKey(Account, models.PROTECT, related_name="messages")
    remote_id = models.CharField(max_length=64)
    author_id = models.CharField(max_length=64, blank=True)
    author_name = models.CharField(max_length=200, blank=True)
    text = models.TextField(blank=True)
    at = models.DateTimeField()
    received_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True)
    reply_to = models.CharField(max_length=64, blank=True)
    ours = models.BooleanField(default=False)
    private = models.BooleanField(default=False)  # as the conversation's kind: only who answers may read it
    followed = models.BooleanField(default=False)  # in private the same resident has written more since
    state = models.CharField(max_length=12, choices=MessageState.choices, default=MessageState.NEW)
    screened_at = models.DateTimeField(null=True)  # null: nobody has screened this wording yet
    # Copies, for the index of what waits: the proposal names a ground; somebody has answered since it was made.
    suspect = models.BooleanField(db_default=False)
    heeded = models.BooleanField(db_default=False)
    # The first of several people's comments that say the same, itself included; null: nobody else says it.
    same_as = models.ForeignKey("self", models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ("at", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("account", "remote_id"), condition=Q(private=False), name="inbox_message_once"
            ),
            # What a decision repeats of its message (moderation.Ruling), so that the database compares both.
            models.UniqueConstraint(fields=("id", "private"), name="inbox_message_private_key"),
            # A network numbers private messages apart from comments, and some begin anew with each resident.
            models.UniqueConstraint(
                fields=("conversation", "remote_id"), condition=Q(private=True), name="inbox_private_once"
            ),
        )
        indexes = (
            # Conditions of flags alone: SQLite does not see that a bound word is the word of a condition.
            models.Index(
                fields=("administration", "state", "at"),
                condition=Q(ours=False, followed=False),
                name="inbox_message_open",
            ),
            models.Index(
                fields=("administration", "state"),
                condition=Q(suspect=True, heeded=False),
                name="inbox_message_suspect",
            ),
            models.Index(
                fields=("administration", "at"),
                condition=Q(private=True, ours=False, followed=False),
                name="inbox_message_talks",
            ),
            models.Index(fields=("administration", "at"), name="inbox_message_all"),
            # With the conversation, so that comments of a month are counted without their rows.
            models.Index(
                fields=("administration", "at", "conversation"),
                condition=Q(ours=False, private=False),
                name="inbox_message_comments",
            ),
            models.Index(fields=("state",), name="inbox_message_state"),
            models.Index(fields=("conversation", "at"), name="inbox_message_talk"),
            # An author's comments are counted from it without a look at the rows.
            models.Index(
                fields=("account", "author_id", "at", "state", "private", "administration"),
                name="inbox_message_author",
            ),
            # A list of one account, in which nobody may have written for years.
            models.Index(fields=("account", "at"), condition=Q(ours=False), name="inbox_message_account"),
            models.Index(
                fields=("id",),
                condition=Q(screened_at=None, ours=False, private=False),
                name="inbox_message_unscreened",
            ),
            models.Index(
                fields=("id",), condition=Q(screened_at=None, ours=False, private=True), name="inbox_private_unscreened"
            ),
        )

    def __str__(self) -> str:
        return f"{self.author}: {self.text[:40]}"

    @property
    def author(self) -> str:
        """The author's name or, for VK callbacks, which have none, their number; for our own messages the page."""
        if self.author_name:
            return self.author_name
        if self.ours:
            return str(self.account.title)
        return f"Автор {self.author_id}" if self.author_id else "Без имени"


class Wording(Owned):
    """One wording of a message at one time: evidence is what was received, not what the network shows now."""

    message = models.ForeignKey(Message, models.CASCADE, related_name="wordings")
    text = models.TextField(blank=True)
    at = models.DateTimeField()
    received_at = models.DateTimeField()

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return self.text[:40]


class MessagePicture(Owned):
    """A picture of a message; its bytes are fetched at once and stored unchanged under their hash."""

    message = models.ForeignKey(Message, models.CASCADE, related_name="pictures")
    ref = models.TextField()
    sha256 = models.CharField(max_length=64, blank=True)
    mime = models.CharField(max_length=40, blank=True)
    size = models.PositiveIntegerField(default=0)
    tries = models.PositiveSmallIntegerField(default=0)
    fetched_at = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return self.sha256 or self.ref


class Answer(Owned):
    """An answer in the account's own name; an act of the outbox sends it."""

    message = models.ForeignKey(Message, models.PROTECT, related_name="answers")
    text = models.TextField("ответ")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    act = models.OneToOneField(Act, models.PROTECT, related_name="answer")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return self.text[:40]


class AskedTopic(Owned):
    """What many residents ask about in comments. `lemma`: the noun that they share; `title`: the topic in words.

    `occasion` None: a person has removed it, and it is not offered again while residents go on asking. `people`: how
    many asked in the days that are looked at. `ended_at`: when they stopped; a later wave is a topic of its own.
    """

    lemma = models.CharField(max_length=64)
    title = models.CharField(max_length=200)
    occasion = models.OneToOneField(Occasion, models.SET_NULL, null=True, related_name="+")
    messages = models.ManyToManyField(Message, related_name="+")
    people = models.PositiveIntegerField()
    found_at = models.DateTimeField()
    asked_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-people", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("administration", "lemma"), condition=Q(ended_at=None), name="inbox_topic_asked_once"
            ),
        )

    def __str__(self) -> str:
        return self.title


class AskedSettings(Owned):
    """When what residents ask becomes an occasion: `people` have asked about it within `days`. Without a row: these
    defaults."""

    is_on = models.BooleanField("записывать поводом то, что жители часто спрашивают", default=True)
    people = models.PositiveSmallIntegerField("сколько человек спросили", default=5)
    days = models.PositiveSmallIntegerField("за сколько дней", default=7)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("administration",), name="inbox_asked_settings_once"),)

    def __str__(self) -> str:
        return f"Что спрашивают жители: {self.administration}"


class Hold(Owned):
    """Who works on a comment, or on a private talk (`message` None), until a moment. A colleague may take it over."""

    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="holds")
    message = models.ForeignKey(Message, models.CASCADE, null=True, related_name="holds")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    taken_at = models.DateTimeField()
    until = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("message",), condition=~Q(message=None), name="inbox_hold_of_comment"),
            models.UniqueConstraint(fields=("conversation",), condition=Q(message=None), name="inbox_hold_of_talk"),
        )

    def __str__(self) -> str:
        return f"{self.person}: {self.taken_at}"


class AtWork(Owned):
    """Who has a comment, or a private talk (`message` None), open. Not in the journal; deleted soon after `seen_at`."""

    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="+")
    message = models.ForeignKey(Message, models.CASCADE, null=True, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    since = models.DateTimeField()
    seen_at = models.DateTimeField()
    wrote_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("message", "person"), condition=~Q(message=None), name="inbox_at_comment_once"
            ),
            models.UniqueConstraint(
                fields=("conversation", "person"), condition=Q(message=None), name="inbox_at_talk_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.person}: {self.seen_at}"


class Note(Owned):
    """A note of the press service about a comment, or about a private talk (`message` None). Never sent."""

    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="notes")
    message = models.ForeignKey(Message, models.CASCADE, null=True, related_name="notes")
    text = models.TextField("заметка")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return self.text[:40]


class SavedFilter(Owned):
    """A filter of the inbox under a name: `query` as its address says it. `place`: among those of its person."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    name = models.CharField("название", max_length=40)
    query = models.CharField(max_length=500)
    shared = models.BooleanField(default=False)
    place = models.PositiveSmallIntegerField()
    at = models.DateTimeField()

    class Meta:
        ordering = ("place", "id")
        constraints = (
            models.UniqueConstraint(fields=("administration", "person", "name"), name="inbox_saved_filter_once"),
            models.CheckConstraint(condition=~Q(name="") & ~Q(query=""), name="inbox_saved_filter_says_what"),
        )

    def __str__(self) -> str:
        return self.name


class InboxSettings(Owned):
    """For how long «Беру» holds, and after how many working hours a resident has waited for long. Without a row: these
    defaults."""

    hold_minutes = models.PositiveSmallIntegerField("на сколько минут занимает «Беру»", default=30)
    late_hours = models.PositiveSmallIntegerField("через сколько рабочих часов ждут долго", default=9)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("administration",), name="inbox_settings_once"),)

    def __str__(self) -> str:
        return f"Настройки входящих: {self.administration}"
