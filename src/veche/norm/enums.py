from django.db.models import TextChoices


class Reposts(TextChoices):
    """How reposts past Veche stand beside the norm: a repost shows another page's post."""

    APART = "apart", "считаем отдельно"
    COUNT = "count", "идут в счёт"
