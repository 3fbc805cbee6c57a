"""Files of an installation that others on the machine could read."""

from pathlib import Path


def readable_by_others(data: Path) -> set[str]:
    """Names in the data folder, without public static files. Files may appear and vanish meanwhile."""
    private = (path for path in [data, *data.rglob("*")] if data / "static" not in path.parents)
    return {path.name for path in private if _others_may_read(path)}


def _others_may_read(path: Path) -> bool:
    try:
        return bool(path.lstat().st_mode & 0o077)
    except FileNotFoundError:
        return False
