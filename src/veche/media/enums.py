from django.db.models import TextChoices


class MediaKind(TextChoices):
    """The kind of a file; a photo is still, the others are `networks.protocol.FileKind`."""

    PHOTO = "photo", "фото"
    VIDEO = "video", "видео"
    ANIMATION = "animation", "анимация"
    DOCUMENT = "document", "файл"
    SUBTITLES = "subtitles", "субтитры"  # beside a video, never in a place of its own


class MediaState(TextChoices):
    """Whether an original was probed, or a copy was made."""

    WAITING = "waiting", "готовим"
    READY = "ready", "готово"
    REFUSED = "refused", "не подошло"
