"""The Bot API lists no posts of a channel: it tells of each when it appears."""

from veche.networks.errors import READING
from veche.networks.protocol import NetworkError

NO_LIST = (
    "Телеграм не показывает боту, что стоит в канале. О новой записи он рассказывает сам, и Вече её увидит, если бот "
    "был на связи в течение суток после неё."
)


def cannot_list() -> NetworkError:
    return NetworkError(f"{NO_LIST} {READING.kept}.", permanent=True, code="no_list")
