"""The addresses that a worker writes into letters."""

import json
import subprocess
import sys
from typing import Any

from django.urls import get_resolver
from django.urls.resolvers import URLResolver

# Prints the addresses as a worker knows them, what it has imported of the screens, and a screen imported afterwards.
READ = """
import json, sys
import django
django.setup()
from veche.config import addresses
addresses.read_addresses()
imported = sorted(filter(addresses.SCREENS.fullmatch, sys.modules))
from tests.config.test_addresses import addresses_of
from django.urls import get_resolver
from veche.cases import views
print(json.dumps([addresses_of(get_resolver()), imported, views.detail.__name__]))
"""


def addresses_of(resolver: URLResolver, room: str = "") -> dict[str, Any]:
    """The routes of each name."""
    told: dict[str, Any] = {
        f"{room}{name}": [found[0] for found in resolver.reverse_dict.getlist(name)]
        for name in resolver.reverse_dict
        if isinstance(name, str)
    }
    for inner, (_, below) in resolver.namespace_dict.items():
        told |= addresses_of(below, f"{room}{inner}:")
    return told


def test_a_worker_knows_all_addresses_and_imports_no_screen() -> None:
    done = subprocess.run([sys.executable, "-c", READ], stdout=subprocess.PIPE, check=True)
    told, imported, afterwards = json.loads(done.stdout)

    assert told == json.loads(json.dumps(addresses_of(get_resolver())))
    assert "cases:detail" in told
    assert imported == []
    assert afterwards == "detail"
