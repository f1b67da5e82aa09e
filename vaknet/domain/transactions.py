"""Which transaction wrote a row: so that who keeps something can read what changed since."""

from django.db import models


class CurrentTransaction(models.Func):
    """The number of the transaction that writes."""

    template = "(pg_current_xact_id()::text::bigint)"
    arity = 0
    output_field = models.BigIntegerField()


class NextTransaction(models.Func):
    """No transaction that anybody can see the work of has this number or a higher one: a row that
    says so comes from another database, put back here."""

    template = "(pg_snapshot_xmax(pg_current_snapshot())::text::bigint)"
    arity = 0
    output_field = models.BigIntegerField()
