"""IT's «Сегодня» (clause 1.3): alerts, keys of all accounts, sign-in security.

A card without problems names what was checked and when, so that it does not look broken.
"""

from collections.abc import Collection, Iterable, Sequence

from django.urls import reverse

from veche.accounts.domain.page_changes import open_page_changes
from veche.accounts.domain.queries import AccountLine, lines, living_keys
from veche.accounts.models import Account
from veche.journal.domain.checked import last_check
from veche.kit.moments import date_of, spoken
from veche.morphology import numerals
from veche.morphology.numerals import Gender, in_words
from veche.outbox.domain.queries import blamed_on_keys
from veche.outbox.models import Act
from veche.staff.domain.queries import Member, members
from veche.staff.domain.second_step import people_closed_to_codes
from veche.staff.enums import Role
from veche.staff.models import Administration, Person
from veche.web import words
from veche.web.pages.afterwards import news_of, news_rows, pages_of
from veche.web.pages.alerts import alerts
from veche.web.pages.first_steps import first_rows
from veche.web.pages.foreign_rows import foreign_alerts, reading_of_foreign
from veche.web.pages.page_changes import hijacked, page_change_rows
from veche.web.pages.proposals import connect_rows, proposals_for
from veche.web.pages.registers import register_rows
from veche.web.pages.row import Row, Verb, todo

NO_SECOND_STEP = "второго шага нет, попросим при входе"


def context_of(me: Person, accounts: Collection[Account], *, silence: str, whole: str) -> dict[str, object]:
    """Context of `web/today_it.html`. `accounts`: of `shelf_of` from `accounts_of`. `silence`: an alert.

    `whole`: name of the card that is shown with all its rows.
    """
    city = me.administration
    altered = open_page_changes(city)
    strangers = foreign_alerts(reading_of_foreign(me).read(), city.time_zone)
    over = hijacked(altered, city.time_zone) + strangers + alerts(me, accounts)
    shelf = [account for account in accounts if account.closed_at is None]
    people = members(city, grants=False)
    first = [*first_rows(me, accounts, people), *connect_rows(me, proposals_for(city, accounts))]
    news = news_of(city)
    blamed = _blamed(blamed_on_keys(city), city.time_zone)
    alarms = [
        *blamed,
        *page_change_rows(altered, city.time_zone),
        *register_rows(city),
        *news_rows(me, news, pages_of([], news.newest)),
    ]
    entrances = _entrances(people, people_closed_to_codes(city))
    keys = [_key(line) for line in lines(shelf)]
    return {
        "alerts": over,
        "steps": first,
        "alarms": alarms,
        "calm": _calm(city, shelf, altered=bool(altered)),
        "keys": keys,
        "entrances": todo("entrances", entrances, whole),
        "secured": _secured(people),
        "sub": _summary(first, len(over) + bool(silence), alarms, keys, entrances),
    }


def _calm(city: Administration, shelf: Sequence[Account], *, altered: bool) -> str:
    """Sentences about what was checked: journal and pages."""
    journal = journal_read(city)
    pages = "Новых чужих изменений на страницах и в записях не видно."
    return f"{journal} {pages}" if shelf and not altered else journal


def journal_read(city: Administration) -> str:
    """When the whole journal was read last."""
    checked = last_check(city)
    if checked is None:
        return "Журнал целиком ещё не читали, Вече сделает это ночью."
    said = "всё цело" if not checked.problems else "не всё сходится"
    return f"Журнал прочитан целиком {spoken(checked.at, city.time_zone)}: {said}."


def _key(line: AccountLine) -> Row:
    account, url = line.account, reverse("outbox:account", args=[line.account.pk])
    return Row(
        what=account.title,
        icon="key",
        tone=line.tone,
        nets=(account.network,),
        say=line.words if line.tone else "",
        rest="" if line.tone else _until(account, line.words),
        url=url,
        verbs=(Verb("К ключам" if line.tone else "Открыть", f"{url}#keypass"),),
    )


def _blamed(acts: Sequence[Act], zone: str) -> list[Row]:
    """One row for each account, about its newest refusal. `acts`: newest first."""
    newest = {act.account_id: act for act in reversed(acts)}
    return [_refused(act, sum(one.account_id == act.account_id for one in acts), zone) for act in newest.values()]


