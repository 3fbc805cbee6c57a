"""The report in words: a short table for each network and database, then every trial."""

from typing import Any

COUNTS = ("acts", "kills", "lost", "twice", "for_person")
SHORT = (
    "| сеть | база | записей | убийств | потеряно | дважды | решил человек |\n"
    "| --- | --- | --: | --: | --: | --: | --: |"
)
LONG = (
    "| испытание | сеть | база | записей | убийств | потеряно | дважды | решил человек |\n"
    "| --- | --- | --- | --: | --: | --: | --: | --: |"
)


def is_careless(row: dict[str, Any]) -> bool:
    return "беспечный" in row["trial"]


def markdown(report: dict[str, Any]) -> str:
    rows = report["rows"]
    head = f"{report['machine']}, Python {report['python']}, {report['date']}, {report['seconds']} s"
    good = [row for row in rows if "error" not in row]
    told = [row for row in rows if "fault" not in row]
    parts = [head, "", SHORT, *_sums(good), "", LONG, *map(_line, told), *_faults(good)]
    return "\n".join(parts) + "\n"


def _faults(rows: list[dict[str, Any]]) -> list[str]:
    """A line for each setting and operation, a column for each fault; a lie or a double stands out."""
    cells = {
        (row["network"], row["database"], row["operation"], row["fault"]): _verdict(row)
        for row in rows
        if "fault" in row
    }
    faults = list(dict.fromkeys(fault for *_, fault in cells))
    lines = list(dict.fromkeys(key[:3] for key in cells))
    if not cells:
        return []
    head = [_cells("сеть", "база", "действие", *faults), _cells(*["---"] * (3 + len(faults)))]
    return ["", *head, *(_cells(*line, *(cells.get((*line, fault), "") for fault in faults)) for line in lines)]


def _verdict(row: dict[str, Any]) -> str:
    if row["twice"]:
        return "**ДВАЖДЫ**"
    return "**НЕПРАВДА**" if row["lost"] else str(row["word"])


def _sums(rows: list[dict[str, Any]]) -> list[str]:
    groups: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in rows:
        name = row["trial"] if is_careless(row) else row["network"]
        groups.setdefault((name, row["database"]), []).append(row)
    return [_cells(*names, *(sum(row[count] for row in found) for count in COUNTS)) for names, found in groups.items()]


def _line(row: dict[str, Any]) -> str:
    if "error" in row:
        return f"{_cells(row['trial'], '', row['database'], '', '', '', '', '')}\n\n```\n{row['error']}\n```"
    return _cells(row["trial"], row["network"], row["database"], *(row[count] for count in COUNTS))


def _cells(*cells: object) -> str:
    return "| " + " | ".join(str(cell) for cell in cells) + " |"
