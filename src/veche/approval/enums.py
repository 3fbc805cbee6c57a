from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Verdict(TextChoices):
    YES = "yes", _("согласовано")
    RETURN = "return", _("вернули с замечанием")
