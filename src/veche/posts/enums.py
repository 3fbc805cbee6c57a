from django.db.models import TextChoices


class MediaKind(TextChoices):
    """What a file is for a reader; a photo is still, the others are `networks.protocol.FileKind`."""

    PHOTO = "photo", "фото"
    VIDEO = "video", "видео"
    ANIMATION = "animation", "анимация"
    DOCUMENT = "document", "файл"
    SUBTITLES = "subtitles", "субтитры"  # beside a video, never in a place of its own


class MediaState(TextChoices):
    """Of an original: whether it was looked into. Of a copy for a network: whether it is made."""

    WAITING = "waiting", "готовим"
    READY = "ready", "готово"
    REFUSED = "refused", "не подошло"


class PostState(TextChoices):
    """Where the text stands. What happened to it in the networks is told by the acts of its deliveries."""

    DRAFT = "draft", "черновик"
    WAITING = "waiting", "ждёт согласия"
    RETURNED = "returned", "вернули с замечанием"
    APPROVED = "approved", "согласована"
