"""A few connections to one database, lent one at a time.

Works with threads and, once eventlet has patched the process, with green threads: the semaphore
is then a green one, and psycopg2 waits cooperatively.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg2
import psycopg2.extensions
import psycopg2.extras

# Values of type dict are JSON documents in every table.
psycopg2.extensions.register_adapter(dict, psycopg2.extras.Json)

CONNECT_SECONDS = 3
# A statement that runs longer than this is a fault of ours, not patience.
STATEMENT_MILLISECONDS = 30_000


def is_cooperative() -> bool:
    """Whether a query lets other green threads of this process run while it waits."""
    return psycopg2.extensions.get_wait_callback() is not None


class Connection(psycopg2.extensions.connection):
    """Remembers which statements the server has planned for it; see `Transaction.run_often`."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.plans: set[str] = set()


class Pool:
    """Connections are opened when first needed: a database that is away stops nobody's start."""

    def __init__(self, url: str, size: int = 8) -> None:
        self._url = url
        self._places = threading.BoundedSemaphore(size)
        self._free: list[Any] = []

    @contextmanager
    def connection(self) -> Iterator[Any]:
        """A connection for one holder. One that was left broken or mid-transaction is closed."""
        with self._places:
            connection = self._free.pop() if self._free else self._open()
            try:
                yield connection
            finally:
                if self._clean(connection):
                    self._free.append(connection)
                else:
                    connection.close()

    def close(self) -> None:
        while self._free:
            self._free.pop().close()

    def _open(self) -> Any:
        connection = psycopg2.connect(
            self._url,
            connect_timeout=CONNECT_SECONDS,
            connection_factory=Connection,
            options=f"-c timezone=UTC -c statement_timeout={STATEMENT_MILLISECONDS}",
        )
        # Transactions begin and end by statements of their own: see shared/database/transaction.py.
        connection.autocommit = True
        return connection

    @staticmethod
    def _clean(connection: Any) -> bool:
        return not connection.closed and (
            connection.get_transaction_status() == psycopg2.extensions.TRANSACTION_STATUS_IDLE
        )
