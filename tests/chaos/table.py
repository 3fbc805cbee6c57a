"""The report: a short table for each network and database, every trial, and the matrix of faults.

«Доказано» counts what the program ended by itself; what a person ended by looking at the wall is counted apart.
"""

from typing import Any

COUNTS = ("acts", "kills", "once", "lost", "twice", "for_person")
SHORT = (
    "| сеть | база | записей | убийств | доказано | потеряно | дважды | решил человек |\n"
    "| --- | --- | --: | --: | --: | --: | --: | --: |"
)
LONG = (
    "| испытание | сеть | база | записей | убийств | доказано | потеряно | дважды | решил человек |\n"
    "| --- | --- | --- | --: | --: | --: | --: | --: | --: |"
)


MATRIX = (
    "| сеть | база | клеток | доказано | дважды | неправда | трассировок | ложных тревог | решил человек |\n"
    "| --- | --- | --: | --: | --: | --: | --: | --: | --: |"
)
MATRIX_COUNTS = ("acts", "once", "twice", "lost", "traces", "alarms", "for_person")
# The network has no such fault, or no such operation.
NOTHING = "—"


def is_careless(row: dict[str, Any]) -> bool:
    return "беспечный" in row["trial"]


def markdown(report: dict[str, Any]) -> str:
    rows = report["rows"]
    head = f"{report['machine']}, Python {report['python']}, {report['date']}, {report['seconds']} s"
    good = [row for row in rows if "error" not in row]
    told = [row for row in rows if "fault" not in row]
    parts = [head, "", SHORT, *_sums(good), "", LONG, *map(_line, told), *_faults(good), *_traces(report["traces"])]
    return "\n".join(parts) + "\n"


def _traces(lines: list[str]) -> list[str]:
    return ["", "Трассировки в журналах обработчиков:", "", "```", *lines, "```"] if lines else []


def _faults(rows: list[dict[str, Any]]) -> list[str]:
    """The sums, then for each setting its operations with a column per fault; false reports and
    duplicates stand out.
    """
    met = [row for row in rows if "fault" in row]
    groups: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in met:
        groups.setdefault((row["network"], row["database"]), []).append(row)
    if not met:
        return []
    whole = _cells("всё вместе", "", *_counted(met, MATRIX_COUNTS))
    sums = [_cells(*names, *_counted(found, MATRIX_COUNTS)) for names, found in groups.items()]
    tables = [line for names, found in groups.items() for line in _matrix(", ".join(names), found)]
    return ["", MATRIX, *sums, whole, *tables]


def _matrix(title: str, rows: list[dict[str, Any]]) -> list[str]:
    cells = {(row["operation"], row["fault"]): _verdict(row) for row in rows}
    faults = list(dict.fromkeys(fault for _, fault in cells))
    operations = dict.fromkeys(operation for operation, _ in cells)
    lines = [_cells(one, *(cells.get((one, fault), NOTHING) for fault in faults)) for one in operations]
    return ["", f"{title}:", "", _cells("действие", *faults), _cells(*["---"] * (1 + len(faults))), *lines]


def _verdict(row: dict[str, Any]) -> str:
    if row["twice"]:
        return "**ДВАЖДЫ**"
    return "**НЕПРАВДА**" if row["lost"] else str(row["word"])


def _sums(rows: list[dict[str, Any]]) -> list[str]:
    groups: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in rows:
        name = row["trial"] if is_careless(row) else row["network"]
        groups.setdefault((name, row["database"]), []).append(row)
    return [_cells(*names, *_counted(found, COUNTS)) for names, found in groups.items()]


def _counted(rows: list[dict[str, Any]], counts: tuple[str, ...]) -> list[int]:
    return [sum(row[count] for row in rows) for count in counts]


def _line(row: dict[str, Any]) -> str:
    if "error" in row:
        return f"{_cells(row['trial'], '', row['database'], '', '', '', '', '', '')}\n\n```\n{row['error']}\n```"
    return _cells(row["trial"], row["network"], row["database"], *(row[count] for count in COUNTS))


def _cells(*cells: object) -> str:
    return "| " + " | ".join(str(cell) for cell in cells) + " |"
