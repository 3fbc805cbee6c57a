from django.db.models import TextChoices


class PostState(TextChoices):
    """The state of the text; the acts of its deliveries tell what happened in networks."""

    DRAFT = "draft", "черновик"
    WAITING = "waiting", "ждёт согласия"
    RETURNED = "returned", "вернули с замечанием"
    APPROVED = "approved", "согласована"
