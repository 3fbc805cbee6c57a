"""Where publications come from besides events: a poll that is over, texts for any day, news of the site."""

from datetime import timedelta

from veche.demo.content.piece import Piece, PieceOfPoll

POLL = Piece(
    "Каким сделать сквер у вокзала",
    "В сквере у вокзала поменяем дорожки и лавочки. С чего начать? Опрос открыт три дня, итог расскажем здесь.",
    "yard",
    category="other",
    poll=PieceOfPoll(
        "С чего начать сквер у вокзала?",
        ("Дорожки и свет", "Детская площадка", "Лавочки и тень"),
        (31, 18, 9),
        open_days=3,
    ),
)
EVERGREENS = (
    Piece(
        "Как вызвать трактор во двор",
        "Снег во дворе убирает управляющая компания. Позвоните ей, номер висит в подъезде. Не приехали за сутки? "
        "Звоните нам: 112, добавочный 3. Назовите адрес и время первого звонка.",
        "yard",
    ),
    Piece(
        "Где получить справку за один день",
        "В МФЦ на Ленина, 64 справку о составе семьи дают сразу. Возьмите паспорт. В среду открыто до восьми вечера.",
        "papers",
        category="important",
    ),
    Piece(
        "Что взять в библиотеке, кроме книг",
        "Настольные игры, билеты в музей и гитару на неделю. Нужен читательский билет, его выдадут за пять минут.",
        "culture",
        category="other",
    ),
)
# An event that ended two hours before the demo was opened.
EVENT_CALENDAR, EVENT_OF = "Афиша отдела культуры", "Отдел культуры"
EVENT, EVENT_PLACE = "Концерт школьных хоров", "Дворец культуры"
SITE = "https://rubtsovsk.example/news/"
# Title, beginning of the text, and how long ago it stood on the site.
SITE_NEWS = (
    ("Как работает общественный приём в декабре", "График приёма по дням и кабинетам.", timedelta(hours=3)),
    ("Открыт набор в школу юного спасателя", "Берут с 12 лет, занятия бесплатные.", timedelta(hours=20)),
    ("Итоги конкурса «Лучший двор»", "Победили три двора, призы вручат в пятницу.", timedelta(days=2)),
)
