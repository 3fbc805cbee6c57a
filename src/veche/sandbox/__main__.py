"""`python -m veche.sandbox --port N --db FILE --json`."""

from argparse import ArgumentParser

from veche.sandbox.arguments import add_arguments
from veche.sandbox.seeding import CITY
from veche.sandbox.serve import run


def main() -> None:
    parser = ArgumentParser(prog="python -m veche.sandbox", description="Учебные сети на одном файле.")
    add_arguments(parser, city=CITY)
    run(parser.parse_args())


if __name__ == "__main__":
    main()
