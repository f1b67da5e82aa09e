"""One row of each that this room keeps."""

from django.utils import timezone

from vaknet.domain.federation.models import Host
from vaknet.domain.networks.models import (
    Errand,
    FromPartner,
    Heard,
    Knock,
    Network,
    OwnPlace,
    Terms,
    Treaty,
    TreatyShare,
)


def one_of_each_network() -> None:
    base, now = "https://west.example", timezone.now()
    network = Network.objects.create(
        host=Host.objects.create(name="west.example"),
        base=base,
        uri=f"{base}/ap/x",
        name="Vaknet West",
        read_at=now,
    )
    treaty = Treaty.objects.create(network=network, token="x" * 22, proposed_by="here")
    Terms.objects.create(treaty=treaty, number=1, content={}, digest="x", by="here")
    TreatyShare.objects.create(treaty=treaty, kind="agenda")
    FromPartner.objects.create(treaty=treaty, kind="agenda", uri=base, url=base, title="Dag")
    Errand.objects.create(treaty=treaty, what="propose", told={})
    Heard.objects.create(network=network, mark="x")
    Knock.objects.create(host="west.example")
    OwnPlace.objects.create(name="Waterveen", latitude=52.5, longitude=5.5)
