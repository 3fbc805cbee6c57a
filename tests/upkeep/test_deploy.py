"""The files of deploy/ match the program, and systemd accepts them."""

import re
import shutil
import subprocess
from contextlib import suppress
from datetime import timedelta
from itertools import combinations
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from django.conf import settings
from django.urls import NoReverseMatch, reverse

from veche import cli
from veche.config.middleware import LINK, UPLOADS
from veche.kernel.clock import now

DEPLOY = Path(__file__).parents[2] / "deploy"
UNITS = sorted(DEPLOY.glob("veche-*"))
HARD = {
    "NoNewPrivileges=yes",
    "ProtectSystem=strict",
    "ProtectHome=yes",
    "PrivateTmp=yes",
    "PrivateDevices=yes",
    "StateDirectory=veche",
    "StateDirectoryMode=0700",
    "UMask=0077",
    "CapabilityBoundingSet=",
    "SystemCallFilter=@system-service",
}


def commands(text: str) -> set[str]:
    return set(re.findall(r"/opt/veche/\.venv/bin/veche ([a-z-]+)", text))


def found_in(file: str, pattern: str) -> list[str]:
    return re.findall(pattern, (DEPLOY / file).read_text(encoding="utf-8"))


def test_every_command_that_a_unit_starts_exists() -> None:
    parser = cli._parser()
    wanted = set().union(*(commands(unit.read_text(encoding="utf-8")) for unit in UNITS))

    assert wanted == {"prepare", "web", "worker", "backup"}
    for name in wanted - {"backup"}:
        assert parser.parse_args([name]).run is not None


@pytest.mark.parametrize("unit", [path for path in UNITS if path.suffix == ".service"], ids=lambda path: path.name)
def test_every_service_is_shut_off_from_the_rest_of_the_machine(unit: Path) -> None:
    lines = set(unit.read_text(encoding="utf-8").splitlines())

    assert lines >= HARD | {"User=veche", "EnvironmentFile=/etc/veche/veche.env"}


def memory_of(unit: str) -> int:
    """MemoryMax in megabytes."""
    (limit,) = found_in(f"veche-{unit}.service", r"(?m)^MemoryMax=(\d+[MG])$")
    return int(limit[:-1]) * {"M": 1, "G": 1024}[limit[-1]]


def test_site_and_worker_leave_the_machine_some_of_its_two_gigabytes() -> None:
    limits = {unit: memory_of(unit) for unit in ("web", "worker", "prepare", "backup")}

    assert limits == {"web": 768, "worker": 1024, "prepare": 768, "backup": 512}
    assert limits["web"] + limits["worker"] <= 2048 - 256
    assert all(found_in(f"veche-{unit}.service", r"(?m)^TasksMax=\d+$") for unit in limits)


def test_a_file_that_takes_all_memory_ends_its_own_reader_alone() -> None:
    readers = ("veche-web.service", "veche-web@.service", "veche-worker.service")

    assert [found_in(unit, r"(?m)^OOMPolicy=(\w+)$") for unit in readers] == [["continue"]] * 3


def test_two_processes_of_the_site_differ_from_the_one_by_their_port_alone() -> None:
    one, two = ((DEPLOY / name).read_text(encoding="utf-8") for name in ("veche-web.service", "veche-web@.service"))
    both = [found_in(file, r"#? ?(?:server|to) 127\.0\.0\.1:(\d+)") for file in ("nginx.conf", "Caddyfile")]

    assert two == one.replace("Вече: сайт", "Вече: сайт, порт %i").replace("veche web", "veche web --port %i")
    assert both == [["8000", "8001"]] * 2


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="no systemd on this machine")
def test_systemd_has_nothing_against_them() -> None:
    words = ["systemd-analyze", "verify", "--man=no", *map(str, UNITS)]
    said = subprocess.run(words, capture_output=True, text=True, check=False).stderr

    # Where the program is not installed, systemd rightly reports it.
    assert [line for line in said.splitlines() if str(DEPLOY) in line and "is not executable" not in line] == []


