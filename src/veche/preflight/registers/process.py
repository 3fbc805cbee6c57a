"""The process that reads a register: `python -m veche.preflight.registers.process MEMORY NAME`, started by `apart`."""

import json
import sys

from veche.documents.apart import SECONDS
from veche.kernel.limits import limit
from veche.preflight.registers.file import RegisterRefused, read_rows
from veche.preflight.registers.rows_json import to_json


def main(memory: int, name: str) -> None:
    limit(memory=memory, seconds=SECONDS)
    try:
        said = to_json(read_rows(sys.stdin.buffer.read(), name=name))
    except RegisterRefused as refused:
        said = {"refused": str(refused)}
    json.dump(said, sys.stdout)


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
