"""What a closure is called in sentences."""

from veche.commenting.models import Closure, ModeDifference
from veche.kit.moments import until
from veche.outbox.domain.states import OUT
from veche.outbox.enums import ActState
from veche.outbox.words import word_of


def term_of(one: Closure) -> str:
    """«до завтра, 9:00», «до отмены»."""
    return until(one.until, one.administration.time_zone) if one.until else "до отмены"


def said_of(one: Closure) -> str:
    """«Комментарии закрыты до завтра, 9:00», or how far the network has come."""
    if one.reopening is not None and one.reopening.state != ActState.CANCELLED:
        return f"Комментарии открываем: {word_of(one.reopening)}"
    if one.act.state not in OUT:
        return f"Комментарии {one.get_mode_display()} {term_of(one)}: {word_of(one.act)}"
    return f"Комментарии {one.get_mode_display()} {term_of(one)}"


def face_of(one: Closure) -> tuple[str, str]:
    """Face and word of its state for a list."""
    act = one.reopening or one.act
    if one.ended_at is not None or act.state == ActState.CANCELLED:
        return "cancelled", "больше не действует"
    return act.state, word_of(act)


def said_of_difference(one: ModeDifference) -> str:
    """«В сети комментарии открыты, у нас закрыты»."""
    return f"В сети комментарии {one.get_seen_display()}, у нас {one.get_ours_display()}"
