"""With which key this network asks others. Not that of a member: they would learn who reads."""

from django.conf import settings

from vaknet.domain.federation import actions, keys, queries, rules
from vaknet.domain.federation.models import SigningKey as Row
from vaknet.engine.activitypub import SigningKey


def network_key() -> SigningKey | None:
    """RSA, which all servers read. None when the secret of this server is not the one of then."""
    network = queries.network()
    if network is None:
        actions.prepare_network(name=settings.NETWORK_NAME)
        network = queries.network()
    found = queries.identity(network) if network else None
    if found is None:  # pragma: no cover - that would be a fault of ours
        raise LookupError("a network without keys")
    row = next(row for row in found.keys if row.kind == Row.Kind.RSA)
    private = keys.private(row)
    return SigningKey(f"{rules.id_of(found.token)}#{row.name}", private) if private else None
