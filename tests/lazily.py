"""Large packages that few tests need: each pytest process imports all test files, but one runs these.

if TYPE_CHECKING:
import aiogram
else:
aiogram = Lazily("aiogram")
"""

from importlib import import_module
from typing import Any


class Lazily:
    """The package, imported when its first name is used."""

    def __init__(self, package: str) -> None:
        self._package = package

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):  # pytest looks such names up in everything of a test file
            raise AttributeError(name)
        return getattr(import_module(self._package), name)
