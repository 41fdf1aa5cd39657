"""One database transaction: SQL in, rows out, driver errors become ours."""

import hashlib
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

import psycopg2
import psycopg2.errors
import psycopg2.extensions
import psycopg2.extras

from shared import clock
from shared.errors import Conflict, Invalid
from shared.identifiers import uuid7

Row = dict[str, Any]
NAMED = re.compile(r"%\((\w+)\)s")


@dataclass(frozen=True)
class Context:
    """What every event written in this transaction says about its origin."""

    service: str
    area: str
    correlation_id: str = field(default_factory=uuid7)
    causation_id: str | None = None
    at: datetime = field(default_factory=clock.now)  # the instant that its records carry


class _Begun:
    """Whether the server knows of the transaction yet: it begins with the first statement."""

    def __init__(self, cursor: Any, *, never: bool = False) -> None:
        self._cursor, self._known = cursor, never

    def with_beginning(self, sql: str) -> str:
        """Both go to the server in one message, which saves a round trip in each transaction."""
        if self._known:
            return sql
        self._known = True
        return f"BEGIN; {sql}"

    def begin(self) -> None:
        if not self._known:
            self._cursor.execute(self.with_beginning(""))

    def commit(self) -> None:
        if self._known:
            self._cursor.execute("COMMIT")
            # The server answers ROLLBACK where a statement had failed and nobody minded.
            assert self._cursor.statusmessage == "COMMIT", "the transaction had failed before"


class Transaction:
    """`run` takes named values: `tx.run("SELECT ... WHERE id = %(id)s", id=...)`."""

    def __init__(self, cursor: Any, context: Context, begun: _Begun) -> None:
        self._cursor, self._begun = cursor, begun
        self.context = context

    def because_of(self, event_id: str, correlation_id: str) -> "Transaction":
        """This transaction, for what follows from one of the events that are applied in it."""
        context = replace(
            self.context, causation_id=event_id, correlation_id=correlation_id, at=clock.now()
        )
        return Transaction(self._cursor, context, self._begun)

    def run(self, sql: str, **values: Any) -> list[Row]:
        """The rows that the statement gives, as dictionaries; none where it gives none."""
        with _translated():
            self._cursor.execute(self._begun.with_beginning(sql), values)
        return rows_of(self._cursor)

    def run_often(self, sql: str, **values: Any) -> list[Row]:
        """The same as `run`, for a long question that is asked often.

        The server plans it once for each connection, which can take longer than to answer it.
        """
        names = list(dict.fromkeys(NAMED.findall(sql)))
        plan = f"plan_{hashlib.sha256(sql.encode()).hexdigest()[:16]}"
        known: set[str] = self._cursor.connection.plans
        if plan not in known:
            numbered = NAMED.sub(lambda found: f"${names.index(found[1]) + 1}", sql)
            self.run(f"PREPARE {plan} AS {numbered}")
            known.add(plan)
        arguments = ", ".join(f"%({name})s" for name in names)
        return self.run(f"EXECUTE {plan}({arguments})", **values)

    def run_many(self, sql: str, rows: Iterable[tuple[Any, ...]]) -> None:
        """One INSERT ... VALUES %s for many rows."""
        with _translated():
            self._begun.begin()
            psycopg2.extras.execute_values(self._cursor, sql, list(rows), page_size=500)


def as_json(value: Any) -> Any:
    """A list or a scalar for a JSON column; dictionaries need no wrapping."""
    return psycopg2.extras.Json(value)


def rows_of(cursor: Any) -> list[Row]:
    """What the last statement gave, as dictionaries; none where it gives none."""
    if cursor.description is None:
        return []
    names = [column.name for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


@contextmanager
def transaction(connection: Any, context: Context) -> Iterator[Transaction]:
    """Commit on a normal exit, roll back on any other; deferred constraints speak at the commit.

    The connection commits nothing by itself: begin and end are statements of this module.
    """
    with connection.cursor() as cursor:
        begun = _Begun(cursor)
        try:
            yield Transaction(cursor, context, begun)
            with _translated():
                begun.commit()
        except BaseException:
            _roll_back(connection, cursor)
            raise


@contextmanager
def single_statements(connection: Any, context: Context) -> Iterator[Transaction]:
    """Looks like a transaction, and each of its statements commits by itself."""
    with connection.cursor() as cursor:
        yield Transaction(cursor, context, _Begun(cursor, never=True))


def _roll_back(connection: Any, cursor: Any) -> None:
    status = connection.info.transaction_status
    if connection.closed or status == psycopg2.extensions.TRANSACTION_STATUS_IDLE:
        return
    try:
        cursor.execute("ROLLBACK")
    except psycopg2.Error:
        connection.close()


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
