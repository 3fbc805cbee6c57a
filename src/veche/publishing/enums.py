from django.db.models import TextChoices


class LiveStep(TextChoices):
    """Checklist of a live stream, in order; a person ticks each."""

    ANNOUNCED = "announced", "анонс вышел"
    MODERATOR = "moderator", "модератор назначен"
    QUESTIONS = "questions", "вопросы собраны"
    WATCH = "watch", "ссылка для зрителей готова"
    RECORDING = "recording", "запись выложена"
