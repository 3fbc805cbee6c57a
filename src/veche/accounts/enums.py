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


class Right(TextChoices):
    """What an administrator may do in the network (Telegram, MAX). Others stay as told."""

    CAN_MANAGE_CHAT = "can_manage_chat", _("видеть служебное")
    CAN_POST_MESSAGES = "can_post_messages", _("публиковать")
    CAN_EDIT_MESSAGES = "can_edit_messages", _("править чужие записи")
    CAN_DELETE_MESSAGES = "can_delete_messages", _("удалять записи")
    CAN_PIN_MESSAGES = "can_pin_messages", _("закреплять")
    CAN_POST_STORIES = "can_post_stories", _("публиковать истории")
    CAN_EDIT_STORIES = "can_edit_stories", _("править истории")
    CAN_DELETE_STORIES = "can_delete_stories", _("удалять истории")
    CAN_CHANGE_INFO = "can_change_info", _("менять профиль")
    CAN_INVITE_USERS = "can_invite_users", _("приглашать")
    CAN_RESTRICT_MEMBERS = "can_restrict_members", _("блокировать участников")
    CAN_PROMOTE_MEMBERS = "can_promote_members", _("назначать администраторов")
    CAN_MANAGE_VIDEO_CHATS = "can_manage_video_chats", _("вести эфиры")
    CAN_MANAGE_TOPICS = "can_manage_topics", _("вести темы")
    CAN_MANAGE_DIRECT_MESSAGES = "can_manage_direct_messages", _("отвечать на личные сообщения")
    READ_ALL_MESSAGES = "read_all_messages", _("читать всё")
    WRITE = "write", _("публиковать")
    EDIT = "edit", _("править записи")
    DELETE = "delete", _("удалять записи")
    PIN_MESSAGE = "pin_message", _("закреплять")
    CHANGE_CHAT_INFO = "change_chat_info", _("менять профиль")
    ADD_REMOVE_MEMBERS = "add_remove_members", _("добавлять и удалять участников")
    ADD_ADMINS = "add_admins", _("назначать администраторов")
    EDIT_LINK = "edit_link", _("менять ссылку на канал")
    CAN_CALL = "can_call", _("звонить")
    VIEW_STATS = "view_stats", _("видеть статистику")
    POST_EDIT_DELETE_MESSAGE = "post_edit_delete_message", _("публиковать, править и удалять")
    EDIT_MESSAGE = "edit_message", _("править записи")
    DELETE_MESSAGE = "delete_message", _("удалять записи")


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
