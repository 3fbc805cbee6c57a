"""Words for the fate of a comment and of a restriction, and for grounds."""

from collections.abc import Mapping
from typing import Final

from veche.inbox.enums import MessageState
from veche.kernel.clock import now
from veche.moderation.enums import Ground
from veche.moderation.models import Restriction
from veche.outbox.enums import ActState
from veche.outbox.words import word_of

FATES: dict[str, str] = {
    MessageState.DELETING: "Удаляем",
    MessageState.DELETED: "Удалён",
    MessageState.RESTORING: "Возвращаем",
    MessageState.GONE: "Удалён не нами",
}


def of_restriction(one: Restriction) -> tuple[str, str]:
    """Its state: a face of `web.faces`, and words shown beside the author's name."""
    if one.until and one.until <= now() and not one.released_at and not one.lifted_by_us:
        return str(ActState.CANCELLED), "срок вышел"
    if one.release_act is not None:
        return str(one.release_act.state), word_of(one.release_act)
    if one.released_at is not None:
        mine = one.released_by is not None or one.lifted_by_us
        return str(ActState.CANCELLED), "сняли до отправки" if mine else "сняли в сети помимо нас"
    if one.act is None:
        return str(ActState.CONFIRMED), "ограничили в сети помимо нас"
    return str(one.act.state), word_of(one.act)


# «Похоже на …»: what the program proposes, as the title of a page.
LOOKS_LIKE: Final[Mapping[Ground, str]] = {
    Ground.ILLEGAL: "нарушение закона",
    Ground.THREAT: "угрозу",
    Ground.PERSONAL_DATA: "чужие личные данные",
    Ground.SPAM: "спам",
    Ground.INSULT: "оскорбление",
    Ground.OBSCENE: "нецензурную брань",
}
# What a ground means, for residents who read the rules.
TO_RESIDENTS: Final[Mapping[Ground, str]] = {
    Ground.ILLEGAL: "Призывы к насилию, вражда к людям из-за нации или веры, продажа запрещённого",
    Ground.THREAT: "Обещания избить, убить, поджечь",
    Ground.PERSONAL_DATA: "Чужие адреса, телефоны, номера машин",
    Ground.SPAM: "Реклама, казино, одно и то же много раз",
    Ground.INSULT: "Слова, которые унижают человека. Ругать власть можно",
    Ground.OBSCENE: "Мат, в том числе со звёздочками, если слово читается",
}
