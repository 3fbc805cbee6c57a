"""A request as WSGI wants it, from what granian tells of it."""

import sys
from typing import Any

type Environ = dict[str, Any]

_ALWAYS = {
    "SCRIPT_NAME": "",
    "SERVER_SOFTWARE": "Granian",
    "wsgi.version": (1, 0),
    "wsgi.errors": sys.stderr,
    "wsgi.input_terminated": True,
    "wsgi.multithread": True,
    "wsgi.multiprocess": False,
    "wsgi.run_once": False,
}
# Cookies of several lines are one list of cookies; anything else that comes twice is one list with commas.
_JOINED_BY = {"cookie": "; "}


def environ_of(scope: Any) -> Environ:
    """Without `wsgi.input`. A name with an underscore could pass for one with a dash and is left out."""
    server, _, port = scope.server.rpartition(":")
    environ = _ALWAYS | {
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "SERVER_NAME": server,
        "SERVER_PORT": port,
        "REMOTE_ADDR": scope.client.rpartition(":")[0].strip("[]"),
        "REQUEST_METHOD": scope.method,
        "PATH_INFO": scope.path.encode().decode("latin-1"),
        "QUERY_STRING": scope.query_string,
        "wsgi.url_scheme": scope.scheme,
    }
    for name, value in scope.headers.items():
        if "_" in name:
            continue
        key = name.upper().replace("-", "_")
        key = key if key in ("CONTENT_TYPE", "CONTENT_LENGTH") else f"HTTP_{key}"
        environ[key] = f"{environ[key]}{_JOINED_BY.get(name, ',')}{value}" if key in environ else value
    return environ


def declared_length(scope: Any) -> int:
    """Zero where nothing or nonsense is declared: Django reads nothing then."""
    try:
        return max(int(scope.headers.get("content-length") or 0), 0)
    except ValueError:
        return 0
