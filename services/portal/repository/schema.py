"""Which migrations this database has had."""

from shared.database.transaction import Transaction

APPLIED = "SELECT name FROM schema_migrations"


def applied_migrations(tx: Transaction) -> set[str]:
    return {row["name"] for row in tx.run(APPLIED)}
