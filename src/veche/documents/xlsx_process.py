"""The process that reads a workbook: `python -m veche.documents.xlsx_process MEMORY`.

`apart` starts it. The workbook is its standard input; the answer is one JSON object: the table, or `refused`, a
sentence for a person.
"""

import json
import sys

from veche.documents.apart import SECONDS
from veche.documents.table import UnreadableTable
from veche.documents.table_json import to_json
from veche.documents.xlsx import read_xlsx
from veche.kernel.limits import limit


def main(memory: int) -> None:
    limit(memory=memory, seconds=SECONDS)
    try:
        said = to_json(read_xlsx(sys.stdin.buffer.read()))
    except UnreadableTable as refused:
        said = {"refused": str(refused)}
    json.dump(said, sys.stdout)


if __name__ == "__main__":
    main(int(sys.argv[1]))
