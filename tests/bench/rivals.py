"""Public packages compared with our engines: the same texts, the same run, each in its own process.

They have their own environment (requirements/bench.txt). Where it could not be installed, their rows say so.
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
    """The JSON that `program` prints under the product's Python for `given` as JSON."""
    return _ask(Path(sys.executable), program, *arguments, given=given)


def theirs(program: Path, *arguments: str, given: object) -> Answer | None:
    """The same under the public packages' Python; None if the package is missing."""
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
