from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class NetworkSlug(TextChoices):
    VK = "vk", _("ВКонтакте")
    OK = "ok", _("Одноклассники")
    TELEGRAM = "telegram", _("Телеграм")
    MAX = "max", _("MAX")


class KeySlot(TextChoices):
    """The places for keys; the same values as `networks.protocol.Slot`."""

    COMMUNITY = "community", _("Ключ сообщества")
    ADMIN = "admin", _("Ключ администратора")
    BOT = "bot", _("Ключ бота")
    APPLICATION = "application", _("Публичный ключ приложения")
    SECRET = "secret", _("Секретный ключ")


class Category(TextChoices):
    FLAGSHIP = "flagship", _("флагманский")
    ACTIVE = "active", _("активный")
    CARD = "card", _("визитка")


class CommentsMode(TextChoices):
    OPEN = "open", _("открыты под всеми записями")
    CLOSED = "closed", _("закрыты")
