"""Weekly publications with each week's streets, rooms and numbers."""

from datetime import date

from veche.demo.content.piece import Piece

WHO = (
    ("заместитель Главы по социальным вопросам", "21"),
    ("начальник отдела транспорта", "12"),
    ("заместитель Главы по городскому хозяйству", "18"),
    ("начальник отдела архитектуры", "30"),
)
STREETS = (
    ("Комсомольской", "Пролетарской", "у переезда"),
    ("Ленина", "Светлова", "у рынка"),
    ("Калинина", "Тракторной", "у моста"),
    ("Октябрьской", "Мира", "у вокзала"),
    ("Дзержинского", "Садовой", "у школы № 9"),
)
LAMPS = (14, 9, 21, 17, 6, 12)


def reception(day: date) -> Piece:
    who, room = WHO[day.toordinal() // 7 % len(WHO)]
    return Piece(
        f"Приём в четверг: {who.split()[0]}, кабинет {room}",
        f"Принимает {who}, с 14 до 17, кабинет {room}. Можно прийти без записи или занять время по телефону приёмной. "
        "На прошлой неделе пришли одиннадцать человек, семь вопросов решили сразу.",
        "meeting",
    )


def streets(day: date) -> Piece:
    first, second, third = STREETS[day.toordinal() // 7 % len(STREETS)]
    lamps = LAMPS[day.toordinal() // 7 % len(LAMPS)]
    return Piece(
        f"Неделя на улицах: {first}, {second} и {third}",
        f"Закончили ремонт на {first}, на {second} осталась разметка, {third} переносим знак. "
        f"Фонарей починили {lamps}. Куда приехать на следующей неделе, решаем по вашим комментариям.",
        "roads",
        "road",
        "Свежая разметка на сухом асфальте, вдалеке дорожный знак",
        category="important",
    )
