"""MAX: channels. Source: dev.max.ru; undocumented values are marked as observed."""

import math
import re
from datetime import timedelta
from typing import Final

from veche.kernel.files import MEGABYTE
from veche.networks.bots import BotForm
from veche.networks.by_hand import DONE, ONLY_POSTS, only_by_person
from veche.networks.content import FileKind, FileLimits, Limits
from veche.networks.max import pace
from veche.networks.page import SQUARE, PageLimits, PictureSize
from veche.networks.profile import (
    CommentModes,
    KeyForm,
    KeyGuide,
    KeyProfile,
    Names,
    NetworkProfile,
    Pace,
    PageAddress,
    PageForms,
    PostForms,
    Preview,
    Reading,
    Restriction,
    Server,
    VideoExtras,
    WrongKey,
)
from veche.networks.protocol import Ability, CommentMode, Operation, Slot

# NewMessageBody (text) and NewCommentBody: 4000, in an undocumented unit: UTF-16 units, the stricter reading. POST
# /uploads: an image of at most 50 MB and 7680 × 7680; no ratio is documented. photos: 12 media in a message by field
# reports only; ten, so that one text with its pictures fits every network. files: POST /uploads: a video MP4, MOV, MKV
# or WEBM of 250 MB, a GIF as an image, a file of 4 GB, alone.
LIMITS: Final = Limits(
    text=4_000,
    caption=4_000,
    photos=10,
    photo_bytes=50 * MEGABYTE,
    photo_sides=2 * 7_680,
    photo_ratio=math.inf,
    photo_side=7_680,
    comment=4_000,
    call_seconds=30.0,
    grace=timedelta(seconds=60),
    files={
        FileKind.VIDEO: FileLimits(
            250 * MEGABYTE, frozenset({"video/mp4", "video/quicktime", "video/webm", "video/x-matroska"})
        ),
        FileKind.ANIMATION: FileLimits(50 * MEGABYTE, frozenset({"image/gif"})),
        FileKind.DOCUMENT: FileLimits(1024 * MEGABYTE, count=1),
    },
)
# PATCH /chats/{chatId}: description up to 16 000; an image as for POST /uploads. No cover.
PAGE: Final = PageLimits(
    description=16_000,
    avatar=PictureSize(200, 200, 2 * 7_680, 50 * MEGABYTE, (0.25, 3.0), SQUARE),
    by_utf16=True,
)


def _post_url(home: str, page: PageAddress, named: str, post: str) -> str:
    """The usual address of a post.

    MAX alone names posts by a code; whether it opens under another form of the page is not documented.
    """
    return f"{home}/{f'c/{named}' if named == page.number else named}/{post}"


