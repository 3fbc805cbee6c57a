"""Addresses of the screens without the screens: a worker writes links to pages and shows none.

Views, forms and what only these import take 18 MB.
"""

import re
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any, NoReturn

from django.conf import settings
from django.urls import get_resolver

# Modules of views, which the URL modules import.
SCREENS = re.compile(r"veche\.(?:\w+\.\w*views|web\.pages|api\.webhooks)|allauth\.[\w.]+\.views")


def read_addresses() -> None:
    """Make `reverse` work in a process that answers no request. Call before the first thread."""
    with _screens_left_out():
        import_module(settings.ROOT_URLCONF)
        get_resolver()._populate()  # noqa: SLF001 -- has no public name; `reverse` would call it in a lane


class _LeftOut:
    """Stands for a view, a class of views or a module in a package of views."""

    def __getattr__(self, name: str) -> "_LeftOut":
        if name.startswith("__") or name == "view_class":  # Django asks a view for this one
            raise AttributeError(name)
        return _LeftOut()

    def __call__(self, *_: Any, **__: Any) -> NoReturn:
        raise RuntimeError("this process has no screens")

    def as_view(self) -> "_LeftOut":
        return self


class _Module(ModuleType):
    def __getattr__(self, name: str) -> Any:
        return getattr(_LeftOut(), name)


class _Finder(MetaPathFinder, Loader):
    def __init__(self) -> None:
        self.found: list[str] = []

    def find_spec(self, fullname: str, _path: Sequence[str] | None, _target: ModuleType | None = None) -> Any:
        if not SCREENS.fullmatch(fullname):
            return None
        self.found.append(fullname)
        return ModuleSpec(fullname, self)

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return _Module(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """The module stays empty."""


@contextmanager
def _screens_left_out() -> Iterator[None]:
    """Import empty modules in place of the screens; afterwards the real ones can be imported."""
    finder = _Finder()
    sys.meta_path.insert(0, finder)
    try:
        yield
    finally:
        sys.meta_path.remove(finder)
        for name in finder.found:
            del sys.modules[name]
            parent, _, child = name.rpartition(".")
            vars(sys.modules[parent]).pop(child, None)
