"""`python -m veche_sandbox --port N --db FILE --json`."""

from argparse import ArgumentParser

from veche_sandbox.arguments import add_arguments
from veche_sandbox.seeding import CITY
from veche_sandbox.serve import run


def main() -> None:
    parser = ArgumentParser(prog="python -m veche_sandbox", description="Учебные сети на одном файле.")
    add_arguments(parser, city=CITY)
    run(parser.parse_args())


if __name__ == "__main__":
    main()
