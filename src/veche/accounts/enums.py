from django.db.models import TextChoices

from veche.kit.choices import network_choices  # noqa: F401 -- migrations name it here
from veche.networks.protocol import Slot
from veche.networks.registry import NETWORKS


class KeySlot(TextChoices):
    """The places for keys; the same values as `networks.protocol.Slot`."""

    COMMUNITY = "community", "Ключ сообщества"
    ADMIN = "admin", "Ключ администратора"
    BOT = "bot", "Ключ бота"
    APPLICATION = "application", "Публичный ключ приложения"
    SECRET = "secret", "Секретный ключ"


def key_name(network: str, slot: str) -> str:
    """The network's own word for a key, else the usual one, with a capital letter."""
    own = NETWORKS[network].keys.names.get(Slot(slot))
    return own.name.capitalize() if own else KeySlot(slot).label


class Category(TextChoices):
    FLAGSHIP = "flagship", "флагманский"
    ACTIVE = "active", "активный"
    CARD = "card", "визитка"


class CommentsMode(TextChoices):
    OPEN = "open", "открыты под всеми записями"
    CLOSED = "closed", "закрыты"


class Rank(TextChoices):
    """Who somebody is in the network itself; the same values as `networks.protocol.Rank`."""

    OWNER = "owner", "владелец"
    ADMINISTRATOR = "administrator", "администратор"
    EDITOR = "editor", "редактор"
    MODERATOR = "moderator", "модератор"
    ADVERTISER = "advertiser", "рекламодатель"


class Right(TextChoices):
    """What an administrator may do in the network (Telegram, MAX). Others stay as told."""

    CAN_MANAGE_CHAT = "can_manage_chat", "видеть служебное"
    CAN_POST_MESSAGES = "can_post_messages", "публиковать"
    CAN_EDIT_MESSAGES = "can_edit_messages", "править чужие записи"
    CAN_DELETE_MESSAGES = "can_delete_messages", "удалять записи"
    CAN_PIN_MESSAGES = "can_pin_messages", "закреплять"
    CAN_POST_STORIES = "can_post_stories", "публиковать истории"
    CAN_EDIT_STORIES = "can_edit_stories", "править истории"
    CAN_DELETE_STORIES = "can_delete_stories", "удалять истории"
    CAN_CHANGE_INFO = "can_change_info", "менять профиль"
    CAN_INVITE_USERS = "can_invite_users", "приглашать"
    CAN_RESTRICT_MEMBERS = "can_restrict_members", "блокировать участников"
    CAN_PROMOTE_MEMBERS = "can_promote_members", "назначать администраторов"
    CAN_MANAGE_VIDEO_CHATS = "can_manage_video_chats", "вести эфиры"
    CAN_MANAGE_TOPICS = "can_manage_topics", "вести темы"
    CAN_MANAGE_DIRECT_MESSAGES = "can_manage_direct_messages", "отвечать на личные сообщения"
    READ_ALL_MESSAGES = "read_all_messages", "читать всё"
    WRITE = "write", "публиковать"
    EDIT = "edit", "править записи"
    DELETE = "delete", "удалять записи"
    PIN_MESSAGE = "pin_message", "закреплять"
    CHANGE_CHAT_INFO = "change_chat_info", "менять профиль"
    ADD_REMOVE_MEMBERS = "add_remove_members", "добавлять и удалять участников"
    ADD_ADMINS = "add_admins", "назначать администраторов"
    EDIT_LINK = "edit_link", "менять ссылку на канал"
    CAN_CALL = "can_call", "звонить"
    VIEW_STATS = "view_stats", "видеть статистику"
    POST_EDIT_DELETE_MESSAGE = "post_edit_delete_message", "публиковать, править и удалять"
    EDIT_MESSAGE = "edit_message", "править записи"
    DELETE_MESSAGE = "delete_message", "удалять записи"


class PageChangeKind(TextChoices):
    """What was changed about an account in the network, by whomever."""

    CAME = "came", "новый администратор"
    GONE = "gone", "администратора больше нет"
    RIGHTS = "rights", "другие права администратора"
    PAGE = "page", "изменена страница"


class Verdict(TextChoices):
    """What a person says of it. What is ours, or over, is no news any more."""

    OURS = "ours", "знаем, это мы"
    NOT_OURS = "not_ours", "это не мы"
    SETTLED = "settled", "разобрались"


class PagePart(TextChoices):
    """Parts of a page that have a word of ours; a network may tell of more, in its own."""

    TITLE = "title", "название"
    DESCRIPTION = "description", "описание"
    AVATAR = "avatar", "аватар"
    COVER = "cover", "обложка"


class ProposalKind(TextChoices):
    OPEN = "open", "новый аккаунт"
    CLOSE = "close", "закрытие аккаунта"


class ProposalState(TextChoices):
    WAITING = "waiting", "ждёт решения"
    AGREED = "agreed", "согласовано, делаем"
    REFUSED = "refused", "отказано"
    WITHDRAWN = "withdrawn", "отозвано"
    DONE = "done", "всё сделано"


class PageFate(TextChoices):
    """What becomes of a page that the administration no longer runs."""

    DELETED = "deleted", "удаляем"
    KEPT = "kept", "остаётся, новых записей не будет"
    HANDED_OVER = "handed_over", "передаём другому владельцу"


class ChecklistStep(TextChoices):
    """Steps of an agreed proposal, in the order of the page. `proposal_steps.STEPS` says which belong to which kind."""

    CREATED = "created", "Страница создана"
    CONNECTED = "connected", "Подключена к Вече"
    MARK_ASKED = "mark_asked", "Госметка запрошена"
    MARK_RECEIVED = "mark_received", "Госметка получена"
    FAREWELL = "farewell", "Жителям сказано, куда перейти"
    CLOSED = "closed", "Аккаунт закрыт в Вече"
    SETTLED = "settled", "Со страницей сделано, что решено"
    NOTIFIED = "notified", "Центр управления регионом уведомлён"
    PUBLISHED = "published", "Ссылка стоит на официальном сайте"
    UNPUBLISHED = "unpublished", "Ссылка убрана с официального сайта"
