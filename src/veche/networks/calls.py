"""Send one request to a network and turn every failure into a `NetworkError`."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from veche.kernel.http import CallFailed, HttpClient, Response
from veche.networks.errors import Purpose, from_call, in_doubt
from veche.networks.protocol import NetworkError

# «Request Timeout», «Too Early», «Too Many Requests»: the only 4xx that are not about the requested object.
_PASSING = frozenset({408, 425, 429})


@dataclass(frozen=True, slots=True)
class Caller:
    """Sends requests. `network`: the name for people, «VK»."""

    http: HttpClient
    network: str

    def send(self, method: str, url: str, *, purpose: Purpose, deadline: float, **content: Any) -> Response:
        try:
            return self.http.send(method, url, deadline=deadline, **content)
        except CallFailed as error:
            failure = from_call(error, network=self.network, purpose=purpose)
        raise failure

    def json_object(self, response: Response, purpose: Purpose) -> Mapping[str, Any]:
        """The JSON object in the answer.

        Anything else (a proxy's page, truncated text) raises the error for an unknown outcome.
        """
        body = self.json_value(response, purpose)
        if not isinstance(body, dict):
            raise in_doubt(self.network, purpose, code=f"http_{response.status}")
        return body

    def json_value(self, response: Response, purpose: Purpose) -> Any:
        """The JSON value in the answer; OK answers with a bare string too."""
        try:
            return response.json()
        except ValueError:
            failure = in_doubt(self.network, purpose, code=f"http_{response.status}")
        raise failure

    def unexpected(self, purpose: Purpose) -> NetworkError:
        """The error for a successful answer in an unknown format."""
        return in_doubt(self.network, purpose, code="unexpected_answer")

    def download(self, url: str, *, max_bytes: int, purpose: Purpose, deadline: float) -> bytes:
        response = self.send("GET", url, max_bytes=max_bytes, purpose=purpose, deadline=deadline)
        if response.status == 200:
            return response.body
        raise NetworkError(
            f"{self.network} не отдал картинку (ответ {response.status}). Текст и всё остальное сохранены.",
            permanent=400 <= response.status < 500 and response.status not in _PASSING,
            code=f"http_{response.status}",
        )
