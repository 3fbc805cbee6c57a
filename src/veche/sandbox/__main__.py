"""`python -m veche.sandbox --port N --db FILE --json`."""

from argparse import ArgumentParser
from pathlib import Path

from veche.sandbox.seeding import CITY
from veche.sandbox.serve import run


def main() -> None:
    parser = ArgumentParser(prog="python -m veche.sandbox", description="Учебные сети на одном файле.")
    parser.add_argument("--port", type=int, default=0, help="порт; 0 — любой свободный")
    parser.add_argument("--db", type=Path, default=Path("sandbox.sqlite3"), help="файл базы")
    parser.add_argument("--host", default="127.0.0.1", help="адрес, на котором слушать")
    parser.add_argument("--city", default=CITY, help="имя администрации при первом запуске")
    parser.add_argument("--json", action="store_true", help="напечатать одну строку JSON, когда всё готово")
    parser.add_argument("--strict-rates", action="store_true", help="отказывать, когда вызовы идут слишком часто")
    options = parser.parse_args()
    run(
        options.port,
        options.db,
        options.json,
        options.host,
        city=options.city,
        strict_rates=options.strict_rates,
    )


if __name__ == "__main__":
    main()
