from django.db.models import TextChoices


class OccasionKind(TextChoices):
    HEAD = "head", "событие Главы города"
    DEPUTY = "deputy", "событие заместителя Главы"
    DEPARTMENT = "department", "работа отдела"
    DATE = "date", "памятный день"
    REQUEST = "request", "спрашивают жители"
    NEWS = "news", "новость сайта"
    OTHER = "other", "другой повод"


class Format(TextChoices):
    """Formats of clause 2.2 as planned; the post's parts tell the real one."""

    TEXT = "text", "текст"
    PHOTO = "photo", "фото"
    INFOGRAPHIC = "infographic", "инфографика"
    CARDS = "cards", "карточки"
    ANIMATION = "animation", "анимация"
    VIDEO = "video", "видео"
    LIVE = "live", "прямой эфир"
    POLL = "poll", "опрос"
    STORY = "story", "история"
    DOCUMENT = "document", "документ"
    LINK = "link", "ссылка"


class PostCategory(TextChoices):
    """What the norm of clause 2.1 counts: activity of the bodies and other socially important information."""

    ACTIVITY = "activity", "о работе администрации"
    IMPORTANT = "important", "важное для города"
    OTHER = "other", "остальное"


class MaterialPart(TextChoices):
    """What is asked for after an event."""

    PHOTOS = "photos", "фотографии, пять-десять лучших"
    QUOTES = "quotes", "цитаты: кто сказал и что"
    NAMES = "names", "имена и должности тех, кто на снимках и в цитатах"


class ReadingOutcome(TextChoices):
    """What an occurrence of a calendar that was read would do."""

    CHANGED = "changed", "изменится"
    GONE = "gone", "отменено или убрано"
    NEW = "new", "новое"
    SAME = "same", "без изменений"
    PAST = "past", "уже прошло"
    SKIPPED = "skipped", "не возьмём"


class Rhythm(TextChoices):
    """When a repeating item comes again. The month's and the year's day is that of the first one."""

    WEEKLY = "weekly", "по дням недели"
    MONTHLY = "monthly", "каждый месяц того же числа"
    YEARLY = "yearly", "каждый год в тот же день"


class RowOutcome(TextChoices):
    """What becomes of a row of a plan that was loaded from a file."""

    ASK = "ask", "под вопросом"
    TWICE = "twice", "дважды"
    THERE = "there", "уже в плане"
    PLACE = "place", "встанет"
    CHANGE = "change", "изменится"
    OFF = "off", "убрали"
    SKIP = "skip", "пропустим"
