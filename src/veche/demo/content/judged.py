"""What the program proposed to delete under earlier posts in VK, and what people decided: rough words about a deed or
about nobody were left, as a person sees and the program does not.
"""

from typing import Final

from veche.moderation.enums import Ground

LEFT: Final = (
    "Дармоеды, за что вам платят",
    "Клоуны!",
    "Свиньи, сколько можно мусорить у подъезда",
    "Вот дураки, прости господи",
    "Шуты, а не депутаты",
    "Собаки бродячие бегают у школы, твари голодные",
    "Кто этот умник, перегородивший проход",
    "Твари, кто отравил собак у гаражей",
    "Скоты, кто жёг мусор в парке",
    "Уроды сломали новую лавочку за два дня",
    "Идиоты, кто выезжает на встречку у школы, где ДПС",
    "Придурки на мотоциклах спать не дают",
    "Хабалка в регистратуре, невозможно записаться",
    "Продавщица хамка, а ярмарка хорошая",
    "Ну и рожа у снеговика",
    "Иди учи правила, там всё написано",
    "Сами дураки, что голосовали",
    "Бараны!",
)
DELETED: Final = (
    ("Ты придурок, читай внимательнее", Ground.INSULT),
    ("Сам ты баран, иди проспись", Ground.INSULT),
    ("Кредит без отказа даже с просрочками, пишите в личные сообщения", Ground.SPAM),
    ("Вы там все кретины, уволить вас мало", Ground.INSULT),
    ("Ваш мастер дебил, закопал и бросил", Ground.INSULT),
    ("Ты тупица, не лезь, если не понимаешь", Ground.INSULT),
    ("Ставки на спорт, выигрыш каждый день, ссылка в профиле", Ground.SPAM),
    ("Заткнись уже, надоел", Ground.INSULT),
    ("Вы уроды, угробили сквер", Ground.INSULT),
    ("Твой начальник полный идиот", Ground.INSULT),
    ("Продаю дипломы любых вузов, занесём в реестр, пишите", Ground.SPAM),
    ("Ну ты и овца, помолчала бы", Ground.INSULT),
    ("Вы сволочи, бросили стариков без тепла", Ground.INSULT),
    ("Идиот ты, а не подрядчик", Ground.INSULT),
    ("Мрази, за что вам деньги платят", Ground.INSULT),
)
# Of what was left, what a second person would have deleted.
DOUBTED: Final = frozenset(LEFT[:2])
TEXTS: Final = frozenset((*LEFT, *(text for text, _ground in DELETED)))
