"""`pk__any_of=ids`: one of these, however many, in one parameter.

`pk__in` writes out each of them, so a list of another length is another statement: it can not be
frozen, and PostgreSQL cannot keep its plan.
"""

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Field, ForeignObject, Lookup
from django.db.models.sql.compiler import SQLCompiler


@Field.register_lookup
@ForeignObject.register_lookup
class AnyOf(Lookup):
    """Ids only: what is asked for goes to PostgreSQL as bigint[]."""

    lookup_name = "any_of"
    prepare_rhs = False

    def as_sql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper
    ) -> tuple[str, tuple[Any, ...]]:
        column, parameters = self.process_lhs(compiler, connection)
        return f"{column} = any(%s::bigint[])", (*parameters, self.rhs)
