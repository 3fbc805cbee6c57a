"""Kinds foreign_agent, extremist, terrorist, undesirable: names of registers without the mark that the law asks for."""

from collections.abc import Iterator
from datetime import date

from veche.preflight.finding import KindFinding
from veche.preflight.law.labels import unmarked
from veche.preflight.law.mentions import mentions
from veche.preflight.plain import PlainText
from veche.preflight.registers.index import Index

_MARK = {
    "foreign_agent": "признан иностранным агентом",
    "extremist": "признана экстремистской, деятельность запрещена в России",
    "terrorist": "признана террористической, деятельность запрещена в России",
    "undesirable": "признана нежелательной в России",
}


def registered(text: str, index: Index, today: date) -> Iterator[KindFinding]:
    """`text`: the original, where notes still have their asterisks."""
    plain = PlainText(text)
    for one in unmarked(plain.text, mentions(plain.text, index, today)):
        entry = one.entry
        since = f" с {entry.included:%d.%m.%Y}" if entry.included else ""
        where = f"в реестре «{entry.register}»" if entry.register else "в реестре"
        message = (
            f"{entry.name}: {where}{since}. Рядом с именем нужно: «{_MARK[entry.kind]}»; лучше обойтись без упоминания."
        )
        yield KindFinding(entry.kind, *plain.span_in_source(one.start, one.end), "error", message)
