"""My settings and those of a group: on and off, by forms, and refused with words."""

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.federation.elsewhere import Elsewhere
from tests.federation.story import be_public
from tests.world import World, bring_in
from vaknet.domain.activity.models import Actor
from vaknet.domain.federation import actions, queries
from vaknet.domain.federation.models import Federating, SigningKey
from vaknet.domain.federation.rules import EDITION
from vaknet.domain.groups import actions as groups
from vaknet.domain.groups.models import Group
from vaknet.domain.people import actions as people
from vaknet.domain.people.models import ProfilePart

MINE = "/ik/instellingen/andere-netwerken/"


def signed_in(person: Actor) -> Client:
    client = Client(headers={"accept-language": "en"})
    people.set_language(person.account, language="en")
    client.cookies["language"] = "en"
    client.force_login(person.account)
    return client


def of(group: Group) -> str:
    return f"/g/{group.actor.handle}/instellingen/andere-netwerken/"


def make_keys_old(actor: Actor) -> None:
    from datetime import timedelta

    from django.utils import timezone

    SigningKey.objects.filter(actor=actor).update(since=timezone.now() - timedelta(days=1))


def test_from_nobody_to_somebody_and_back(world: World) -> None:
    client = signed_in(world.fatma)
    page = client.get(MINE).content.decode()
    assert "Nobody there can find you, unless you want it." in page
    assert 'value="start"' not in page
    refused = client.post(MINE, {"act": "start", "agrees": "on"})
    assert refused.status_code == 422
    be_public(world.fatma)
    assert 'value="start"' in client.get(MINE).content.decode()
    refused = client.post(MINE, {"act": "start"})
    assert refused.status_code == 422
    assert "Tick the box if you agree." in refused.content.decode()
    assert "<title>Error: Other networks" in refused.content.decode()
    assert queries.known("fatma.yildiz") is None
    told = client.post(MINE, {"act": "start", "agrees": "on"}, follow=True).content.decode()
    assert "You can be found on other networks now." in told
    assert 'value="@fatma.yildiz@vaknet.example"' in told
    assert queries.known("fatma.yildiz") == world.fatma
    told = client.post(MINE, {"act": "stop"}, follow=True).content.decode()
    assert "Other networks do not find you any more." in told
    assert queries.known("fatma.yildiz") is None


def test_who_agreed_before_is_asked_again_and_stays_known(fatma: Actor) -> None:
    Federating.objects.filter(actor=fatma).update(text="2026-11")
    client = signed_in(fatma)
    page = client.get(MINE).content.decode()
    assert "What you write does not go along yet." in page
    assert "Let it go along" in page
    assert client.post(MINE, {"act": "start"}).status_code == 422
    assert queries.known("fatma.yildiz") == fatma
    told = client.post(MINE, {"act": "start", "agrees": "on"}, follow=True).content.decode()
    assert "What you write goes along now." in told
    assert "Let it go along" not in told
    assert Federating.objects.get(actor=fatma, until=None).text == EDITION


def test_who_shows_nothing_to_everyone_any_more_reads_so(fatma: Actor) -> None:
    people.show_parts(fatma, who_sees={"profession": "members"})
    page = signed_in(fatma).get(MINE).content.decode()
    assert "You show nothing to everyone any more." in page


def test_who_chooses_who_sees_what_comes_back(fatma: Actor) -> None:
    """By a word of ours: an address in it leads nowhere."""
    client, choose = signed_in(fatma), "/ik/profiel/wie-ziet-wat/"
    assert f'href="{choose}?terug=andere-netwerken"' in client.get(MINE).text
    shown = dict.fromkeys(ProfilePart.values, "members")
    for word, leads in (
        ("andere-netwerken", MINE),
        ("https://kwaad.example/", choose),
        ("/ik/", choose),
    ):
        answer = client.post(f"{choose}?terug={word}", shown)
        assert (answer.status_code, answer["Location"]) == (303, leads)


def test_what_others_may_do(fatma: Actor) -> None:
    client = signed_in(fatma)
    client.post(MINE, {"act": "allow", "list": "on", "follow": "on"})
    assert queries.allowed(fatma) == {"list", "follow"}
    assert client.get(MINE).content.decode().count(" checked") == 2
    client.post(MINE, {"act": "allow"})
    assert queries.allowed(fatma) == set()


