"""Judge one text after another by the families that the command names."""

from argparse import Namespace
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

from veche.preflight.check import check as check_families
from veche.preflight.cli.checked import CheckedText
from veche.preflight.cli.refusal import refusal
from veche.preflight.cli.sources import Source
from veche.preflight.finding import FAMILIES
from veche.preflight.records import post_of
from veche.preflight.registers.entry import Register
from veche.preflight.registers.file import RegisterRefused, read_register
from veche.preflight.registers.index import Index
from veche.preflight.together import as_findings, not_said_again
from veche.style.check import ParsedText
from veche.style.check import check as check_style


class Judge:
    """`cautions`: Russian sentences about the registers, such as how old they are. Raises RegisterRefused."""

    def __init__(self, arguments: Namespace) -> None:
        self._form = "answer" if arguments.answer else "post"
        self._threshold: int | None = arguments.threshold
        self._named: tuple[str, ...] = arguments.families
        self._families = [one for one in FAMILIES if one in self._named]
        self._today: date = arguments.today or date.today()  # noqa: DTZ011 -- the day of whoever runs the command
        registers = [_register(path) for path in arguments.registers]
        self._index = Index(registers)
        self.cautions = tuple(_cautions(registers, self._today))

    def __call__(self, source: Source) -> CheckedText:
        parsed = ParsedText(source.text)
        report = check_style(parsed, form="answer" if self._form == "answer" else "post")
        if not self._named:
            return CheckedText(source, report, self._threshold)
        post = post_of(source.record or {"text": source.text}, today=self._today)
        said = check_families(post, families=self._families, registers=self._index, parsed=parsed)
        kinds = dict(zip(as_findings(source.text, said), said, strict=True))
        style = not_said_again(report.findings, said) if "style" in self._named else []
        findings = sorted([*kinds, *style], key=lambda one: (one.start, -one.end, one.rule))
        shown = replace(report, findings=tuple(findings))
        return CheckedText(source, shown, self._threshold, self._named, kinds, self.cautions)


def _register(path: Path) -> Register:
    try:
        return read_register(path)
    except OSError as error:
        raise RegisterRefused(f"{path}: {refusal(error)}.") from error


def _cautions(registers: list[Register], today: date) -> Iterator[str]:
    for one in registers:
        yield from one.notes
        if one.is_old(today):
            yield (
                f"{one.name}: реестр от {one.dated:%d.%m.%Y}, ему {one.age(today)} дн. Новых имён в нём "
                f"нет: загрузите свежий."
            )
