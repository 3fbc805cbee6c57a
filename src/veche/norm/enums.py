from django.db.models import TextChoices


class Reposts(TextChoices):
    """How reposts past Veche stand beside the norm: a repost shows another page's post."""

    APART = "apart", "считаем отдельно"
    COUNT = "count", "идут в счёт"


class LeftOutWhy(TextChoices):
    """Why something of the week does not count."""

    WITHDRAWN = "withdrawn", "сняли с публикации"
    CATEGORY = "category", "рубрика не в счёт"
    FORMAT = "format", "формат не в счёт"
    NOT_OUT = "not_out", "не вышла или её убрали в сети"
    REPOST = "repost", "репост, их считаем отдельно"
    TWICE = "twice", "те же слова на другой странице, это одна запись"