# MAX documents no form of its tokens; observed ones are long and consist of these characters.
_BOT_KEY: Final = KeyGuide(
    Slot.BOT,
    KeyForm(
        re.compile(r"[\w-]{20,}", re.ASCII),
        WrongKey(
            first="Это не ключ бота MAX. Возьмите его на платформе «MAX для партнёров»: «Чат-боты», «Настройки», "
            "токен.",
            replacing="Это не ключ бота MAX. Возьмите его на платформе «MAX для партнёров»: «Чат-боты», «Настройки», "
            "токен; прежний ключ действует.",
        ),
    ),
    (
        "Откройте business.max.ru («MAX для партнёров») и войдите от организации с подтверждённым профилем.",
        "«Чат-боты», «Создать»: заполните и отправьте на модерацию. После неё: «Интеграция», «Получить токен».",
        (
            "Канал в MAX, «Настройки канала», «Администраторы», «Добавить»: найдите бота и дайте ему «Читать все "
            "сообщения», «Писать посты и комментарии», «Редактировать посты», «Удалять», «Закреплять», «Изменять "
            "информацию о канале»."
        ),
        "Комментарии включаются там же, в настройках канала.",
    ),
    "MAX отвечает под сертификатом Минцифры: если связи нет, пусть отдел ИТ назовёт его в VECHE_MAX_CA.",
)
_UNKNOWN_KEY: Final = "MAX не знает такого ключа. Скопируйте его на «MAX для партнёров» ещё раз."
NO_LIVE: Final = Ability("absent", "В MAX прямых эфиров у каналов нет.")
PROFILE: Final = NetworkProfile(
    slug="max",
    names=Names(
        title="MAX",
        short="MAX",
        genitive="MAX",
        badge="MAX",
        page_of="канала",
        other_page="другого канала",
        spoken=("макс", "мах"),
    ),
    server=Server(
        api="https://platform-api2.max.ru",
        name="MAX Bot API",
        before="/messages",
        pages_of="каналы",
        ca="Файл с корневыми сертификатами Минцифры: MAX отвечает под ними.",
    ),
    pages=PageForms(
        hosts=("max.ru", "web.max.ru"),
        home="https://max.ru",
        how="Скопируйте адрес канала: max.ru/rubtsovsk, или его номер -70801090403050.",
        example="-70801090403050",
        number=re.compile(r"-?([0-9]{5,18})"),
        as_kept=lambda digits: f"-{digits}",
    ),
    posts=PostForms(
        forms=(
            re.compile(r"(?:c/)?(?P<page>-[0-9]{1,19})/(?P<post>[A-Za-z0-9_-]{1,64})"),
            re.compile(r"(?!c/)(?P<page>[A-Za-z][A-Za-z0-9_.-]{1,63})/(?P<post>[A-Za-z0-9_-]{1,64})"),
        ),
        url=_post_url,
        example="AZr2Xk9bQmE",
        tells_id=False,
    ),
    limits=LIMITS,
    page_limits=PAGE,
    pace=Pace(turns=pace.of_act, post=pace.CHAT),
    keys=KeyProfile(
        slots=(Slot.BOT,),
        guides=(_BOT_KEY,),
        refused={"max_verify.token": _UNKNOWN_KEY, "max_401": _UNKNOWN_KEY},
    ),
    reading=Reading(
        has_webhooks=True,
        read=("Комментарии под записями канала.", "Личные сообщения боту."),
        unread=("Упоминания канала: боту MAX о них не говорит. Смотрите их в MAX.",),
    ),
    restriction=Restriction(
        sees=(
            "В канале MAX подписчика ограничивает только человек и только навсегда: боту сеть этого не даёт.",
            "Причину сеть не показывает.",
            "Срока сеть не знает: в последний день Вече попросит снять карточкой.",
        ),
        for_good_only=True,
    ),
    preview=Preview(layout="chat"),
    video=VideoExtras(
        subtitles="Видео «{name}»: отдельных субтитров в MAX нет. Дайте расшифровку первым комментарием.",
        cover="Видео «{name}»: обложку MAX берёт из самого видео, отдельной не принимает. Делать ничего не нужно.",
    ),
    error_prefix="max_",
    beyond={
        **ONLY_POSTS,
        Operation.PUBLISH_POLL: only_by_person(
            "У ботов MAX нет опросов.",
            "Откройте канал в MAX и нажмите «Новый пост».",
            "Создайте опрос с вопросом и ответами отсюда; если опросов в вашем приложении нет, перечислите ответы "
            "текстом и попросите ставить реакции.",
            "Опубликуйте.",
        ),
        Operation.PUBLISH_STORY: Ability("absent", "В MAX историй у каналов нет."),
        Operation.PUBLISH_LIVE: Ability(
            "absent", "В MAX прямых эфиров у каналов нет. Дайте ссылку на эфир в другой сети."
        ),
    },
    no_key=frozenset(
        {
            Operation.RESTORE_COMMENT,
            Operation.RESTRICT_AUTHOR,
            Operation.RELEASE_AUTHOR,
            Operation.DELETE_MESSAGE,
            Operation.SET_COVER,
            Operation.RUN_LIVE,
            Operation.SET_COMMENT_MODE,
        }
    ),
    by_hand={},
    # Bots have no method for it: comments are switched in the channel's settings (dev.max.ru, «Комментарии»).
    comments=CommentModes(
        account=(CommentMode.CLOSED,),
        means={CommentMode.CLOSED: "Новых комментариев никто не напишет."},
        lacks="Закрыть комментарии одной записи MAX не даёт, только всего канала.",
        account_steps=(
            "Откройте канал в MAX и его настройки, «Комментарии».",
            "Выключите их или включите снова.",
            DONE,
        ),
    ),
    bot=BotForm(
        deep_link="{home}/{name}?start={code}",
        steps=(
            "Откройте business.max.ru («MAX для партнёров»), «Чат-боты», «Создать»: отдельный бот, не бот канала.",
            "После модерации: «Интеграция», «Получить токен». Впишите его сюда.",
        ),
        # A bot gets addresses of files as they are; the limit is ours, that of uploads to MAX.
        file_bytes=250 * MEGABYTE,
    ),
)