def test_who_i_am_elsewhere(fatma: Actor, there: Elsewhere) -> None:
    client, mine = signed_in(fatma), there.someone("fatma").id
    wrong = client.post(MINE, {"act": "say", "uri": "fatma@elders.example"})
    assert wrong.status_code == 422
    assert 'value="fatma@elders.example"' in wrong.content.decode()
    client.post(MINE, {"act": "say", "uri": mine})
    said = queries.also_known_as(fatma).get()
    assert mine in client.get(MINE).content.decode()
    for number in ("", "x", "²", "9" * 30):
        client.post(MINE, {"act": "take_back", "number": number})
    assert queries.also_known_as(fatma).count() == 1
    client.post(MINE, {"act": "take_back", "number": said.pk})
    assert queries.also_known_as(fatma).count() == 0


def test_new_keys(fatma: Actor) -> None:
    client = signed_in(fatma)
    told = client.post(MINE, {"act": "keys"}, follow=True).content.decode()
    assert "These keys are new." in told
    make_keys_old(fatma)
    told = client.post(MINE, {"act": "keys"}, follow=True).content.decode()
    assert "There are new keys." in told


def test_what_is_no_act_does_nothing_and_says_nothing(fatma: Actor) -> None:
    for given in ({}, {"act": "anders"}):
        answer = signed_in(fatma).post(MINE, given, follow=True)
        assert answer.redirect_chain == [(MINE, 303)]
        assert "Saved." not in answer.text
    assert queries.known("fatma.yildiz") == fatma


def test_in_a_network_that_is_not_connected_it_says_so(
    fatma: Actor, world: World, settings
) -> None:
    settings.FEDERATION = False
    page = signed_in(world.bram).get(MINE).content.decode()
    assert "This network is not connected to other networks." in page
    assert 'value="start"' not in page
    assert 'value="stop"' in signed_in(fatma).get(MINE).content.decode()


def test_a_steward_keeps_the_group_home_and_lets_it_out(world: World, open_group: Group) -> None:
    client = signed_in(world.noor)
    page = client.get(of(open_group)).content.decode()
    assert f'value="@{open_group.actor.handle}@vaknet.example"' in page
    assert "without asking me" not in page
    client.post(of(open_group), {"act": "allow", "search": "on"})
    assert queries.allowed(open_group.actor) == {"search"}
    told = client.post(of(open_group), {"act": "keys"}, follow=True).content.decode()
    assert "There are no keys yet." in told
    told = client.post(of(open_group), {"act": "home"}, follow=True).content.decode()
    assert "You keep this group within this network." in told
    assert queries.known(open_group.actor.handle) is None
    told = client.post(of(open_group), {"act": "out"}, follow=True).content.decode()
    assert "People on other networks can find this group." in told


def test_of_a_group_that_guests_cannot_read(world: World) -> None:
    group = groups.start_group(world.noor, name="Onder ons", purpose="Hier", readers="group")
    client = signed_in(world.noor)
    page = client.get(of(group)).content.decode()
    assert "Guests cannot read this group." in page
    assert 'name="act"' not in page
    told = client.post(of(group), {"act": "out"}, follow=True).content.decode()
    assert "other networks cannot either" in told


def test_the_page_is_for_stewards(world: World, open_group: Group) -> None:
    bring_in(world.noor, open_group, world.marit)
    for person in (world.marit, world.bram):
        client = signed_in(person)
        assert client.get(of(open_group)).status_code == 404
        assert client.post(of(open_group), {"act": "home"}).status_code == 404
    assert queries.kept_home(open_group) is None


def test_both_are_reached_from_where_one_would_look(world: World, open_group: Group) -> None:
    client = signed_in(world.noor)
    assert MINE in client.get("/ik/instellingen/").content.decode()
    assert of(open_group) in client.get(f"/g/{open_group.actor.handle}/").content.decode()


def test_my_page_costs_the_same_however_much_i_said(
    fatma: Actor,
) -> None:
    client = signed_in(fatma)
    counted = []
    for number in (1, 2, 3):
        actions.say_also_known(fatma, uri=f"https://elders.example/{number}")
        with CaptureQueriesContext(connection) as asked:
            client.get(MINE)
        counted.append(len(asked))
    assert counted[0] == counted[2]
