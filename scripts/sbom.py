"""`make sbom`: what an installation runs, as CycloneDX 1.6 in var/sbom.cdx.json.

Python's packages come from requirements/run.txt with the hashes that are installed by, the front end's from npm's own
list of frontend/package-lock.json. Nothing is asked of a registry, and the same locks give the same file.
"""

from __future__ import annotations

import importlib.metadata
import json
import os
import subprocess
import sys
import uuid
from typing import Any

from scripts import bring, find
from scripts.locks import Pinned, pinned

FILE = find.ROOT / "var" / "sbom.cdx.json"
_SPACE = uuid.UUID("5f0c1f5e-3c0a-4b55-9d7e-1f2d0b6b8a10")


def bom(python: list[Pinned], front: dict[str, Any], version: str) -> dict[str, Any]:
    """`front`: npm's CycloneDX document of the front end."""
    ours, theirs = f"pkg:generic/veche@{version}", front["metadata"]["component"]["bom-ref"]
    parts = [*(_component(one) for one in python), *front["components"]]
    # npm's own root becomes ours.
    front_graph = {one["ref"]: one["dependsOn"] for one in front["dependencies"]}
    first = [purl(one) for one in python if one.direct] + front_graph.pop(theirs, [])
    graph = {purl(one): [purl(other) for other in python if one.name in other.wanted_by] for one in python}
    said = json.dumps(parts, sort_keys=True)
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.uuid5(_SPACE, said)}",
        "version": 1,
        "metadata": {
            "component": {"type": "application", "bom-ref": ours, "name": "veche", "version": version, "purl": ours}
        },
        "components": parts,
        "dependencies": [
            {"ref": ref, "dependsOn": needs} for ref, needs in ({ours: first} | graph | front_graph).items()
        ],
    }


def purl(one: Pinned) -> str:
    return f"pkg:pypi/{one.name}@{one.version}"


def _component(one: Pinned) -> dict[str, Any]:
    """All files of a version stand under it: which of them is installed depends on the machine."""
    licence = _licence(one.name)
    return {
        "type": "library",
        "bom-ref": purl(one),
        "name": one.name,
        "version": one.version,
        "purl": purl(one),
        "hashes": [{"alg": "SHA-256", "content": digest} for digest in one.sha256],
        **({"licenses": [{"expression": licence}]} if licence else {}),
    }


def _licence(name: str) -> str:
    """The SPDX expression of the installed package, where it has one."""
    try:
        return importlib.metadata.metadata(name).get("License-Expression") or ""
    except importlib.metadata.PackageNotFoundError:  # of another system
        return ""


def front_end() -> dict[str, Any]:
    """What npm says of its lock. The tools that build the bundle are not shipped."""
    where = {"PATH": os.pathsep.join((str(bring.node()), os.environ.get("PATH", "")))}
    command = ("npm", "sbom", "--sbom-format", "cyclonedx", "--package-lock-only", "--omit", "dev")
    done = subprocess.run(
        command, cwd=find.ROOT / "frontend", env={**os.environ, **where}, capture_output=True, text=True, check=True
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def main() -> int:
    FILE.parent.mkdir(exist_ok=True)
    made = bom(pinned("run"), front_end(), importlib.metadata.version("veche"))
    FILE.write_text(json.dumps(made, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"{FILE.relative_to(find.ROOT)}: {len(made['components'])} components")
    return 0


if __name__ == "__main__":
    sys.exit(main())
