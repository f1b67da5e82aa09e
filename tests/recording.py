"""A story that takes hundreds of actions is told once per database and played back after that.

Telling it is done for real, through actions, in a transaction. What that transaction added is
moved to tables of the same names in the schema `recorded`, out of sight of every test. Playing it
back puts the rows where they belong, in the transaction of the test, with its moments as recent as
if everything had happened just now. Ids do not clash: sequences go on after those in the recording.
"""

from collections.abc import Callable

from django.db import connection, transaction

HOLDS = "select exists (select from {table})"
COLUMNS = """
select table_name, column_name, data_type from information_schema.columns
where table_schema = 'public' and is_generated = 'NEVER' and table_name = any(%s)
order by table_name, ordinal_position
"""


class Recording[Story]:
    """`tell` makes the story; `fetch` hands it out again, by what it was when it was told."""

    def __init__(self, tell: Callable[[], Story], fetch: Callable[[Story], Story]) -> None:
        self.tell = tell
        self.fetch = fetch
        self.story: Story | None = None
        self.play = ""

    @transaction.atomic
    def record(self) -> None:
        """Only in a database of which nothing is in use yet."""
        empty = [table for table in connection.introspection.table_names() if not _holds(table)]
        self.story = self.tell()
        filled = [table for table in empty if _holds(table)]
        with connection.cursor() as cursor:
            cursor.execute("drop schema if exists recorded cascade; create schema recorded")
            cursor.execute("create table recorded.moment as select clock_timestamp() as told_at")
            for table in filled:
                cursor.execute(f"create table recorded.{table} as table public.{table}")
            cursor.execute("set constraints all immediate")
            cursor.execute(f"truncate {', '.join(filled)} cascade")
        self.play = _playing(filled)

    def again(self) -> Story:
        """Fresh from the database, like anything that a test finds there."""
        assert self.story is not None, "nothing was recorded in this database"
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(self.play)
        return self.fetch(self.story)


def _holds(table: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(HOLDS.format(table=table))
        return bool(cursor.fetchone()[0])


def _playing(tables: list[str]) -> str:
    """Triggers and foreign keys sleep meanwhile: what they did and checked is in the recording.

    A test with real transactions leaves its jobs behind (Django flushes only tables of its own), so
    those of an earlier playing are cleared away.
    """
    columns: dict[str, list[tuple[str, str]]] = {table: [] for table in tables}
    with connection.cursor() as cursor:
        cursor.execute(COLUMNS, [tables])
        for table, column, kind in cursor.fetchall():
            moment = kind == "timestamp with time zone"
            value = f'"{column}" + (now() - told_at)' if moment else f'"{column}"'
            columns[table].append((f'"{column}"', value))
    inserts = [_insert(table, those) for table, those in columns.items()]
    flushed = connection.introspection.django_table_names()
    left = [
        f"delete from {table} using recorded.{table} told where told.id = {table}.id"  # noqa: S608
        for table in tables
        if table not in flushed
    ]
    asleep, awake = (
        f"set local session_replication_role = {role}" for role in ("replica", "origin")
    )
    return "; ".join([asleep, *left, *inserts, awake])


def _insert(table: str, columns: list[tuple[str, str]]) -> str:
    names = ", ".join(name for name, _ in columns)
    values = ", ".join(value for _, value in columns)
    source = f"recorded.{table}, recorded.moment"
    return f"insert into {table} ({names}) select {values} from {source}"  # noqa: S608 - our names
