"""Arguments of `veche sandbox` and `python -m veche_sandbox`."""

import argparse
from pathlib import Path


def add_arguments(parser: argparse.ArgumentParser, *, city: str) -> None:
    """Add the arguments.

    `city`: the default name of the administration. The port's name differs from the site's `port`.
    """
    parser.add_argument("--port", type=int, default=0, help="порт; 0 — любой свободный", dest="sandbox_port")
    parser.add_argument("--db", type=Path, default=Path("sandbox.sqlite3"), help="файл базы")
    parser.add_argument("--host", default="127.0.0.1", help="адрес, на котором слушать")
    parser.add_argument("--city", default=city, help="имя администрации при первом запуске")
    parser.add_argument("--json", action="store_true", help="напечатать одну строку JSON, когда всё готово")
    parser.add_argument("--strict-rates", action="store_true", help="отказывать, когда вызовы идут слишком часто")
