"""Three hundred open requests, forty departments, a sheet: 95 of 100 answers take at most 60 ms of the processor.

`make bench` measures the time that passes, on a machine that does nothing else.
"""

import time

import pytest

from tests import written
from tests.people import client_of
from tests.requests.many import many
from veche.requests.models import Request
from veche.staff.models import Person

TIMES, P95_SECONDS = 100, 0.060


@pytest.mark.nightly
def test_lists_and_the_sheet_are_quick(alice: Person, carol: Person):
    curators = many(alice.administration, alice)
    first = Request.objects.of(alice.administration).filter(department=curators[0].department).order_by("pk")[0]
    found = {}
    pages = ((alice, "/requests/"), (alice, f"/requests/{first.pk}/"), (curators[0], "/requests/mine/"))
    sheet = (carol, f"/approval/{written.asked(alice).pk}/")
    for who, address in (*pages, sheet):
        browser, took = client_of(who), []
        for _ in range(TIMES):
            start = time.process_time()
            assert browser.get(address).status_code == 200
            took.append(time.process_time() - start)
        found[address] = round(sorted(took)[TIMES * 95 // 100], 4)
    print(found)

    assert max(found.values()) <= P95_SECONDS, found
