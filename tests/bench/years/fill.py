"""`python -m tests.bench.years.fill [CITIES]`: write five years of one city, and smaller cities, into a database.

It is the demo city's that VECHE_DATA and VECHE_DATABASE_URL name; nothing may run on it meanwhile.
"""

import json
import os
import sys
import time

import django

POSTS, MESSAGES = 10_000, 381_000
SMALL_POSTS, SMALL_MESSAGES = 150, 5_000


def main(cities: int) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "veche.config.settings")
    django.setup()
    from django.db import connection

    from tests.bench.years import chronicle, index
    from tests.bench.years.cast import demo_cast, script_of, small_cast
    from tests.bench.years.departments import Departments, bodies_of
    from tests.bench.years.past import Past, Sheets
    from tests.bench.years.sheets import count_on, unchecked
    from tests.bench.years.talk import Talk
    from veche.kernel.clock import now

    begun = time.monotonic()
    own = demo_cast()
    script = script_of(own)
    casts = [own, *(small_cast(number, own) for number in range(1, cities + 1))]
    bodies = {cast.administration.pk: bodies_of(cast, big=cast is own) for cast in casts}
    sheets, moment = Sheets(), now()
    used = sheets.all()
    with unchecked():
        for cast in casts:
            posts, messages = (POSTS, MESSAGES) if cast is own else (SMALL_POSTS, SMALL_MESSAGES)
            past = Past(sheets, cast, script, moment, seed=cast.administration.pk)
            departments = Departments(past, bodies[past.city], big=cast is own)
            departments.before_posts()
            Talk(past, past.posts(posts), messages).go()
            departments.go()
            used.append(chronicle.write(past))
        sheets.flush()
    count_on(used)
    index.fill()
    rows = {sheet.model._meta.label: sheet.written for sheet in used[: len(sheets.all()) + 1]}
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("VACUUM ANALYZE")
    json.dump({"seconds": round(time.monotonic() - begun, 1), "rows": rows}, sys.stdout)


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else 0)
