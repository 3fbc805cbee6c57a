import socket
from pathlib import Path
from secrets import randbelow

LOWEST = 20_000


def free_port() -> int:
    """A free port of this machine, outside the range that Linux assigns to clients."""
    lent = int(Path("/proc/sys/net/ipv4/ip_local_port_range").read_text(encoding="ascii").split()[0])
    while True:
        port = LOWEST + randbelow(lent - LOWEST) if lent > LOWEST else 0
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            found: int = probe.getsockname()[1]
        return found
