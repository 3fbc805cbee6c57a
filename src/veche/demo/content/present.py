"""Publications of this week and the next days, of any season and of each season."""

from datetime import date

from veche.demo.content.cold import EARLY_WINTER, LATE_WINTER
from veche.demo.content.piece import Piece
from veche.demo.content.season import Hook, Season
from veche.demo.content.warm import AUTUMN, SPRING, SUMMER

SEASONS = (EARLY_WINTER, LATE_WINTER, SPRING, SUMMER, AUTUMN)
YESTERDAY = Piece(
    "Городской оркестр зовёт в субботу",
    "Играют те, кто пришёл в оркестр в этом году, и их учителя. Начало в 16:00, вход свободный, мест сто двадцать. "
    "Будет баян, скрипка и один очень серьёзный барабан.",
    "culture",
    "music",
    "Сцена: чёрный рояль под красным занавесом, рядом музыкант",
    category="other",
)
REFUSED = Piece(
    "Остановка «Школа № 23» переезжает",
    "С понедельника она на двадцать метров ближе к переходу: так детям не нужно бежать через дорогу. "
    "Павильон перенесём до конца недели.",
    "bus",
    category="other",
)
WAITING_TOO = Piece(
    "Сколько стоит проезд с первого числа",
    "Проезд 34 рубля, по карте 31. Деньги идут на солярку и запчасти. Льготы школьникам и пенсионерам остаются, "
    "проездной на месяц 1150 рублей. Старые проездные действуют до конца срока.",
    "bus",
    category="important",
)
RETURNED = Piece(
    "Фонари на набережной: что нового",
    "Ремонт освещения завершён в соответствии с графиком. Установлено 42 светильника.",
    "light",
    category="other",
)
REMARK = "Сухо. Напишите, где светло, где пока нет и когда будет."
TIMETABLE = Piece(
    "Автобус № 7: новое расписание",
    "Последний рейс теперь в 22:40, об этом просили шестеро из десяти. В часы пик интервал 12 минут. Расписание "
    "висит на остановках и в приложении, бумажное дадут в кассе вокзала.",
    "bus",
    "bus",
    "Жёлтый автобус с номером 7 у остановки, на заднем плане пятиэтажный дом",
    category="important",
)
HOOKS = (
    Hook("deputy", "Заместитель Главы в школе № 23", 3, 14, "школа № 23", "Отдел образования"),
    Hook("department", "Торги по ремонту двух дворов", 8, 15, "", "Отдел городского хозяйства"),
    Hook("other", "Награждаем добровольцев", 10, None, "", "Отдел культуры"),
    Hook("head", "Встреча Главы с жителями Сельмаша", 11, 17, "школа № 11"),
    Hook("request", "Автобус после 20:00", None, note="За неделю спросили шесть раз", department="Отдел транспорта"),
    Hook("department", "Субботняя ярмарка: кто приедет", None, department="Отдел торговли"),
    Hook("department", "Лучший двор: итоги конкурса", None, department="Отдел городского хозяйства"),
    Hook("other", "Как вызвать трактор во двор", None, note="Годится всегда"),
)
ANSWERS = (
    "Спасибо, что написали. Передали адрес дежурной бригаде, приедут сегодня до вечера.",
    "Здравствуйте! Спросили в отделе, ответ дадим здесь же завтра до обеда.",
    "Здравствуйте! Да, и записываться не нужно. Подробности повесим в пятницу отдельной записью.",
    "Проверили по датчику: машина и правда проехала. С водителем поговорили, извините.",
)


def season_of(day: date) -> Season:
    return next(season for season in SEASONS if day.month in season.months)


def occasions(season: Season) -> tuple[Hook, ...]:
    """Occasions of the season, of its texts, and of any time."""
    own = (
        Hook("head", season.waiting.title, 1, 18, "студия в администрации"),
        Hook("department", season.draft.title, 4, 10),
    )
    return (*season.hooks, *own, *HOOKS)
