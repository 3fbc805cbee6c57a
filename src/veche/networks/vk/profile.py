"""VK: community pages. Source: dev.vk.com; undocumented values are marked as observed."""

import re
from datetime import timedelta
from typing import Final

from veche.kernel.files import MEGABYTE
from veche.networks.by_hand import DONE, LIVE, OPEN, only_by_person
from veche.networks.content import FileKind, FileLimits, Limits, PollLimits
from veche.networks.page import SQUARE, WIDE, PageLimits, PictureSize
from veche.networks.profile import (
    CommentModes,
    Fold,
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
from veche.networks.vk import pace
from veche.networks.vk.places import place_of
from veche.networks.vk.rights import TITLES

# text: seen on walls by many, in no document; we count UTF-16 units, so that an emoji never tips it over.
# photos: dev.vk.com, wall.post, `attachments`: at most 10. A file: dev.vk.com, «Загрузка фотографий на стену».
# comment: not documented; longer ones were seen to be cut.
# poll: an answer of at most 100 by dev.vk.com; ten answers and the length of the question by no document.
# files: dev.vk.com, wall.post: one file, a GIF between 0.66:1 and 2.5:1 stands as a picture; docs.save: 200 MB. A video
# may weigh 256 GB by older documents; a gigabyte is what we take in.
LIMITS: Final = Limits(
    text=16_384,
    caption=16_384,
    photos=10,
    photo_bytes=50 * MEGABYTE,
    photo_sides=14_000,
    photo_ratio=20.0,
    comment=4_096,
    call_seconds=20.0,
    grace=timedelta(seconds=60),
    poll=PollLimits(question=300, option=100, options=10),
    files={
        FileKind.VIDEO: FileLimits(1024 * MEGABYTE),
        FileKind.ANIMATION: FileLimits(200 * MEGABYTE, frozenset({"image/gif"}), count=1, ratio=(0.66, 2.5)),
        FileKind.DOCUMENT: FileLimits(200 * MEGABYTE, count=1),
    },
)
# groups.edit names no length: as long as a comment is ours. dev.vk.com, «Загрузка главной фотографии»: 200 × 200,
# 0.25–3, 14 000 of both sides, 50 MB. The cover's crop must be at least 911 wide (answer of the API; the documented
# 795 × 200 is out of date); its height and its weight are the documented ones.
_PAGE: Final = PageLimits(
    description=4_096,
    avatar=PictureSize(200, 200, 14_000, 50 * MEGABYTE, (0.25, 3.0), SQUARE),
    cover=PictureSize(911, 200, 14_000, 50 * MEGABYTE, (1.5, 6.0), WIDE),
)


def _post_url(home: str, page: PageAddress, named: str, post: str) -> str:
    del named
    return f"{home}/wall-{page.number}_{post}"


def _story_url(home: str, page: PageAddress, named: str, post: str) -> str:
    del named
    return f"{home}/story-{page.number}_{post}"


def _author(author_id: str) -> str:
    """The author's page; communities have negative ids."""
    if author_id.startswith("-"):
        return f"https://vk.com/club{author_id[1:]}"
    return f"https://vk.com/id{author_id}" if author_id.isdigit() else ""


# Present community and user tokens, and the former 85 hexadecimal digits.
_FORM: Final = KeyForm(
    re.compile(r"vk1\.a\.[\w-]{10,}|[0-9a-f]{85}", re.ASCII),
    WrongKey(
        first="Это не ключ ВКонтакте: он начинается с «vk1.a.». Скопируйте его целиком.",
        replacing="Это не ключ ВКонтакте: он начинается с «vk1.a.». Скопируйте его целиком; прежний ключ действует.",
    ),
    (
        (
            re.compile(r"vk2\.a\..*"),
            WrongKey(
                first="Это ключ от VK ID, таким VK не даёт ни публиковать, ни удалять (отказ 1051). Возьмите ключ "
                "в управлении сообществом, «Работа с API», или ключ администратора, выданный приложению.",
                replacing="Это ключ от VK ID, таким VK не даёт ни публиковать, ни удалять (отказ 1051). Возьмите ключ "
                "в управлении сообществом, «Работа с API», или ключ администратора, выданный приложению; "
                "прежний ключ действует.",
            ),
        ),
    ),
)
_COMMUNITY_KEY: Final = KeyGuide(
    Slot.COMMUNITY,
    _FORM,
    (
        "Откройте сообщество и нажмите «Управление».",
        "«Дополнительно», «Работа с API», вкладка «Ключи доступа», кнопка «Создать ключ».",
        f"Отметьте «{'», «'.join(title.capitalize() for title in TITLES.values())}».",
        "Подтвердите вход на телефоне, нажмите «Показать» и скопируйте: ключ начинается с «vk1.a.».",
    ),
    "Бессрочный. Публикует текст, ссылки и файлы, отвечает на комментарии.",
)
_ADMIN_KEY: Final = KeyGuide(
    Slot.ADMIN,
    _FORM,
    (
        "Есть бессрочный ключ администратора, выданный приложению администрации до июля 2024 года: вставьте его.",
        (
            "Нет его: напишите от администрации на devsupport@corp.vk.com и попросите для своего приложения права "
            "wall, photos, video, groups, stats."
        ),
        (
            "Или возьмите ключ в своём мини-приложении (VKWebAppGetAuthToken с теми же правами): он живёт "
            "несколько часов, потом понадобится новый."
        ),
        "Ключи чужих приложений и ключи VK ID («vk2.a.») не подойдут: VK их блокирует.",
    ),
    "Ключ сообщества не умеет прикладывать фото и видео, заводить опросы, править и удалять. Без ключа "
    "администратора это придётся делать вручную по карточке. Его можно вписать потом.",
    optional=True,
)
_BY_HAND: Final = {
    Verb.EDIT: (OPEN, "Нажмите «…» справа вверху, «Редактировать», вставьте текст отсюда и сохраните.", DONE),
    Verb.WITHDRAW: (OPEN, "Нажмите «…» справа вверху и «Удалить запись».", DONE),
    Verb.PIN: (OPEN, "Нажмите «…» справа вверху и «Закрепить».", DONE),
    Verb.UNPIN: (OPEN, "Нажмите «…» справа вверху и «Открепить».", DONE),
    Verb.RESTRICT_AUTHOR: (
        "Откройте сообщество в VK: «Управление», «Участники», «Чёрный список», «Добавить в чёрный список».",
        "Вставьте страницу человека, выберите срок и причину отсюда.",
        DONE,
    ),
    Verb.RELEASE_AUTHOR: (
        "Откройте сообщество в VK: «Управление», «Участники», «Чёрный список».",
        "Найдите человека и нажмите «Удалить из списка».",
        DONE,
    ),
    Verb.ANSWER_MESSAGE: (
        "Откройте сообщество в VK и его «Сообщения».",
        "Найдите беседу, вставьте ответ из «Входящих» и отправьте.",
        DONE,
    ),
    Verb.DELETE_MESSAGE: (
        "Откройте сообщество в VK и его «Сообщения».",
        "Найдите беседу и сообщение: кто и когда писал, видно во «Входящих».",
        "Удалите его у сообщества: у самого человека оно останется, чужое для всех VK не удаляет.",
        DONE,
    ),
    Verb.DESCRIBE: (
        "Откройте сообщество в VK: «Управление», «Настройки», «Основная информация».",
        "Вставьте описание отсюда и сохраните.",
        DONE,
    ),
    Verb.SET_AVATAR: (
        "Откройте сообщество в VK, наведите на главное фото, «Обновить фотографию».",
        "Загрузите фото отсюда, выберите область и сохраните.",
        DONE,
    ),
    Verb.SET_COVER: (
        "Откройте сообщество в VK: «Управление», «Настройки», «Обложка».",
        "Загрузите обложку отсюда и сохраните.",
        DONE,
    ),
    Verb.START_LIVE: (
        "Откройте сообщество в VK, «Видео», «Начать трансляцию».",
        "Вставьте название отсюда; адрес и ключ из окна трансляции впишите в программу эфира.",
        DONE,
    ),
    Verb.STOP_LIVE: (
        "Остановите поток в программе эфира.",
        "Откройте трансляцию в VK и нажмите «Завершить».",
        DONE,
    ),
}
PROFILE: Final = NetworkProfile(
    slug="vk",
    names=Names(
        title="ВКонтакте",
        short="VK",
        genitive="ВКонтакте",
        badge="VK",
        page_of="сообщества",
        spoken=("вк", "в контакте", "контакт", "vkontakte"),
    ),
    server=Server(api="https://api.vk.ru", name="API ВКонтакте", before="/method/…", pages_of="сообщества"),
    pages=PageForms(
        hosts=("vk.com", "m.vk.com", "vk.ru", "m.vk.ru", "vkontakte.ru"),
        home="https://vk.com",
        how="Скопируйте адрес сообщества: vk.com/club123456, vk.com/rubtsovsk_official, или его номер 123456.",
        example="club123456",
        number=re.compile(r"(?:club|public|event|-)?([0-9]{1,12})"),
        as_kept=lambda digits: str(int(digits)),
        in_post=re.compile(r"wall-([0-9]{1,12})_[0-9]+"),
        author=_author,
    ),
    posts=PostForms(
        forms=(re.compile(r"wall(?P<page>-?[0-9]{1,19})_(?P<post>[1-9][0-9]{0,9})"),),
        url=_post_url,
        example="123",
        number=lambda number: f"-{number}",
        story=re.compile(r"story(?P<page>-?[0-9]{1,12})_(?P<post>[1-9][0-9]{0,9})"),
        story_url=_story_url,
        opened_by="w",
        place_of=place_of,
    ),
    limits=LIMITS,
    page_limits=_PAGE,
    # 9: the same action too often; 29: the day's quota of one method (vk-api-schema, errors.json).
    pace=Pace(turns=pace.of_act, post=pace.COMMUNITY, of_method=frozenset({"vk_9", "vk_29"})),
    keys=KeyProfile(
        slots=(Slot.COMMUNITY, Slot.ADMIN),
        guides=(_COMMUNITY_KEY, _ADMIN_KEY),
        refused={"vk_5": "VK не знает такого ключа. Скопируйте его целиком ещё раз там, где его выдали."},
        own=re.compile(r"vk[12]\.a\..*", re.DOTALL),
        secrets=(re.compile(r"\bvk\d\.a\.[\w-]+"), re.compile(r"\b[0-9a-f]{85}\b")),
        each_suffices=True,
    ),
    reading=Reading(
        has_webhooks=True,
        polls_besides_webhook=True,
        # As `events.KINDS` lists: none of market_comment_* and none of mentions, of which VK has no event.
        read=(
            "Комментарии под записями, под фото и видео, сообщения в обсуждениях.",
            "Предложенные записи: их видно, отклонить можно; опубликовать и ответить можно только в сообществе.",
            "Личные сообщения сообществу.",
        ),
        unread=(
            "Упоминания страницы: VK сообществу о них не говорит. Смотрите уведомления сообщества и поиск по новостям.",
            "Комментарии к товарам и ответы на истории: смотрите их в сообществе.",
        ),
    ),
    proof=Proof(shows_stories=True),
    restriction=Restriction(
        communities=False,
        sees=(
            "В VK человек не сможет комментировать и писать сообществу; читать сможет.",
            "VK покажет ему причину и срок.",
            "Когда срок выйдет, VK снимет ограничение сам.",
        ),
        shows_reason=True,
    ),
    # Longer texts are folded: observed on walls, not documented.
    preview=Preview(layout="wall", fold=Fold(characters=280, lines=8)),
    video=VideoExtras(
        subtitles="Видео «{name}»: откройте его в VK, «Редактировать», «Субтитры», загрузите файл субтитров отсюда.",
        cover="Видео «{name}»: откройте его в VK, «Редактировать», «Обложка», загрузите обложку отсюда.",
    ),
    error_prefix="vk_",
    beyond={
        Operation.PUBLISH_LIVE: only_by_person(
            "Эфир ведёт человек: мы готовим объявление и список дел, начинаем и заканчиваем его по кнопке.", *LIVE
        ),
    },
    no_key=frozenset(),
    by_hand=_BY_HAND,
    # dev.vk.com, messages.delete: error 924 for somebody else's message and `delete_for_all`.
    message_deletion=MessageDeletion("Удалится у сообщества; у самого человека останется: чужое VK у него не удаляет."),
    # wall.closeComments; groups.edit, `wall`: 3 is «closed», where nobody comments (vk-api-schema, groups_group_wall).
    comments=CommentModes(
        account=(CommentMode.CLOSED,),
        post=(CommentMode.CLOSED,),
        read_by=Operation.SET_COMMENT_MODE,
        means={CommentMode.CLOSED: "Прежние комментарии видны, новых никто не напишет."},
        lacks="Ограничить комментарии частично VK не даёт.",
        account_steps=(
            "Откройте сообщество в VK: «Управление», «Разделы», «Стена».",
            "Чтобы закрыть, запишите, что там стоит, и выберите «Закрытая»; чтобы открыть, верните прежнее.",
            DONE,
        ),
        post_steps=(OPEN, "Нажмите «…» справа вверху: «Выключить комментарии» или «Включить комментарии».", DONE),
    ),
    # They are public in the network under their ids: uploading again would make a second copy.
    reusable_uploads=("photo", "file"),
    official=True,
)
