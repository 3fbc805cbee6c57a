"""Parts of files being uploaded, by upload address."""

from veche_sandbox.store.database import Database


class FileParts:
    def __init__(self, database: Database) -> None:
        self._db = database

    def put(self, address: str, begin: int, body: bytes) -> None:
        """Store a part; the same part replaces the former."""
        self._db.insert("INSERT OR REPLACE INTO pieces VALUES (?, ?, ?)", address, begin, body)

    def spans(self, address: str) -> list[tuple[int, int]]:
        """Received ranges, merged where they touch; the end is exclusive."""
        sql = "SELECT begin, begin + length(body) AS stop FROM pieces WHERE address = ? ORDER BY begin"
        found: list[tuple[int, int]] = []
        for row in self._db.rows(sql, address):
            if found and row["begin"] <= found[-1][1]:
                found[-1] = (found[-1][0], max(found[-1][1], row["stop"]))
            else:
                found.append((row["begin"], row["stop"]))
        return found

    def join(self, address: str, size: int) -> bytes:
        """The joined parts, which may overlap."""
        whole = bytearray(size)
        for row in self._db.rows("SELECT begin, body FROM pieces WHERE address = ? ORDER BY begin", address):
            whole[row["begin"] : row["begin"] + len(row["body"])] = row["body"]
        return bytes(whole)

    def forget(self, address: str) -> None:
        self._db.change("DELETE FROM pieces WHERE address = ?", address)
