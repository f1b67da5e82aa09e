"""One row of everything in this room, about one person, without a partner that answers."""

from django.test import override_settings
from django.utils import timezone

from tests.networks.partner import Partner
from vaknet.domain.activity.models import Actor
from vaknet.domain.introducing import actions
from vaknet.domain.introducing.actions import Asking
from vaknet.domain.introducing.models import IntroductionAcross, ShownToPartner
from vaknet.domain.introducing.rules import EDITION


def across(person: Actor, base: str = "https://archief.example") -> IntroductionAcross:
    """Found by one partner; she asked to meet somebody, and was asked: that is what comes back."""
    treaty = Partner(base).in_force("who_can_help")
    token = f"shown{person.pk}".ljust(22, "_")
    with override_settings(FEDERATION=True):
        actions.agree_to_be_found(
            person,
            agreed_to=EDITION,
            shows=["knows", "place"],
            offered=[treaty.network],
            chosen=[treaty.network],
        )
        actions.answer_partner(treaty.network, text="", language="nl")
        ShownToPartner.objects.create(
            token=token, actor=person, network=treaty.network, at=timezone.now()
        )
        actions.ask_across(
            person,
            network=treaty.network,
            shown="b" * 22,
            name="Ada de Boer",
            headline="archivaris",
            purpose="Kennismaken over het scannen van dossiers.",
            with_mail=True,
        )
        asking = Asking(
            token="t" * 22,
            shown=token,
            name="Ilse van West",
            headline="",
            mail="ilse@west.example",
            purpose="Graag een half uur bellen over jullie aanpak.",
        )
        actions.take_in_end(network=treaty.network, token="e" * 22)
        came = actions.take_in_asking(network=treaty.network, asking=asking)
        assert came is not None
        actions.agree_across(
            person, introduction=came, words="Kom maar langs.", mail="post@thuis.example"
        )
    return came