@pytest.fixture
def wrapper(tmp_path: Path) -> Path:
    """The command of /usr/local/sbin with another settings file, and a program that prints its arguments and user."""
    words = (DEPLOY / "veche").read_text(encoding="utf-8")
    for path, stand_in in (("/etc/veche/veche.env", "etc/veche.env"), ("/opt/veche/.venv/bin/veche", "program")):
        assert path in words
        words = words.replace(path, str(tmp_path / stand_in))
    (tmp_path / "etc").mkdir()
    for name, text in {
        "wrapper": words.replace("runuser -u veche --", ""),
        "program": '#!/bin/sh\necho "$VECHE_DATA|$VECHE_ORIGIN|$*"\n',
    }.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
        (tmp_path / name).chmod(0o755)
    return tmp_path / "wrapper"


def ran(wrapper: Path, *words: str, **environment: str) -> tuple[int, str, str]:
    done = subprocess.run([wrapper, *words], env=environment, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout, done.stderr


def test_the_command_reads_the_settings_and_before_there_are_any_lets_init_alone_through(wrapper: Path) -> None:
    file = wrapper.parent / "etc" / "veche.env"

    assert ran(wrapper, "init", "--help") == (0, "/var/lib/veche||init --help\n", "")
    assert ran(wrapper, "init", VECHE_DATA="/srv/veche") == (0, "/srv/veche||init\n", "")
    refusal = (
        f"Настроек нет, или пользователю veche их не прочитать: {file}. Ничего не сделано.\n"
        f"Новая установка: veche init. Иначе верните файл, потом: chown -R veche: {file.parent} && chmod 600 {file}\n"
    )
    assert ran(wrapper, "doctor") == (1, "", refusal)

    file.write_text("VECHE_DATA=/srv/it\nVECHE_CITY='x\n", encoding="utf-8")
    code, out, errors = ran(wrapper, "doctor")
    assert (code, out) == (1, "")
    assert errors.startswith(f"Строку файла настроек не прочитать: 3: {file}: ")

    file.write_text("VECHE_DATA='/srv/it'\nVECHE_ORIGIN='https://veche.example.ru'\n", encoding="utf-8")
    assert ran(wrapper, "manage", "erase_words", "два слова") == (
        0,
        "/srv/it|https://veche.example.ru|manage erase_words два слова\n",
        "",
    )


ARGUMENTS = {"pk": 7, "picture": 8, "place": "cover", "network": "vk", "token": "WzEsMV0:1vOpen:sign"}
FILES = {"nginx.conf": r"location ~ (\S+) {", "Caddyfile": r"path_regexp (\S+)"}
SIZES = {"nginx.conf": r"client_max_body_size (\d+)m;", "Caddyfile": r"max_size (\d+)MB"}


def addresses(*, with_files: bool) -> set[str]:
    """An address of each pattern, without other arguments."""
    names = (
        {*UPLOADS, LINK}
        if with_files
        else {"account_login", "publishing:detail", "publishing:look", "web:week", "outbox:account"}
    )
    return {_address(name) for name in names}


def _address(name: str) -> str:
    for size in range(len(ARGUMENTS) + 1):
        for words in combinations(ARGUMENTS, size):
            with suppress(NoReverseMatch):
                return reverse(name, kwargs={word: ARGUMENTS[word] for word in words})
    raise AssertionError(name)


@pytest.mark.parametrize("file", FILES)
def test_a_proxy_lets_the_largest_form_through_where_the_program_takes_it_and_nowhere_else(file: str) -> None:
    (pattern,) = found_in(file, FILES[file])
    largest, most = settings.LARGEST_UPLOAD / 1_000_000, settings.DATA_UPLOAD_MAX_MEMORY_SIZE / 1_000_000

    sizes = sorted(map(int, found_in(file, SIZES[file])))

    assert {path for path in addresses(with_files=True) if not re.search(pattern, path)} == set()
    assert {path for path in addresses(with_files=False) if re.search(pattern, path)} == set()
    assert largest <= sizes.pop() < largest * 1.5
    assert all(most <= size < most * 2 for size in sizes)


SECRET = "k9Zt" * 10
SECRET_PATHS = {
    reverse("staff:accept_invite", args=[SECRET]): "/people/invite/***",
    reverse("account_reset_password_from_key", args=["2b", SECRET]): "/me/password/reset/key/2b-***",
    reverse("requests:link", args=[SECRET]): "/requests/link/***",
    reverse("plan:feed", args=[SECRET]): "/week/items/feed/***",
    f"/hooks/telegram/{SECRET}/": "/hooks/telegram/***",
}


@pytest.mark.parametrize(("path", "kept"), SECRET_PATHS.items())
def test_a_proxy_masks_the_secret_of_an_address(path: str, kept: str) -> None:
    (of_caddy,) = found_in("Caddyfile", r'request>uri regexp "(.+?)" "\$\{1\}\*\*\*"')
    (of_nginx,) = found_in("nginx.conf", r'"~\^(\(\?<veche_kept>.+?\))" "\$veche_kept\*\*\*";')
    nginx = re.match(of_nginx.replace("?<", "?P<"), path)

    assert re.sub(of_caddy, r"\1***", path) in (kept, f"{kept}/")
    assert nginx is not None
    assert f"{nginx['veche_kept']}***" == kept


def test_nginx_keeps_no_address_unmasked_also_before_it_leads_to_https() -> None:
    """Where a server names no log, Debian's own keeps whole addresses."""
    _, *servers = re.split(r"(?m)^server \{", (DEPLOY / "nginx.conf").read_text(encoding="utf-8"))

    logs = [re.findall(r"(?m)^    (access|error)_log \S+ (\w+);", server) for server in servers]

    assert logs == [[("access", "veche"), ("error", "crit")]] * 2


@pytest.mark.skipif(shutil.which("nginx") is None, reason="no nginx on this machine")
def test_nginx_has_nothing_against_its_file(tmp_path: Path) -> None:
    words = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    for name in ("fullchain.pem", "privkey.pem"):
        words = words.replace(f"/etc/ssl/veche/{name}", str(tmp_path / name))
    certify(tmp_path)
    (tmp_path / "veche.conf").write_text(words, encoding="utf-8")
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    own = "access_log off; " + "".join(f"{kind}_temp_path {tmp_path}/{kind}; " for kind in kinds)
    whole = f"pid {tmp_path}/pid; error_log stderr; events {{}} http {{ {own} include {tmp_path}/veche.conf; }}"
    (tmp_path / "nginx.conf").write_text(whole, encoding="utf-8")

    said = subprocess.run(
        ["nginx", "-t", "-p", str(tmp_path), "-c", str(tmp_path / "nginx.conf")],
        capture_output=True,
        text=True,
        check=False,
    )

    assert said.returncode == 0, said.stderr


def certify(folder: Path) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "veche.example.ru")])
    begun = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    dated = begun.serial_number(1).not_valid_before(now()).not_valid_after(now() + timedelta(days=1))
    certificate = dated.sign(key, hashes.SHA256())
    (folder / "fullchain.pem").write_bytes(certificate.public_bytes(Encoding.PEM))
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (folder / "privkey.pem").write_bytes(private)


@pytest.mark.skipif(shutil.which("caddy") is None, reason="no Caddy on this machine")
def test_caddy_has_nothing_against_its_file() -> None:
    words = ["caddy", "validate", "--adapter", "caddyfile", "--config", str(DEPLOY / "Caddyfile")]

    said = subprocess.run(words, capture_output=True, text=True, check=False)

    assert said.returncode == 0, said.stderr
