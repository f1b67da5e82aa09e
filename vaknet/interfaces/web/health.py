"""Is it well? For a monitor, which learns nothing else."""

from django.db import Error, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

# Three heartbeats of a worker.
LONGEST_SILENCE = "30 seconds"


@never_cache
@require_safe
def health(request: HttpRequest) -> JsonResponse:
    well = _worker_is_alive()
    return JsonResponse({"status": "ok" if well else "unwell"}, status=200 if well else 503)


def _worker_is_alive() -> bool:
    """One statement tells both: the database answers, and a worker wrote to it just now."""
    try:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT EXISTS (SELECT 1 FROM procrastinate_workers"
                " WHERE last_heartbeat > now() - %s::interval)",
                [LONGEST_SILENCE],
            )
            row = cursor.fetchone()
    except Error:
        return False
    return bool(row and row[0])
