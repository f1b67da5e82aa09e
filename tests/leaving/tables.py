"""The whole database, as text and by the columns that point at somebody."""

from django.apps import apps
from django.db import connection
from psycopg.sql import SQL, Identifier

TABLES = "select table_name from information_schema.tables where table_schema = 'public'"
ROWS = SQL("select coalesce(string_agg(t::text, chr(10)), '') from {} t")
COUNT = SQL("select count(*) from {} where {} = %s")


def dump() -> dict[str, str]:
    """Every row of every table, as text."""
    found = {}
    with connection.cursor() as cursor:
        cursor.execute(TABLES)
        for (table,) in cursor.fetchall():
            cursor.execute(ROWS.format(Identifier(table)))
            found[table] = cursor.fetchone()[0]
    return found


def tables_with(words: str) -> list[str]:
    return sorted(table for table, text in dump().items() if words.lower() in text.lower())


def columns() -> dict[str, tuple[str, str, str]]:
    """Every column that points at a person or an account: table, column, and which of the two."""
    found = {}
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.fields:
            about = field.related_model._meta.label if field.related_model else ""
            if about in {"activity.Actor", "people.Account"}:
                table = model._meta.db_table
                found[f"{table}.{field.column}"] = (table, field.column, about)
    return found


def held(actor: int, account: int) -> set[str]:
    """The columns with a row of hers, or about her."""
    ids, found = {"activity.Actor": actor, "people.Account": account}, set()
    with connection.cursor() as cursor:
        for name, (table, column, about) in columns().items():
            cursor.execute(COUNT.format(Identifier(table), Identifier(column)), [ids[about]])
            if cursor.fetchone()[0]:
                found.add(name)
    return found
