from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class MediaKind(TextChoices):
    """What a file is for a reader; a photo is still, the others are `networks.protocol.FileKind`."""

    PHOTO = "photo", _("фото")
    VIDEO = "video", _("видео")
    ANIMATION = "animation", _("анимация")
    DOCUMENT = "document", _("файл")
    SUBTITLES = "subtitles", _("субтитры")  # beside a video, never in a place of its own


class MediaState(TextChoices):
    """Of an original: whether it was looked into. Of a copy for a network: whether it is made."""

    WAITING = "waiting", _("готовим")
    READY = "ready", _("готово")
    REFUSED = "refused", _("не подошло")


class PostState(TextChoices):
    """Where the text stands. What happened to it in the networks is told by the acts of its deliveries."""

    DRAFT = "draft", _("черновик")
    WAITING = "waiting", _("ждёт согласия")
    RETURNED = "returned", _("вернули с замечанием")
    APPROVED = "approved", _("согласована")
