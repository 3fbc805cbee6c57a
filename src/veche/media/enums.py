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


class Basis(TextChoices):
    """Why the city may use a file. Empty: nobody has said."""

    OWN = "own", "своё: сделал сотрудник администрации"
    CONTRACT = "contract", "по договору"
    FREE = "free", "по свободной лицензии"
    RESIDENT = "resident", "прислал житель и разрешил поставить"
    DEPARTMENT = "department", "прислал отдел"


class People(TextChoices):
    """On what ground recognisable people are shown (Civil Code, art. 152.1). Empty: nobody has said."""

    NOBODY = "nobody", "людей нет или лиц не видно"
    EVENT = "event", "общее мероприятие или улица, человек не главное на снимке"
    OFFICIAL = "official", "должностные лица на службе"
    CONSENT = "consent", "узнаваемы и разрешили"
    PAID = "paid", "снимались за плату"
    UNASKED = "unasked", "узнаваемы, согласия нет"


class Children(TextChoices):
    """Whether children can be recognised. Empty: nobody has said."""

    NONE = "none", "детей нет"
    SHOWN = "shown", "есть дети"