def _refused(act: Act, number: int, zone: str) -> Row:
    url = f"{reverse('outbox:account', args=[act.account_id])}#keypass"
    say = "сеть отказала %(when)s, не ушло: %(number)d"
    when = spoken(act.key_blamed_at, zone) if act.key_blamed_at else ""
    return Row(
        what=act.account.title,
        icon="key",
        tone="bad",
        nets=(act.account.network,),
        say=say % {"when": when, "number": number},
        rest=act.reason,
        joint=". ",
        url=url,
        verbs=(Verb("К ключам", url),),
    )


def _until(account: Account, said: str) -> str:
    """«всё в порядке, ключ до 3 декабря»."""
    ends = [key.expires_at for key in living_keys(account) if key.expires_at]
    zone = account.administration.time_zone
    return f"{said}, ключ до {date_of(min(ends), zone)}" if ends else said


def _entrances(people: Iterable[Member], closed: frozenset[int]) -> list[Row]:
    """People with sign-in problems, gravest first."""
    found = [(member, why) for member in people if (why := _why(member, closed))]
    return [_person(member, *why) for member, why in sorted(found, key=lambda one: one[1][0])]


def _why(member: Member, closed: frozenset[int]) -> tuple[int, str, str] | None:
    """(gravity, problem, button); None without one."""
    if member.person.pk in closed:
        return 0, "20 неверных кодов за сутки: второй шаг закрыт для кодов", "Разобраться"
    if member.invite is not None:
        return _why_not_come(member)
    if not member.person.is_active:
        return None
    if not member.has_second_factor:
        return 2, str(NO_SECOND_STEP), "Открыть"
    if Role.CURATOR in member.roles and member.person.department is None:
        return 3, "куратор без отдела", "Выбрать отдел"
    return None


def _why_not_come(member: Member) -> tuple[int, str, str] | None:
    """As `_why`, of somebody who has not used an invitation yet."""
    if member.invite_is_late:
        return 1, "приглашение устарело", "Новая ссылка"
    return (1, member.letter_trouble, "Открыть") if member.letter_trouble else None


def _person(member: Member, _gravity: int, say: str, verb: str) -> Row:
    url = reverse("staff:person", args=[member.person.pk])
    return Row(what=str(member.person), icon="user", tone="warn", say=say, url=url, verbs=(Verb(verb, url),))


def _secured(people: Iterable[Member]) -> str:
    """«Второй шаг нужен четверым, не включил никто.»"""
    active = [member for member in people if member.person.is_active]
    having = sum(member.has_second_factor for member in active)
    if having == len(active):
        return f"Второй шаг включён у всех: {having}."
    whom = numerals.to_people(len(active))
    if not having:
        return f"Второй шаг нужен {whom}, не включил никто."
    if having == 1:
        return f"Второй шаг нужен {whom}, включил один."
    return f"Второй шаг нужен {whom}, включили {numerals.people(having)}."


def _summary(
    first: Sequence[Row], above: int, alarms: Sequence[Row], keys: Sequence[Row], entrances: Sequence[Row]
) -> str:
    """`above`: alerts; the sentence's numbers equal the cards' rows."""
    without = sum(row.say == str(NO_SECOND_STEP) for row in entrances)
    bad = sum(bool(row.tone) for row in keys)
    parts = [
        _told("Neut", len(first), "дело", "дела", "дел"),
        _told("Neut", above, "предупреждение сверху", "предупреждения сверху", "предупреждений сверху"),
        _told("Fem", len(alarms), "тревога", "тревоги", "тревог"),
        _told("Masc", bad, "ключ", "ключа", "ключей"),
        _without_second_step(without),
        _sign_in_badly(len(entrances) - without),
    ]
    waits = ", ".join(part for part in parts if part)
    return words.first_up(waits) if waits else "Ключи, входы и журнал в порядке"


def _told(gender: Gender, number: int, one: str, few: str, many: str) -> str:
    return in_words(number, one, few, many, gender=gender) if number else ""


def _without_second_step(number: int) -> str:
    """«у четырёх сотрудников нет второго шага»."""
    if not number:
        return ""
    whose = in_words(number, "сотрудника", "сотрудников", "сотрудников", gender="Masc", case="Gen")
    return f"у {whose} нет второго шага"


def _sign_in_badly(number: int) -> str:
    """«двое не входят как надо»: closed to codes, invitation expired, or without a department."""
    if not number:
        return ""
    return "один не входит как надо" if number == 1 else f"{numerals.people(number)} не входят как надо"
