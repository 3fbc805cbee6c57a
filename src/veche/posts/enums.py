from django.db.models import TextChoices


class PostState(TextChoices):
    """The state of the text; the acts of its deliveries tell what happened in networks."""

    DRAFT = "draft", "черновик"
    WAITING = "waiting", "ждёт согласия"
    RETURNED = "returned", "вернули с замечанием"
    APPROVED = "approved", "согласована"


class ChangeState(TextChoices):
    """What the press did with a suggested sentence. OUTDATED: the text had changed there before it was decided."""

    WAITING = "waiting", "ждёт"
    TAKEN = "taken", "взяли"
    LEFT = "left", "оставили как было"
    OUTDATED = "outdated", "текст уже другой"
