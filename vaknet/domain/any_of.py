"""`pk__any_of=ids`: one of these, however many, in one parameter.

`pk__in` writes out each of them, so a list of another length is another statement: it can not be
frozen, and PostgreSQL cannot keep its plan. A long list in many places of one statement costs
Python more to write than PostgreSQL to answer: the domains of mail for everybody, 22 times, 17 ms.
"""

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import CharField, Field, ForeignObject, Lookup
from django.db.models.sql.compiler import SQLCompiler


@Field.register_lookup
@ForeignObject.register_lookup
class AnyOf(Lookup):
    """Of ids, or for a column of words of words on one line each.

    Words go as one text: psycopg takes longer to write each of many than PostgreSQL to split them.
    """

    lookup_name = "any_of"
    prepare_rhs = False

    def as_sql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper
    ) -> tuple[str, tuple[Any, ...]]:
        column, parameters = self.process_lhs(compiler, connection)
        if isinstance(self.lhs.output_field, CharField):
            words = "\n".join(self.rhs)
            return f"{column} = any(string_to_array(%s, chr(10)))", (*parameters, words)
        return f"{column} = any(%s::bigint[])", (*parameters, self.rhs)
