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
    """The formats of clause 2.2: what is planned. What a post really holds is told by its parts."""

    TEXT = "text", _("текст")
    PHOTO = "photo", _("фото")
    INFOGRAPHIC = "infographic", _("инфографика")
    CARDS = "cards", _("карточки")
    ANIMATION = "animation", _("анимация")
    VIDEO = "video", _("видео")
    LIVE = "live", _("прямой эфир")
    POLL = "poll", _("опрос")
    STORY = "story", _("история")
    DOCUMENT = "document", _("документ")
    LINK = "link", _("ссылка")


class PostCategory(TextChoices):
    """What the norm of clause 2.1 counts: activity of the bodies and other socially important information."""

    ACTIVITY = "activity", _("о работе администрации")
    IMPORTANT = "important", _("важное для города")
    OTHER = "other", _("остальное")
