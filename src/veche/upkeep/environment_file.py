"""The settings file of an installation, read by systemd (`EnvironmentFile=`) and by shells (`. file`)."""

from collections.abc import Mapping


def as_lines(settings: Mapping[str, str]) -> str:
    """Lines with values in single quotes, which neither expands; an apostrophe is written outside of them."""
    return "".join(f"{name}={_quoted(value)}\n" for name, value in settings.items())


def _quoted(value: str) -> str:
    if "\n" in value or "\0" in value:
        raise ValueError("a setting is one line")
    return "'" + value.replace("'", "'\\''") + "'"
