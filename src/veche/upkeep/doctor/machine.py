"""The folder, its modes, its disk: what can be seen before anything of ours is loaded."""

import shutil
import stat
from collections.abc import Iterator
from pathlib import Path

from veche.config.first_start import UNFINISHED
from veche.upkeep.doctor.finding import Finding

LEAST_FREE = 1024**3
SHOWN = 3


def look(data: Path) -> Iterator[Finding]:
    if not (data / "secret_key").exists():
        words = "восстановление не закончено" if (data / UNFINISHED).exists() else "здесь Вече не заведено"
        yield Finding("Папка данных", f"{data}: {words}", "Проверьте VECHE_DATA. Новая установка: veche init.")
        return
    if (data / UNFINISHED).exists():
        yield Finding("Папка данных", "восстановление оборвалось", "Очистите её и повторите veche restore.")
    yield _modes(data)
    yield _room(data)


def _modes(data: Path) -> Finding:
    opened = [path for path in _private(data) if _others_may(path)]
    if not opened:
        return Finding("Папка данных", f"{data}, открыта только владельцу")
    names = ", ".join(str(path) for path in opened[:SHOWN]) + (" …" if len(opened) > SHOWN else "")
    return Finding("Папка данных", f"другие на этом компьютере могут читать: {names}", f"chmod -R go-rwx {data}")


def _private(data: Path) -> Iterator[Path]:
    """The folder shuts everything in it, so only its own mode and those of the two key files are judged by name."""
    yield from (path for path in (data, data / "keyring", data / "secret_key") if path.exists())
    yield from (path for path in data.iterdir() if path.name.startswith("veche.sqlite3"))


def _others_may(path: Path) -> bool:
    return bool(stat.S_IMODE(path.lstat().st_mode) & 0o077)


def _room(data: Path) -> Finding:
    free = shutil.disk_usage(data).free
    words = f"свободно {free / 1024**3:.1f} ГБ".replace(".", ",")
    if free >= LEAST_FREE:
        return Finding("Диск", words)
    return Finding("Диск", words, "Освободите место: когда оно кончится, ничего нельзя будет сохранить.")
