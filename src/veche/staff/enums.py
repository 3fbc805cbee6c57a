from django.db.models import TextChoices


class Role(TextChoices):
    PRESS_OFFICER = "press_officer", "специалист пресс-службы"
    PRESS_HEAD = "press_head", "начальник пресс-службы"
    CURATOR = "curator", "куратор отдела"
    IT = "it", "отдел ИТ"
    HEAD = "head", "Глава города"
    DEPUTY_HEAD = "deputy_head", "заместитель Главы"
    AUDITOR = "auditor", "проверяющий"


class OfficeKind(TextChoices):
    """Which role the holder of an office has: `role`."""

    HEAD = "head", "Глава города"
    DEPUTY = "deputy", "заместитель Главы"

    @property
    def role(self) -> Role:
        return Role.HEAD if self is OfficeKind.HEAD else Role.DEPUTY_HEAD


class OwnDayKind(TextChoices):
    """Values of `kernel.clock.DayKind`."""

    OFF = "off", "выходной"
    SHORTENED = "shortened", "короче на час"
    WORKING = "working", "рабочий"


class Outcome(TextChoices):
    """What a row of a table of people would do."""

    NEW = "new", "новое"
    CHANGED = "changed", "изменится"
    SAME = "same", "уже так"
    REFUSED = "refused", "не возьмём"


# The press service: it writes, plans and publishes.
PRESS = frozenset({Role.PRESS_OFFICER, Role.PRESS_HEAD})

# What IT gives with one of these waits until the Head or the head of press has confirmed it: they publish, approve or
# confirm.
NEEDS_CONFIRMATION = frozenset({Role.PRESS_OFFICER, Role.PRESS_HEAD, Role.HEAD, Role.DEPUTY_HEAD})

# Roles that a deputy may take over; the rest are appointed by IT.
CAN_BE_LENT = frozenset({Role.PRESS_OFFICER, Role.PRESS_HEAD, Role.CURATOR, Role.DEPUTY_HEAD, Role.HEAD})
