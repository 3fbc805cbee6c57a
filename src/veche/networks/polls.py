"""Check a poll against a network's limits. Lengths are counted in the network's unit for texts."""

from collections import Counter
from collections.abc import Iterator

from veche.networks.protocol import Limits, Poll, PollLimits, Problem
from veche.networks.text import signs, tidy, utf16_length

LEAST = 2


def tidied(poll: Poll) -> Poll:
    """The poll as it will be published: no invisible characters, no outer spaces, no empty answers."""
    options = tuple(option for option in (one_line(option) for option in poll.options) if option)
    return Poll(one_line(poll.question), options, poll.multiple, poll.anonymous, poll.open_for)


def one_line(text: str) -> str:
    return " ".join(tidy(text).split("\n"))


def poll_problems(poll: Poll | None, *, limits: Limits, network: str) -> tuple[Problem, ...]:
    """Problems of a poll that `tidied` returned.

    A network without polls has no limits: a person publishes the poll by hand, and only the checks common to all
    networks apply.
    """
    if poll is None:
        return ()
    return (*_of_any(poll), *(_problems(poll, limits.poll, network) if limits.poll is not None else ()))


def _of_any(poll: Poll) -> Iterator[Problem]:
    if not poll.question:
        yield Problem("poll_question", "У опроса нет вопроса. Напишите его.")
    if len(poll.options) < LEAST:
        yield Problem("poll_options_few", "В опросе меньше двух ответов. Допишите.")
    twice = [option for option, count in Counter(map(str.casefold, poll.options)).items() if count > 1]
    if twice:
        yield Problem("poll_options_same", f"Ответ «{twice[0]}» повторяется. Оставьте один.")


def _problems(poll: Poll, limits: PollLimits, network: str) -> Iterator[Problem]:
    if (over := utf16_length(poll.question) - limits.question) > 0:
        yield Problem("poll_question_long", f"{network}: вопрос длиннее на {signs(over)}. Сократите его.")
    yield from _of_options(poll.options, limits, network)
    if limits.open_for and poll.open_for and poll.open_for > limits.open_for:
        days = limits.open_for.days
        yield Problem("poll_open_long", f"{network} держит опрос открытым не дольше {days} дней. Сократите срок.")


def _of_options(options: tuple[str, ...], limits: PollLimits, network: str) -> Iterator[Problem]:
    if len(options) > limits.options:
        surplus = f"{network} берёт не больше {limits.options} ответов, у вас {len(options)}. Уберите лишние."
        yield Problem("poll_options_many", surplus)
    for number, option in enumerate(options, 1):
        if (over := utf16_length(option) - limits.option) > 0:
            yield Problem("poll_option_long", f"{network}: ответ {number} длиннее на {signs(over)}. Сократите его.")
