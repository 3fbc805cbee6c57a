"""The report as one HTML page without scripts and external resources."""

from collections.abc import Iterable
from html import escape

from veche.preflight.cli.checked import VERDICTS, CheckedText
from veche.preflight.cli.sources import Unread
from veche.style.report import Finding

_STYLE = """
:root { color-scheme: light dark; --bad: #b3261e; --warn: #8a5a00; --good: #1b6e3c; --line: #8884; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
article { border-top: 1px solid var(--line); padding: 1rem 0; }
pre { white-space: pre-wrap; font: inherit; background: #8881; padding: .75rem; border-radius: .5rem; }
mark { background: none; color: inherit; text-decoration: underline wavy; text-underline-offset: .25em; }
mark.error { text-decoration-color: var(--bad); } mark.warning { text-decoration-color: var(--warn); }
mark.hint { text-decoration: underline dotted; }
.bad { color: var(--bad); } .warn { color: var(--warn); } .good { color: var(--good); }
li { margin: .25rem 0; } code { font-weight: 600; }
table { border-collapse: collapse; } td, th { text-align: left; padding: .25rem 1rem .25rem 0; }
"""
_CLASSES = {"official": "bad", "dry": "warn", "live": "good"}


def page(judged: Iterable[CheckedText], unread: Iterable[Unread]) -> str:
    """The whole document."""
    texts = list(judged)
    skipped = "".join(f"<li>{_safe(one.name)}: {_safe(one.why)}</li>" for one in unread)
    articles = "".join(_article(number, one) for number, one in enumerate(texts))
    return (
        '<!doctype html>\n<html lang="ru"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>Проверка текстов</title><style>{_STYLE}</style></head><body><h1>Проверка текстов</h1>"
        f"{_table(texts)}{articles}" + (f"<h2>Пропущено</h2><ul>{skipped}</ul>" if skipped else "") + "</body></html>\n"
    )


def _table(texts: list[CheckedText]) -> str:
    rows = "".join(
        f'<tr><td><a href="#t{number}">{_safe(one.source.name)}</a></td><td>{one.report.score}</td>'
        f"<td>{len(one.findings)}</td><td>{_verdict(one)}</td></tr>"
        for number, one in enumerate(texts)
    )
    return f"<table><tr><th>Текст</th><th>Баллы</th><th>Замечаний</th><th>Вывод</th></tr>{rows}</table>"


def _verdict(one: CheckedText) -> str:
    return f'<span class="{_CLASSES[one.verdict]}">{VERDICTS[one.verdict]}</span>'


def _article(number: int, one: CheckedText) -> str:
    report = one.report
    parts = "".join(f"<li>{part.points:+d} {_safe(part.name)}</li>" for part in report.parts)
    notes = "".join(f"<p>{_safe(note)}</p>" for note in one.source.notes)
    findings = "".join(_finding(finding) for finding in report.findings)
    return (
        f'<article id="t{number}"><h2>{_safe(one.source.name)}</h2><p><b>{report.score} из 100</b>, {_verdict(one)}, '
        f"{_safe(report.readability.words)}</p>{notes}<pre>{_marked(one.source.text, report.findings)}</pre>"
        f"<ul>{parts}</ul><ol>{findings}</ol></article>"
    )


def _finding(finding: Finding) -> str:
    instead = f" Замена: <b>{_safe(finding.replacement)}</b>" if finding.replacement is not None else ""
    return f"<li><code>{finding.rule}</code> {_safe(finding.message)}{instead}</li>"


def _marked(text: str, findings: Iterable[Finding]) -> str:
    """The text with marked words; findings about whole sentences or paragraphs are only listed below."""
    shown, at = "", 0
    for finding in findings:
        if finding.rule in {"R06", "R11", "R12", "R20"} or finding.rule.startswith("A0") or finding.start < at:
            continue
        said, why = _safe(text[finding.start : finding.end]), _safe(finding.message)
        shown += f'{_safe(text[at : finding.start])}<mark class="{finding.severity}" title="{why}">{said}</mark>'
        at = finding.end
    return shown + _safe(text[at:])


def _safe(text: str) -> str:
    return escape("".join(char if char.isprintable() or char in "\n\t" else " " for char in text))
