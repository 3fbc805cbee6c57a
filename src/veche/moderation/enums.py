from django.db.models import IntegerChoices, TextChoices


class Ground(TextChoices):
    """Grounds of clause 2.5: unlawful, of which threats and personal data are named apart, spam, insult, obscenity.

    Criticism is never one.
    """

    ILLEGAL = "illegal", "Нарушает закон"
    THREAT = "threat", "Угроза"
    PERSONAL_DATA = "personal_data", "Чужие личные данные"
    SPAM = "spam", "Спам"
    INSULT = "insult", "Оскорбление"
    OBSCENE = "obscene", "Нецензурная брань"


# What the clause calls «нарушающие действующее законодательство», the only ground for a private message.
LAW = (Ground.ILLEGAL, Ground.THREAT, Ground.PERSONAL_DATA)


class Danger(TextChoices):
    """What somebody must read at once. The words of `screening.danger.DANGERS`; no ground."""

    SUICIDE = "suicide", "Похоже, кто-то хочет умереть"
    VIOLENCE = "violence", "Похоже на призыв к насилию"
    THREAT = "threat", "Похоже на угрозу"


class RulingVerb(TextChoices):
    DELETE = "delete", "удалить"
    RESTORE = "restore", "вернуть"
    KEEP = "keep", "не нарушение"


class Term(TextChoices):
    """For how long an author is restricted. A month is thirty days; what has no end is reviewed each quarter."""

    DAY = "day", "сутки"
    WEEK = "week", "неделя"
    MONTH = "month", "месяц"
    GOOD = "good", "до пересмотра"


class Reach(IntegerChoices):
    """How far the reminders of a second signature or of a review have come."""

    NOBODY = 0, "никому"
    REMINDED = 1, "напомнили тем, кто решает"
    ABOVE = 2, "знают те, кто выше"


# The first step of the ladder: nothing is asked of the network.
WARNING = "warning"
# «Не ограничивать»: no step about the author.
NO_STEP = "none"


# A verdict of the second look beside the grounds: «не нарушение».
KEPT = "kept"


class What(TextChoices):
    """What a decision does with the words themselves."""

    STAY = "stay", "Оставить"
    DELETE = "delete", "Удалить"


class OfferAnswer(TextChoices):
    """What a person said of an offered threshold."""

    TAKEN = "taken", "взяли"
    LEFT = "left", "оставили прежний"


class Recipient(TextChoices):
    """Who gets a copy of a decision. Everybody but ourselves asks by a paper with a number."""

    OWN = "own", "себе, для работы"
    POLICE = "police", "полиция"
    PROSECUTOR = "prosecutor", "прокуратура"
    REGULATOR = "regulator", "Роскомнадзор"
    COURT = "court", "суд"
    OTHER = "other", "другой по запросу"


class PacketKind(TextChoices):
    ZIP = "zip", "ZIP"
    PDF = "pdf", "PDF"
