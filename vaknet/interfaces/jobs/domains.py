"""Looking whether an organisation put our token in the domain name system."""

from django.utils import timezone

from vaknet.configuration import configuration
from vaknet.domain.people import actions, domains
from vaknet.domain.people.models import DomainProof
from vaknet.kit import dns

AT_ONCE = 50
SECONDS = 5.0


def look(proof_id: int) -> None:
    """Outside any transaction: the other side may take seconds to answer."""
    proof = DomainProof.objects.filter(pk=proof_id, until=None).first()
    if proof is not None:
        actions.note_look(proof=proof, found=_is_there(proof), at=timezone.now())


def look_where_due() -> None:
    for proof in domains.due_for_a_look(timezone.now())[:AT_ONCE]:
        actions.look_for_domain(proof=proof)


def _is_there(proof: DomainProof) -> bool | None:
    try:
        texts = dns.texts(
            domains.RECORD + proof.domain, servers=configuration.name_servers, seconds=SECONDS
        )
    except dns.Unreachable:
        return None
    return domains.VALUE + proof.token in (text.strip() for text in texts)
