"""Private messages of residents: network, author, text, and our answer if there is one."""

from typing import NamedTuple


class Letter(NamedTuple):
    """`thanks`: needs no answer."""

    network: str
    author: str
    text: str
    answer: str = ""
    thanks: bool = False


LETTERS = (
    Letter(
        "telegram",
        "Татьяна Ильинична",
        "Здравствуйте! Подскажите, как записаться на приём к главе города? В приёмную не дозвониться.",
        "Здравствуйте! Приём по вторникам с 14 до 17 часов. Запишем вас сами: напишите сюда фамилию и тему.",
    ),
    Letter("max", "Сосед с Громова", "Спасибо, фонарь у подъезда горит, дети больше не боятся.", thanks=True),
    Letter("vk", "Руслан", "Светофор у рынка починили, видел сам. Передайте бригаде, молодцы!", thanks=True),
    Letter("vk", "Мама первоклассника", "Здравствуйте. В школе третий день холодно, в классе 15 градусов."),
    Letter("vk", "Мама первоклассника", "Писать под записью не хочу, учительница прочитает. К кому обратиться?"),
)
