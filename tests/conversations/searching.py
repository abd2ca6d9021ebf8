"""Looks for words in every text of every table: the only way to show that something is nowhere."""

from django.db import connection

TEXTS = ("text", "character varying", "character", "json", "jsonb", "ARRAY")


def tables_with(words: str) -> list[str]:
    """`table.column` of every place in the database where the words stand, the log and the queue too."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.table_name, c.column_name FROM information_schema.columns c"
            " JOIN information_schema.tables t USING (table_schema, table_name)"
            " WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE' AND c.data_type = ANY(%s)",
            [list(TEXTS)],
        )
        columns = cursor.fetchall()
        assert len(columns) > 100
        found = []
        for table, column in columns:
            cursor.execute(f'SELECT 1 FROM "{table}" WHERE strpos("{column}"::text, %s) > 0 LIMIT 1', [words])
            if cursor.fetchone():
                found.append(f"{table}.{column}")
    return found
