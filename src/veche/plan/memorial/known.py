"""Holidays, days of military glory, memorial and professional days that an administration may switch on.

Each with the act that establishes it. Wording is shortened where the act's own is longer than a line. Unverified: the
acts were not compared with their official texts, which the page says.
"""

from dataclasses import dataclass
from enum import StrEnum

from veche.plan.memorial.rules import LAST, DayRule, on, weekday_of

SATURDAY, SUNDAY = 5, 6
_LABOUR = "Трудовой кодекс РФ, статья 112"
_GLORY = "Федеральный закон от 13.03.1995 № 32-ФЗ, статья 1"
_MEMORIAL = "Федеральный закон от 13.03.1995 № 32-ФЗ, статья 1.1"
_SOVIET = "Указ Президиума Верховного Совета СССР от 01.10.1980 № 3018-X"
_MILITARY = "Указ Президента РФ от 31.05.2006 № 549"


class DaySort(StrEnum):
    HOLIDAY = "holiday"
    GLORY = "glory"
    MEMORIAL = "memorial"
    PROFESSION = "profession"


@dataclass(frozen=True, slots=True)
class KnownDay:
    """`usual`: whether it is ticked before an administration has chosen."""

    slug: str
    title: str
    rule: DayRule
    sort: DaySort
    source: str
    usual: bool = True


def _holiday(slug: str, title: str, month: int, day: int) -> KnownDay:
    return KnownDay(slug, title, on(month, day), DaySort.HOLIDAY, _LABOUR)


def _glory(slug: str, title: str, month: int, day: int, *, usual: bool = False) -> KnownDay:
    return KnownDay(slug, title, on(month, day), DaySort.GLORY, _GLORY, usual)


def _memorial(slug: str, title: str, month: int, day: int, source: str = _MEMORIAL) -> KnownDay:
    return KnownDay(slug, title, on(month, day), DaySort.MEMORIAL, source)


def _profession(slug: str, title: str, rule: DayRule, source: str, *, usual: bool = False) -> KnownDay:
    return KnownDay(slug, title, rule, DaySort.PROFESSION, source, usual)


