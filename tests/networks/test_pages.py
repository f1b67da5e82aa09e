"""Pages of partner networks, for everybody and for who looks after the network; and letters."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.utils import timezone
from time_machine import travel

from tests import postbox
from tests.federation.test_pages import signed_in
from tests.networks.partner import Partner
from tests.networks.test_ending import agreed
from tests.networks.test_treaties import OPEN, told
from tests.places import all_taken
from tests.world import World, member, settled
from vaknet.domain.activity.models import Activity
from vaknet.domain.federation.models import HostLimit
from vaknet.domain.networks import actions, queries, words
from vaknet.domain.networks.actions.ourselves import our_key, our_uri
from vaknet.domain.networks.keys import key_of
from vaknet.domain.networks.models import Network, OwnPlace, Treaty
from vaknet.domain.networks.terms import Moderation, Wishes, read_signed
from vaknet.domain.notices.sources import SOURCES
from vaknet.domain.notices.stops import Moment
from vaknet.domain.people.models import Account, Place
from vaknet.interfaces.jobs import clock_of_partners, followups
from vaknet.interfaces.reaching.waiting import MEMBERS

pytestmark = pytest.mark.django_db
DESK = "/beheer/verdragen/"
NEW = "/beheer/verdragen/nieuw/"
SAID = {
    "shares": ["agenda", "groups"],
    "moderation": "writer",
    "months": "12",
    "notice_days": "30",
    "name": "Het bestuur",
}


def text(answer) -> str:
    return answer.content.decode()


def seen_in(page: str) -> str:
    [sealed] = re.findall('name="seen" value="([^"]+)"', page)
    return sealed


def test_what_was_typed_is_sent_also_when_nobody_can_ask_that_network_again(
    world: World, partner: Partner
) -> None:
    client, given = signed_in(world.moderator), SAID | {"address": partner.base}
    given["seen"] = seen_in(text(client.get(NEW, {"address": partner.base})))
    partner.read.clear()
    with all_taken(MEMBERS):
        refused = client.post(NEW, given | {"name": ""})
        assert refused.status_code == 422
        given["seen"] = seen_in(text(refused))
        other = given | {"address": partner.base.replace("127.0.0.1", "localhost")}
        for unknown in (other, given | {"seen": given["seen"] + "x"}):
            assert client.post(NEW, unknown).status_code == 503
        assert Network.objects.count() == 0
        answer = client.post(NEW, given)
    assert answer.status_code == 303
    assert partner.read == []
    [treaty] = Treaty.objects.all()
    assert (treaty.network.name, treaty.network.base) == ("Vaknet West", partner.base)
    with travel(timezone.now() + timedelta(hours=1, minutes=1)):
        signed_in(world.moderator).post(NEW, given)
    assert partner.read != []


def test_what_a_form_says_of_a_network_is_not_put_over_what_was_read_since(
    world: World, partner: Partner
) -> None:
    client, given = signed_in(world.moderator), SAID | {"address": partner.base}
    given["seen"] = seen_in(text(client.get(NEW, {"address": partner.base})))
    partner.new_key()
    partner.row()
    Network.objects.update(read_at=timezone.now())
    assert client.post(NEW, given).status_code == 303
    assert [one["id"] for one in Network.objects.get().keys] == [partner.key.id]


def test_nor_is_anything_proposed_to_a_network_that_was_closed_out_since(
    world: World, partner: Partner
) -> None:
    client, given = signed_in(world.moderator), SAID | {"address": partner.base}
    given["seen"] = seen_in(text(client.get(NEW, {"address": partner.base})))
    host = partner.base.partition("://")[2]
    HostLimit.objects.create(host=host, kind="suspend", by=world.moderator)
    assert client.post(NEW, given).status_code == 422
    assert Treaty.objects.count() == 0


def test_a_manager_proposes_and_reads_how_it_stands(world: World, partner: Partner) -> None:
    client = signed_in(world.moderator)
    page = text(client.get(DESK))
    assert "No treaties yet" in page
    address = partner.base
    page = text(client.get(NEW, {"address": address}))
    assert "Vaknet West" in page
    assert "Voor wie in het westen werkt." in page
    assert Network.objects.count() == 0
    refused = client.post(NEW, SAID | {"address": address, "shares": [], "name": ""})
    assert refused.status_code == 422
    assert "Choose at least one thing" in text(refused)
    done = client.post(NEW, SAID | {"address": address}, follow=True)
    treaty = Treaty.objects.get()
    assert done.redirect_chain[0][0] == f"{DESK}{treaty.pk}/"
    page = text(done)
    for words_there in (
        "Your proposal is on its way.",
        "Waits for them.",
        "We are telling them now.",
        "Events that are open to everyone; groups that everyone can read, and groups that let in "
        "visitors.",
        "For 12 months, from the day that both sign.",
        "says so 30 days before",
        "Het bestuur for Vaknet Oost",
        "We proposed it",
    ):
        assert words_there in page
    again = client.post(f"{DESK}{treaty.pk}/", {"act": "again"}, follow=True)
    assert "We try it now." in text(again)
    treaty.errands.update(tries=1)
    assert "They did not answer yet." in text(client.get(f"{DESK}{treaty.pk}/"))
    refused = client.post(NEW, SAID | {"address": address})
    assert "There is a treaty or a proposal with this network already." in text(refused)
    told(partner, treaty, propose=OPEN)
    assert "They did not answer yet." not in text(client.get(f"{DESK}{treaty.pk}/"))
    assert "Vaknet West" in text(client.get(DESK))


def test_an_address_where_no_vaknet_is(world: World, partner: Partner, settings) -> None:
    client = signed_in(world.moderator)
    for address, said in (
        ("", "Fill in this field."),
        ("vaknet.example", "That is this network itself."),
        ("127.0.0.1:1", "We found no Vaknet there."),
        ("http://[", "We found no Vaknet there."),
    ):
        answer = client.get(NEW, {"address": address})
        assert (answer.status_code, said in text(answer)) == (422, True)
    settings.FEDERATION = False
    assert "not connected" in text(client.get(NEW, {"address": "west.example"}))
    assert "not connected" in text(client.get(DESK))


def test_a_manager_answers_with_another_text_and_signs_what_comes_back(
    world: World, partner: Partner
) -> None:
    client = signed_in(world.moderator)
    first = partner.terms(months=7, notice_days=14)
    partner.asks("treaty/propose", {"signed": partner.signs(first)})
    treaty = Treaty.objects.get()
    here = f"{DESK}{treaty.pk}/"
    assert "Waits for you." in text(client.get(here))
    page = text(client.get(f"{here}anders/"))
    assert "7 months" in page
    assert "14 days before" in page
    refused = client.post(f"{here}anders/", SAID | {"name": " "})
    assert refused.status_code == 422
    client.post(f"{here}anders/", SAID)
    page = text(client.get(here))
    assert "Changed" in page
    assert "Version 2" in page
    waits = "Another network waits for your answer."
    assert waits not in text(client.get("/ik/"))
    assert "Sign these five lines" not in page
    told(partner, treaty, counter=OPEN)
    partner.asks("treaty/counter", {"signed": partner.signs(partner.terms(3, months=24))})
    page = client.get(here).content.decode()
    assert '<dt>How long</dt><dd dir="auto"><span class="tag tag--yellow">Changed</span>' in page
    assert waits in text(client.get("/ik/"))
    assert '<dt>Signed by</dt><dd dir="auto"><span' not in page
    assert '<span class="tag tag--red">Waits for you</span>' in client.get(DESK).content.decode()
    digest = queries.current_terms(treaty).digest
    refused = client.post(here, {"act": "sign", "name": "", "digest": digest})
    assert (refused.status_code, "Error:" in text(refused)) == (422, True)
    done = client.post(here, {"act": "sign", "name": "Ingrid", "digest": digest}, follow=True)
    assert "The treaty is in force." in text(done)
    assert "What comes in" in text(done)
    assert client.post(here, {"act": "x"}).status_code == 200
    done = client.post(here, {"act": "notice", "why": "Wij stoppen"}, follow=True)
    assert "In force until" in text(done)
    assert "Wij stoppen" in text(done)
    assert "Then all that came in through it is removed. The other network hears of it." in text(
        done
    )
    done = client.post(here, {"act": "end", "why": ""})
    assert done.status_code == 422
    done = client.post(here, {"act": "end", "why": "Meteen"}, follow=True)
    assert "Ended on" in text(done)
    assert "The treaty ended at once. All that came in through it is removed here." in text(done)


def test_what_waits_for_us_is_among_notices_and_on_today(world: World, partner: Partner) -> None:
    """For managers, until one of them answered; once more when another text comes back."""
    client, other = signed_in(world.moderator), signed_in(world.samira)
    waits, notice = "Vaknet West waits for your answer.", "waits for your answer to a treaty"
    assert waits not in text(client.get("/"))
    assert "Nobody waits for you." in text(client.get("/meldingen/"))
    partner.asks("treaty/propose", {"signed": partner.signs(partner.terms())})
    treaty = Treaty.objects.get()
    here = f"{DESK}{treaty.pk}/"
    page = text(client.get("/meldingen/"))
    assert f'<a href="{here}">Vaknet West {notice}</a>' in page
    with time_machine.travel(timezone.now() + timedelta(days=1), tick=False):
        page = text(client.get("/"))
        assert waits in page
        assert "Vaknet West signed five lines." in page
        assert f'<a class="button button--main" href="{here}">' in page
        assert notice not in text(other.get("/meldingen/"))
        assert waits not in text(other.get("/"))
        wishes = Wishes(frozenset({"agenda"}), Moderation.WRITER, 0, 0)
        actions.counter_treaty(world.moderator, treaty=treaty, wishes=wishes, name="Ingrid")
        assert notice not in text(client.get("/meldingen/"))
        page = text(client.get("/"))
        assert (waits in page, "You answered another network." in page) == (False, True)
        told(partner, treaty, counter=OPEN)
        partner.asks("treaty/counter", {"signed": partner.signs(partner.terms(3, months=24))})
        assert notice in text(client.get("/meldingen/"))


def test_more_that_waits_costs_no_more_statements(
    world: World, partner: Partner, django_assert_num_queries, settings
) -> None:
    """And none where no other networks are."""
    moment = Moment(world.moderator, timezone.now(), timezone.localdate())
    treaties = SOURCES["treaty"]
    with django_assert_num_queries(1):
        assert treaties.find(moment) == []
    partner.asks("treaty/propose", {"signed": partner.signs(partner.terms())})
    with django_assert_num_queries(1):
        [stop] = treaties.find(moment)
        assert stop.about.network.name == "Vaknet West"
    settings.FEDERATION = False
    with django_assert_num_queries(0):
        assert treaties.find(moment) == []


def test_who_says_no_reads_that_nothing_was_shared(world: World, partner: Partner) -> None:
    partner.asks("treaty/propose", {"signed": partner.signs(partner.terms())})
    here = f"{DESK}{Treaty.objects.get().pk}/"
    done = signed_in(world.moderator).post(here, {"act": "end", "why": "Nu niet"}, follow=True)
    assert "There is no treaty. Nothing was shared. The other network hears of it." in text(done)


def test_where_deliveries_wait_a_partner_has_its_name(world: World, partner: Partner) -> None:
    """Which only a partner has: who proposes something can call itself anything."""
    client, queue = signed_in(world.moderator), "/beheer/netwerken/"
    partner.asks("treaty/propose", {"signed": partner.signs(partner.terms())})
    host = Network.objects.get().host
    assert host.name in text(client.get(queue))
    named = '<span dir="auto">Vaknet West</span>'
    assert "Vaknet West" not in text(client.get(queue)) + text(client.get(f"{queue}{host.pk}/"))
    treaty = Treaty.objects.get()
    digest = queries.current_terms(treaty).digest
    actions.sign_treaty(world.moderator, treaty=treaty, digest=digest, name="Ingrid")
    assert named in text(client.get(queue))
    assert '<p dir="auto">Vaknet West</p>' in text(client.get(f"{queue}{host.pk}/"))


def test_for_others_there_is_no_such_page(world: World, partner: Partner) -> None:
    treaty = agreed(world, partner)
    for path in (DESK, NEW, f"{DESK}{treaty.pk}/", f"{DESK}{treaty.pk}/anders/"):
        assert signed_in(world.samira).get(path).status_code == 404
        assert Client().get(path).status_code == 302
    manager = signed_in(world.moderator)
    assert manager.get(f"{DESK}987654/").status_code == 404
    assert manager.get("/netwerken/").content.decode().count(DESK) == 1
    assert DESK not in text(signed_in(world.samira).get("/netwerken/"))


def test_everybody_reads_the_treaty_and_can_check_it(world: World, partner: Partner) -> None:
    client = Client(headers={"accept-language": "en"})
    assert "No partner networks yet" in text(client.get("/netwerken/"))
    treaty = agreed(world, partner)
    page = text(client.get("/netwerken/"))
    assert "Vaknet West" in page
    here = f"/netwerken/{treaty.network.pk}/"
    page = text(client.get(here))
    for line in ("What we share", "Who moderates", "How long", "How to leave", "Signed by"):
        assert line in page
    assert "Ingrid" not in page
    given = client.get(f"{here}verdrag.json").json()
    now = timezone.now()
    ours = our_key().public(our_uri())
    read = read_signed(given["signed"][0], key_of=lambda _id: ours, now=now)
    theirs = read_signed(
        given["signed"][1], key_of=lambda one: key_of(treaty.network, one), now=now
    )
    assert read.digest == theirs.digest == given["sha256"]
    actions.end_treaty(world.moderator, treaty=treaty, at_once=True, why="x")
    for path in (here, f"{here}verdrag.json"):
        assert client.get(path).status_code == 404


def test_members_and_their_number_stand_nowhere(world: World, partner: Partner) -> None:
    treaty = agreed(world, partner)
    actions.keep_things(treaty=treaty, kind=queries.PLAIN[0], things=[], now=timezone.now())
    seen = {
        path: [text(Client().get(path)), text(Client().get(path))]
        for path in ("/netwerken/", "/netwerken/daar/", f"/netwerken/{treaty.network.pk}/")
    }
    for pages in seen.values():
        assert not any(person.name in pages[0] for person in world.everybody)


def test_a_map_where_both_said_where_they_are(world: World, partner: Partner) -> None:
    agreed(world, partner)
    client = signed_in(world.moderator)
    Place.objects.create(
        name="Waterveen", country="NL", latitude=52.5, longitude=5.5, population=10
    )
    assert "<figure" not in text(client.get("/netwerken/"))
    answer = client.post(DESK, {"place": "Nergenshuizen"})
    assert answer.status_code == 422
    client.post(DESK, {"place": "Waterveen"})
    assert OwnPlace.objects.get().name == "Waterveen"
    assert 'value="Waterveen"' in text(client.get(DESK))
    assert "<figure" not in text(client.get("/netwerken/"))
    Network.objects.update(place="Westerveld", latitude=52.1, longitude=4.3)
    page = text(client.get("/netwerken/"))
    assert page.index("Westerveld") < page.index("<figure")
    client.post(DESK, {"place": ""})
    assert OwnPlace.objects.count() == 0


def written(after: int) -> list[str]:
    mail.outbox.clear()
    for activity in Activity.objects.filter(pk__gt=after).order_by("pk"):
        followups.run(activity.pk)
    postbox.empty()
    return [f"{one.to[0].partition('@')[0]}: {one.subject}\n{one.body}" for one in mail.outbox]


def last() -> int:
    return Activity.objects.order_by("-pk").values_list("pk", flat=True)[0]


def test_managers_hear_by_mail(world: World, partner: Partner) -> None:
    second = settled(member("Karel Post", "karel@vaknet.example", language="en"))
    Account.objects.filter(actor=second).update(is_staff=True)
    Account.objects.filter(actor=world.moderator).update(language="en")
    begin = last()
    partner.asks("treaty/propose", {"signed": partner.signs(partner.terms())})
    treaty = Treaty.objects.get()
    letters = written(begin)
    assert sorted(one.split("\n")[0] for one in letters) == [
        "ingrid: Vaknet West proposes a treaty",
        "karel: Vaknet West proposes a treaty",
    ]
    assert "Nothing is shared before you sign too." in letters[0]
    assert f"/beheer/verdragen/{treaty.pk}/" in letters[0]
    begin = last()
    partner.asks("treaty/counter", {"signed": partner.signs(partner.terms(2, months=0))})
    assert "proposes another text" in written(begin)[0]
    begin = last()
    digest = queries.current_terms(treaty).digest
    actions.sign_treaty(world.moderator, treaty=treaty, digest=digest, name="Ingrid")
    [letter] = written(begin)
    assert letter.startswith("karel: The treaty with Vaknet West is in force")
    begin = last()
    soon = (timezone.now() + timedelta(days=20)).isoformat()
    partner.asks("treaty/end", {"token": treaty.token, "at": soon, "why": "Bezuinigd"})
    letter = written(begin)[0]
    assert "Vaknet West stops" in letter
    assert "The treaty holds until" in letter
    assert "Bezuinigd" in letter
    begin = last()
    Treaty.objects.update(in_force_until=timezone.now())
    clock_of_partners.end_treaties(0)
    assert "The treaty with Vaknet West ended" in written(begin)[0]


def test_other_letters(world: World, partner: Partner) -> None:
    Account.objects.filter(actor=world.moderator).update(language="en")
    treaty = agreed(world, partner)
    begin = Activity.objects.get(verb="treaty_signed_there").pk - 1
    assert "is in force" in written(begin)[0]
    begin = last()
    Treaty.objects.update(in_force_until=timezone.now() + timedelta(days=20))
    clock_of_partners.end_treaties(0)
    letter = written(begin)[0]
    assert "ends on" in letter
    assert "removed on both sides" in letter
    begin = last()
    partner.asks("treaty/end", {"token": treaty.token})
    assert "The treaty ended at once." in written(begin)[0]
    begin = last()
    partner.asks("treaty/propose", {"signed": partner.signs(partner.terms(token="a" * 22))})
    partner.asks("treaty/end", {"token": "a" * 22})
    assert "There is no treaty. Nothing was shared." in written(begin)[-1]


def test_five_lines_for_every_kind_of_treaty(world: World, partner: Partner) -> None:
    partner.asks("treaty/propose", {"signed": partner.signs(partner.terms())})
    treaty = Treaty.objects.get()
    terms = queries.current_terms(treaty)
    content = terms.content | {"moderation": "both", "months": 0, "noticeDays": 0}
    assert words.who_moderates(content).startswith("Elk netwerk modereert alles")
    assert (
        words.how_long(treaty, content) == "Vanaf de dag dat beide tekenen, tot een van ons stopt."
    )
    assert words.how_to_leave(content).startswith("Elk van ons kan op elke dag stoppen.")
    treaty.in_force_from = timezone.now()
    assert words.how_long(treaty, content).endswith("tot een van ons stopt.")
    assert words.in_words(treaty, terms) == "Het verdrag geldt."
    treaty.in_force_from, treaty.ended_at = None, timezone.now()
    assert words.in_words(treaty, terms) == "Is er niet van gekomen."
