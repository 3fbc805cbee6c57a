"""Occasions and the content plan (clause 1.2)."""

from django.conf import settings
from django.db import models

from veche.accounts.models import Account
from veche.plan.enums import Format, OccasionKind, PostCategory, Rhythm
from veche.staff.models import Department, Office
from veche.staff.tenancy import Owned


class Calendar(Owned):
    """A calendar whose events become occasions: of an office, of a department, or of the city (neither)."""

    name = models.CharField("название", max_length=200)
    office = models.ForeignKey(Office, models.PROTECT, null=True, blank=True, verbose_name="чей")
    department = models.ForeignKey(Department, models.PROTECT, null=True, blank=True, verbose_name="отдел")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    # When its events last became occasions.
    written_at = models.DateTimeField(null=True)
    # The address that it is read at, sealed as it may hold a secret, and its host for people; empty: files alone.
    sealed = models.TextField(blank=True)
    host = models.CharField(max_length=253, blank=True)
    next_read_at = models.DateTimeField(null=True)
    # The last try, what it failed with as a sentence, and the last one that the server answered as expected.
    asked_at = models.DateTimeField(null=True)
    trouble = models.CharField(max_length=300, blank=True)
    read_at = models.DateTimeField(null=True)
    # When it was last read as a whole, and the server's validators of that answer (RFC 9110).
    whole_at = models.DateTimeField(null=True)
    # Whether its events are the memorial days that are switched on (`memorial_days`).
    has_days = models.BooleanField(default=False)
    # What the address answers with: news of the site (`site_news`), or else events.
    has_news = models.BooleanField(default=False)
    # What items of its events begin with; "" is the usual category.
    item_department = models.ForeignKey(Department, models.SET_NULL, null=True, related_name="+")
    item_category = models.CharField(max_length=12, choices=PostCategory.choices, blank=True)
    # How many days ahead people are warned of an event of which nothing is planned.
    warns_days = models.PositiveSmallIntegerField(default=2, db_default=2)
    # After how many hours from an event's end its material (`MaterialPart`) is asked for; None: never. `asks_by` has
    # switched that on at `asks_since`.
    asks_after = models.PositiveSmallIntegerField(null=True)
    asks_for = models.JSONField(default=list)
    asks_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    asks_since = models.DateTimeField(null=True)
    etag = models.CharField(max_length=200, blank=True)
    modified = models.CharField(max_length=100, blank=True)

    class Meta:
        ordering = ("name", "id")
        constraints = (
            models.CheckConstraint(
                condition=models.Q(office=None) | models.Q(department=None), name="plan_calendar_of_one"
            ),
            models.UniqueConstraint(fields=("administration", "name"), name="plan_calendar_name"),
            models.UniqueConstraint(
                fields=("administration",), condition=models.Q(has_days=True), name="plan_calendar_of_days"
            ),
        )
        indexes = (
            models.Index(
                fields=("next_read_at",), condition=models.Q(next_read_at__isnull=False), name="plan_calendar_due"
            ),
        )

    def __str__(self) -> str:
        return self.name

    @property
    def owner(self) -> str:
        """The name of whose it is."""
        return str(self.office or self.department or "город")


class MemorialDay(Owned):
    """A memorial day of the administration's list: an own one (no slug), or a known one that was switched.

    `month` to `weekday`: the rule of an own one (`memorial.rules.DayRule`).
    """

    slug = models.CharField(max_length=40, blank=True)
    title = models.CharField("название", max_length=200)
    month = models.SmallIntegerField(default=0)
    day = models.SmallIntegerField(default=0)
    week = models.SmallIntegerField(default=0)
    weekday = models.SmallIntegerField(default=0)
    is_on = models.BooleanField(default=True)

    class Meta:
        ordering = ("title", "id")
        constraints = (
            models.UniqueConstraint(
                fields=("administration", "slug"), condition=~models.Q(slug=""), name="plan_memorial_day_known"
            ),
            models.UniqueConstraint(
                fields=("administration", "title"), condition=models.Q(slug=""), name="plan_memorial_day_own"
            ),
        )

    def __str__(self) -> str:
        return self.title


