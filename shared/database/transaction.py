"""One database transaction: SQL in, rows out, driver errors become ours."""

import hashlib
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cache
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
BEGIN = b"BEGIN"
MOST_HELD = 100  # statements in one message


@dataclass(frozen=True)
class Context:
    """What every event written in this transaction says about its origin."""

    service: str
    area: str
    correlation_id: str = field(default_factory=uuid7)
    causation_id: str | None = None
    at: datetime = field(default_factory=clock.now)  # the instant that its records carry


class _Line:
    """The way to the server. What needs no answer is held, and goes with the next question.

    A message costs both sides more than most statements do.
    """

    def __init__(self, cursor: Any) -> None:
        self._cursor = cursor
        self._held: list[bytes] = [BEGIN]
        self._failed = False

    def ask(self, statement: bytes) -> list[Row]:
        assert not self._failed, "the transaction had failed before"
        message = b"; ".join([*self._held, statement])
        self._held.clear()
        self._failed = True
        self._cursor.execute(message)
        self._failed = False
        return rows_of(self._cursor)

    def hold(self, statement: bytes) -> None:
        self._held.append(statement)
        if len(self._held) > MOST_HELD:
            self.flush()

    def flush(self) -> None:
        if self._held:
            self.ask(self._held.pop())

    def commit(self) -> None:
        if self._held == [BEGIN]:
            return  # nothing was asked
        self.ask(b"COMMIT")
        # The server answers ROLLBACK where a statement had failed and nobody minded.
        assert self._cursor.statusmessage == "COMMIT", "the transaction had failed before"


class _SingleStatements(_Line):
    """Each statement is a message and a transaction of its own."""

    def __init__(self, cursor: Any, *, lasting: bool) -> None:
        super().__init__(cursor)
        self._first = [] if lasting else [b"SET LOCAL synchronous_commit = off"]

    def ask(self, statement: bytes) -> list[Row]:
        self._held[:] = self._first
        self._failed = False  # the one before stood for itself
        return super().ask(statement)

    def hold(self, statement: bytes) -> None:
        self.ask(statement)

    def flush(self) -> None:
        """Nothing is ever held."""


@dataclass(frozen=True)
class _Plan:
    name: str
    prepare: str
    execute: str


@cache
def _plan(sql: str) -> _Plan:
    """Of a statement that is used often, of which the code has only so many."""
    names = list(dict.fromkeys(NAMED.findall(sql)))
    name = f"plan_{hashlib.sha256(sql.encode()).hexdigest()[:16]}"
    numbered = NAMED.sub(lambda found: f"${names.index(found[1]) + 1}", sql)
    arguments = ", ".join(f"%({each})s" for each in names)
    return _Plan(name, f"PREPARE {name} AS {numbered}", f"EXECUTE {name}({arguments})")


class Transaction:
    """`run` takes named values: `tx.run("SELECT ... WHERE id = %(id)s", id=...)`."""

    def __init__(self, cursor: Any, context: Context, line: _Line) -> None:
        self._cursor, self._line = cursor, line
        self.context = context

    def because_of(self, event_id: str, correlation_id: str) -> "Transaction":
        """This transaction, for what follows from one of the events that are applied in it."""
        context = replace(
            self.context, causation_id=event_id, correlation_id=correlation_id, at=clock.now()
        )
        return Transaction(self._cursor, context, self._line)

    def run(self, sql: str, **values: Any) -> list[Row]:
        """The rows that the statement gives, as dictionaries; none where it gives none."""
        with _translated():
            return self._line.ask(self._cursor.mogrify(sql, values))

    def send(self, sql: str, **values: Any) -> None:
        """A statement whose answer nobody needs. It is carried out in its turn, before whatever is
        asked next and before the commit, and a refusal by the server is raised there.
        """
        with _translated():
            self._line.hold(self._cursor.mogrify(sql, values))

    def run_often(self, sql: str, **values: Any) -> list[Row]:
        """The same as `run`, for a statement that is used often.

        The server plans it once for each connection, which can take longer than to carry it out.
        """
        with _translated():
            return self._line.ask(self._planned(sql, values))

    def send_often(self, sql: str, **values: Any) -> None:
        """The same as `send`, for a statement that is used often."""
        with _translated():
            self._line.hold(self._planned(sql, values))

    def _planned(self, sql: str, values: dict[str, Any]) -> bytes:
        plan = _plan(sql)
        known: set[str] = self._cursor.connection.plans
        if plan.name not in known:
            self._line.ask(self._cursor.mogrify(plan.prepare, {}))
            known.add(plan.name)
        statement: bytes = self._cursor.mogrify(plan.execute, values)
        return statement

    def run_many(self, sql: str, rows: Iterable[tuple[Any, ...]]) -> None:
        """One INSERT ... VALUES %s for many rows."""
        with _translated():
            self._line.flush()
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
        line = _Line(cursor)
        try:
            yield Transaction(cursor, context, line)
            with _translated():
                line.commit()
        except BaseException:
            _roll_back(connection, cursor)
            raise


@contextmanager
def single_statements(connection: Any, context: Context, *, lasting: bool) -> Iterator[Transaction]:
    """Looks like a transaction, and each of its statements commits by itself.

    What is not `lasting` may be lost with the server, in the second before it is on disk.
    """
    with connection.cursor() as cursor:
        yield Transaction(cursor, context, _SingleStatements(cursor, lasting=lasting))


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
