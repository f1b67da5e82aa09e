"""The database backend that Django loads by the name of its package."""

import select

from django.db.backends.postgresql import base
from psycopg import OperationalError
from psycopg.pq import TransactionStatus


class DatabaseWrapper(base.DatabaseWrapper):
    def is_usable(self) -> bool:
        """Whether the connection that was kept since the last request still lives.

        Django asks PostgreSQL by a statement of its own before each page. Nothing was asked, so
        nothing can be there to read but the end of the connection: one look at the socket, and
        only when there is something, that statement. In a transaction that failed no statement
        would be answered, so there it is unusable, as Django says too.
        """
        if self.connection is None:
            return False
        try:
            socket = self.connection.pgconn.socket
        except OperationalError:
            return False
        if self.connection.info.transaction_status == TransactionStatus.INERROR:
            return False
        waiting = select.poll()
        waiting.register(socket, select.POLLIN)
        return not waiting.poll(0) or super().is_usable()
