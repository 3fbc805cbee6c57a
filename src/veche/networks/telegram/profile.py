"""Telegram: channels with a linked discussion group. Source: core.telegram.org/bots/api."""

import re
from datetime import timedelta
from typing import Final

from veche.kernel.files import MEGABYTE
from veche.networks.bots import BotForm
from veche.networks.by_hand import DONE, LIVE, ONLY_POSTS, OPEN, only_by_person
from veche.networks.content import FileKind, FileLimits, Limits, PollLimits
from veche.networks.page import SQUARE, PageLimits, PictureSize
from veche.networks.profile import (
    CommentModes,
    KeyForm,
    KeyGuide,
    KeyProfile,
    MessageDeletion,
    Names,
    NetworkProfile,
    Pace,
    PageAddress,
    PageForms,
    PostForms,
    Preview,
    Proof,
    Reading,
    Restriction,
    Server,
    VideoExtras,
    WrongKey,
)
from veche.networks.protocol import CommentMode, Operation, Slot, Verb
from veche.networks.telegram import pace

# sendMessage (text), sendPhoto (caption, photo), sendMediaGroup (2–10 items).
# Lengths are counted «after entities parsing», as the clients do it: in UTF-16 units. poll: sendPoll, Bot API 10.1;
# the shortest life of a poll, 5 seconds, is a matter of the call. files: sendVideo, sendAnimation, sendDocument: 50 MB.
LIMITS: Final = Limits(
    text=4_096,
    caption=1_024,
    photos=10,
    photo_bytes=10 * MEGABYTE,
    photo_sides=10_000,
    photo_ratio=20.0,
    comment=4_096,
    call_seconds=30.0,
    grace=timedelta(seconds=60),
    carries_files=True,
    poll=PollLimits(question=300, option=100, options=12, open_for=timedelta(seconds=2_628_000)),
    files={
        FileKind.VIDEO: FileLimits(50 * MEGABYTE, frozenset({"video/mp4"})),
        FileKind.ANIMATION: FileLimits(50 * MEGABYTE, frozenset({"image/gif", "video/mp4"}), count=1),
        FileKind.DOCUMENT: FileLimits(50 * MEGABYTE),
    },
)
# setChatDescription 0–255. Of setChatPhoto no number is given: those of sendPhoto, and the 160 points that the server
# asks of both sides (PHOTO_CROP_SIZE_SMALL).
PAGE: Final = PageLimits(
    description=255,
    avatar=PictureSize(160, 160, 10_000, 10 * MEGABYTE, (0.05, 20.0), SQUARE),
    by_utf16=True,
)


# getFile: bots can download files of up to 20 MB.
FILE_BYTES: Final = 20 * MEGABYTE


def _as_kept(digits: str) -> str:
    """A channel's number as stored: negative, whether or not the minus was copied."""
    return f"-{digits}" if digits.startswith("100") and len(digits) > 12 else f"-100{digits}"


def _number_in_posts(number: str) -> str:
    """The channel's number in addresses, without −100."""
    return number.removeprefix("-100")


def _post_url(home: str, page: PageAddress, named: str, post: str) -> str:
    del named
    name = page.names[0] if page.names else ""
    return f"{home}/{name}/{post}" if name else f"{home}/c/{_number_in_posts(page.number)}/{post}"