class PlanFeed(Owned):
    """A secret address at which programs read the plan as a calendar. Only the hash of its secret is stored."""

    name = models.CharField("для кого", max_length=100)
    digest = models.CharField(max_length=64, unique=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-created_at", "-id")

    def __str__(self) -> str:
        return self.name


class CalendarReading(Owned):
    """A calendar that was read from a file or a text and waits for a yes; one for each person who loads.

    `text`: of events that were pasted, else empty. `occurrences`, `problems`: of `documents.calendar` as JSON, from
    `first` to `last`.
    """

    calendar = models.ForeignKey(Calendar, models.CASCADE, related_name="+")
    loaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    loaded_at = models.DateTimeField()
    file_name = models.CharField(max_length=200, blank=True)
    text = models.TextField(blank=True)
    first = models.DateField()
    last = models.DateField()
    occurrences = models.JSONField()
    problems = models.JSONField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("loaded_by",), name="plan_calendar_reading_once"),)

    def __str__(self) -> str:
        return self.file_name or "Вставленный текст"


class Occasion(Owned):
    """«Информационный повод»: a reason for a publication. Without a date it is listed under the week."""

    kind = models.CharField("какой повод", max_length=12, choices=OccasionKind.choices)
    title = models.CharField("повод", max_length=200)
    starts_at = models.DateTimeField("когда", null=True, blank=True)
    # False: only the day is known, and `starts_at` is its beginning on the city's clock.
    has_hour = models.BooleanField("известно время", default=True)
    place = models.CharField("где", max_length=200, blank=True)
    department = models.ForeignKey(Department, models.SET_NULL, null=True, blank=True, verbose_name="отдел")
    office = models.ForeignKey(Office, models.SET_NULL, null=True, blank=True, verbose_name="чьё событие")
    note = models.TextField("заметка", blank=True, max_length=2000)
    link = models.URLField("ссылка", max_length=500, blank=True)
    # None: the program has found it (`asked_often`).
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    once = models.UUIDField(null=True, editable=False)  # which press of a button made it (`plan.forms.OnceForm`)
    ends_at = models.DateTimeField("до", null=True)
    # Of an event of a calendar: `uid` and `recurrence` say which one, `source` what was read last (`CalendarEvent`).
    calendar = models.ForeignKey(Calendar, models.SET_NULL, null=True, related_name="occasions")
    uid = models.CharField(max_length=200, blank=True)
    recurrence = models.CharField(max_length=40, blank=True)
    source = models.JSONField(null=True)
    cancelled_at = models.DateTimeField(null=True)
    # Of one that a person wrote: whether its material is asked for after it, as a calendar may say of its events.
    asks_material = models.BooleanField(default=False, db_default=False)
    # When its material was asked for by itself (`after_event`).
    material_asked_at = models.DateTimeField(null=True)
    # A person has put it aside; a calendar that is read again does not bring it back.
    dropped_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("starts_at", "id")
        constraints = (
            models.UniqueConstraint(fields=("created_by", "once"), name="plan_occasion_once"),
            models.UniqueConstraint(
                fields=("calendar", "uid", "recurrence"),
                condition=models.Q(calendar__isnull=False),
                name="plan_occasion_of_calendar",
            ),
        )
        indexes = (models.Index(fields=("administration", "starts_at"), name="plan_occasion_calendar"),)

    def __str__(self) -> str:
        return self.title


class Series(Owned):
    """«Повтор»: an item of the plan that comes again, «каждый вторник». Its items are placed some weeks ahead.

    `weekdays`: digits of the days of a weekly one, Monday is 0; `every`: how many weeks apart.
    """

    title = models.CharField("о чём", max_length=200)
    rhythm = models.CharField("как часто", max_length=8, choices=Rhythm.choices, default=Rhythm.WEEKLY)
    weekdays = models.CharField("дни", max_length=7, blank=True)
    every = models.PositiveSmallIntegerField("через сколько недель", default=1)
    starts_on = models.DateField("с какого дня")
    ends_on = models.DateField("по какой день", null=True, blank=True)
    hour = models.TimeField("время")
    format = models.CharField("формат", max_length=12, choices=Format.choices, default=Format.TEXT)
    category = models.CharField("рубрика", max_length=12, choices=PostCategory.choices, default=PostCategory.ACTIVITY)
    department = models.ForeignKey(Department, models.SET_NULL, null=True, blank=True, verbose_name="отдел")
    accounts = models.ManyToManyField(Account, verbose_name="куда", related_name="+")
    note = models.TextField("заметка", blank=True, max_length=2000)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    stopped_at = models.DateTimeField(null=True, blank=True)
    once = models.UUIDField(null=True, editable=False)

    class Meta:
        ordering = ("title", "id")
        constraints = (models.UniqueConstraint(fields=("created_by", "once"), name="plan_series_once"),)

    def __str__(self) -> str:
        return self.title


