"""Troubles of residents that are cases in the demo, each at another place of its way."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

HOUSING, TRANSPORT = "Отдел городского хозяйства", "Отдел транспорта"
EDUCATION, CULTURE = "Отдел образования", "Отдел культуры"


class Way(StrEnum):
    """How far a case has come."""

    OPENED = "opened"
    ASKED = "asked"
    REFUSED = "refused"
    DRAFTED = "drafted"
    INTERIM = "interim"
    ANSWERED = "answered"


@dataclass(frozen=True, slots=True)
class Said:
    network: str
    author: str
    text: str


@dataclass(frozen=True, slots=True)
class Trouble:
    """`came`, `asked`: working hours ago, of the first comment and of the request to the department.

    `reply`: the words of the department, or of the answer that was given. `then`: what the first author wrote after we
    had asked whether it helped; `helped`: what that means.
    """

    title: str
    department: str
    way: Way
    came: float
    says: tuple[Said, ...]
    asked: float = 0
    reply: str = ""
    raised: bool = False
    then: str = ""
    helped: bool = False


TROUBLES: Final = (
    Trouble(
        title="Двор на Тракторной, 24 не убран третий день",
        department=HOUSING,
        way=Way.DRAFTED,
        came=7,
        asked=6,
        reply=(
            "Работы по уборке дворовой территории будут произведены в кратчайшие сроки. Уборку осуществляет "
            "подрядная организация. В случае невыполнения просим обращаться в установленном порядке."
        ),
        says=(
            Said("vk", "Сосед с Тракторной", "Двор на Тракторной, 24 третий день не убран. Когда придёт трактор?"),
            Said("ok", "Галина Д.", "Тракторная, 24: скорая к нашему подъезду не проехала, несли на руках"),
            Said("vk", "Мама первоклассника", "С коляской не выйти, Тракторная 24, просим убрать двор"),
            Said("max", "Николай П.", "Парковка на Тракторной, 24 завалена, трактор будет или нет?"),
        ),
    ),
    Trouble(
        title="Автобус № 14 не останавливается у больницы",
        department=TRANSPORT,
        way=Way.ASKED,
        came=12,
        asked=11,
        says=(
            Said("vk", "Людмила Ф.", "Почему 14-й автобус проезжает мимо остановки у больницы? Ждали час"),
            Said("telegram", "Виктор М.", "14 маршрут сегодня опять не остановился у больницы, с кем говорить?"),
            Said("ok", "Бабушка двух внуков", "Автобус 14 у больницы не стоит, а мне на перевязку. Помогите"),
        ),
    ),
    Trouble(
        title="В детском саду на Калинина течёт крыша",
        department=EDUCATION,
        way=Way.ASKED,
        came=9.5,
        asked=9,
        raised=True,
        says=(
            Said("vk", "Катя Н.", "В садике на Калинина течёт крыша, дети спят в коридоре. Когда починят?"),
            Said("max", "Роман Ч.", "Садик на Калинина: вода с потолка у проводки, за детей страшно, почините крышу"),
        ),
    ),
    Trouble(
        title="Фонари на Громова не горят",
        department="",
        way=Way.OPENED,
        came=0.7,
        says=(
            Said("vk", "Соседка с пятого", "На Громова от перекрёстка до магазина не горит ни один фонарь, почините"),
            Said("telegram", "Артём З.", "Громова, темно третий вечер. Когда сделают свет?"),
        ),
    ),
    Trouble(
        title="Яма на Светлова у школы № 10",
        department=TRANSPORT,
        way=Way.REFUSED,
        came=4,
        asked=3.5,
        reply="Ямочный ремонт ведёт отдел городского хозяйства, у него договор с подрядчиком.",
        says=(Said("ok", "Таксист Рубцовска", "Светлова у школы 10, яма на полдороги. Когда засыплют?"),),
    ),
    Trouble(
        title="Когда откроется бассейн",
        department=CULTURE,
        way=Way.INTERIM,
        came=20,
        reply=(
            "Здравствуйте! Подрядчик испытывает новый насос, отдел культуры ждёт его акт во вторник. "
            "В среду к 12:00 напишем здесь день открытия."
        ),
        says=(
            Said("vk", "Студент РИИ", "Бассейн когда откроется? Абонемент сгорает"),
            Said("ok", "Надежда У.", "Подскажите, когда откроют бассейн после ремонта? Дети спрашивают"),
        ),
    ),
    Trouble(
        title="Диваны у баков на Садовой",
        department=HOUSING,
        way=Way.ANSWERED,
        came=8,
        reply=(
            "Здравствуйте! «Чистый город» вывезет крупный мусор с Садовой, 12 завтра до 12:00. "
            "Если после обеда диваны на месте, напишите сюда или позвоните: 4-00-00."
        ),
        says=(
            Said("vk", "Павел Ш.", "Садовая, 12: у баков три дивана вторую неделю. Кто вывезет?"),
            Said("vk", "Ирина С.", "Крупный мусор на Садовой, 12 заберите, пожалуйста"),
        ),
        then="Да, вывезли ещё до обеда. Спасибо!",
        helped=True,
    ),
    Trouble(
        title="Светофор у школы № 18 мигает жёлтым",
        department=TRANSPORT,
        way=Way.ANSWERED,
        came=14,
        reply=(
            "Здравствуйте! «Горсвет» заменит контроллер светофора у школы № 18 сегодня до 18:00. "
            "Если вечером он мигает, напишите сюда или позвоните: 4-00-00."
        ),
        says=(
            Said("vk", "Отец двоих", "Светофор у школы 18 вторую неделю мигает жёлтым, детям страшно. Когда починят?"),
        ),
        then="Нет, не помогло. Утром шли в школу, светофор так же мигает жёлтым.",
    ),
)
TEXTS: Final = frozenset(text for one in TROUBLES for text in (one.then, *(said.text for said in one.says)) if text)
