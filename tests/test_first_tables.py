"""Tables that are made at once are those that Django makes step by step."""

import pytest
from django.db import connection, migrations, models
from django.db.migrations.state import ProjectState

from vaknet.domain.first_tables import FirstTables

OF_A_SHELF = models.ForeignKey("shelf.shelf", models.CASCADE, related_name="books")
STEPS = [
    migrations.RunSQL("CREATE TABLE shelf_before (id int)", "DROP TABLE shelf_before"),
    migrations.CreateModel(
        "Book", [("id", models.BigAutoField(primary_key=True)), ("title", models.TextField())]
    ),
    migrations.CreateModel(
        "Shelf",
        [
            ("id", models.BigAutoField(primary_key=True)),
            ("first", models.ForeignKey("shelf.book", models.CASCADE, related_name="+")),
        ],
    ),
    migrations.AddField("book", "shelf", OF_A_SHELF),
    migrations.AddField("book", "shelves", models.ManyToManyField("shelf.shelf")),
    migrations.AddIndex("book", models.Index(fields=["title"], name="book_by_title")),
    migrations.AddConstraint(
        "book", models.CheckConstraint(condition=~models.Q(title=""), name="book_has_title")
    ),
]
SEEN = """
select table_name || '.' || column_name || ' ' || data_type from information_schema.columns
where table_name like 'shelf_%'
union all select indexdef from pg_indexes where tablename like 'shelf_%'
union all select conname || ' ' || pg_get_constraintdef(oid) from pg_constraint
where conrelid::regclass::text like 'shelf_%' order by 1
"""


def migration(kind: type[migrations.Migration]) -> migrations.Migration:
    return type("Migration", (kind,), {"operations": STEPS})("0001_initial", "shelf")


def seen() -> list[tuple[str]]:
    with connection.cursor() as cursor:
        cursor.execute(SEEN)
        return list(cursor.fetchall())


def made_by(kind: type[migrations.Migration]) -> list[tuple[str]]:
    """What is there after it was applied; then it is taken back."""
    one = migration(kind)
    with connection.schema_editor() as editor:
        one.apply(ProjectState(), editor)
    there = seen()
    with connection.schema_editor() as editor:
        one.unapply(ProjectState(), editor)
    return there


@pytest.mark.django_db
def test_it_makes_what_the_steps_make_and_takes_it_back() -> None:
    steps = made_by(migrations.Migration)
    assert len(steps) > 20
    assert made_by(FirstTables) == steps
    assert seen() == []


@pytest.mark.django_db
def test_what_changes_a_table_of_before_is_still_done() -> None:
    with connection.schema_editor() as editor:
        state = migration(FirstTables).apply(ProjectState(), editor)
    later = type("Migration", (FirstTables,), {"operations": [_PAGES]})("0002_pages", "shelf")
    with connection.schema_editor() as editor:
        later.apply(state, editor)
    assert ("shelf_book.pages integer",) in seen()


_PAGES = migrations.AddField("book", "pages", models.IntegerField(default=1))
