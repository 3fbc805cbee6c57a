from django.db.models import TextChoices


class ConversationKind(TextChoices):
    POST = "post", "под записью"
    PRIVATE = "private", "личные сообщения"


class MessageState(TextChoices):
    NEW = "new", "ждёт"
    KEPT = "kept", "не нарушение"
    ANSWERED = "answered", "ответили"
    DELETING = "deleting", "удаляем"
    DELETED = "deleted", "удалён"
    RESTORING = "restoring", "возвращаем"
    GONE = "gone", "удалён в сети не нами"
    CLOSED = "closed", "ответ не нужен"
