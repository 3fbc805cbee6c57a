"""Which addresses the product may connect to: public ones, and those that a setting names.

A name is resolved once, here, and the connection goes to the judged address, so a name that would resolve differently
the second time (DNS rebinding) gains nothing.
"""

import ipaddress
import queue
import socket  # noqa: TID251 -- the door resolves names itself
import threading

# How this machine itself is named, in an address and where a site listens.
LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
type Address = ipaddress.IPv4Address | ipaddress.IPv6Address

# IPv6 that carries an IPv4 address in its last 32 bits: mapped and compatible (RFC 4291), NAT64 (RFC 6052).
_CARRIES_IPV4 = tuple(
    ipaddress.IPv6Network(net) for net in ("::ffff:0:0/96", "::/96", "64:ff9b::/96", "64:ff9b:1::/96")
)


class AddressRefused(Exception):
    """The host resolves to an address that is not public."""


class NameUnknown(Exception):
    """The host cannot be resolved within the time left."""


def is_public(address: str) -> bool:
    """False for private, loopback, link-local, shared (CGNAT), multicast, unspecified, reserved addresses."""
    parsed: Address = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(parsed, ipaddress.IPv6Address):
        inner = _inner_ipv4(parsed)
        if inner is not None:
            return inner.is_global and not inner.is_multicast
        if parsed.is_site_local:  # of old networks; Python takes them for public
            return False
    return parsed.is_global and not parsed.is_multicast and not parsed.is_reserved


def _inner_ipv4(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    if any(address in net for net in _CARRIES_IPV4):
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    if address.sixtofour is not None:
        return address.sixtofour
    return address.teredo[1] if address.teredo is not None else None


def looks_private(host: str) -> bool:
    """True if `host` is an address that is not public, in any form a resolver takes (2130706433, 0x7f.1)."""
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST)
    except (OSError, UnicodeError):
        return host.rstrip(".").lower() == "localhost" or host.lower().rstrip(".").endswith(".localhost")
    return not all(is_public(str(entry[4][0])) for entry in found)


def resolve(host: str, port: int, *, timeout: float, allowed: bool) -> tuple[str, ...]:
    """The addresses of `host` in the system's order; `AddressRefused` if even one of them is not public."""
    addresses = _look_up(host, port, timeout)
    if not allowed and not all(is_public(address) for address in addresses):
        raise AddressRefused
    return addresses


def _look_up(host: str, port: int, timeout: float) -> tuple[str, ...]:
    # getaddrinfo has no time-out, and a silent name server keeps it for half a minute: it waits in a thread.
    answers: queue.SimpleQueue[tuple[str, ...]] = queue.SimpleQueue()
    threading.Thread(target=_ask, args=(host, port, answers), daemon=True, name="resolve").start()
    try:
        addresses = answers.get(timeout=max(timeout, 0.001))
    except queue.Empty:
        raise NameUnknown from None
    if not addresses:
        raise NameUnknown
    return addresses


def _ask(host: str, port: int, answers: queue.SimpleQueue[tuple[str, ...]]) -> None:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        answers.put(())
    else:
        answers.put(tuple(dict.fromkeys(str(entry[4][0]) for entry in found)))
