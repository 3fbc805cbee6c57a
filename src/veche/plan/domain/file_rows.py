"""Rows of a plan's file as they are kept until a person says yes."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from typing import Any

from veche.documents.table import UnreadableTable
from veche.plan.reading.outcome import ItemWords, ReadPlan, Reason, WarningKind

# A year's plan of a city has about 1,000 rows.
MOST_ROWS = 2_000
# Of what a row says, for the page: a cell may hold 32,767.
MOST_SHOWN = 400


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRow(ItemWords):
    """`reason`: why it is not placed as it stands; `day`: None if it cannot be read; `text`: what stands in the file.

    `warnings`: kinds of `WarningKind` with the words that each is about. `describes`: whether it is about an item.
    """

    sheet: str
    row: int
    text: str = ""
    reason: Reason | None = None
    day: dt.date | None = None
    warnings: tuple[tuple[str, str], ...] = ()
    describes: bool = True

    def as_json(self) -> dict[str, Any]:
        said = {one.name: getattr(self, one.name) for one in fields(self)}
        said["day"] = self.day.isoformat() if self.day else None
        said["time"] = f"{self.time:%H:%M}" if self.time else None
        return {name: value for name, value in said.items() if value not in (None, "", ())}


def rows_of(read: ReadPlan) -> list[FileRow]:
    """All rows in the order of the file. Raises `UnreadableTable` if there are too many."""
    if len(read.rows) + len(read.unplaced) > MOST_ROWS:
        raise UnreadableTable(f"В файле больше {MOST_ROWS} строк. Оставьте в нём нужные листы и загрузите снова.")
    return list(_in_order(read))


def rows_from_json(stored: Sequence[dict[str, Any]]) -> list[FileRow]:
    return [_row_from_json(row) for row in stored]


def _in_order(read: ReadPlan) -> Iterator[FileRow]:
    warnings: dict[tuple[str, int, int], list[tuple[str, str]]] = {}
    for one in read.warnings:
        warnings.setdefault((one.sheet, one.row, one.part), []).append((one.kind.value, one.text[:MOST_SHOWN]))
    found: dict[tuple[str, int, int], FileRow] = {}
    for placed in read.rows:
        key = (placed.sheet, placed.row, placed.part)
        found[key] = FileRow(
            **_words(placed),
            sheet=placed.sheet,
            row=placed.row,
            text=placed.text[:MOST_SHOWN],
            day=placed.date,
            warnings=tuple(warnings.get(key, ())),
        )
    for left in read.unplaced:
        found[left.sheet, left.row, left.part] = FileRow(
            **(_words(left.words) if left.words else {"title": ""}),
            sheet=left.sheet,
            row=left.row,
            text=left.text[:MOST_SHOWN],
            reason=left.reason,
            day=left.day,
            describes=left.words is not None,
            warnings=((WarningKind.MOVED.value, left.moved[:MOST_SHOWN]),) if left.moved else (),
        )
    sheets = {sheet: number for number, sheet in enumerate(read.sheets)}
    yield from (found[key] for key in sorted(found, key=lambda key: (sheets[key[0]], *key[1:])))


def _words(said: ItemWords) -> dict[str, Any]:
    return {one.name: getattr(said, one.name) for one in fields(ItemWords)}


def _row_from_json(row: dict[str, Any]) -> FileRow:
    known = {one.name for one in fields(FileRow)}
    said = {"title": "", "sheet": "", **{name: value for name, value in row.items() if name in known}}
    said["networks"] = tuple(said.get("networks", ()))
    said["warnings"] = tuple((kind, text) for kind, text in said.get("warnings", ()))
    if "reason" in said:
        said["reason"] = Reason(said["reason"])
    if "day" in said:
        said["day"] = dt.date.fromisoformat(said["day"])
    if "time" in said:
        said["time"] = dt.time.fromisoformat(said["time"])
    return FileRow(**said)
