from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class LiveStep(TextChoices):
    """What is to be done about a live stream, in this order; each is ticked by a person."""

    ANNOUNCED = "announced", _("анонс вышел")
    MODERATOR = "moderator", _("модератор назначен")
    QUESTIONS = "questions", _("вопросы собраны")
    WATCH = "watch", _("ссылка для зрителей готова")
    RECORDING = "recording", _("запись выложена")
