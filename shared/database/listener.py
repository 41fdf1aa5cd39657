"""Waits for NOTIFY on one channel, over a connection of its own."""

import select

import psycopg2
import psycopg2.sql

from shared.database.pool import CONNECT_SECONDS

# A server that vanished without a word is noticed after about half a minute.
KEEPALIVE = {"keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 4}


class Listener:
    """Listens from the moment it exists; ask for the present state after making one, not before."""

    def __init__(self, url: str, channel: str) -> None:
        self._connection = psycopg2.connect(url, connect_timeout=CONNECT_SECONDS, **KEEPALIVE)
        self._connection.set_session(autocommit=True)
        with self._connection.cursor() as cursor:
            cursor.execute(psycopg2.sql.SQL("LISTEN {}").format(psycopg2.sql.Identifier(channel)))

    def heard(self, seconds: float) -> list[str]:
        """What was said, after waiting up to `seconds`; raises when the line is cut."""
        readable, _, _ = select.select([self._connection], [], [], seconds)
        if readable:
            self._connection.poll()
        payloads = [each.payload for each in self._connection.notifies]
        self._connection.notifies.clear()
        return payloads

    def close(self) -> None:
        self._connection.close()
