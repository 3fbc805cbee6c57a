"""Write a table as PDF on landscape A4. Typst draws in a process of its own with limits for time and memory."""

import json
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from veche.documents.word import Paper
from veche.kernel.files import MEGABYTE

# MIME type.
PDF = "application/pdf"
# Of the processor 72 rows take 0.05 s and 2,000 rows, a year's plan, 1 s and 320 MB.
SECONDS, MEMORY = 30, 2048 * MEGABYTE


class PdfFailed(Exception):
    """The message is a sentence for a person."""


def pdf(paper: Paper) -> bytes:
    """Raises `PdfFailed` if the process did not end in time or failed."""
    failed = "PDF не получился: дней слишком много. Выберите меньше дней или DOCX."
    return drawn("paper.typ", asdict(paper), failed=failed)


def drawn(template: str, content: Mapping[str, Any], *, failed: str) -> bytes:
    """The PDF that a template of this folder draws. `failed`: the sentence of `PdfFailed`."""
    order = (sys.executable, "-m", "veche.documents.pdf_process", template)
    said = json.dumps(content, ensure_ascii=False).encode()
    try:
        done = subprocess.run(order, input=said, capture_output=True, timeout=SECONDS, check=True)  # noqa: S603
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError) as error:
        raise PdfFailed(failed) from error
    return done.stdout
