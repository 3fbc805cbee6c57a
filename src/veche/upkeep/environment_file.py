"""The file with an installation's settings, read alike by systemd (`EnvironmentFile=`) and by a shell (`. file`)."""

from collections.abc import Mapping


def as_lines(settings: Mapping[str, str]) -> str:
    """Single quotes: nothing in them is expanded by either; an apostrophe goes out of them and back in."""
    return "".join(f"{name}={_quoted(value)}\n" for name, value in settings.items())


def _quoted(value: str) -> str:
    if "\n" in value or "\0" in value:
        raise ValueError("a setting is one line")
    return "'" + value.replace("'", "'\\''") + "'"
