"""`[[role, path], …]` on stdin → `{role + path: queries}` on stdout, over the city that VECHE_DATA names."""

import json
import os
import sys

import django


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "veche.config.settings")
    django.setup()
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    counted, browsers = {}, {}
    for role, path in json.load(sys.stdin):
        if role not in browsers:
            browsers[role] = Client(SERVER_NAME="localhost")
            browsers[role].post(f"/demo/sign-in/{role}/")
        browsers[role].get(path)  # the first visit of a minute stores when the person was seen
        with CaptureQueriesContext(connection) as captured:
            answer = browsers[role].get(path)
        if answer.status_code != 200:
            raise SystemExit(f"{path} answered {answer.status_code}")
        counted[role + path] = len(captured)
    json.dump(counted, sys.stdout)


if __name__ == "__main__":
    main()
