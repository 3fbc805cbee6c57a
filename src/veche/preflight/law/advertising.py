"""Kind ad_without_erid: advertising signs without an identifier. News of the city's own services are no advertising."""

import re
from collections.abc import Iterator

from veche.preflight.finding import KindFinding
from veche.preflight.post import Circumstances

_ERID = re.compile(r"\berid\b\s*[:=]?\s*[\w-]{5,}|[?&]erid=[\w-]{5,}", re.IGNORECASE)
# Said outright: enough by itself.
_LABELLED = (
    re.compile(
        r"\bна правах рекламы\b|#реклама\b|(?:^|[\n.!?(]\s{0,3})реклама\s{0,3}(?:[.:(]|\)|$|\n)"
        r"|\bрекламодател\w+\s{0,3}:|\b(?:партн[её]рск\w+|спонсорск\w+|рекламн\w+)\s+(?:материал|пост"
        r"|публикаци\w+|запись|интеграци\w+)\b",
        re.IGNORECASE,
    ),
    re.compile(
        r"\bпромокод\w*\s{0,3}(?:[:—–-]\s{0,3})?(?:[«\"]?[A-ZА-Я0-9]{3,}|\w+\s+[«\"]?[A-ZА-Я0-9]{4,}"
        r"|на скидку|дающ|получ)|\bпо\s+промокоду\b",
        re.IGNORECASE,
    ),
    re.compile(r"#промо\w*|#sponsored|#ad\b", re.IGNORECASE),
)
_GOODS = (
    r"(?:магазин\w*|салон\w*|кафе|ресторан\w*|пиццери\w+|кофейн\w+|пекарн\w+|автосалон\w*"
    r"|автосервис\w*|автошкол\w*|студи\w+|клиник\w+|стоматологи\w+|аптек\w+|фитнес\w*|барбершоп\w*"
    r"|парикмахерск\w+|ателье|агентств\w+|застройщик\w*|жк\b|жил\w+\s+комплекс\w*|банк\w*"
    r"|супермаркет\w*|маркет\w*|гипермаркет\w*|торгов\w+\s+(?:центр|дом|комплекс)\w*|тц|трц|отел\w+"
    r"|гостиниц\w+|мебел\w+|окн\w+|ооо|ип|оптик\w+|цветочн\w+|бутик\w*|сет[ьи]\s+магазинов|компани\w+"
    r"|интернет-магазин\w*|маркетплейс\w*|тренажёрн\w+|тренажерн\w+|шиномонтаж\w*|потолк\w+|грузоперевоз\w+|клининг\w*|маникюр\w*|наращивани\w+|репетитор\w*|ремонт\s+(?:телефон|квартир|техник|холодильник|компьютер)\w*|такси|доставк\w+)"
)
_SELLER = re.compile(rf"\b{_GOODS}(?!\w)", re.IGNORECASE)
_BUY = re.compile(
    r"\b(?:купи(?:те)?|покупа(?:й(?:те)?|ть)|приобре(?:тайте|сти|тите)|закажи(?:те)?"
    r"|заказывай(?:те)?|оформ(?:и|ите|ляйте)\s+(?:заказ|карту|кредит|подписку)|успе(?:й(?:те)?"
    r"|вайте)\s+(?:купить|приобрести|заказать|забрать)|забирай(?:те)?"
    r"|выбирай(?:те)?\s+(?:\w+\s+){0,3}(?:в|у)\s+наш\w+|бронируй(?:те)?|записывай(?:тесь"
    r"|ся)\s+на\s+(?:маникюр|стрижк|массаж|пробн|консультаци|тест-драйв|процедур)\w*"
    r"|доставим\b|заказ\w*\s+по\s+тел\w*|заходите\s+за\s+(?:покупк|подарк|обновк)\w*|обращайтесь\s+в\s+(?:компанию|магазин|салон))\b",
    re.IGNORECASE,
)
_BARGAIN = re.compile(
    r"\bскидк\w+|\bнедорого\b|\bраспродаж\w+|\bрассрочк\w+|\bк[еэ]шб[еэ]к\w*|\bбонус\w*|\bвыгодн\w+\s+(?:цен"
    r"|предложени|услови)\w*|\bлучш\w+\s+цен\w+|\bнизк\w+\s+цен\w+|\bсуперцен\w+"
    r"|\bпо\s+цене\s+(?:производителя|одно(?:го|й)|ниже)|\b1\s?\+\s?1\b|\bподарок\s+(?:при|за"
    r"|каждому)\s+(?:покупк|заказ|покупател)\w*|\bподарок\s+каждому\s+покупател\w*|\b(?:втор\w+|трет\w+)\s+(?:\w+\s+)?в\s+подарок"
    r"|\bспецпредложени\w+|\bспециальн\w+\s+предложени\w+|\bдве\s+по\s+цене\s+одной"
    r"|\bакци[яию]\b[^.!?\n]{0,40}(?:%|цен|скид)|\bпервый\s+(?:визит|месяц|заказ)\s+бесплатн\w+"
    r"|\bбесплатн\w+\s+доставк\w+|\bдоставк\w+\s+бесплатн\w+|\bв\s+кредит\b|\bипотек\w+\s+от\s+\d"
    r"|\bпод\s+\d+[.,]?\d*\s?%",
    re.IGNORECASE,
)
_PRICE = re.compile(
    r"\b(?:от|всего|за|по|цена|стоимость"
    r"|только)\s*(?:[:—–-]\s*)?\d[\d\s\u00a0]{0,8}(?:[.,]\d+)?\s?(?:₽|руб\w*|р\.|т\.\s?р|тыс)"
    r"|\d[\d\s\u00a0]{1,8}(?:₽|руб\w*|р\.)",
    re.IGNORECASE,
)
_CONTACT = re.compile(
    r"(?:\+7|\b8)[\s(-]{0,2}9?\d{2,3}[\s)-]{1,2}\d|\bтел(?:ефон)?\.?\s*:|\bзвоните\b"
    r"|\bпишите\s+в\s+(?:директ|лс|личк|сообщени)\w*|\bждём\s+вас\b|\bждем\s+вас\b"
    r"|\bжд[её]м\s+(?:\w+\s+)?(?:покупател|гост)\w+|\bприходите\s+(?:за\s+покупк|в\s+наш)\w*"
    r"|\bна\s+сайте\b|https?://|@\w{4,}",
    re.IGNORECASE,
)
_PRAISED = re.compile(
    r"\b(?:лучш\w+|уникальн\w+|идеальн\w+|самы\w+\s+(?:вкусн|низк|модн|выгодн)\w+|вкуснейш\w+"
    r"|широк\w+\s+(?:ассортимент|выбор)\w*|больш\w+\s+(?:ассортимент|выбор)\w*"
    r"|нов\w+\s+(?:коллекци|поступлени|меню)\w*|гаранти\w+\s+(?:качеств|от|на|год|\d)\w*"
    r"|качественн\w+\s+(?:товар|мебел|ремонт|обслуживани)\w*|индивидуальн\w+\s+подход"
    r"|опытн\w+\s+мастер\w*|под\s+ключ|мечты)",
    re.IGNORECASE,
)
# The city's own: prices set by law, fines, travel, museums, support measures, fairs without a seller.
_CITY = re.compile(
    r"\b(?:тариф\w*|субсиди\w+|льгот\w+|пособи\w+|выплат\w+|компенсаци\w+|штраф\w*|госпошлин\w+|пошлин\w+|налог\w*|пенси\w+|пенсионер\w*|маткапитал\w*|материнск\w+\s+капитал|капремонт\w*|коммунальн\w+|проезд\w*|проездн\w+|муниципальн\w+|администраци\w+|госуслуг\w*|мфц|закупк\w+|аукцион\w*|тендер\w*|конкурсн\w+\s+процедур\w*|"
    r"роспотребнадзор\w*|прокуратур\w*|полици\w+|мошенник\w*|осторожн\w+|ярмарк\w*|субботник\w*|детск\w+\s+сад\w*|школьн\w+\s+питани\w+|бесплатн\w+\s+(?:вход|проезд|приём|прием|консультаци|занят|экскурси)\w*|вход\s+(?:свободн|бесплатн)\w+|музе[йяею]\w*|библиотек\w*|дворец\s+культуры|дк\b|театр\w*|филармони\w+|пушкинск\w+\s+карт\w+|социальн\w+\s+(?:карт|контракт|магазин|такси|столов)\w*|бюджет\w*|предпринимател\w+|социальн\w+\s+реклам\w+|наружн\w+\s+реклам\w+|рекламн\w+\s+(?:конструкци|щит|вывес)\w*|реклам\w+\s+(?:конструкци|незаконн)\w*|инвестор\w*|рынк\w+\s+труда|вакансии|трудоустро\w+)",
    re.IGNORECASE,
)
_NOT_AD = re.compile(
    r"(?:без|не)\s+реклам|реклам\w+\s+(?:снес|демонтир|убра|сня|запрещ)|незаконн\w+\s+реклам"
    r"|распространени\w+\s+реклам|закон\w*\s+о\s+реклам|социальн\w+\s+реклам",
    re.IGNORECASE,
)
ENOUGH, ENOUGH_FOR_CITY = 3, 5


