"""A supervisor of a few tiny programs: `python -m tests.config.supervised <seconds to stop> <name> <shell words> …`."""

import sys

from veche.config.supervisor import Program, Supervisor


def main() -> int:
    stop_seconds, pairs = float(sys.argv[1]), sys.argv[2:]
    with Supervisor(stop_seconds=stop_seconds) as supervisor:
        for name, words in zip(pairs[::2], pairs[1::2], strict=True):
            supervisor.start(Program(name, ("sh", "-c", words), outlives=name == "sandbox"))
        supervisor.watch()
    return 0


if __name__ == "__main__":
    sys.exit(main())
