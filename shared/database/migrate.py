"""Brings databases up to date: numbered SQL files, applied once, in order, under a lock.

    python -m shared.database.migrate            every service
    python -m shared.database.migrate portal     one of them

Runs as the administrator that JC_POSTGRES_URL names and makes a missing database and role. The
tables belong to the administrator: a service works in a role of its own, which row-level security
binds.
"""

import hashlib
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg2
from psycopg2 import sql

from shared import config, logs
from shared.errors import Conflict

ROOT = Path(__file__).parents[2]
LOCK_SECONDS = 60
ADVISORY_LOCK = 74_001

log = logs.get(__name__)


def files_of(service: str) -> Iterator[tuple[str, str]]:
    """Name and text of each migration: those every service has, then its own."""
    for folder, prefix in (
        (ROOT / "shared" / "database" / "migrations", "shared/"),
        (ROOT / "services" / service / "migrations", ""),
    ):
        for path in sorted(folder.glob("[0-9]*.sql")):
            yield prefix + path.name, path.read_text()


def in_database(url: str, database: str) -> str:
    """The same server and person, another database."""
    return urlunsplit(urlsplit(url)._replace(path=f"/{database}"))


def create(admin_url: str, role: str, password: str, database: str) -> None:
    """Make role and database where they are missing."""
    connection = psycopg2.connect(admin_url)
    connection.autocommit = True  # CREATE DATABASE refuses to run inside a transaction
    try:
        with connection.cursor() as cursor:
            # Roles belong to the whole server: two migrations at once would meet here.
            cursor.execute("SELECT pg_advisory_lock(%s)", (ADVISORY_LOCK,))
            cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (role,))
            if cursor.fetchone() is None:
                cursor.execute(
                    sql.SQL("CREATE ROLE {} LOGIN PASSWORD {}").format(
                        sql.Identifier(role), sql.Literal(password)
                    )
                )
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", (database,))
            if cursor.fetchone() is None:
                cursor.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(database)))
    finally:
        connection.close()


def migrate(service: str, admin_url: str, role: str) -> list[str]:
    """Apply what is missing in the database `admin_url` leads to; the names of what was applied."""
    connection = psycopg2.connect(admin_url)
    try:
        with connection, connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = %s", (f"{LOCK_SECONDS}s",))
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", (ADVISORY_LOCK,))
            cursor.execute(
                "CREATE TABLE IF NOT EXISTS schema_migrations ("
                " name text PRIMARY KEY, sha256 text NOT NULL,"
                " applied_at timestamptz NOT NULL DEFAULT clock_timestamp())"
            )
            cursor.execute("SELECT name, sha256 FROM schema_migrations")
            done = dict(cursor.fetchall())
            applied = []
            for name, text in files_of(service):
                digest = hashlib.sha256(text.encode()).hexdigest()
                if name in done:
                    _refuse_changed(service, name, done[name], digest)
                    continue
                cursor.execute(text)
                cursor.execute(
                    "INSERT INTO schema_migrations (name, sha256) VALUES (%s, %s)", (name, digest)
                )
                applied.append(name)
            if applied:
                _grant(cursor, role)
            return applied
    finally:
        connection.close()


def _refuse_changed(service: str, name: str, applied: str, now: str) -> None:
    if applied != now:
        raise Conflict(
            "migration_changed",
            f"{service}: {name} was applied and has changed since. "
            "Put it back, and write the change as a new migration.",
        )


def _grant(cursor: object, role: str) -> None:
    for what in (
        "USAGE ON SCHEMA public",
        "SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public",
        "USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public",
    ):
        cursor.execute(  # type: ignore[attr-defined]
            sql.SQL("GRANT {} TO {}").format(sql.SQL(what), sql.Identifier(role))
        )


def migrate_service(service: str) -> list[str]:
    """Database, role and tables of one service, as the environment names them."""
    admin_url = config.optional("JC_POSTGRES_URL", "")
    target = urlsplit(config.settings().database_url_of(service))
    database, role = target.path.lstrip("/"), target.username or service
    if admin_url:
        create(admin_url, role, target.password or "", database)
        url = in_database(admin_url, database)
    else:
        url = urlunsplit(target)  # one role for everything: the database is already there
    return migrate(service, url, role)


def main(names: list[str]) -> None:
    logs.configure("migrate", config.settings().log_level)
    for service in names or config.SERVICES:
        log.info("migrated", database=service, applied=migrate_service(service))


if __name__ == "__main__":
    main(sys.argv[1:])
