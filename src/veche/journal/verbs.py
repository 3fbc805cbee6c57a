"""Sentences for entries. Each room registers its acts in its own `verbs.py`.

register("post.approved", _("согласовали публикацию"))
"""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

VERB = re.compile(r"[a-z][a-z_]*(\.[a-z][a-z_]*)+")
_sentences: dict[str, str] = {}
_exceptions: dict[str, list[tuple[Mapping[str, str], str]]] = {}


def register(verb: str, sentence: str) -> None:
    """`sentence` completes «кто: …» on the journal's page: «согласовали публикацию»."""
    if not VERB.fullmatch(verb):
        raise ValueError(f"a verb looks like post.approved, not like {verb!r}")
    if str(_sentences.get(verb, sentence)) != str(sentence):
        raise ValueError(f"{verb} is registered with another sentence")
    _sentences[verb] = sentence


def register_when(verb: str, facts: Mapping[str, str], sentence: str) -> None:
    """Register another sentence for entries of this verb with these facts."""
    _exceptions.setdefault(verb, []).append((facts, sentence))


def sentence_of(verb: str, facts: Mapping[str, Any] = MappingProxyType({})) -> str:
    """The sentence; the verb itself if no app registers it."""
    for wanted, sentence in _exceptions.get(verb, ()):
        if wanted.items() <= facts.items():
            return str(sentence)
    return str(_sentences.get(verb, verb))


def catalogue() -> Mapping[str, str]:
    return MappingProxyType(_sentences)


register("journal.verified", "прочитали и проверили журнал")
register("journal.heads_closed", "закрыли отметки журнала, которые не сходились")
register("journal.strays_closed", "закрыли на сервере ничьи отметки журнала")
register("journal.sealing_began", "начали закрывать каждую запись печатью")
register("journal.day_marked", "отметили день журнала: письмо уходит Главе и проверяющему")
