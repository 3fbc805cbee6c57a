"""The week's norm: the bar, and one sentence of forecast."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from veche.kernel.clock import DAY, local, now
from veche.kit.moments import SHORT_WEEKDAYS, on_day
from veche.morphology.numerals import form, in_words, spelled
from veche.networks.registry import NETWORKS
from veche.norm.domain.week import Counted, WeekNorm
from veche.web import words

MOST_CELLS = 8
# Later nobody begins to write for the same day.
EVENING = 18


@dataclass(frozen=True, slots=True)
class NormLine:
    """`strong`: the forecast, `rest`: what to do. `free`: days without a counting publication.

    `stopped`: why there is no forecast, «заморожено» or «стоит пауза»; "" if there is one. `by_person`: how many only a
    person has confirmed; "" for none.
    """

    title: str
    label: str
    cells: tuple[dict[str, str], ...]
    strong: str
    rest: str
    free: tuple[date, ...]
    short: bool
    by_person: str = ""
    stopped: str = ""


def norm_line(norm: WeekNorm, zone: str) -> NormLine:
    free, stopped = _free(norm, zone), stopped_by(norm)
    return NormLine(
        title=f"вышло {norm.out} из {norm.minimum}",
        label=_label(norm, ahead=is_ahead(norm, zone)),
        cells=tuple(cells_of(norm, zone))[:MOST_CELLS],
        strong=_strong(norm, zone),
        rest=_rest(norm, free),
        free=free,
        short=norm.missing > 0 and not stopped,
        by_person=_by_person(norm),
        stopped=stopped,
    )


def stopped_by(norm: WeekNorm) -> str:
    """Why the week has no forecast, as `NormLine.stopped`."""
    if norm.out >= norm.minimum or not norm.is_stopped:
        return ""
    return "заморожено" if norm.frozen else "стоит пауза"


def is_ahead(norm: WeekNorm, zone: str) -> bool:
    """Whether the week has not begun: nothing of it can be out, and nothing is late."""
    return norm.monday > local(now(), zone).date() and not norm.out


def _label(norm: WeekNorm, *, ahead: bool) -> str:
    out = "" if ahead else f"Вышло {norm.out}, "
    rest = "прогноза нет" if stopped_by(norm) else f"не хватает {norm.missing}"
    return words.first_up(f"{out}выйдет сама {norm.goes}, ещё в плане {norm.unsure}, {rest}")


def forecast(norm: WeekNorm, zone: str) -> str:
    """«Вышло 2 из 5, в четверг будет 4»; «к концу недели по плану» if not all leave by themselves.

    Of a week ahead «В плане 3 из 5».
    """
    if is_ahead(norm, zone):
        return f"В плане {norm.planned} из {norm.minimum}"
    if stopped := stopped_by(norm):
        return f"Вышло {norm.out} из {norm.minimum}, пока {stopped}, прогноза нет"
    if norm.forecast == norm.out:
        return f"Вышло {norm.out} из {norm.minimum}"
    if norm.unsure:
        return f"Вышло {norm.out} из {norm.minimum}, к концу недели по плану будет {norm.forecast}"
    return f"Вышло {norm.out} из {norm.minimum}, {_last_day(norm, zone)} будет {norm.forecast}"


def promise(norm: WeekNorm) -> str:
    """The number with one more counting publication, while something is dragged to a day of the week."""
    return f"станет {norm.planned + 1} из {norm.minimum}"


def _by_person(norm: WeekNorm) -> str:
    return f"Из вышедших подтвердил человек, а не сеть: {norm.by_person}." if norm.by_person else ""


def _last_day(norm: WeekNorm, zone: str) -> str:
    """«в четверг»: the day of the last planned one."""
    return on_day(local(norm.counted[-1].at, zone).date())


def cells_of(norm: WeekNorm, zone: str) -> Iterable[dict[str, str]]:
    """A bar for each publication: `kind` done, plan, hope or miss, and its words."""
    for one in sorted(norm.counted, key=lambda one: (not one.out, one.at)):
        there = local(one.at, zone)
        day = SHORT_WEEKDAYS[there.weekday()]
        yield (
            {"kind": "done", "word": _cell_word(day, one)}
            if one.out
            else {"kind": "plan", "word": f"{day}, {there:%H:%M}"}
            if one.goes
            else {"kind": "hope", "word": f"{day}, в плане"}
        )
    for _missing in range(norm.missing):
        yield {"kind": "miss", "word": "прогноза нет" if stopped_by(norm) else "не хватает"}


def _cell_word(day: str, one: Counted) -> str:
    if one.past_veche:
        return f"{day}, вышла мимо Вече"
    if one.by_person:
        return f"{day}, вышла, подтвердил человек"
    return f"{day}, вышла"


def _free(norm: WeekNorm, zone: str) -> tuple[date, ...]:
    """From today to Sunday, in the evening from tomorrow; none for a past week."""
    taken = {local(one.at, zone).date() for one in (*norm.counted, *norm.held)}
    here = local(now(), zone)
    first = here.date() if here.hour < EVENING else here.date() + DAY
    days = (norm.monday + n * DAY for n in range(7))
    return tuple(day for day in days if day >= first and day not in taken)


def _strong(norm: WeekNorm, zone: str) -> str:
    if norm.out >= norm.minimum:
        return "Норма закрыта."
    if stopped := stopped_by(norm):
        return f"Пока {stopped}, прогноза нет."
    if norm.forecast == norm.out:
        return "Больше ничего не стоит в плане."
    if norm.unsure:
        return f"К концу недели по плану будет {norm.forecast} из {norm.minimum}."
    return f"{words.first_up(_last_day(norm, zone))} будет {norm.forecast} из {norm.minimum}."


def _rest(norm: WeekNorm, free: Sequence[date]) -> str:
    ahead = () if norm.is_stopped else (_to_do(norm, free), _unsure(norm))
    return " ".join(part for part in (_lagging(norm), *ahead, _held(norm), _beside(norm), _reposts(norm)) if part)


def _lagging(norm: WeekNorm) -> str:
    """Where each account owes its own number, whose this is."""
    if norm.account is None or norm.out >= norm.minimum:
        return ""
    title = NETWORKS[norm.account.network].title
    return f"Так у аккаунта {words.quoted(norm.account.title)} ({title}): он отстаёт больше других."


def _reposts(norm: WeekNorm) -> str:
    if not norm.reposts:
        return ""
    return f"И ещё {in_words(norm.reposts, 'репост', 'репоста', 'репостов', gender='Masc')}, их считаем отдельно."


def _unsure(norm: WeekNorm) -> str:
    if not norm.unsure or norm.out >= norm.minimum:
        return ""
    unsure, wait = spelled(norm.unsure, "Fem"), form(norm.unsure, "ждёт", "ждут", "ждут")
    if not norm.goes:
        return f"{words.first_up(unsure)} {wait} текста, согласия или проверки."
    alone, goes = form(norm.goes, "Сама выйдет", "Сами выйдут", "Сами выйдут"), spelled(norm.goes, "Fem")
    return f"{alone} {goes}, {unsure} {wait} текста, согласия или проверки."


def _held(norm: WeekNorm) -> str:
    """«Две заморожены, одна ждёт ключа.»"""
    if not norm.held:
        return ""
    whys = [one.why for one in norm.held]
    reasons = [_held_by(why, whys.count(why)) for why in dict.fromkeys(whys)]
    return words.first_up(f"{', '.join(reasons)}.")


def _held_by(why: str, number: int) -> str:
    """«две заморожены»."""
    forms = {
        "frozen": ("заморожена", "заморожены", "заморожены"),
        "paused": ("ждёт конца паузы", "ждут конца паузы", "ждут конца паузы"),
        "overdue": ("не ушла в срок", "не ушли в срок", "не ушли в срок"),
        "waits_network": ("ждёт связи с сетью", "ждут связи с сетью", "ждут связи с сетью"),
        "waits_key": ("ждёт ключа", "ждут ключа", "ждут ключа"),
    }
    return in_words(number, *forms[why], gender="Fem")


def _beside(norm: WeekNorm) -> str:
    """Published ones that do not count, so that the numbers seem consistent."""
    if not norm.beside:
        return ""
    number = words.first_up(spelled(norm.beside, "Fem"))
    one = f"{number} вышла, но в норму не идёт: её рубрика или формат не в счёт."
    more = f"{number} вышли, но в норму не идут: их рубрика или формат не в счёт."
    return form(norm.beside, one, more, more)


def _to_do(norm: WeekNorm, free: Sequence[date]) -> str:
    if norm.out >= norm.minimum:
        more = norm.forecast - norm.out
        return f"И ещё {_entries(more)} в плане." if more else ""
    if not norm.missing:
        return "Всё нужное стоит в плане."
    if not free:
        return f"Не хватает {_of_entries(norm.missing)}, а неделя кончается."
    days = words.free_days(free)
    if norm.missing == 1:
        return f"{days}: поставьте одну, и норма закрыта."
    return f"Не хватает {_of_entries(norm.missing)}. {days}."


def _entries(number: int) -> str:
    return in_words(number, "запись", "записи", "записей", gender="Fem")


def _of_entries(number: int) -> str:
    return in_words(number, "записи", "записей", "записей", gender="Fem", case="Gen")
