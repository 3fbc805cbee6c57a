"""`python -m scripts.errors`: writes docs/errors.md from each network's own table, `networks/<network>/refusals.py`."""

from collections.abc import Sequence
from importlib import import_module

from scripts.find import ROOT
from veche.networks.errors import PUBLISHING, SLOT_NAMES, in_doubt
from veche.networks.profile import NetworkProfile
from veche.networks.protocol import Slot
from veche.networks.refusal import Code, Refusal, refused
from veche.networks.registry import NETWORKS

PAGE = ROOT / "docs" / "errors.md"
# What the network said itself stands in the sentence where these dots are.
WORDS = "…"

HEAD = """# Что отвечают сети и что это значит

Каждый отказ, который знает Вече: что стало с отправкой, повторим ли сами и что прочитает человек.
Эту страницу печатает `python -m scripts.errors` из таблиц `src/veche/networks/<сеть>/refusals.py`;
`make docs` и тест сверяют её с ними, а `tests/outbox/test_refusals.py` проводит каждый из этих
кодов через учебную сеть до состояния отправки (Mastodon: `tests/networks/mastodon`).

- **planned**: не сделано, повторим сами, пока не пройдёт срок записи; потом **missed**, и решает
  человек.
- **failed**: не сделано, тот же вызов не поможет никогда. Правка, снятие и закрепление вместо этого
  становятся карточкой для человека (**by_hand**).
- **unknown**: сделано или нет, не знает никто. Второй раз не шлём: сначала ищем в сети (кроме
  вызовов, которые повторять безвредно).

Пауза со временем касается одного аккаунта, у VK 9 и 29 только одного действия. «…» после «Ответ
сети»: её собственные слова, на её языке. Что записи или комментария уже нет (или на них уже стоит
то, что нужно), адаптер при правке, снятии, закреплении и удалении читает как ответ, а не как отказ.
Удалённое до нас: `post_gone`.
"""


def state(refusal: Refusal | None) -> str:
    """The state in which a publication stands after this answer."""
    if refusal is None:
        return "unknown"
    return "failed" if refusal.is_final else "planned"


def page() -> str:
    """The whole page as it should stand."""
    return HEAD + "".join(map(_section, NETWORKS.values()))


def _section(network: NetworkProfile) -> str:
    module = import_module(f"veche.networks.{network.slug}.refusals")
    slot = Slot.ADMIN if Slot.ADMIN in network.keys.slots else network.keys.slots[0]
    codes: Sequence[Code] = module.CODES
    rows = [_row(code, module.TITLE, slot) for code in codes]
    rows.append(_row(Code("другой", f"{slot}_{WORDS}", module.UNKNOWN), module.TITLE, slot))
    head = "| код | состояние | повтор | виноват ключ | совет |\n| --- | --- | --- | --- | --- |\n"
    return f"\n## {network.title}\n\n{head}" + "\n".join(rows) + "\n"


def _row(code: Code, title: str, slot: Slot) -> str:
    said = f"{code.said} «{code.words}»" if code.words else code.said
    cells = (said, state(code.refusal), _again(code.refusal), _blamed(code.refusal, slot), _advice(code, title, slot))
    return f"| {' | '.join(cells)} |"


def _again(refusal: Refusal | None) -> str:
    if refusal is None:
        return "сначала проверка"
    if refusal.is_final:
        return "нет"
    return f"через {refusal.after:g} с" if refusal.after is not None else "да"


def _blamed(refusal: Refusal | None, slot: Slot) -> str:
    """VK has two keys that may call; elsewhere it is always the same one."""
    if refusal is None or refusal.key is False:
        return "нет"
    if refusal.key is True:
        return "тот, которым звали" if slot is Slot.ADMIN else SLOT_NAMES[slot]
    return SLOT_NAMES[refusal.key]


def _advice(code: Code, title: str, slot: Slot) -> str:
    if code.refusal is None:
        return in_doubt(title, PUBLISHING, code=code.ours).advice
    return refused(code.refusal, code=code.ours, slot=slot, purpose=PUBLISHING, words=WORDS).advice


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
