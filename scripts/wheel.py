"""`make wheel`: dist/veche-VERSION-py3-none-any.whl with the built front end; the same sources make the same bytes.

The backend (uv_build, locked in requirements/run.txt) writes fixed times and modes, and files in order.
"""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

from scripts import bring, find
from scripts.setup import BUNDLE, PYTHON, UV

FOLDER = find.ROOT / "dist"
# What pages cannot do without, and the licences of what was bundled.
BUILT = ("app.css", "app.js", "checking.js", "icons.svg", "licences.txt")


class NotBuilt(Exception):
    """No wheel was made; the text says why, in English and in Russian."""


def build(folder: Path = FOLDER, bundle: Path = BUNDLE) -> Path:
    """Return the wheel written into `folder`. Raises NotBuilt if the front end is missing or the backend failed."""
    if missing := [name for name in BUILT if not (bundle / name).is_file()]:
        raise NotBuilt(
            f"The front end is not built ({', '.join(missing)} missing), no wheel was made. Run: make wheel\n"
            f"Интерфейс не собран (нет {', '.join(missing)}), пакет не сделан. Выполните: make wheel"
        )
    command = ("build", "-q", "--wheel", "--no-build-isolation", "--force-pep517", "--no-create-gitignore")
    if not bring.run(bring.uv(), *command, "--python", PYTHON, "-o", folder, environment=UV):
        raise NotBuilt(
            "uv build failed, its own output is above. No wheel was made.\n"
            "uv build завершился с ошибкой, его вывод выше. Пакет не сделан."
        )
    return max(folder.glob("veche-*.whl"), key=lambda path: path.stat().st_mtime_ns)


def main() -> int:
    try:
        wheel = build()
    except NotBuilt as problem:
        print(problem, file=sys.stderr)
        return 1
    print(f"{hashlib.sha256(wheel.read_bytes()).hexdigest()}  {wheel.relative_to(find.ROOT)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
