"""One database transaction: SQL in, rows out, driver errors become ours."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import psycopg2
import psycopg2.errors
import psycopg2.extras

from shared import clock
from shared.errors import Conflict, Invalid
from shared.identifiers import uuid7

Row = dict[str, Any]


@dataclass(frozen=True)
class Context:
    """What every event written in this transaction says about its origin."""

    service: str
    area: str
    correlation_id: str = field(default_factory=uuid7)
    causation_id: str | None = None
    at: datetime = field(default_factory=clock.now)  # the instant that its records carry


class Transaction:
    """`run` takes named values: `tx.run("SELECT ... WHERE id = %(id)s", id=...)`."""

    def __init__(self, cursor: Any, context: Context) -> None:
        self._cursor = cursor
        self.context = context

    def because_of(self, event_id: str, correlation_id: str) -> "Transaction":
        """This transaction, for what follows from one of the events that are applied in it."""
        context = replace(
            self.context, causation_id=event_id, correlation_id=correlation_id, at=clock.now()
        )
        return Transaction(self._cursor, context)

    def run(self, sql: str, **values: Any) -> list[Row]:
        """The rows that the statement gives, as dictionaries; none where it gives none."""
        with _translated():
            self._cursor.execute(sql, values)
        return [dict(row) for row in self._cursor.fetchall()] if self._cursor.description else []

    def run_many(self, sql: str, rows: Iterable[tuple[Any, ...]]) -> None:
        """One INSERT ... VALUES %s for many rows."""
        with _translated():
            psycopg2.extras.execute_values(self._cursor, sql, list(rows), page_size=500)


def as_json(value: Any) -> Any:
    """A list or a scalar for a JSON column; dictionaries need no wrapping."""
    return psycopg2.extras.Json(value)


@contextmanager
def transaction(connection: Any, context: Context) -> Iterator[Transaction]:
    """Commit on a normal exit, roll back on any other; deferred constraints speak at the commit."""
    try:
        with connection.cursor() as cursor:
            yield Transaction(cursor, context)
        with _translated():
            connection.commit()
    except BaseException:
        if not connection.closed:
            try:
                connection.rollback()
            except psycopg2.Error:
                connection.close()
        raise


@contextmanager
def _translated() -> Iterator[None]:
    try:
        yield
    except psycopg2.errors.UniqueViolation as taken:
        raise Conflict(
            "changed_meanwhile",
            "Somebody else changed this first. Look again, then repeat your change.",
            {"constraint": taken.diag.constraint_name or ""},
        ) from taken
    except psycopg2.errors.CheckViolation as refused:
        raise Invalid(
            "not_storable",
            "A value breaks a rule of the records. The constraint's name says which.",
            {"constraint": refused.diag.constraint_name or ""},
        ) from refused
    except (psycopg2.DataError, ValueError) as unfit:
        # A day that no calendar has, a number beyond its column, a sign that text cannot hold.
        raise Invalid(
            "not_storable",
            "A value cannot be kept as it is. Check days, numbers and unusual signs.",
        ) from unfit
