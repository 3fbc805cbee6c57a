"""Mastodon: the profile of one account on one server. Source: docs.joinmastodon.org, other sources are named.

Numbers are the defaults of the software. A server's own (`GET /api/v2/instance`) are read before each post.
"""

import math
import re
from datetime import timedelta
from typing import Final

from veche.kernel.files import MEGABYTE
from veche.networks.by_hand import DONE, ONLY_POSTS, OPEN, only_by_person
from veche.networks.content import FileKind, FileLimits, Limits, PollLimits
from veche.networks.mastodon import pace
from veche.networks.page import SQUARE, PageLimits, PictureSize
from veche.networks.profile import (
    CommentModes,
    KeyForm,
    KeyGuide,
    KeyName,
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
from veche.networks.protocol import Ability, Operation, Slot, Verb

# `configuration.polls.max_expiration`.
LONGEST_POLL: Final = timedelta(seconds=2_629_746)
# Instance, `configuration`: 500 characters with an address counted as 23, four attachments, a picture of 16 MB and
# 33 177 600 points (a square of 5760), a video of 99 MB, a poll of four answers of 50 characters for 5 minutes to a
# month. comment: its author's name stands before the words, «@name » of at most 30 signs by the servers' own rule.
LIMITS: Final = Limits(
    text=500,
    caption=500,
    photos=4,
    photo_bytes=16 * MEGABYTE,
    photo_sides=2 * 5_760,
    photo_ratio=math.inf,
    comment=465,
    call_seconds=30.0,
    grace=timedelta(seconds=60),
    poll=PollLimits(question=500, option=50, options=4, open_for=LONGEST_POLL),
    files={
        FileKind.VIDEO: FileLimits(99 * MEGABYTE, frozenset({"video/mp4", "video/quicktime", "video/webm"}), count=1),
        FileKind.ANIMATION: FileLimits(16 * MEGABYTE, frozenset({"image/gif"}), count=4),
    },
)
# `accounts.max_note_length` 500. Pictures are scaled to 400 × 400 and 1500 × 500; of their weight only the servers'
# source tells, 8 MB.
PAGE: Final = PageLimits(
    description=500,
    avatar=PictureSize(200, 200, 2 * 5_760, 8 * MEGABYTE, (0.25, 4.0), SQUARE),
    cover=PictureSize(
        750,
        250,
        2 * 5_760,
        8 * MEGABYTE,
        (1.5, 6.0),
        "Лучше 1500 × 500: края обрежутся, главное держите посередине.",
    ),
    by_utf16=True,
)


def _post_url(home: str, page: PageAddress, named: str, post: str) -> str:
    name = page.names[0] if page.names else named
    return f"{home}/@{name}/{post}"


# Tokens of Mastodon have 43 characters; other servers with this API give shorter ones.
_KEY: Final = KeyGuide(
    Slot.BOT,
    KeyForm(
        re.compile(r"[\w.~+/=-]{20,512}", re.ASCII),
        WrongKey(
            first="Это не ключ Mastodon. Скопируйте «Токен доступа» со страницы приложения целиком.",
            replacing="Это не ключ Mastodon. Скопируйте «Токен доступа» со страницы приложения целиком; "
            "прежний ключ действует.",
        ),
    ),
    (
        "Войдите на свой сервер Mastodon под профилем администрации и откройте «Настройки», «Разработка».",
        (
            "«Новое приложение»: назовите его «Вече», отметьте права read и write целиком, остальное оставьте "
            "как есть и сохраните."
        ),
        "Откройте созданное приложение и скопируйте «Ваш токен доступа».",
        "Сервер один на всю установку: отдел ИТ вписывает его адрес в VECHE_MASTODON_URL.",
    ),
    "Бессрочный, пока приложение не удалят. Публикует, правит, удаляет, закрепляет, отвечает; чужие ответы удаляют "
    "только модераторы сервера.",
)
# As the page of an application on a Mastodon server calls it.
KEY_NAME: Final = KeyName("токен доступа", "токена доступа")
_UNKNOWN_KEY: Final = "Сервер Mastodon не знает такого ключа. Скопируйте «Токен доступа» ещё раз."
NO_LIVE: Final = Ability("absent", "В Mastodon прямых эфиров нет.")
PROFILE: Final = NetworkProfile(
    slug="mastodon",
    names=Names(
        title="Mastodon",
        short="Mastodon",
        genitive="Mastodon",
        badge="MD",
        page_of="профиля",
        other_page="другого профиля",
        spoken=("мастодон",),
    ),
    server=Server(api="", name="сервера Mastodon", before="/api/v1/…", pages_of="профиль"),
    pages=PageForms(
        hosts=(),
        home="",
        how="Скопируйте адрес профиля на своём сервере, он кончается на /@имя, или впишите имя: rubtsovsk.",
        example="rubtsovsk",
        number=re.compile(r"([0-9]{1,20})"),
        as_kept=lambda digits: digits,
        author=lambda _author_id: "",
    ),
    posts=PostForms(
        forms=(re.compile(r"@(?P<page>[A-Za-z0-9_.-]{1,64})/(?P<post>[0-9]{1,20})"),),
        url=_post_url,
        example="113577300123456789",
    ),
    limits=LIMITS,
    page_limits=PAGE,
    pace=Pace(turns=pace.of_act, post=pace.ACCOUNT),
    keys=KeyProfile(slots=(Slot.BOT,), guides=(_KEY,), refused={"masto_401": _UNKNOWN_KEY}, names={Slot.BOT: KEY_NAME}),
    reading=Reading(
        has_webhooks=False,
        every=20,
        read=("Ответы под записями профиля.", "Личные упоминания профиля."),
        unread=("Публичные упоминания не под нашими записями: смотрите их в уведомлениях профиля.",),
    ),
    restriction=Restriction(
        sees=(
            "В Mastodon человек не сможет читать профиль под своим именем и отвечать ему: сервер его заблокирует.",
            "Причину Mastodon не показывает.",
            "Срока у блокировки нет: в последний день её снимет Вече.",
        ),
        for_good_only=True,
    ),
    preview=Preview(layout="wall"),
    video=VideoExtras(
        subtitles="Видео «{name}»: отдельных субтитров в Mastodon нет. Дайте расшифровку первым ответом под записью.",
    ),
    error_prefix="masto_",
    beyond={
        **ONLY_POSTS,
        Operation.PUBLISH_DOCUMENT: Ability(
            "absent", "Документов Mastodon не берёт. Положите файл на сайт и дайте ссылку на него."
        ),
        Operation.PUBLISH_STORY: Ability("absent", "В Mastodon историй нет."),
        Operation.PUBLISH_LIVE: Ability("absent", "В Mastodon прямых эфиров нет. Дайте ссылку на эфир в другой сети."),
    },
    no_key=frozenset(
        {
            Operation.DELETE_COMMENT,
            Operation.RESTORE_COMMENT,
            Operation.DELETE_MESSAGE,
            Operation.RUN_LIVE,
            Operation.READ_ADMINISTRATORS,
            Operation.SET_COMMENT_MODE,
        }
    ),
    by_hand={
        Verb.PUBLISH: (
            "Откройте свой сервер Mastodon под профилем администрации и начните новый пост.",
            "Вставьте текст отсюда, приложите фото и впишите их описания, опубликуйте для всех.",
            DONE,
        ),
        Verb.EDIT: (OPEN, "Нажмите «…» под ней и «Редактировать», вставьте новый текст и фото отсюда.", DONE),
        Verb.WITHDRAW: (OPEN, "Нажмите «…» под ней и «Удалить».", DONE),
        Verb.PIN: (OPEN, "Нажмите «…» под ней и «Закрепить в профиле».", DONE),
        Verb.UNPIN: (OPEN, "Нажмите «…» под ней и «Открепить от профиля».", DONE),
        Verb.DELETE_COMMENT: (
            "Откройте этот ответ в Mastodon.",
            "Нажмите «…» и «Пожаловаться»: удаляют чужое только модераторы сервера.",
            DONE,
        ),
        Verb.RESTRICT_AUTHOR: (
            "Откройте ответ этого человека в Mastodon.",
            "Нажмите «…» и «Заблокировать».",
            DONE,
        ),
        Verb.RELEASE_AUTHOR: (
            "Откройте в Mastodon «Настройки», «Заблокированные пользователи».",
            "Найдите этого человека и разблокируйте.",
            DONE,
        ),
        Verb.ANSWER_MESSAGE: (
            "Откройте в Mastodon «Личные упоминания».",
            "Найдите беседу и вставьте ответ из «Входящих».",
            DONE,
        ),
        Verb.DESCRIBE: ("Откройте в Mastodon «Изменить профиль».", "Вставьте описание отсюда, сохраните.", DONE),
        Verb.SET_AVATAR: ("Откройте в Mastodon «Изменить профиль».", "Замените аватар на это фото, сохраните.", DONE),
        Verb.SET_COVER: ("Откройте в Mastodon «Изменить профиль».", "Замените шапку на эту картинку, сохраните.", DONE),
    },
    comments=CommentModes(lacks="Закрыть ответы Mastodon не даёт: отвечать на открытую запись может каждый."),
    # configuration.accounts.max_pinned_statuses: five by default.
    pins_many=True,
    opt_in=True,
)
REPORT: Final = only_by_person(
    "Чужой ответ в Mastodon удаляют только модераторы сервера. Можно пожаловаться им и заблокировать автора.",
    *PROFILE.by_hand[Verb.DELETE_COMMENT][:2],
)
