from django.db.models import TextChoices


class PauseChoice(TextChoices):
    """What becomes of a publication that waits when a pause ends."""

    KEEP = "keep", "Оставить"
    MOVE = "move", "Перенести"
    DROP = "drop", "Снять"


class LiveStep(TextChoices):
    """Checklist of a live stream, in order; a person ticks each."""

    ANNOUNCED = "announced", "анонс вышел"
    MODERATOR = "moderator", "модератор назначен"
    QUESTIONS = "questions", "вопросы собраны"
    WATCH = "watch", "ссылка для зрителей готова"
    RECORDING = "recording", "запись выложена"


class ForeignVerdict(TextChoices):
    """Whose a post is that appeared on our page past Veche."""

    OURS = "ours", "наше"
    NOT_OURS = "not_ours", "не мы"
