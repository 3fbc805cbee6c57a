from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class ConversationKind(TextChoices):
    POST = "post", _("под записью")
    PRIVATE = "private", _("личные сообщения")


class MessageState(TextChoices):
    NEW = "new", _("ждёт")
    KEPT = "kept", _("не нарушение")
    ANSWERED = "answered", _("ответили")
    DELETING = "deleting", _("удаляем")
    DELETED = "deleted", _("удалён")
    RESTORING = "restoring", _("возвращаем")
    GONE = "gone", _("удалён в сети не нами")
    CLOSED = "closed", _("ответ не нужен")
