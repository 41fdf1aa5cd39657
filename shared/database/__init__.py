"""PostgreSQL for every service: pool, transaction, migrations. The only home of psycopg2."""
