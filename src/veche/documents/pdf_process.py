"""The process that draws a PDF: `python -m veche.documents.pdf_process TEMPLATE`.

`pdf.drawn` starts it. Its standard input is what the template shows, as JSON; its standard output the PDF.
"""

import sys
from pathlib import Path

import typst

from veche.documents.pdf import MEMORY, SECONDS
from veche.kernel.limits import limit


def main() -> None:
    limit(memory=MEMORY, seconds=SECONDS)
    page = Path(__file__).with_name(sys.argv[1])
    # The fonts are typst's own, so that a paper looks the same on every server.
    drawn = typst.compile(page, ignore_system_fonts=True, sys_inputs={"paper": sys.stdin.read()})
    sys.stdout.buffer.write(drawn)


if __name__ == "__main__":
    main()
