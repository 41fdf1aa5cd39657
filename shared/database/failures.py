"""Sorts what PostgreSQL says into: the server is away, try again, or the caller's own fault."""

import psycopg2

# Connection exceptions, insufficient resources; a server that shuts down, crashed or starts up.
AWAY_CLASSES = ("08", "53")
AWAY_CODES = ("57P01", "57P02", "57P03")
# Serialisation failure and deadlock: the same work may well succeed now.
AGAIN_CLASS = "40"


def database_is_away(failure: BaseException) -> bool:
    """Nothing is wrong with the work: hold it and wait.

    OperationalError alone would be too wide: a statement that ran out of time is one as well.
    """
    if isinstance(failure, psycopg2.InterfaceError):
        return True
    if not isinstance(failure, psycopg2.OperationalError):
        return False
    code = failure.pgcode
    return code is None or code[:2] in AWAY_CLASSES or code in AWAY_CODES


def worth_another_try(failure: BaseException) -> bool:
    """Two transactions met: doing the same again at once is right."""
    return isinstance(failure, psycopg2.Error) and (failure.pgcode or "")[:2] == AGAIN_CLASS
