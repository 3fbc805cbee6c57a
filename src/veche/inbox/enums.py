from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class MessageState(TextChoices):
    NEW = "new", _("ждёт")
    KEPT = "kept", _("не нарушение")
    ANSWERED = "answered", _("ответили")
    DELETING = "deleting", _("удаляем")
    DELETED = "deleted", _("удалён")
    RESTORING = "restoring", _("возвращаем")
    GONE = "gone", _("удалён в сети не нами")
