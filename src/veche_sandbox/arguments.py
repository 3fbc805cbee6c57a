"""What `veche sandbox` and `python -m veche_sandbox` may be told."""

import argparse
from pathlib import Path


def add_arguments(parser: argparse.ArgumentParser, *, city: str) -> None:
    """`city`: whose networks these are where nothing else is said. The port is not named `port`: that is the site's."""
    parser.add_argument("--port", type=int, default=0, help="порт; 0 — любой свободный", dest="sandbox_port")
    parser.add_argument("--db", type=Path, default=Path("sandbox.sqlite3"), help="файл базы")
    parser.add_argument("--host", default="127.0.0.1", help="адрес, на котором слушать")
    parser.add_argument("--city", default=city, help="имя администрации при первом запуске")
    parser.add_argument("--json", action="store_true", help="напечатать одну строку JSON, когда всё готово")
    parser.add_argument("--strict-rates", action="store_true", help="отказывать, когда вызовы идут слишком часто")
