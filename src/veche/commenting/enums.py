from django.db.models import TextChoices

from veche.networks.protocol import CommentMode


class Mode(TextChoices):
    """What comments are besides open; the same values as `networks.protocol.CommentMode`."""

    LIMITED = CommentMode.LIMITED.value, "ограничены"
    CLOSED = CommentMode.CLOSED.value, "закрыты"


class AccountMode(TextChoices):
    """The comment mode that a network shows or that we expect of it; the values of `networks.protocol.CommentMode`."""

    OPEN = CommentMode.OPEN.value, "открыты"
    LIMITED = CommentMode.LIMITED.value, "ограничены"
    CLOSED = CommentMode.CLOSED.value, "закрыты"
