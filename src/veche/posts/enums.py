from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class PostState(TextChoices):
    """Where the text stands. What happened to it in the networks is told by the acts of its deliveries."""

    DRAFT = "draft", _("черновик")
    WAITING = "waiting", _("ждёт согласия")
    RETURNED = "returned", _("вернули с замечанием")
    APPROVED = "approved", _("согласована")
