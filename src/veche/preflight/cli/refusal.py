"""Why the system refused a file, in Russian; its own messages are English."""

import errno

_WHY = {
    errno.ENOENT: "такого файла или папки нет",
    errno.ENOTDIR: "на пути стоит файл, а не папка",
    errno.EISDIR: "это папка",
    errno.EACCES: "нет прав",
    errno.EPERM: "нет прав",
    errno.EROFS: "диск открыт только для чтения",
    errno.ENOSPC: "на диске нет места",
    errno.ENAMETOOLONG: "имя слишком длинное",
    errno.ELOOP: "ссылка ведёт сама на себя",
    errno.EIO: "диск не отвечает",
    errno.ENXIO: "устройство не отвечает",
}


def refusal(error: OSError) -> str:
    """The reason for the middle of a sentence."""
    return _WHY.get(error.errno or 0, f"система отказала, код {error.errno}")
