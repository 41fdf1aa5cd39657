"""Commissioning decisions on a database of its own, seen by the people of six partners."""

from urllib.parse import urlsplit

import psycopg2
import pytest

from tests.support.each_service import Decisions


@pytest.fixture
def decisions(service_database) -> Decisions:
    return Decisions(service_database("commissioning_decisions"))


@pytest.fixture
def auditor(decisions):
    return decisions.person("tom", "MBC", "auditor")


@pytest.fixture
def meddle(decisions, postgres_server):
    """`meddle(sql)`: as somebody who may do everything, past the triggers; the rows, if any."""

    def run(statement: str) -> list:
        path = urlsplit(decisions.database.url).path
        address = urlsplit(postgres_server.admin_url)._replace(path=path).geturl()
        connection = psycopg2.connect(address)
        try:
            with connection, connection.cursor() as cursor:
                cursor.execute("SET session_replication_role = replica")
                cursor.execute(statement)
                assert cursor.rowcount > 0
                return cursor.fetchall() if cursor.description else []
        finally:
            connection.close()

    return run
