from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Ground(TextChoices):
    """Those of clause 2.5: what breaks the law, of which threats and other people's data are named apart, spam, insults
    and obscenity. Criticism is never one."""

    ILLEGAL = "illegal", _("Нарушает закон")
    THREAT = "threat", _("Угроза")
    PERSONAL_DATA = "personal_data", _("Чужие личные данные")
    SPAM = "spam", _("Спам")
    INSULT = "insult", _("Оскорбление")
    OBSCENE = "obscene", _("Нецензурная брань")


# What the clause calls «нарушающие действующее законодательство», the only ground for a private message.
LAW = (Ground.ILLEGAL, Ground.THREAT, Ground.PERSONAL_DATA)


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
