"""A plan kept as a table: each row with something in it is placed, or left out with a reason."""

from datetime import date

from veche.documents.read import Reader, read_table
from veche.plan.reading.days import months_and_years_in
from veche.plan.reading.list_rows import ListReader
from veche.plan.reading.outcome import Period, ReadPlan
from veche.plan.reading.placing import Placer
from veche.plan.reading.weeks import under_heading


def read_plan(
    content: bytes,
    *,
    today: date,
    first: date | None = None,
    last: date | None = None,
    name: str = "",
    read: Reader = read_table,
) -> ReadPlan:
    """Read XLSX or CSV. Raises `UnreadableTable` with a sentence for a person.

    `first`, `last`: bounds of the plan; `name`: of the file, where a year may stand. `read`: for a page `read_apart`.
    """
    table = read(content)
    found = ReadPlan(has_macros=table.has_macros, sheets=tuple(sheet.name for sheet in table.sheets))
    placer = Placer(found)
    period = Period(today, first, last, years=tuple(sorted(months_and_years_in(name)[1])))
    for sheet in table.sheets:
        ListReader(sheet.name, list(sheet.filled()), under_heading(period, sheet.name), placer).read()
    return found