_TOKEN: Final = re.compile(r"\d{5,}:[\w-]{30,}", re.ASCII)
_BOT_KEY: Final = KeyGuide(
    Slot.BOT,
    KeyForm(
        _TOKEN,
        WrongKey(
            first="Это не ключ бота: он выглядит как «число:буквы». Возьмите его у @BotFather командой /token.",
            replacing="Это не ключ бота: он выглядит как «число:буквы». Возьмите его у @BotFather командой /token; "
            "прежний ключ действует.",
        ),
    ),
    (
        "Напишите в Телеграме @BotFather: /newbot, имя и короткое имя бота. Он пришлёт ключ вида «число:буквы».",
        "Там же: /setprivacy, выберите бота, «Disable»: так он услышит комментарии.",
        (
            "Канал, «Управление каналом», «Администраторы», «Добавить администратора»: найдите бота и дайте ему "
            "«Публикация сообщений», «Изменение чужих публикаций», «Удаление чужих публикаций», «Изменение профиля "
            "канала»."
        ),
        (
            "То же в группе обсуждений канала («Управление каналом», «Обсуждение»), с правами «Удаление сообщений» "
            "и «Блокировка пользователей»."
        ),
    ),
    "Без группы обсуждений Телеграм не подтвердит, что запись вышла, и комментариев не будет.",
)
_UNKNOWN_KEY: Final = "Телеграм не знает такого ключа. Скопируйте его у @BotFather ещё раз."
NO_LIVE: Final = only_by_person("Эфир в канале Телеграма начинает и заканчивает только человек.", *LIVE)
PROFILE: Final = NetworkProfile(
    slug="telegram",
    names=Names(
        title="Телеграм",
        short="Телеграм",
        genitive="Телеграма",
        badge="TG",
        page_of="канала",
        other_page="другого канала",
        spoken=("тг", "тгк", "телеграмм", "telegram", "телега"),
    ),
    server=Server(api="https://api.telegram.org", name="Bot API", before="/bot…", pages_of="каналы"),
    pages=PageForms(
        hosts=("t.me", "telegram.me"),
        home="https://t.me",
        how="Скопируйте адрес канала: t.me/rubtsovsk_official, его имя с «@», или номер -1001234567890.",
        example="-1001234567890",
        number=re.compile(r"-?((?:100)?[0-9]{9,15})"),
        as_kept=_as_kept,
        # t.me/s/… is the same channel in a browser, t.me/c/… a channel by number.
        before=frozenset({"s", "c"}),
        invitations=(
            ("+", "joinchat"),
            "Это приглашение в закрытый канал, по нему бот канала не найдёт. Впишите номер канала: -1001234567890.",
        ),
    ),
    posts=PostForms(
        forms=(
            re.compile(r"c/(?P<page>[0-9]{1,19})/(?P<post>[1-9][0-9]{0,9})"),
            re.compile(r"(?:s/)?(?P<page>[A-Za-z][A-Za-z0-9_]{1,63})/(?P<post>[1-9][0-9]{0,9})"),
        ),
        url=_post_url,
        example="123",
        number=_number_in_posts,
    ),
    limits=LIMITS,
    page_limits=PAGE,
    pace=Pace(turns=pace.of_act, post=pace.CHAT, replies=pace.GROUP),
    keys=KeyProfile(
        slots=(Slot.BOT,),
        guides=(_BOT_KEY,),
        refused={"tg_401": _UNKNOWN_KEY, "tg_404": _UNKNOWN_KEY},
        own=_TOKEN,
        # Also after «bot» in a path and with an encoded colon.
        secrets=(re.compile(r"(?<!\d)\d{5,}(?::|%3[Aa])[\w-]{30,}"),),
    ),
    reading=Reading(
        has_webhooks=True,
        read=("Комментарии в обсуждении канала.", "Личные сообщения боту."),
        unread=(
            "Что житель удалил своё сообщение: Телеграм об этом боту не говорит, у нас оно остаётся.",
            "Упоминания канала в других местах и сообщения самому каналу, а не боту: смотрите их в Телеграме.",
        ),
    ),
    proof=Proof(by_linked_group=True),
    restriction=Restriction(
        sees=(
            "В Телеграме человек не сможет писать в обсуждении канала; читать канал сможет.",
            "Причину Телеграм не показывает.",
            "Когда срок выйдет, Телеграм снимет ограничение сам.",
        ),
        # A channel that comments in its own name (negative id) can be banned only for good.
        always_for_good=lambda author_id: author_id.startswith("-"),
    ),
    preview=Preview(layout="chat"),
    video=VideoExtras(
        subtitles="Видео «{name}»: отдельных субтитров в Телеграме нет. Дайте расшифровку первым комментарием.",
        # Codecs played in the chat; other videos become files to download.
        codecs=frozenset({"h264", "h264 aac", "h264 mp3", "hevc aac", "hevc"}),
    ),
    error_prefix="tg_",
    beyond={
        **ONLY_POSTS,
        Operation.PUBLISH_STORY: only_by_person(
            "Историю в канале Телеграма публикует только человек, бот не может.",
            "Откройте канал в Телеграме, «История», добавьте фото или видео отсюда, опубликуйте.",
        ),
        Operation.PUBLISH_LIVE: only_by_person("Эфир в канале Телеграма начинает только человек.", *LIVE),
    },
    no_key=frozenset(
        {Operation.RESTORE_COMMENT, Operation.STATISTICS, Operation.SET_COVER, Operation.RUN_LIVE, Operation.LIST_POSTS}
    ),
    by_hand={
        Verb.EDIT: (OPEN, "Задержите на ней палец (или правая кнопка), «Изменить», вставьте текст отсюда.", DONE),
        Verb.WITHDRAW: (OPEN, "Задержите на ней палец (или правая кнопка) и «Удалить», альбом целиком.", DONE),
        Verb.PIN: (OPEN, "Задержите на ней палец (или правая кнопка) и «Закрепить».", DONE),
        Verb.UNPIN: (OPEN, "Задержите на ней палец (или правая кнопка) и «Открепить».", DONE),
    },
    # core.telegram.org/bots/api, deleteMessage.
    message_deletion=MessageDeletion("Удалится у обеих сторон переписки.", within=timedelta(hours=48)),
    # setChatPermissions of the discussion group.
    comments=CommentModes(
        account=(CommentMode.LIMITED, CommentMode.CLOSED),
        read_by=Operation.SET_COMMENT_MODE,
        means={
            CommentMode.LIMITED: "Пишут только словами: без картинок, файлов, опросов и карточек ссылок.",
            CommentMode.CLOSED: "Прежние комментарии видны, писать в обсуждении смогут только его администраторы.",
        },
        lacks="Закрыть обсуждение одной записи Телеграм не даёт, только всего канала.",
        account_steps=(
            "Откройте группу обсуждений канала: «Управление группой», «Разрешения».",
            "Чтобы закрыть, выключите «Отправка сообщений»; чтобы ограничить, выключите медиа; чтобы открыть, верните.",
            DONE,
        ),
    ),
    # pinChatMessage: any number; in other networks a new pin replaces the former.
    pins_many=True,
    bot=BotForm(
        deep_link="{home}/{name}?start={code}",
        steps=(
            "Напишите в Телеграме @BotFather: /newbot, имя вроде «Вече Рубцовска» и короткое имя бота.",
            "Он пришлёт ключ вида «число:буквы». Впишите его сюда.",
            "Это отдельный бот: бота канала сюда не вписывайте, иначе сотрудникам и жителям ответит один и тот же.",
        ),
        file_bytes=FILE_BYTES,
    ),
)
