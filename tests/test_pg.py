"""The tests' own PostgreSQL: started when needed, and removed completely."""

import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest

from scripts import find
from tests.pg import cluster

HERE = Path(__file__).parent.parent


@pytest.mark.sweep
def test_a_cluster_answers_and_leaves_nothing():
    with cluster() as url:
        with psycopg.connect(url) as connection:
            database, encoding, folder = connection.execute(
                "select current_database(), pg_encoding_to_char(encoding), current_setting('data_directory')"
                " from pg_database where datname = current_database()"
            ).fetchone() or ("", "", "")
        assert database == "veche"
        assert encoding == "UTF8"
        assert urlsplit(url).hostname == "127.0.0.1"
        assert Path(folder).exists()
    assert not Path(folder).parent.exists()
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(url)


@pytest.mark.sweep
def test_the_command_gets_the_url_and_its_exit_code_is_passed_on():
    code = "import os, sys; print(os.environ['VECHE_DATABASE_URL']); sys.exit(7)"
    words = [sys.executable, "-m", "tests.pg", sys.executable, "-c", code]
    done = subprocess.run(words, cwd=HERE, capture_output=True, text=True, check=False, env=dict(os.environ))
    assert (done.returncode, done.stdout.startswith("postgres://veche@127.0.0.1:")) == (7, True)


def test_the_newest_server_is_taken():
    folder = find.postgresql()
    assert folder is not None
    installed = [find.numbers(str(path)) for path in Path("/usr/lib/postgresql").glob("*/bin")]
    assert find.numbers(str(folder)) == max(installed, default=find.numbers(str(folder)))
