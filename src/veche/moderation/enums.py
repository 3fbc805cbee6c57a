from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Ground(TextChoices):
    """The four of clause 2.5. Criticism is never one."""

    ILLEGAL = "illegal", _("Нарушает закон")
    SPAM = "spam", _("Спам")
    INSULT = "insult", _("Оскорбление")
    OBSCENE = "obscene", _("Нецензурная брань")


class RulingVerb(TextChoices):
    DELETE = "delete", _("удалить")
    RESTORE = "restore", _("вернуть")
    KEEP = "keep", _("не нарушение")


class Term(TextChoices):
    """For how long an author is restricted. A month is thirty days."""

    DAY = "day", _("сутки")
    WEEK = "week", _("неделя")
    MONTH = "month", _("месяц")
    GOOD = "good", _("навсегда")
