"""A real installation: `veche init`, then web and worker; a mail server, training networks.

On SQLite the tables are there before (tests/tables.py); tests/upkeep/test_init.py begins with an empty folder.
"""

import re
import shlex
import subprocess
import sys
from email.message import EmailMessage
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from tests import tables
from tests.alarms.mail_server import MailServer
from tests.e2e.city import ROOT, City
from tests.people import PASSWORD, totp_code
from veche.demo.chain.browser import Browser
from veche.demo.chain.sandbox_client import SandboxClient, wait_for

ZONE = "Asia/Barnaul"
IT = "it@rubtsovsk.test"
LETTER_SECONDS = 240


class Installation(City):
    """`with Installation(folder) as place:`. `first`: the path of the first person's link.

    `database`: the address of an empty database; SQLite in the data folder without one.
    """

    def __init__(self, folder: Path, database: str = "") -> None:
        super().__init__(folder)
        self._database = database
        self.mail = MailServer()
        self.file = folder / "veche.env"
        self.first = ""
        self._client: SandboxClient | None = None

    def __enter__(self) -> Self:
        self.mail.__enter__()
        try:
            self.sandbox.start()
            if not self._database:
                tables.found(self.data)
            self.first = self._begin()
            self._client = SandboxClient(self.walls)
            self.start(**self._settings(), **self._networks)
        except BaseException:
            self.__exit__(None, None, None)
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
        if self._client:
            self._client.close()
        self.mail.__exit__(kind, error, trace)

    @property
    def networks(self) -> SandboxClient:
        assert self._client is not None
        return self._client

    def command(self, *words: str) -> str:
        """What `veche …` prints."""
        told = subprocess.run(
            [sys.executable, "-m", "veche.cli", *words],
            stdout=subprocess.PIPE,
            text=True,
            check=True,
            cwd=ROOT,
            env=self._environment | self._networks | self._settings(),
        )
        return told.stdout

    def letter(self, email: str, words: str) -> str:
        """Wait for the newest letter to somebody that has these words, and return its text."""

        def found() -> EmailMessage | None:
            mine = [one for one in self.mail.letters if one["To"] == email and words in one.get_content()]
            return mine[-1] if mine else None

        letter = wait_for(found, seconds=LETTER_SECONDS, what=f"письмо «{words}» для {email}")
        text: str = letter.get_content() if letter else ""
        return text

    def link_to(self, email: str, part: str) -> str:
        """The address in a letter that has `part` in its path."""
        found = re.search(rf"{self.url}(/\S*{part}\S*)", self.letter(email, part))
        assert found is not None
        return found[1]

    def enter(self, email: str, invitation: str) -> Browser:
        """Set a password by the invitation, sign in and set up the second step."""
        browser = Browser(self.url)
        page = browser.open(invitation)
        browser.send(page, page.form("/invite/"), filled={"password": PASSWORD})
        page = browser.open("/me/login/")
        browser.send(page, page.form("/login/"), filled={"login": email, "password": PASSWORD})
        page = browser.open("/me/2fa/totp/activate/")
        secret = page.after('id="secret">', "<").strip()
        browser.send(page, page.form("/totp/activate/"), filled={"code": totp_code(secret)})
        return browser

    def messages(self, network: str, bot: int) -> list[dict[str, Any]]:
        """What the bot has said to people."""
        found = self.sandbox.ask("GET", network, "messages", query={"bot": bot})
        return [one for one in found if one["ours"]]

    def _begin(self) -> str:
        answers = {
            "administration": "Администрация города Рубцовска",
            "city": "Рубцовск",
            "time-zone": ZONE,
            "person": "Отдел ИТ",
            "email": IT,
            "origin": self.url,
            "mail": f"smtp://127.0.0.1:{self.mail.port}",
            "mail-from": "veche@rubtsovsk.test",
        }
        options = [word for name, answer in answers.items() for word in (f"--{name}", answer)]
        done = subprocess.run(
            [sys.executable, "-m", "veche.cli", "init", "--environment", str(self.file), *options, "--yes"],
            capture_output=True,
            text=True,
            check=False,
            cwd=ROOT,
            env=self._environment,
        )
        assert (done.returncode, done.stderr) == (0, ""), done.stdout
        link = re.search(rf"{self.url}(/people/invite/\S+)", done.stdout)
        assert link is not None, done.stdout
        return link[1]

    @property
    def _environment(self) -> dict[str, str]:
        return super()._environment | ({"VECHE_DATABASE_URL": self._database} if self._database else {})

    def _settings(self) -> dict[str, str]:
        lines = self.file.read_text(encoding="utf-8").splitlines()
        return {name: "".join(shlex.split(value)) for name, _, value in (line.partition("=") for line in lines)}
