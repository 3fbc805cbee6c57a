"""What must be done before web and worker start: tables, checks, seals, static files, and once the demo's city."""

from io import StringIO

from django.conf import settings
from django.core.checks import Tags
from django.core.management import call_command, get_commands

from veche.accounts.checks import DEMO
from veche.config import schema, static
from veche.outbox.checks import DEADLINES
from veche.staff.seals import bind_second_factors


def prepare() -> None:
    """Cheap when there is nothing to do. Raises `OtherVersion` or SystemCheckError when Veche may not start."""
    schema.refuse_unknown()
    if schema.migrations_are_missing():
        call_command("migrate", verbosity=0, interactive=False)
    schema.refuse_differing()
    # It says nothing when all is well; what is wrong is raised.
    tags = [Tags.database, Tags.security, DEADLINES, DEMO]
    call_command("check", tags=tags, databases=["default"], stdout=StringIO())
    bind_second_factors(settings.DATA)
    static.collect()
    if settings.DEMO and "seed_demo" in get_commands():
        call_command("seed_demo")
