"""Check folder, owner, modes, disk and settings file, before any of our code is loaded."""

import os
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path

from veche.config.first_start import UNFINISHED, is_founded
from veche.kernel.files import current_user, user_name
from veche.upkeep.doctor.finding import Finding

LEAST_FREE = 1024**3
SHORTEST_SECRET = 40
# `StateDirectory=` of the units in deploy/.
STATE = Path("/var/lib/veche")
SHOWN = 3
ABOUT = "Папка данных"
# Folders in which the services make files while they run.
WRITTEN = ("", "media", "journal-heads", "static", "uploads", "tmp")


def check(data: Path) -> Iterator[Finding]:
    """Yield findings; the last one is `unusable` if no further check is possible."""
    link, data = data, Path(os.path.realpath(data))
    if _is_shut(data):
        todo = f"Запустите от имени владельца: /usr/local/sbin/veche doctor (или chown -R {current_user()} {data})."
        yield Finding(ABOUT, f"{data} закрыта от пользователя {current_user()}", todo, unusable=True)
        return
    if not is_founded(data):
        words = "восстановление не закончено" if (data / UNFINISHED).exists() else "здесь Вече не заведено"
        todo = "Проверьте VECHE_DATA. Новая установка: veche init."
        yield Finding(ABOUT, f"{data}: {words}", todo, unusable=True)
        return
    if (data / UNFINISHED).exists():
        yield Finding(ABOUT, "восстановление оборвалось", "Очистите её и повторите veche restore.")
    yield from _link(link, data)
    yield from _secret(data)
    yield _modes(data)
    yield from _unwritable(data)
    yield _room(data)
    yield from _strangers(data)


def _is_shut(data: Path) -> bool:
    try:
        return data.is_dir() and not os.access(data, os.R_OK | os.X_OK, effective_ids=True)
    except PermissionError:  # a folder above it is shut already
        return True


def _link(link: Path, data: Path) -> Iterator[Finding]:
    if link == STATE and link.is_symlink():
        todo = (
            f"rm {link} && mkdir {link} && mount --bind {data} {link}, и строкой в /etc/fstab. Потом: "
            "systemctl restart veche-prepare veche-web veche-worker."
        )
        yield Finding(ABOUT, f"{link} — ссылка на {data}: службы с ней не запускаются", todo)


def _secret(data: Path) -> Iterator[Finding]:
    path = data / "secret_key"
    if _given("VECHE_SECRET_KEY"):
        return
    if not path.exists():
        todo = "Верните его из своих копий или перезапустите службы: сделается новый, и всем придётся войти заново."
        yield Finding("Ключ сессий", f"файла {path} нет", todo, unusable=True)
    elif path.stat().st_size < SHORTEST_SECRET:
        todo = "Верните его из своих копий или удалите и перезапустите службы: всем придётся войти заново."
        yield Finding("Ключ сессий", f"файл {path} пуст или обрезан", todo, unusable=True)


def _given(name: str) -> bool:
    return bool(os.environ.get(name) or os.environ.get(f"{name}_FILE"))


def _modes(data: Path) -> Finding:
    opened = [path for path in _private(data) if stat.S_IMODE(path.stat().st_mode) & 0o077]
    if not opened:
        return Finding(ABOUT, f"{data}, открыта только владельцу")
    return Finding(ABOUT, f"другие на этом компьютере могут читать: {_few(opened)}", f"chmod -R go-rwx {data}")


def _private(data: Path) -> Iterator[Path]:
    """The folder protects everything in it, so only its mode and those of the two key files are checked."""
    yield from (path for path in (data, data / "keyring", data / "secret_key") if path.exists())
    yield from (path for path in data.iterdir() if path.name.startswith("veche.sqlite3"))


def _unwritable(data: Path) -> Iterator[Finding]:
    """Judge by mode as well, because root may write everywhere and the services may not."""
    shut = [folder for folder in map(data.joinpath, WRITTEN) if folder.exists() and not _may_write(folder, 0o700)]
    shut += [path for path in data.glob("veche.sqlite3*") if not _may_write(path, 0o600)]
    shut = [path for path in shut if path.stat().st_uid == data.stat().st_uid]  # a stranger's is named below
    if shut:
        todo = f"Верните права: chmod u+rwX {' '.join(map(str, shut))}; если не помогло, проверьте диск."
        yield Finding(ABOUT, f"сюда не записать: {_few(shut)}", todo)


def _may_write(path: Path, mode: int) -> bool:
    return path.stat().st_mode & mode == mode and os.access(path, os.W_OK, effective_ids=True)


def _strangers(data: Path) -> Iterator[Finding]:
    """Files of another owner: mostly of root, who ran a command without the wrapper deploy/veche."""
    owner = data.stat().st_uid
    others = [path for path in _everything(data) if path.stat().st_uid != owner]
    if others:
        name = user_name(owner)
        words = f"не принадлежит пользователю {name}: {_few(others)}"
        todo = f"chown -R {name}: {data}. Команды запускайте через /usr/local/sbin/veche. Остальное пока не проверено."
        yield Finding(ABOUT, words, todo, unusable=True)


def _everything(data: Path) -> Iterator[Path]:
    for folder, folders, files in os.walk(data):
        yield from (path for name in (*folders, *files) if (path := Path(folder, name)).exists())


def _few(paths: list[Path]) -> str:
    return ", ".join(str(path) for path in paths[:SHOWN]) + (" …" if len(paths) > SHOWN else "")


def _room(data: Path) -> Finding:
    free = shutil.disk_usage(data).free
    words = f"свободно {free / 1024**3:.1f} ГБ".replace(".", ",")
    if free >= LEAST_FREE:
        return Finding("Диск", words)
    return Finding("Диск", words, "Освободите место: когда оно кончится, ничего нельзя будет сохранить.")
