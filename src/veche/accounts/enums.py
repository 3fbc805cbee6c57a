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


class Rank(TextChoices):
    """Who somebody is in the network itself; the same values as `networks.protocol.Rank`."""

    OWNER = "owner", _("владелец")
    ADMINISTRATOR = "administrator", _("администратор")
    EDITOR = "editor", _("редактор")
    MODERATOR = "moderator", _("модератор")
    ADVERTISER = "advertiser", _("рекламодатель")


class AlterationKind(TextChoices):
    """What was changed about an account in the network, by whomever."""

    CAME = "came", _("новый администратор")
    GONE = "gone", _("администратора больше нет")
    RIGHTS = "rights", _("другие права администратора")
    PAGE = "page", _("изменена страница")


class Verdict(TextChoices):
    """What a person says of it. What is ours, or over, is no news any more."""

    OURS = "ours", _("знаем, это мы")
    NOT_OURS = "not_ours", _("это не мы")
    SETTLED = "settled", _("разобрались")


class PagePart(TextChoices):
    """Parts of a page that have a word of ours; a network may tell of more, in its own."""

    TITLE = "title", _("название")
    DESCRIPTION = "description", _("описание")
    AVATAR = "avatar", _("аватар")
    COVER = "cover", _("обложка")
