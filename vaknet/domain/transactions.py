"""Which transaction wrote a row: so that who keeps something can read what changed since."""

from django.db import models


class CurrentTransaction(models.Func):
    """The number of the transaction that writes."""

    template = "(pg_current_xact_id()::text::bigint)"
    arity = 0
    output_field = models.BigIntegerField()
