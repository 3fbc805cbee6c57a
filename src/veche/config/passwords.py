"""A password may not be what anybody would try first: a known one, or a word of the city and its administration."""

import re
from collections.abc import Iterator, Sequence
from functools import cache
from threading import Lock

from django.conf import settings
from django.contrib.auth.password_validation import CommonPasswordValidator, MinimumLengthValidator
from django.core.exceptions import ValidationError

from veche.staff.models import Person

_LIST = """
пароль паролик парольпароль секрет секретно доступ вход логин ключ юзер пользователь компьютер интернет система
привет здравствуй спасибо любовь люблю любимая любимый любимка солнышко солнце зайка зайчик зайчонок котик
котенок кошка киска рыбка лапочка малыш малышка принцесса королева ангел ангелочек звезда звездочка радость
счастье удача надежда вера мечта дружба друзья семья мама папа мамочка бабушка сыночек доченька дочка сестра
братишка жизнь александр александра алексей алена алина алиса анастасия андрей анна антон арина артем богдан
борис вадим валентин валентина валерия василий вера вероника виктор виктория виталий владимир владислав вячеслав
галина геннадий георгий григорий дарья денис диана дмитрий евгений евгения екатерина елена елизавета иван игорь
ирина кирилл константин кристина ксения лариса леонид лидия любовь людмила максим маргарита марина мария матвей
михаил надежда наталья наташа никита николай оксана олег ольга павел полина роман руслан светлана сергей софья
станислав степан тамара татьяна тимофей ульяна юлия юрий яна ярослав саша маша даша настя катя лена света оля
таня ира юля сережа дима миша самсунг спартак зенит динамо локомотив цска россия москва петербург сибирь алтай
украина победа родина весна осень лето зима январь февраль март апрель май июнь июль август сентябрь октябрь
ноябрь декабрь понедельник пятница собака собачка медведь тигр волк пантера дракон лошадь кролик попугай
черепаха природа цветок ромашка березка рябина администратор администрация начальник директор бухгалтер отдел
прессслужба пресс служба город мэрия работа документ проверка приемная секретарь телефон принтер сотрудник
специалист
"""
RUSSIAN = frozenset(_LIST.split())


_RUSSIAN = "йцукенгшщзхъфывапролджэячсмитьбюё"
_LATIN = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`"
_TO_RUSSIAN = str.maketrans(_LATIN, _RUSSIAN)
_TO_LATIN = str.maketrans(_RUSSIAN, _LATIN)
_LEET = str.maketrans("@4031!$5", "aaoeiiss")
_PLAIN = dict(zip("абвгдезиклмнопрстуфыьъэ", [*"abvgdeziklmnoprstufy", "", "", "e"], strict=True))
# Road signs and passports (ICAO Doc 9303), and two ways in which people write by hand.
_SCHEMES = (
    {"ж": "zh", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "й": "y", "ю": "yu", "я": "ya", "ё": "e"},
    {"ж": "zh", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "й": "i", "ю": "iu", "я": "ia", "ё": "e"},
    {"ж": "zh", "х": "h", "ц": "c", "ч": "ch", "ш": "sh", "щ": "sch", "й": "j", "ю": "ju", "я": "ja", "ё": "yo"},
    {"ж": "zh", "х": "h", "ц": "c", "ч": "ch", "ш": "sh", "щ": "sch", "й": "y", "ю": "yu", "я": "ya", "ё": "e"},
)


def spellings(word: str) -> frozenset[str]:
    """A Russian word as it is typed: itself, in Latin letters, and in the other keyboard layout."""
    lower = word.casefold()
    latin = ("".join((_PLAIN | scheme).get(letter, letter) for letter in lower) for scheme in _SCHEMES)
    return frozenset((lower, lower.translate(_TO_LATIN), *latin))


def readings(password: str) -> Iterator[str]:
    """What a password may have been meant as: itself, typed in the other layout, with digits for letters."""
    lower = password.casefold()
    yield lower
    yield lower.translate(_TO_RUSSIAN)
    yield lower.translate(_TO_LATIN)
    yield re.sub(r"^[\W\d_]+|[\d\W_]+$", "", lower).translate(_LEET)


WORDS = ("администрация", "administration", "admin", "veche", "вече")
# Shorter words of an administration's name («края», «МО») stand in too many others.
LEAST = 5
# What is left beside such words must be worth two or three words of one's own.
REST = 8
# What zxcvbn calls very unguessable: its authors' bound for a stolen hash that is slow to compute.
LEAST_GUESSES = 10**10
# zxcvbn keeps the words of a call in a variable of its module.
_ONE_AT_A_TIME = Lock()
# zxcvbn takes no more; time grows with the square of the length.
MOST_JUDGED = 72


class ContextWordsValidator:
    """Refuses a password that is such a word with little added (ASVS 5.0, 6.2.11)."""

    def validate(self, password: str, user: object = None) -> None:
        rest = password.casefold()
        found = False
        for word in _words_of(user):
            found = found or word in rest
            rest = rest.replace(word, "")
        if found and len(rest) < REST:
            raise ValidationError(
                "В пароле слово, которое проверят первым. Добавьте ещё два-три своих слова.",
                code="context_words",
            )

    def get_help_text(self) -> str:
        return "Не стройте пароль из названия города, администрации или этой программы."


def _words_of(user: object) -> list[str]:
    """Every spelling of the city and of the words of its administration's name, the longest first."""
    names = (user.administration.city, user.administration.name) if isinstance(user, Person) else (settings.CITY,)
    words = {word for name in names for word in re.findall(r"[^\W\d_]+", name) if len(word) >= LEAST}
    stems = {word[:-1] for word in words if len(word) > LEAST}  # «Рубцовска» is «Рубцовск» as well
    found = {spelling for word in (*WORDS, *words, *stems) for spelling in spellings(word)}
    return sorted(found, key=len, reverse=True)


class LengthValidator(MinimumLengthValidator):
    """Django's own, said in Russian that people speak."""

    def get_error_message(self) -> str:
        return f"Коротко: нужно не меньше {self.min_length} знаков."


class KnownPasswordValidator(CommonPasswordValidator):
    """Django's list, and what zxcvbn guesses soon, offline: its lists of passwords, names and English words, common
    Russian words and those of the own city, in Latin letters and in the other keyboard layout, with digits, dates,
    repetitions and keys that stand side by side. Several different words are welcome."""

    def validate(self, password: str, user: object = None) -> None:
        super().validate(password)
        if guesses(password, [*_words_of(user), *_russian()]) < LEAST_GUESSES:
            raise ValidationError(self.get_error_message(), code="password_too_common")

    def get_error_message(self) -> str:
        return "Такой пароль подберут по спискам слов и привычных приписок. Придумайте другой, из трёх-четырёх слов."

    def get_help_text(self) -> str:
        return "Пароль из известных списков не подойдёт."


def guesses(password: str, words: Sequence[str]) -> int:
    """How many tries find the password, whichever of its readings is tried. `words`: the likeliest first."""
    from zxcvbn import zxcvbn  # noqa: PLC0415 -- its lists take 14 MB, and few processes judge a password

    judged = {reading[:MOST_JUDGED] for reading in readings(password)}
    with _ONE_AT_A_TIME:
        return min(int(zxcvbn(reading, user_inputs=list(words))["guesses"]) for reading in judged if reading)


@cache
def _russian() -> tuple[str, ...]:
    return tuple(dict.fromkeys(spelling for word in sorted(RUSSIAN) for spelling in spellings(word)))
