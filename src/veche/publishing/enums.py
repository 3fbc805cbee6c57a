from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class LiveStep(TextChoices):
    """Checklist of a live stream, in order; a person ticks each."""

    ANNOUNCED = "announced", _("анонс вышел")
    MODERATOR = "moderator", _("модератор назначен")
    QUESTIONS = "questions", _("вопросы собраны")
    WATCH = "watch", _("ссылка для зрителей готова")
    RECORDING = "recording", _("запись выложена")
