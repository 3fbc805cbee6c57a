from django.db.models import IntegerChoices, TextChoices


class AppealState(TextChoices):
    WAITING = "waiting", "ждёт решения"
    UPHELD = "upheld", "решение оставили"
    OVERTURNED = "overturned", "решение отменили"
    DISMISSED = "dismissed", "не нашли, что пересматривать"


DECIDED = frozenset({AppealState.UPHELD, AppealState.OVERTURNED})


class Reach(IntegerChoices):
    """How far the reminders of an appeal have come."""

    NOBODY = 0, "никому"
    REMINDED = 1, "напомнили пресс-службе"
    DUE = 2, "знает начальник пресс-службы"


class Channel(TextChoices):
    """How the author of the words was told of a decision."""

    PRIVATE = "private", "в личной переписке"
    BAN = "ban", "в причине ограничения"
    POST = "post", "под записью"
    NONE = "none", "не сказали"
