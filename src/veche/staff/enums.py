from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    PRESS_OFFICER = "press_officer", _("специалист пресс-службы")
    PRESS_HEAD = "press_head", _("начальник пресс-службы")
    CURATOR = "curator", _("куратор отдела")
    IT = "it", _("отдел ИТ")
    HEAD = "head", _("Глава города")
    AUDITOR = "auditor", _("проверяющий")


# What IT gives with one of these waits until the Head or the head of press has confirmed it: they publish, or confirm.
NEEDS_CONFIRMATION = frozenset({Role.PRESS_OFFICER, Role.PRESS_HEAD, Role.HEAD})

# Roles that a deputy may take over; the rest are appointed by IT.
CAN_BE_LENT = frozenset({Role.PRESS_OFFICER, Role.PRESS_HEAD, Role.CURATOR})