KNOWN_DAYS: tuple[KnownDay, ...] = (
    _holiday("new-year", "Новый год", 1, 1),
    _holiday("christmas", "Рождество Христово", 1, 7),
    _holiday("defender", "День защитника Отечества", 2, 23),
    _holiday("women", "Международный женский день", 3, 8),
    _holiday("spring-and-labour", "Праздник Весны и Труда", 5, 1),
    _holiday("victory", "День Победы", 5, 9),
    _holiday("russia", "День России", 6, 12),
    _holiday("unity", "День народного единства", 11, 4),
    _glory("leningrad", "День полного освобождения Ленинграда от фашистской блокады", 1, 27, usual=True),
    _glory("stalingrad", "День победы в Сталинградской битве", 2, 2, usual=True),
    _glory("lake-peipus", "День победы на Чудском озере", 4, 18),
    _glory("chesma", "День победы в Чесменском сражении", 7, 7),
    _glory("poltava", "День победы в Полтавском сражении", 7, 10),
    _glory("gangut", "День победы у мыса Гангут", 8, 9),
    _glory("kursk", "День победы в Курской битве", 8, 23, usual=True),
    _glory("borodino", "День Бородинского сражения", 9, 8),
    _glory("tendra", "День победы у мыса Тендра", 9, 11),
    _glory("kulikovo", "День победы в Куликовской битве", 9, 21),
    _glory("caucasus", "День победы в битве за Кавказ", 10, 9),
    _glory("parade-1941", "День парада на Красной площади 1941 года", 11, 7),
    _glory("sinop", "День победы у мыса Синоп", 12, 1),
    _glory("moscow", "День начала контрнаступления под Москвой", 12, 5, usual=True),
    _glory("izmail", "День взятия крепости Измаил", 12, 24),
    _memorial("students", "День российского студенчества", 1, 25),
    _memorial("duty-abroad", "День памяти о россиянах, исполнявших служебный долг за пределами Отечества", 2, 15),
    _memorial("crimea", "День воссоединения Крыма с Россией", 3, 18),
    _memorial("cosmonautics", "День космонавтики", 4, 12),
    _memorial("radiation", "День участников ликвидации последствий радиационных аварий и памяти их жертв", 4, 26),
    _memorial("parliament", "День российского парламентаризма", 4, 27),
    _memorial("sorrow", "День памяти и скорби", 6, 22),
    _memorial("partisans", "День партизан и подпольщиков", 6, 29),
    _memorial("baptism", "День Крещения Руси", 7, 28),
    _memorial("first-world-war", "День памяти воинов, погибших в Первой мировой войне", 8, 1),
    _memorial("against-terror", "День солидарности в борьбе с терроризмом", 9, 3),
    _memorial("unknown-soldier", "День Неизвестного Солдата", 12, 3),
    _memorial("heroes", "День Героев Отечества", 12, 9),
    _memorial("constitution", "День Конституции Российской Федерации", 12, 12),
    _memorial("printing", "День российской печати", 1, 13, "Постановление Верховного Совета РФ от 28.12.1991 № 3043-1"),
    _memorial("science", "День российской науки", 2, 8, "Указ Президента РФ от 07.06.1999 № 717"),
    _memorial(
        "slavonic", "День славянской письменности и культуры", 5, 24, "Постановление ВС РСФСР от 30.01.1991 № 568-1"
    ),
    _memorial("russian-language", "День русского языка", 6, 6, "Указ Президента РФ от 06.06.2011 № 705"),
    _memorial("family", "День семьи, любви и верности", 7, 8, "Указ Президента РФ от 28.06.2022 № 411"),
    _memorial("flag", "День Государственного флага", 8, 22, "Указ Президента РФ от 20.08.1994 № 1714"),
    _memorial("knowledge", "День знаний", 9, 1, _SOVIET),
    _memorial("old-people", "День пожилых людей", 10, 1, "Постановление Верховного Совета РФ от 01.06.1992 № 2890/1-1"),
    _memorial(
        "repressions",
        "День памяти жертв политических репрессий",
        10,
        30,
        "Постановление ВС РСФСР от 18.10.1991 № 1763-1",
    ),
    _memorial("volunteers", "День добровольца", 12, 5, "Указ Президента РФ от 27.11.2017 № 572"),
    KnownDay(
        "fathers", "День отца", weekday_of(3, SUNDAY, 10), DaySort.MEMORIAL, "Указ Президента РФ от 04.10.2021 № 573"
    ),
    KnownDay(
        "mothers",
        "День матери",
        weekday_of(LAST, SUNDAY, 11),
        DaySort.MEMORIAL,
        "Указ Президента РФ от 30.01.1998 № 120",
    ),
    _profession("housing", "День работников ЖКХ", weekday_of(3, SUNDAY, 3), _SOVIET, usual=True),
    _profession("culture", "День работника культуры", on(3, 25), "Указ Президента РФ от 27.08.2007 № 1111", usual=True),
    _profession(
        "self-government",
        "День местного самоуправления",
        on(4, 21),
        "Указ Президента РФ от 10.06.2012 № 805",
        usual=True,
    ),
    _profession(
        "fire-service", "День пожарной охраны", on(4, 30), "Указ Президента РФ от 30.04.1999 № 539", usual=True
    ),
    _profession(
        "business",
        "День российского предпринимательства",
        on(5, 26),
        "Указ Президента РФ от 18.10.2007 № 1381",
        usual=True,
    ),
    _profession("libraries", "День библиотек", on(5, 27), "Указ Президента РФ от 27.05.1995 № 539", usual=True),
    _profession("ecologists", "День эколога", on(6, 5), "Указ Президента РФ от 21.07.2007 № 933"),
    _profession(
        "social-workers", "День социального работника", on(6, 8), "Указ Президента РФ от 27.10.2000 № 1796", usual=True
    ),
    _profession("medics", "День медицинского работника", weekday_of(3, SUNDAY, 6), _SOVIET, usual=True),
    _profession("navy", "День Военно-Морского Флота", weekday_of(LAST, SUNDAY, 7), _MILITARY),
    _profession("paratroopers", "День Воздушно-десантных войск", on(8, 2), _MILITARY),
    _profession("railways", "День железнодорожника", weekday_of(1, SUNDAY, 8), _SOVIET),
    _profession("sport", "День физкультурника", weekday_of(2, SATURDAY, 8), _SOVIET, usual=True),
    _profession("builders", "День строителя", weekday_of(2, SUNDAY, 8), _SOVIET, usual=True),
    _profession("miners", "День шахтёра", weekday_of(LAST, SUNDAY, 8), _SOVIET),
    _profession("programmers", "День программиста", DayRule(of_year=256), "Указ Президента РФ от 11.09.2009 № 1034"),
    _profession("teachers", "День учителя", on(10, 5), "Указ Президента РФ от 03.10.1994 № 1961", usual=True),
    _profession(
        "farming",
        "День работника сельского хозяйства",
        weekday_of(2, SUNDAY, 10),
        "Указ Президента РФ от 31.05.1999 № 679",
    ),
    _profession(
        "roads",
        "День работников дорожного хозяйства",
        weekday_of(3, SUNDAY, 10),
        "Указ Президента РФ от 23.03.2000 № 556",
        usual=True,
    ),
    _profession(
        "transport",
        "День работника автомобильного и городского пассажирского транспорта",
        weekday_of(LAST, SUNDAY, 10),
        "Указ Президента РФ от 25.06.2012 № 897",
        usual=True,
    ),
    _profession(
        "police", "День сотрудника органов внутренних дел", on(11, 10), "Указ Президента РФ от 13.10.2011 № 1348"
    ),
    _profession("energy", "День энергетика", on(12, 22), _SOVIET, usual=True),
    _profession("rescuers", "День спасателя", on(12, 27), "Указ Президента РФ от 26.12.1995 № 1306", usual=True),
)
KNOWN = {one.slug: one for one in KNOWN_DAYS}
