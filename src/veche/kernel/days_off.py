"""Days off of Russia, as the package `holidays` lists them.

Its package of countries imports all 250 of them, 8 MB, whichever one is asked for. So the module of Russia is loaded
in a package of the same path that imports none.
"""

import sys
from datetime import date
from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import holidays

_COUNTRIES = "holidays.countries"


def days_off(year: int) -> dict[date, str]:
    """Days off beside weekends, with their names in Russian."""
    listed = _russia()(years=year, language="ru", expand=False)
    return {day: listed[day] for day in listed if day.year == year}


@cache
def _russia() -> Any:
    """The class of Russia's holidays."""
    if _COUNTRIES not in sys.modules:
        package = ModuleType(_COUNTRIES)
        package.__path__ = [str(Path(holidays.__file__).parent / "countries")]
        sys.modules[_COUNTRIES] = package
    return import_module(f"{_COUNTRIES}.russia").Russia
