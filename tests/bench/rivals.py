"""Public packages beside our engines: the same texts, the same run, each in a process of its own.

They live in an environment of their own (requirements/bench.txt), never beside the product. Where they could not be
had, their rows say so.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from scripts import find
from tests.bench.city import ROOT, clean_environment

type Answer = dict[str, Any]


def ours(program: Path, *arguments: str, given: object) -> Answer:
    """What `program` prints as JSON under the product's Python when it is given `given` as JSON."""
    return _ask(Path(sys.executable), program, *arguments, given=given)


def theirs(program: Path, *arguments: str, given: object) -> Answer | None:
    """The same under the Python that has the public packages; None where the package is not."""
    interpreter = find.RIVALS / "bin" / "python"
    if not interpreter.exists():
        return None
    try:
        return _ask(interpreter, program, *arguments, given=given, PYTHONPATH="")
    except subprocess.CalledProcessError:
        return None


def _ask(interpreter: Path, program: Path, *arguments: str, given: object, **settings: str) -> Answer:
    done = subprocess.run(
        [interpreter, program, *arguments],
        env=clean_environment(**settings),
        cwd=ROOT,
        input=json.dumps(given),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    answer: Answer = json.loads(done.stdout)
    return answer
