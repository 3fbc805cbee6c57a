from django.db.models import TextChoices


class GroupKind(TextChoices):
    """What makes comments a group: the same words, one trouble, one case, or a burst of proposals under one post."""

    SAME = "same", "пишут одно и то же"
    TROUBLE = "trouble", "об одной беде"
    CASE = "case", "в одном деле"
    POST = "post", "предложено удалить под одной записью"


class GroupVerb(TextChoices):
    DELETE = "delete", "удалить"
    KEEP = "keep", "оставить"
    CASE = "case", "в одно дело"
    ANSWER = "answer", "ответить всем"


class Outcome(TextChoices):
    """What became of a comment of a group decision. LEFT: it was left out, `why` says why."""

    WAITS = "", "ждёт"
    DONE = "done", "сделано"
    LEFT = "left", "пропущен"
    UNDONE = "undone", "отменено"
