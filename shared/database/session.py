"""One long-lived connection on which each statement commits by itself: for whoever stands watch."""

from typing import Any

from shared.database.listener import Listener
from shared.database.transaction import rows_of

TRY_LOCK = "SELECT pg_try_advisory_lock(hashtext(%(name)s)) AS got"


class Session(Listener):
    """Listens to one channel, runs statements, and may hold a lock for as long as it lives."""

    def run(self, sql: str, **values: Any) -> list[dict[str, Any]]:
        """The rows that the statement gives, as dictionaries; none where it gives none."""
        with self._connection.cursor() as cursor:
            cursor.execute(sql, values)
            return rows_of(cursor)

    def try_lock(self, name: str) -> bool:
        """Whether this session is now the only one with the lock of this name in its database."""
        [row] = self.run(TRY_LOCK, name=name)
        return bool(row["got"])
