"""Check the settings file: its mode, and that this command runs with it."""

import os
import shlex
import stat
from collections.abc import Iterator
from contextlib import suppress
from difflib import get_close_matches
from pathlib import Path

from veche.config.environment import VARIABLES
from veche.kernel.files import current_user, user_name
from veche.upkeep.doctor.finding import Finding

ABOUT = "Файл настроек"
_NAMES = tuple(name for variable in VARIABLES for name in (variable.name, f"{variable.name}_FILE"))


def check(path: Path, data: Path) -> Iterator[Finding]:
    """Yield findings; none without a file, as settings may come otherwise."""
    try:
        status = path.stat()
        read = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return
    except OSError as error:
        todo = f"Выполните от root: chown {current_user()} {path} && chmod 600 {path}"
        yield Finding(ABOUT, f"{path}: не прочитать ({type(error).__name__})", todo)
        return
    if stat.S_IMODE(status.st_mode) & 0o077:
        yield Finding(ABOUT, f"{path} могут читать другие, а в нём пароли", f"chmod 600 {path}")
    elif status.st_uid != data.stat().st_uid:
        owner = user_name(data.stat().st_uid)
        yield Finding(ABOUT, f"{path} не принадлежит пользователю {owner}", f"chown {owner} {path}")
    elif unknown := _unknown(_settings(read)):
        todo = f"Опечатка? {_like(unknown[0])}Все имена: docs/settings.md."
        yield Finding(ABOUT, f"{path}: таких настроек нет: {', '.join(unknown)}", todo)
    elif differ := _differing(_settings(read), data):
        todo = "Запустите так, как работают службы: /usr/local/sbin/veche doctor."
        yield Finding(ABOUT, f"проверка идёт с другими настройками, чем {path}: {', '.join(differ)}", todo)
    else:
        yield Finding(ABOUT, f"{path}, открыт только владельцу")


def _unknown(settings: dict[str, str]) -> list[str]:
    """Names of ours that nothing reads."""
    return sorted(name for name in settings if name.startswith("VECHE_") and name not in _NAMES)


def _like(name: str) -> str:
    near = get_close_matches(name, _NAMES, n=1)
    return f"Похоже на {near[0]}. " if near else ""


def _differing(settings: dict[str, str], data: Path) -> list[str]:
    """Names with other values than the file's; no values, as they may be passwords."""
    if Path(settings.get("VECHE_DATA", "")).resolve() != data.resolve():
        return []
    return [name for name in _NAMES if settings.get(name, "") != os.environ.get(name, "")]


def _settings(text: str) -> dict[str, str]:
    """Lines as `init.as_lines` writes them; others are ignored."""
    found = {}
    for line in text.splitlines():
        with suppress(ValueError):
            name, _, value = next(iter(shlex.split(line, comments=True)), "").partition("=")
            found[name] = value
    return found
