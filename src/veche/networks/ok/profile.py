"""Odnoklassniki (OK): groups. Source: apiok.ru; undocumented values are marked as ours or as observed."""

import re
from datetime import timedelta
from typing import Final

from veche.kernel.files import MEGABYTE
from veche.networks.by_hand import DONE, LIVE, only_by_person
from veche.networks.content import FileKind, FileLimits, Limits, PollLimits
from veche.networks.ok import pace
from veche.networks.ok.rights import RIGHTS
from veche.networks.page import SQUARE, WIDE, PageLimits, PictureSize
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
from veche.networks.protocol import Ability, CommentMode, Operation, Slot, Verb

# text: no document gives a number, though error 601 exists; the length of VK's, counted as strictly.
# photos: of one block nothing is said, the editor's ten; bytes, sides, ratio: not documented, VK's numbers kept.
# comment: apiok.ru, discussions.editDiscussionComment: at most 3000.
# poll: errors 602, 603, 604 are documented without numbers: those of VK. files: apiok.ru, video.getUploadUrl: 1 GB.
LIMITS: Final = Limits(
    text=16_384,
    caption=16_384,
    photos=10,
    photo_bytes=10 * MEGABYTE,
    photo_sides=14_000,
    photo_ratio=20.0,
    comment=3_000,
    call_seconds=30.0,
    grace=timedelta(seconds=60),
    poll=PollLimits(question=300, option=100, options=10),
    files={FileKind.VIDEO: FileLimits(1024 * MEGABYTE)},
)
# No method for a description or a cover, and no number: a person does it. Those of VK are kept.
_PAGE: Final = PageLimits(
    description=4_096,
    avatar=PictureSize(200, 200, 14_000, 10 * MEGABYTE, (0.25, 3.0), SQUARE),
    cover=PictureSize(911, 200, 14_000, 10 * MEGABYTE, (1.5, 6.0), WIDE),
)


def _post_url(home: str, page: PageAddress, named: str, post: str) -> str:
    del named
    return f"{home}/group/{page.number}/topic/{post}"


