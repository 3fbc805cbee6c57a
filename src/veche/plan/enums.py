from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class OccasionKind(TextChoices):
    HEAD = "head", _("событие Главы города")
    DEPUTY = "deputy", _("событие заместителя Главы")
    DEPARTMENT = "department", _("работа отдела")
    DATE = "date", _("памятный день")
    REQUEST = "request", _("спрашивают жители")
    OTHER = "other", _("другой повод")


class Format(TextChoices):
    """The formats of clause 2.2 that step by step become publishable; text and photo now."""

    TEXT = "text", _("текст")
    PHOTO = "photo", _("фото")


class PostCategory(TextChoices):
    """What the norm of clause 2.1 counts: activity of the bodies and other socially important information."""

    ACTIVITY = "activity", _("о работе администрации")
    IMPORTANT = "important", _("важное для города")
    OTHER = "other", _("остальное")
