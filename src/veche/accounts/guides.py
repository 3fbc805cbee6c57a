"""Where a key is to be had, step by step, with the networks' own words on their buttons; what to paste for the page.

Sources: dev.vk.com («Ключи доступа»), apiok.ru («Регистрация приложения»), core.telegram.org/bots, dev.max.ru.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from veche.accounts.enums import KeySlot, NetworkSlug
from veche.networks.ok import rights as ok
from veche.networks.vk import rights as vk

VK_RIGHTS: Final = "«" + "», «".join(right.capitalize() for right in vk.TITLES.values()) + "»"


@dataclass(frozen=True, slots=True)
class Guide:
    """How to get the key of one slot. `note`: what it is good for, and what happens without it."""

    slot: KeySlot
    steps: tuple[str, ...]
    note: str = ""
    optional: bool = False


_VK = (
    Guide(
        KeySlot.COMMUNITY,
        (
            "Откройте сообщество и нажмите «Управление».",
            "«Дополнительно», «Работа с API», вкладка «Ключи доступа», кнопка «Создать ключ».",
            f"Отметьте {VK_RIGHTS}.",
            "Подтвердите вход на телефоне, нажмите «Показать» и скопируйте: ключ начинается с «vk1.a.».",
        ),
        "Бессрочный. Публикует текст, ссылки и файлы, отвечает на комментарии.",
    ),
    Guide(
        KeySlot.ADMIN,
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
    ),
)
_OK = (
    Guide(
        KeySlot.APPLICATION,
        (
            "Войдите в ОК тем, кто управляет группой, откройте ok.ru/app/setup и добавьте приложение с типом «OAuth».",
            "На почту придёт письмо: в нём «Публичный ключ приложения», большие латинские буквы, начинается с «C».",
            (
                "Напишите на api-support@ok.ru номер приложения и зачем оно; попросите права "
                f"{', '.join(ok.RIGHTS)}. Дождитесь ответа."
            ),
        ),
        "Приложение ваше, права ему даёт ОК.",
    ),
    Guide(
        KeySlot.ADMIN,
        (
            (
                "В настройках приложения найдите «Вечный access_token» и нажмите «Получить новый». Если права дали "
                "позже, нажмите ещё раз: старый ключ о них не знает."
            ),
            "Скопируйте access_token целиком.",
        ),
        "Действует от имени того, кто нажал кнопку: он должен оставаться администратором или модератором группы.",
    ),
    Guide(
        KeySlot.SECRET,
        ("Рядом с вечным access_token стоит Session_secret_key. Скопируйте его.",),
        "Им подписывается каждый запрос.",
    ),
)
_TELEGRAM = (
    Guide(
        KeySlot.BOT,
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
    ),
)
_MAX = (
    Guide(
        KeySlot.BOT,
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
    ),
)
GUIDES: Final[Mapping[str, tuple[Guide, ...]]] = {
    NetworkSlug.VK: _VK,
    NetworkSlug.OK: _OK,
    NetworkSlug.TELEGRAM: _TELEGRAM,
    NetworkSlug.MAX: _MAX,
}
# What a network's page is called, in the genitive.
PAGES: Final[Mapping[str, str]] = {
    NetworkSlug.VK: "сообщества",
    NetworkSlug.OK: "группы",
    NetworkSlug.TELEGRAM: "канала",
    NetworkSlug.MAX: "канала",
}


def guide_of(network: str, slot: str) -> Guide | None:
    return next((guide for guide in GUIDES[network] if guide.slot == slot), None)