# What OK sends by mail and shows beside the token; its tokens have no published form.
_APPLICATION_KEY: Final = KeyGuide(
    Slot.APPLICATION,
    KeyForm(
        re.compile(r"C[A-Z]{9,}", re.ASCII),
        WrongKey(
            first="Это не публичный ключ приложения: он из больших латинских букв и начинается с «C». Он есть в письме "
            "от ОК и в настройках приложения.",
            replacing="Это не публичный ключ приложения: он из больших латинских букв и начинается с «C». Он есть в "
            "письме от ОК и в настройках приложения; прежний ключ действует.",
        ),
    ),
    (
        "Войдите в ОК тем, кто управляет группой, откройте ok.ru/app/setup и добавьте приложение с типом «OAuth».",
        "На почту придёт письмо: в нём «Публичный ключ приложения», большие латинские буквы, начинается с «C».",
        (
            "Напишите на api-support@ok.ru номер приложения и зачем оно; попросите права "
            f"{', '.join(RIGHTS)}. Дождитесь ответа."
        ),
    ),
    "Приложение ваше, права ему даёт ОК.",
)
_ADMIN_KEY: Final = KeyGuide(
    Slot.ADMIN,
    KeyForm(
        re.compile(r"[\w.:~-]{20,}", re.ASCII),
        WrongKey(
            first="Это не access_token Одноклассников. Получите вечный access_token в настройках приложения и "
            "скопируйте его целиком.",
            replacing="Это не access_token Одноклассников. Получите вечный access_token в настройках приложения и "
            "скопируйте его целиком; прежний ключ действует.",
        ),
    ),
    (
        (
            "В настройках приложения найдите «Вечный access_token» и нажмите «Получить новый». Если права дали "
            "позже, нажмите ещё раз: старый ключ о них не знает."
        ),
        "Скопируйте access_token целиком.",
    ),
    "Действует от имени того, кто нажал кнопку: он должен оставаться администратором или модератором группы.",
)
_SECRET_KEY: Final = KeyGuide(
    Slot.SECRET,
    KeyForm(
        re.compile(r"[0-9A-F]{16,64}|[0-9a-f]{32}", re.ASCII),
        WrongKey(
            first="Это не секретный ключ: он из цифр и букв от A до F. Возьмите Session_secret_key рядом с вечным "
            "access_token в настройках приложения.",
            replacing="Это не секретный ключ: он из цифр и букв от A до F. Возьмите Session_secret_key рядом с вечным "
            "access_token в настройках приложения; прежний ключ действует.",
        ),
    ),
    ("Рядом с вечным access_token стоит Session_secret_key. Скопируйте его.",),
    "Им подписывается каждый запрос.",
)
_BY_HAND: Final = {
    Verb.RESTRICT_AUTHOR: (
        "Откройте тему в ОК и найдите комментарий этого человека.",
        "Нажмите на нём «Удалить» и отметьте «Заблокировать автора». Срока в ОК нет.",
        DONE,
    ),
    Verb.RELEASE_AUTHOR: (
        "Откройте группу в ОК: «Управление», «Участники», «Чёрный список».",
        "Найдите человека и нажмите «Разблокировать».",
        DONE,
    ),
    Verb.ANSWER_MESSAGE: (
        "Откройте группу в ОК и её «Сообщения».",
        "Найдите беседу, вставьте ответ из «Входящих» и отправьте.",
        DONE,
    ),
    Verb.DESCRIBE: (
        "Откройте группу в ОК: «Управление», «Настройки».",
        "Вставьте описание отсюда и сохраните.",
        DONE,
    ),
    Verb.SET_AVATAR: (
        "Откройте группу в ОК, наведите на главное фото, «Сменить фото».",
        "Загрузите фото отсюда и сохраните.",
        DONE,
    ),
    Verb.SET_COVER: (
        "Откройте группу в ОК, наведите на обложку, «Изменить обложку».",
        "Загрузите обложку отсюда и сохраните.",
        DONE,
    ),
}
NO_LIVE: Final = only_by_person("По ключу ОК эфир не начать: его начинает и заканчивает человек в приложении.", *LIVE)
PROFILE: Final = NetworkProfile(
    slug="ok",
    names=Names(
        title="Одноклассники",
        short="ОК",
        genitive="Одноклассников",
        badge="OK",
        page_of="группы",
        spoken=("ок", "одноклассник", "odnoklassniki"),
    ),
    server=Server(api="https://api.ok.ru", name="API Одноклассников", before="/fb.do", pages_of="группы"),
    pages=PageForms(
        hosts=("ok.ru", "m.ok.ru", "www.ok.ru", "odnoklassniki.ru"),
        home="https://ok.ru",
        how="Скопируйте адрес группы: ok.ru/group/54000000000001, ok.ru/rubtsovsk, или её номер.",
        example="54000000000001",
        number=re.compile(r"(?:group|-)?([0-9]{8,18})"),
        as_kept=lambda digits: str(int(digits)),
        before=frozenset({"group"}),
        author=lambda author_id: f"https://ok.ru/profile/{author_id}" if author_id.isdigit() else "",
    ),
    posts=PostForms(
        forms=(
            re.compile(r"group/?(?P<page>[0-9]{1,19})/topic/(?P<post>[1-9][0-9]{0,18})"),
            re.compile(r"(?P<page>[A-Za-z][A-Za-z0-9_.-]{1,63})/topic/(?P<post>[1-9][0-9]{0,18})"),
        ),
        url=_post_url,
        example="123456789012",
    ),
    limits=LIMITS,
    page_limits=_PAGE,
    pace=Pace(turns=pace.of_act, post=pace.KEY),
    keys=KeyProfile(
        slots=(Slot.ADMIN, Slot.APPLICATION, Slot.SECRET),
        guides=(_APPLICATION_KEY, _ADMIN_KEY, _SECRET_KEY),
        refused={
            "ok_101": "ОК не знает такого публичного ключа приложения. Скопируйте его из письма от ОК ещё раз.",
            "ok_103": "ОК не знает такого ключа администратора. Скопируйте вечный access_token ещё раз.",
            "ok_104": "ОК не принял секретный ключ. Скопируйте Session_secret_key рядом с access_token ещё раз.",
        },
        own=re.compile(r"tkn1[\w.~-]{16,}", re.ASCII),
        # An answer to a signed call proves all three, though only one is named.
        one_key=True,
    ),
    # OK tells nobody anything: each topic with news is asked for, and it publishes no pace. A slow one is kept.
    reading=Reading(
        has_webhooks=False,
        every=20,
        # Discussions are read of the type GROUP_TOPIC alone.
        read=("Комментарии под темами группы.",),
        unread=(
            "Личные сообщения группе и упоминания: по ключу ОК их не отдаёт. Смотрите их в группе.",
            "Комментарии под фотографиями и видео группы: смотрите их в обсуждениях группы.",
            "Темы, которые предложили подписчики: они ждут в группе.",
        ),
    ),
    restriction=Restriction(
        sees=(
            "Одноклассники ограничивают только вместе с удалением этого комментария и только навсегда.",
            "Причину сеть не показывает.",
            "Срока ОК не знают и снимать программе не дают: в последний день Вече попросит снять карточкой.",
        ),
        # OK blocks an author only in the call that deletes the comment, and knows no term.
        takes_comment=True,
        for_good_only=True,
    ),
    preview=Preview(layout="wall"),
    video=VideoExtras(
        subtitles="Видео «{name}»: откройте его в ОК, «Изменить», «Субтитры», загрузите файл отсюда; если такого "
        "раздела нет, дайте расшифровку первым комментарием.",
        cover="Видео «{name}»: откройте его в ОК, «Изменить», «Обложка», загрузите обложку отсюда.",
    ),
    error_prefix="ok_",
    beyond={
        **dict.fromkeys(
            (Operation.REPLY_IN_PLACE, Operation.MODERATE_TOPICS),
            Ability("absent", "Комментариев под фото и видео ОК нам не отдаёт. Отвечайте на них в группе."),
        ),
        Operation.PUBLISH_ANIMATION: only_by_person(
            "По ключу ОК не принимает анимацию.",
            "Откройте группу в ОК, «Новая тема», «Видео», выберите анимацию отсюда.",
            "Вставьте текст отсюда, выберите «От имени группы», опубликуйте.",
        ),
        Operation.PUBLISH_DOCUMENT: Ability("absent", "ОК не принимает файлы в записи группы. Дайте ссылку на файл."),
        Operation.PUBLISH_STORY: only_by_person(
            "По ключу ОК историй не принимает.",
            "Откройте приложение ОК, «Момент», добавьте фото или видео отсюда, опубликуйте.",
        ),
        Operation.PUBLISH_LIVE: only_by_person("Эфир ведёт человек: мы готовим объявление и список дел.", *LIVE),
    },
    no_key=frozenset(
        {
            Operation.RESTORE_COMMENT,
            Operation.PIN,
            Operation.RELEASE_AUTHOR,
            Operation.READ_MESSAGES,
            Operation.ANSWER_MESSAGE,
            Operation.DELETE_MESSAGE,
            Operation.DESCRIBE,
            Operation.SET_COVER,
            Operation.RUN_LIVE,
            Operation.SET_COMMENT_MODE,
        }
    ),
    by_hand=_BY_HAND,
    # The API takes `disableComments` with a new topic alone (mediatopic.post, attachment).
    comments=CommentModes(
        post=(CommentMode.CLOSED,),
        read_by=Operation.READ_BACK,
        means={CommentMode.CLOSED: "Прежние комментарии видны, новых никто не напишет."},
        lacks="Закрыть комментарии во всей группе ОК не даёт, только под каждой темой.",
        post_steps=(
            "Откройте тему в ОК по ссылке «Открыть в сети».",
            "Нажмите «…»: «Закрыть комментарии» или «Открыть комментарии».",
            DONE,
        ),
    ),
    reusable_uploads=("file",),
    # Error 454; its list is not ours.
    censors=True,
    official=True,
)
