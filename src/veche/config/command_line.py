"""The parser of the command line, whose complaints are Russian: those of argparse are English."""

import argparse
import re
from typing import NoReturn

_SAID = (
    (re.compile(r"the following arguments are required: (.+)"), r"Не хватает: \1."),
    (re.compile(r"unrecognized arguments: (.+)"), r"Лишнее: \1."),
    (re.compile(r"argument (\S+): expected (?:one|at least one) argument"), r"После \1 нужно значение."),
    (re.compile(r"argument (\S+): not allowed with argument (\S+)"), r"Ключи \1 и \2 вместе не ставят."),
    (re.compile(r"argument (\S+): invalid choice: '?(.*?)'? \(choose from (.+)\)"), r"\1: «\2» не годится, есть: \3."),
    (re.compile(r"argument (\S+): invalid int value: '(.*)'"), r"\1: «\2» не целое число."),
    (re.compile(r"argument (\S+): invalid \S+ value: '(.*)'"), r"\1: «\2» не годится."),
    (re.compile(r"argument (\S+): (.+)"), r"\1: \2."),
)


class Parser(argparse.ArgumentParser):
    """Ends with code 2, as argparse does."""

    def error(self, message: str) -> NoReturn:
        for pattern, russian in _SAID:
            if found := pattern.fullmatch(message):
                message = found.expand(russian)
                break
        self.exit(2, f"{message} Как пользоваться: {self.prog} --help\n")
