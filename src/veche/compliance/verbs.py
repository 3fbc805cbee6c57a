"""Sentences for this room's journal entries."""

from veche.compliance.enums import RegisterKind
from veche.journal.verbs import register
from veche.journal.words import Fact, Thing, register_facts, register_thing

_KINDS = {value: str(label) for value, label in RegisterKind.choices}

register("compliance.registers_loaded", "загрузили реестры")
register("compliance.register_withdrawn", "убрали реестр, снова действует прежний")
register("compliance.old_after_changed", "сменили, когда реестр считать старым")
register("compliance.families_changed", "сменили, что проверяем в записях")
register("compliance.election_changed", "сменили дни выборов для проверки записей")
register_thing("compliance.loadedregister", Thing("реестр", "file_name"))
register_facts(
    "compliance",
    kinds=Fact("каких реестров", values=_KINDS),
    kind=Fact("", values=_KINDS),
    rows=Fact("строк"),
    not_understood=Fact("не поняли строк"),
    dated=Fact("на дату"),
    sha256=Fact(""),
    days=Fact("дней"),
    checked=Fact("проверяем", values={"accessibility": "доступность", "law": "закон"}),
    voting=Fact("голосование"),
    campaign=Fact("кампания с"),
    candidates=Fact("имён кандидатов"),
)
