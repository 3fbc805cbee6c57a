"""Write a table as PDF on landscape A4. Typst draws it in a process of its own with limits for time and memory."""

import json
import subprocess
import sys
from dataclasses import asdict

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
    order = (sys.executable, "-m", "veche.documents.pdf_process")
    said = json.dumps(asdict(paper), ensure_ascii=False).encode()
    try:
        done = subprocess.run(order, input=said, capture_output=True, timeout=SECONDS, check=True)  # noqa: S603
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError) as error:
        raise PdfFailed("PDF не получился: дней слишком много. Выберите меньше дней или DOCX.") from error
    return done.stdout