class PlanFile(Owned):
    """A plan that was read from a file: it waits for a yes (one for each person who loads), or stands in the plan.

    `rows`: of `domain/file_rows.py` as JSON. `answers`: what a person said of rows, by the row's number in `rows`.
    `changed`: items that it has changed, with their values before and after (`domain/file_changed.py`).
    """

    loaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    loaded_at = models.DateTimeField()
    file_name = models.CharField(max_length=200)
    has_macros = models.BooleanField(default=False)
    rows = models.JSONField()
    answers = models.JSONField(default=dict)
    changed = models.JSONField(default=list)
    placed_at = models.DateTimeField(null=True)
    placed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("loaded_by",), condition=models.Q(placed_at=None), name="plan_file_waits_once"
            ),
        )
        indexes = (models.Index(fields=("administration", "-placed_at"), name="plan_file_placed"),)

    def __str__(self) -> str:
        return self.file_name


class PlanItem(Owned):
    """«Пункт плана»: what to publish, where, when, in which format, by whom, from which occasion."""

    title = models.CharField("о чём", max_length=200)
    occasion = models.ForeignKey(Occasion, models.SET_NULL, null=True, blank=True, related_name="items")
    publish_at = models.DateTimeField("когда выйдет")
    format = models.CharField("формат", max_length=12, choices=Format.choices, default=Format.TEXT)
    category = models.CharField("рубрика", max_length=12, choices=PostCategory.choices, default=PostCategory.ACTIVITY)
    department = models.ForeignKey(Department, models.SET_NULL, null=True, blank=True, verbose_name="отдел")
    # Whose words the post has: «начальник отдела дорог Иван Петров».
    speaker = models.CharField("кто говорит", max_length=200, blank=True, db_default="")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="plan_items")
    accounts = models.ManyToManyField(Account, verbose_name="куда", related_name="plan_items")
    note = models.TextField("заметка", blank=True, max_length=2000)
    created_at = models.DateTimeField(auto_now_add=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    file = models.ForeignKey(PlanFile, models.SET_NULL, null=True, editable=False, related_name="items")
    once = models.UUIDField(null=True, editable=False)
    # Since when nobody has looked at a move or a cancellation of the occasion, and when it was to begin before that.
    occasion_shifted_at = models.DateTimeField(null=True)
    occasion_was_at = models.DateTimeField(null=True)
    # The day of the series that it stands for, also after it was moved or dropped: that day is not placed again.
    series = models.ForeignKey(Series, models.PROTECT, null=True, editable=False, related_name="items")
    series_day = models.DateField(null=True, editable=False)

    class Meta:
        ordering = ("publish_at", "id")
        constraints = (
            models.UniqueConstraint(fields=("author", "once"), name="plan_item_once"),
            models.UniqueConstraint(fields=("series", "series_day"), name="plan_item_of_series"),
        )
        indexes = (
            models.Index(fields=("administration", "publish_at"), name="plan_item_calendar"),
            models.Index(
                fields=("administration",), condition=models.Q(cancelled_at__isnull=False), name="plan_item_cancelled"
            ),
            models.Index(
                fields=("administration",),
                condition=models.Q(occasion_shifted_at__isnull=False),
                name="plan_item_occasion_shifted",
            ),
        )

    def __str__(self) -> str:
        return self.title


class DifferentMatter(Owned):
    """Two items whose titles are alike and that a person has told apart: «это разное». `first` has the smaller id."""

    first = models.ForeignKey(PlanItem, models.CASCADE, related_name="+")
    second = models.ForeignKey(PlanItem, models.CASCADE, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("first", "second"), name="plan_different_once"),
            models.CheckConstraint(condition=models.Q(first__lt=models.F("second")), name="plan_different_in_order"),
        )

    def __str__(self) -> str:
        return f"{self.first}, {self.second}"


class PlanChange(Owned):
    """A move of an item, or a cancellation (`became` None), with the reason that a person gave, "" until then."""

    item = models.ForeignKey(PlanItem, models.CASCADE, related_name="changes")
    was = models.DateTimeField()
    became = models.DateTimeField(null=True)
    reason = models.CharField("почему", max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ("at", "id")
        indexes = (models.Index(fields=("administration", "was"), name="plan_change_by_hour"),)

    def __str__(self) -> str:
        return f"{self.item}: {self.reason}"
