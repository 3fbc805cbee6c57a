"""The report for a terminal."""

from rich.console import Console
from rich.table import Table
from rich.text import Text as Line

from veche.morphology.numerals import form
from veche.preflight.cli.checked import VERDICTS, CheckedText, visible
from veche.preflight.cli.sources import Source, Unread
from veche.style.answers import Copy
from veche.style.report import Finding

_COLOURS = {"error": "red", "warning": "yellow", "hint": "cyan"}
_NAMES = {"error": "ошибка", "warning": "замечание", "hint": "совет"}
_VERDICTS = {"official": "red", "dry": "yellow", "live": "green"}
_SIGNS = {
    "P01": "обращается к читателю",
    "P02": "спрашивает или зовёт ответить",
    "P03": "живёт глаголами",
    "P04": "называет дату, адрес, число",
    "P05": "короткие предложения",
}
AROUND, LONGEST = 30, 90
# Findings shown per text; longer lists are useless in a terminal.
MOST = 100


def report(console: Console, judged: CheckedText) -> None:
    console.print()
    console.print(_heading(judged))
    for note in judged.source.notes:
        console.print(Line(f"  {note}", style="dim"))
    for part in judged.report.parts:
        console.print(Line(f"  {part.points:+4d}  {part.name}", style="red" if part.points < 0 else "green"))
    for finding in judged.report.findings[:MOST]:
        console.print(_finding(judged.source.text, finding))
    more = len(judged.report.findings) - MOST
    if more > 0:
        console.print(Line(f"  … и ещё {more}: все покажут ключи --html и --json", style="dim"))
    if judged.report.signs:
        console.print(Line("  хорошо: " + ", ".join(_SIGNS[sign] for sign in judged.report.signs), style="green"))


def notes(console: Console, source: Source) -> None:
    """Print notes about how a text was read, if the report has no place for them."""
    for note in source.notes:
        console.print(Line(f"{visible(source.name)}: {note}", style="dim"))


def _heading(judged: CheckedText) -> Line:
    colour = _VERDICTS[judged.verdict]
    line = Line(visible(judged.source.name), style="bold")
    line.append(f"  {judged.report.score} из 100", style=f"bold {colour}")
    line.append(f"  {VERDICTS[judged.verdict]}", style=colour)
    line.append(f"  {judged.report.readability.words}", style="dim")
    return line


def _finding(text: str, finding: Finding) -> Line:
    before = text[max(0, finding.start - AROUND) : finding.start].rpartition("\n")[2]
    said = text[finding.start : finding.end]
    after = text[finding.end : finding.end + AROUND].partition("\n")[0]
    if len(said) > LONGEST:
        said, after = said[:LONGEST] + "…", ""
    colour = _COLOURS[finding.severity]
    line = Line(f"  {_place(text, finding.start):>7}  ", style="dim")
    line.append(f"{finding.rule} {_NAMES[finding.severity]}  ", style=colour)
    line.append(visible(before), style="dim").append(visible(said), style=f"underline {colour}")
    line.append(visible(after), style="dim")
    line.append(f"\n           {visible(finding.message)}", style="not dim")
    if finding.replacement is not None:
        line.append(f" Замена: {finding.replacement}", style="green")
    return line


def _place(text: str, at: int) -> str:
    line = text.count("\n", 0, at) + 1
    return f"{line}:{at - text.rfind('\n', 0, at)}"


def summary(console: Console, judged: list[CheckedText], unread: list[Unread]) -> None:
    """Print a table of several texts, then the totals."""
    if len(judged) > 1:
        table = Table(title="Итог", title_justify="left")
        for name in ("текст", "баллы", "замечаний", "вывод"):
            table.add_column(name, justify="right" if name in {"баллы", "замечаний"} else "left")
        for one in sorted(judged, key=lambda one: one.report.score):
            verdict = Line(VERDICTS[one.verdict], style=_VERDICTS[one.verdict])
            table.add_row(Line(visible(one.source.name)), str(one.report.score), str(len(one.findings)), verdict)
        console.print()
        console.print(table)
    warned = sum(one.warned for one in judged)
    console.print()
    console.print(
        Line(f"Проверено: {len(judged)} {form(len(judged), 'текст', 'текста', 'текстов')}, предупреждений: {warned}.")
    )
    _skipped(console, unread)


def _skipped(console: Console, unread: list[Unread]) -> None:
    if not unread:
        return
    console.print(Line(f"Пропущено: {len(unread)}.", style="yellow"))
    for why in dict.fromkeys(one.why for one in unread):
        names = [visible(one.name) for one in unread if one.why == why]
        shown = ", ".join(names[:5]) + (f" и ещё {len(names) - 5}" if len(names) > 5 else "")
        console.print(Line(f"  {len(names)}: {why} ({shown})"))


def copies(console: Console, judged: list[CheckedText], found: list[Copy]) -> None:
    for copy in found:
        names = (judged[copy.first].source.name, judged[copy.second].source.name)
        said = f"A06 один ответ разным людям, общего {copy.share:.0%}: {visible(names[0])} и {visible(names[1])}"
        console.print(Line(said, style="yellow"))