def advertising(text: str, at: Circumstances) -> Iterator[KindFinding]:
    if at.erid or _ERID.search(text):
        return
    found = _labelled(text) or _selling(text)
    if found:
        message = (
            "Похоже на рекламу, а erid нет: получите его у оператора и укажите с пометкой «Реклама» и рекламодателем."
        )
        yield KindFinding("ad_without_erid", *found, "error", message)


def _labelled(text: str) -> tuple[int, int] | None:
    for pattern in _LABELLED:
        one = pattern.search(text)
        if one and not _NOT_AD.search(text[max(0, one.start() - 30) : one.end() + 30]):
            said = one.group()
            return one.start() + len(said) - len(said.lstrip("\n.!?( ")), one.end()
    return None


def _selling(text: str) -> tuple[int, int] | None:
    """The first commercial sign, if there are enough of different kinds."""
    signs = {name: pattern.search(text) for name, pattern in _SIGNS.items()}
    found = {name: one for name, one in signs.items() if one}
    if not {"buy", "bargain", "praised", "price"} & found.keys() or not ({"seller", "buy"} & found.keys()):
        return None
    points = sum(_POINTS[name] for name in found)
    if points < (ENOUGH_FOR_CITY if _CITY.search(text) else ENOUGH):
        return None
    first = min(
        (found[name] for name in ("bargain", "buy", "price", "praised") if name in found), key=lambda one: one.start()
    )
    return first.span()


_SIGNS = {
    "seller": _SELLER,
    "buy": _BUY,
    "bargain": _BARGAIN,
    "price": _PRICE,
    "contact": _CONTACT,
    "praised": _PRAISED,
}
_POINTS = {"seller": 1, "buy": 2, "bargain": 2, "price": 1, "contact": 1, "praised": 1}
