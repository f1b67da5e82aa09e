"""The network gets new keys: what it signed before can be checked, and all that comes is new."""

from datetime import timedelta

import pytest
from click.testing import CliRunner
from django.test import Client
from django.utils import timezone
from time_machine import travel

from tests.federation.going_out import after, follower, id_of
from tests.federation.test_pages import signed_in
from tests.networks.partner import Partner
from tests.networks.test_ending import agreed
from tests.world import World
from vaknet.domain.activity.models import Activity
from vaknet.domain.federation import actions, keys
from vaknet.domain.federation import queries as federation
from vaknet.domain.federation.models import SigningKey
from vaknet.domain.networks import queries
from vaknet.domain.networks.keys import public
from vaknet.domain.networks.models import Network
from vaknet.domain.networks.terms import read_signed
from vaknet.domain.refusal import Refused
from vaknet.interfaces.commands import new_network_keys
from vaknet.interfaces.federation import partners_things
from vaknet.interfaces.federation.partners import ask_partner

pytestmark = pytest.mark.django_db
PAGE = "/beheer/netwerken/sleutels/"


@pytest.fixture(autouse=True)
def _keys_of_yesterday() -> None:
    actions.this_network()
    SigningKey.objects.update(since=timezone.now() - timedelta(days=1))


def names() -> list[str]:
    return [key.name for key in actions.this_network().keys]


def test_a_manager_gives_new_keys_and_followers_hear_it(world: World, partner: Partner) -> None:
    network = actions.this_network().actor
    inbox, before = follower(network), names()
    ingrid = signed_in(world.moderator)
    page = ingrid.get(PAGE).text
    assert "Give this network new keys?" in page
    assert names() == before
    assert "There are new keys" in ingrid.post(PAGE, follow=True).text
    now = names()
    assert (len(now), set(now[2:])) == (4, set(before))
    assert not set(now[:2]) & set(before)
    old = SigningKey.objects.filter(name__in=before)
    assert [keys.private(one) for one in old] == [None, None]
    [(sender, update, inboxes)] = after("renewed_network_keys")
    assert (sender, update["object"]["id"], inboxes) == (network.handle, id_of(network), {inbox})
    assert update["object"]["publicKey"]["id"].rpartition("#")[2] in now[:2]
    activity = Activity.objects.get(verb="renewed_network_keys")
    assert (activity.actor, activity.object) == (world.moderator, network)
    assert "in an hour" in ingrid.post(PAGE, follow=True).text
    assert names() == now
    partner.answers["about"] = lambda _told: {}
    partner.in_force("agenda")
    ask_partner(Network.objects.get(), "about", {})
    headers = dict(partner.heard[-1][1].headers)
    signed = headers["Signature-Input"]
    assert sum(f"#{one}" in signed for one in now[:2]) == 1


def test_for_others_there_is_no_such_page(world: World, settings) -> None:
    before = names()
    with pytest.raises(Refused, match="Only who looks after"):
        actions.renew_keys_of_network(world.samira)
    settings.FEDERATION = False
    with pytest.raises(Refused, match="not connected"):
        actions.renew_keys_of_network(world.moderator)
    assert signed_in(world.moderator).post(PAGE).status_code == 404
    settings.FEDERATION = True
    for who in (signed_in(world.samira), signed_in(world.noor)):
        assert (who.get(PAGE).status_code, who.post(PAGE).status_code) == (404, 404)
    assert Client().post(PAGE).status_code == 302
    assert names() == before


def test_who_runs_the_server_does_it_too(world: World) -> None:
    before = names()
    assert CliRunner().invoke(new_network_keys.command, [], input="n\n").exit_code == 1
    assert names() == before
    done = CliRunner().invoke(new_network_keys.command, ["--yes"])
    assert (done.exit_code, done.output.startswith("There are new keys")) == (0, True)
    assert names() != before
    network = actions.this_network().actor
    assert Activity.objects.get(verb="renewed_network_keys").actor == network
    again = CliRunner().invoke(new_network_keys.command, ["--yes"])
    assert (again.exit_code, "in an hour" in again.output) == (1, True)


def test_a_treaty_of_before_can_be_checked_for_good(world: World, partner: Partner) -> None:
    """By what stands at the network itself, when neither actor names those keys any more."""
    treaty = agreed(world, partner)
    with travel(timezone.now() + timedelta(days=1)):
        actions.renew_keys_of_network(world.moderator)
    with travel(timezone.now() + timedelta(days=30)):
        told = federation.identity(actions.this_network().actor)
        assert told is not None
        assert len(told.keys) == 2
        partner.new_key()
        partners_things.read_partner(treaty)
        network = Network.objects.get()
        assert [one["id"] for one in network.keys] == [partner.key.id]
        given = Client().get(f"/netwerken/{network.pk}/verdrag.json").json()
        kept = {
            one["id"]: public(
                one["controller"], {"id": one["id"], "public": one["publicKeyMultibase"]}
            )
            for one in given["keys"]
        }
        read = [read_signed(one, key_of=kept.get, now=timezone.now()) for one in given["signed"]]
    assert {one.digest for one in read} == {given["sha256"]}
    assert [one["controller"] for one in given["keys"]] == [id_of(told.actor), partner.uri]
    assert queries.current_terms(treaty).signed_here == given["signed"][0]


def test_what_a_partner_put_aside_opens_nothing_here_the_day_after(partner: Partner) -> None:
    treaty = partner.in_force("agenda")
    Network.objects.update(read_at=timezone.now())
    old = partner.key
    partner.new_key()
    partners_things.read_partner(treaty)
    assert partner.asks("about", {}, key=old).status_code == 200
    tomorrow = timezone.now() + timedelta(days=1, minutes=1)
    with travel(tomorrow):
        partners_things.read_partner(Network.objects.get().treaties.get())
        Network.objects.update(read_at=timezone.now())
        assert partner.asks("about", {}, key=old).status_code == 404
        assert partner.asks("about", {}).status_code == 200
    looked = partner.read.count(f"/ap/{'w' * 22}")
    assert looked == 1


def test_a_partner_that_does_not_answer_keeps_its_keys(partner: Partner) -> None:
    treaty, before = partner.in_force("agenda"), partner.key.id
    partner.kind = "Person"
    partners_things.read_partner(treaty)
    assert [one["id"] for one in Network.objects.get().keys] == [before]
