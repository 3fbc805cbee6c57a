"""Large packages that a few tests need: each process of pytest reads all files of tests, and one runs these.

if TYPE_CHECKING:
    import aiogram
else:
    aiogram = Lazily("aiogram")
"""

from importlib import import_module
from typing import Any


class Lazily:
    """The package, imported when the first of its names is asked for."""

    def __init__(self, package: str) -> None:
        self._package = package

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):  # pytest asks such of all that stands in a file of tests
            raise AttributeError(name)
        return getattr(import_module(self._package), name)
