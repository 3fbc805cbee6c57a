"""Read a register for somebody who waits on a page: by a process of its own with limits of memory and time."""

from veche.documents.apart import SECONDS, TOO_LONG, in_process
from veche.documents.table import TOO_LARGE, UnreadableTable
from veche.kernel.files import MEGABYTE
from veche.preflight.registers.file import ReadRows, RegisterRefused
from veche.preflight.registers.rows_json import from_json

MEMORY = 1536 * MEGABYTE
# For the words about a table.
_WORDS = {
    TOO_LARGE: "Файл слишком большой для реестра. Проверьте, тот ли он.",
    TOO_LONG: "Файл читается дольше минуты, реестр так долго не читают. Проверьте, тот ли он.",
}


def read_rows_apart(raw: bytes, *, name: str, seconds: float = SECONDS, memory: int = MEMORY) -> ReadRows:
    """As `read_rows`; also raises `RegisterRefused` for what takes too much memory or time."""
    try:
        said = in_process("veche.preflight.registers.process", raw, name, seconds=seconds, memory=memory)
    except UnreadableTable as refused:
        raise RegisterRefused(_WORDS.get(str(refused), str(refused))) from refused
    return from_json(said)
