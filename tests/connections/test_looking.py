"""Looking for work: told to whom she chose, and never to who works for her employer."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from tests import postbox
from tests.connections.test_pages import as_, plain, words
from tests.world import World, acquaint, member
from vaknet.domain.activity.models import FORMER, Activity, Actor
from vaknet.domain.connections import actions, queries, rules
from vaknet.domain.connections.models import LookingForWork
from vaknet.domain.leaving import actions as leaving
from vaknet.domain.notices.queries import today
from vaknet.domain.people import actions as people
from vaknet.domain.people.colleagues import employers
from vaknet.domain.refusal import Refused
from vaknet.interfaces.jobs import followups

SEEKS = "Vier dagen, dichter bij huis."
SOON = timezone.localdate() + timedelta(days=30)


def tell(by: Actor, audience: str = "members", **more) -> LookingForWork:
    given = {"text": SEEKS, "until_on": SOON} | more
    return actions.look_for_work(by, audience=audience, **given)


@pytest.fixture
def colleague(world: World) -> Actor:
    """Fatma works for Samira's employer, and they know each other."""
    where = "GEMEENTE Waterveen"
    people.add_role(world.fatma, kind="work", title="toezichthouder", organisation=where)
    return world.fatma


def knows(viewer: Actor, person: Actor) -> bool:
    return queries.looking_for_work(viewer, person) is not None


def who_know(world: World) -> list[Actor]:
    return [one for one in world.everybody if one != world.samira and knows(one, world.samira)]


def test_told_to_whom_she_chose(world: World) -> None:
    everybody = [one for one in world.everybody if one != world.samira]
    tell(world.samira, "members")
    assert who_know(world) == everybody
    tell(world.samira, "contacts")
    assert who_know(world) == [world.joost, world.noor, world.fatma]
    tell(world.samira, "chosen", readers=[world.joost, world.noor])
    assert who_know(world) == [world.joost, world.noor]
    tell(world.samira, "chosen", readers=[world.noor, world.marit])
    assert who_know(world) == [world.noor]
    assert LookingForWork.objects.count() == 1
    actions.end_connection(world.noor, contact=world.samira)
    assert who_know(world) == []
    assert knows(world.samira, world.samira)


@pytest.mark.parametrize("audience", ["members", "contacts", "chosen"])
def test_never_to_who_works_for_her_employer(world: World, colleague: Actor, audience: str) -> None:
    told = tell(world.samira, audience, readers=[world.joost, colleague])
    assert world.joost in who_know(world)
    assert colleague not in who_know(world)
    assert colleague not in queries.readers_of(world.samira, told)
    assert employers(world.samira.pk, today=timezone.localdate()) == ["gemeente Waterveen"]
    with pytest.raises(LookingForWork.DoesNotExist):
        actions.send_tip(colleague, to=world.samira, kind="tip", text="Ik zag het!")
    assert as_(colleague).get(f"/@{world.samira.handle}/tip/").status_code == 404


@pytest.mark.parametrize("audience", ["members", "contacts", "chosen"])
def test_a_colleague_has_no_way_to_find_out(world: World, colleague: Actor, audience: str) -> None:
    """Every page that is about her, before and after: not a letter differs."""
    handle = world.samira.handle
    pages = ["/", f"/@{handle}/", f"/@{handle}/tip/", f"/ik/bekenden/@{handle}/", "/ik/netwerk/"]
    pages += [f"/vraag/?q={SEEKS}", "/ik/bekenden/", "/ik/werk/", f"/@{handle}/kennismaken/"]
    client = as_(colleague)

    def seen() -> list[tuple[int, str, int]]:
        found = []
        for page in pages:
            with CaptureQueriesContext(connection) as statements:
                answer = client.get(page)
            found.append((answer.status_code, plain(answer), len(statements)))
        return found

    seen()  # what is kept from now on is made
    before = seen()
    tell(world.samira, audience, readers=[world.joost, colleague])
    actions.send_tip(world.joost, to=world.samira, kind="tip", text="Bij ons")
    actions.ask_reference(world.samira, reader=world.joost, text="Zou jij referentie zijn?")
    assert seen() == before
    assert "looking" not in [stop.kind for stop in today(colleague).stops]
    assert "looking" in [stop.kind for stop in today(world.joost).stops]
    assert SEEKS in as_(world.joost).get(f"/@{handle}/").text
    assert "Zou jij referentie zijn?" in as_(world.joost).get("/").text


@pytest.mark.parametrize("kind", ["work", "union", "volunteering"])
def test_whoever_comes_to_work_there_later_is_left_out_from_then_on(world, kind: str) -> None:
    tell(world.samira)
    assert knows(world.marit, world.samira)
    role = people.add_role(world.marit, kind=kind, title="x", organisation="gemeente Waterveen")
    assert not knows(world.marit, world.samira)
    yesterday = timezone.localdate() - timedelta(days=1)
    given = {"kind": kind, "title": "x", "organisation": "gemeente Waterveen"}
    people.change_role(world.marit, role=role, **given, until=timezone.localdate())
    assert not knows(world.marit, world.samira)
    people.change_role(world.marit, role=role, **given, until=yesterday)
    assert knows(world.marit, world.samira)


@pytest.mark.parametrize(
    ("address", "may_know"),
    [
        ("lies@waterveen.example", False),
        ("lies@ict.waterveen.example", False),
        ("lies@nietwaterveen.example", True),
        ("lies@vak.example", True),
    ],
)
def test_never_to_an_address_at_the_domain_of_hers(
    world: World, address: str, may_know: bool
) -> None:
    """She tells no role, but where her mail comes is enough."""
    tell(world.samira)
    assert knows(member("Lies Kok", address), world.samira) is may_know


@pytest.mark.parametrize("whose", ["the seeker's", "the reader's", "both"])
@pytest.mark.parametrize("proved", [True, False])
def test_an_address_beside_the_one_for_mail_counts_once_it_is_proved(
    world: World, whose: str, proved: bool
) -> None:
    """Her mail goes home, but her address at work still says where she works."""
    home = {"seeker": "wim@ziggo.nl", "reader": "ans@ziggo.nl"}
    work = {"seeker": "wim@stadhuis.example", "reader": "ans@ict.stadhuis.example"}
    beside = {"the seeker's": {"seeker"}, "the reader's": {"reader"}, "both": set(home)}[whose]
    seeker, reader = (
        member(name, home[who] if who in beside else work[who])
        for who, name in (("seeker", "Wim Smit"), ("reader", "Ans Smit"))
    )
    for who, person in (("seeker", seeker), ("reader", reader)):
        if who in beside:
            asked = people.add_address(person, email=work[who])
            if proved:
                people.prove_address(person, pk=asked.pk)
    tell(seeker)
    assert knows(reader, seeker) is not proved


def test_an_address_beside_at_a_domain_of_her_employer_counts(world: World) -> None:
    place = world.samira.roles.get().organisation
    proof = people.ask_domain(world.samira, organisation=place, domain="stadhuis.example")
    people.note_look(proof=proof, found=True, at=timezone.now())
    seeker, reader = member("Wim Smit", "wim@ziggo.nl"), member("Ans Smit", "ans@ziggo.nl")
    people.add_role(seeker, kind="work", title="jurist", organisation=place.name)
    tell(seeker)
    assert knows(reader, seeker)
    asked = people.add_address(reader, email="ans@stadhuis.example")
    people.prove_address(reader, pk=asked.pk)
    assert not knows(reader, seeker)


def test_an_address_that_everybody_can_get_says_nothing(world: World) -> None:
    seeker, other = member("Wim Smit", "wim@ziggo.nl"), member("Ans Smit", "ans@ziggo.nl")
    tell(seeker)
    assert knows(other, seeker)


@pytest.mark.parametrize("asked", ["proved", "only asked"])
def test_never_to_an_address_at_a_domain_of_her_employer(world: World, asked: str) -> None:
    """Her own address is one that everybody can get; the other tells no role."""
    place = world.samira.roles.get().organisation
    proof = people.ask_domain(world.samira, organisation=place, domain="stadhuis.example")
    if asked == "proved":
        people.note_look(proof=proof, found=True, at=timezone.now())
    seeker = member("Wim Smit", "wim@ziggo.nl")
    people.add_role(seeker, kind="work", title="jurist", organisation=place.name)
    tell(seeker)
    assert knows(member("Ans Smit", "ans@wijk.stadhuis.example"), seeker) is (asked != "proved")


def test_never_to_who_works_where_her_address_is(world: World) -> None:
    """She tells of no role there herself."""
    place = world.samira.roles.get().organisation
    proof = people.ask_domain(world.samira, organisation=place, domain="stadhuis.example")
    people.note_look(proof=proof, found=True, at=timezone.now())
    seeker = member("Wim Smit", "wim@stadhuis.example")
    tell(seeker)
    assert not knows(world.samira, seeker)
    assert knows(world.joost, seeker)


def with_page(person: Actor, url: str, *, proved: bool = True) -> Actor:
    """Somebody who says that this page is hers."""
    link = people.add_link(person, url=url)
    people.note_look_at_link(link=link, links_back=proved, at=timezone.now())
    return person


@pytest.mark.parametrize("proved", [True, False])
@pytest.mark.parametrize("whose", ["the seeker's", "the reader's"])
@pytest.mark.parametrize("known_by", ["a role", "an address at the domain", "a page there too"])
def test_a_page_at_a_domain_of_her_employer_counts_once_it_is_proved(
    world: World, known_by: str, whose: str, proved: bool
) -> None:
    """One has a page at the domain; that the other belongs there is known in one way or another."""
    place = world.samira.roles.get().organisation
    proof = people.ask_domain(world.samira, organisation=place, domain="stadhuis.example")
    people.note_look(proof=proof, found=True, at=timezone.now())
    at_home, at_work = "wim@ziggo.nl", "wim@ict.stadhuis.example"
    belongs = member("Wim Smit", at_work if known_by.startswith("an address") else at_home)
    match known_by:
        case "a role":
            people.add_role(belongs, kind="work", title="jurist", organisation=place.name)
        case "a page there too":
            with_page(belongs, "https://stadhuis.example./wim")
    ans = with_page(
        member("Ans Smit", "ans@ziggo.nl"), "https://www.Team.Stadhuis.example/ans", proved=proved
    )
    seeker, reader = (ans, belongs) if whose == "the seeker's" else (belongs, ans)
    tell(seeker)
    assert knows(reader, seeker) is not proved


def test_a_page_at_the_domain_of_an_address_counts_though_nobody_proved_the_domain(world) -> None:
    wim = member("Wim Smit", "wim@stadhuis.example")
    ans = with_page(member("Ans Smit", "ans@ziggo.nl"), "https://stadhuis.example/team/ans?x=1")
    near = with_page(member("Els Smit", "els@ziggo.nl"), "https://nietstadhuis.example/els")
    for one in (wim, ans):
        tell(one)
    assert not knows(ans, wim)
    assert not knows(wim, ans)
    assert knows(near, wim)


def test_two_pages_where_the_whole_country_writes_say_nothing(world: World) -> None:
    wim = with_page(member("Wim Smit", "wim@ziggo.nl"), "https://schrijfsel.example/@wim")
    ans = with_page(member("Ans Smit", "ans@ziggo.nl"), "https://schrijfsel.example/@ans")
    tell(wim)
    assert knows(ans, wim)


@pytest.mark.parametrize("audience", ["members", "contacts", "chosen"])
def test_who_left_does_not_stand_under_who_can_see_it(world: World, audience: str) -> None:
    told = tell(world.samira, audience, readers=[world.joost, world.noor])
    assert world.joost in queries.readers_of(world.samira, told)
    leaving.close_account(world.joost, answers="stay")
    assert world.joost not in queries.readers_of(world.samira, told)
    assert all(reader.name for reader in queries.readers_of(world.samira, told))
    page = as_(world.samira).get("/ik/werk/").text
    assert "Noor Janssen" in page
    assert FORMER not in page


def test_an_employer_to_come_and_a_second_one_are_left_out_too(world: World) -> None:
    tell(world.samira)
    next_month = timezone.localdate() + timedelta(days=31)
    people.add_role(
        world.samira, kind="work", title="x", organisation="gemeente Oosterhage", since=next_month
    )
    assert not knows(world.marit, world.samira)
    assert knows(world.joost, world.samira)


def test_where_she_worked_before_may_know(world: World) -> None:
    tell(world.joost)
    assert knows(world.samira, world.joost)


def test_a_hidden_role_of_hers_still_names_her_employer(world: World, colleague: Actor) -> None:
    people.show_parts(world.samira, who_sees={"work": "me"})
    tell(world.samira)
    assert not knows(colleague, world.samira)


def test_a_role_that_is_kept_from_her_keeps_its_owner_out_without_telling(world: World) -> None:
    """Noor's own page shows nobody that she works there; a name that is missing would."""
    told = tell(world.samira, "contacts")
    people.add_role(world.noor, kind="work", title="x", organisation="gemeente Waterveen")
    assert world.noor not in queries.readers_of(world.samira, told)
    people.show_parts(world.noor, who_sees={"work": "contacts"})
    assert world.noor not in queries.readers_of(world.samira, told)
    people.show_parts(world.noor, who_sees={"work": "me"})
    assert not knows(world.noor, world.samira)
    assert world.noor in queries.readers_of(world.samira, told)
    everyone = tell(world.samira, "members")
    people.add_role(world.bram, kind="work", title="x", organisation="gemeente Waterveen")
    assert world.bram not in queries.readers_of(world.samira, everyone)
    people.show_parts(world.bram, who_sees={"work": "contacts"})
    assert not knows(world.bram, world.samira)
    assert world.bram in queries.readers_of(world.samira, everyone)


@pytest.mark.parametrize("audience", ["members", "contacts", "chosen"])
def test_the_list_names_everybody_who_knows(world: World, colleague: Actor, audience: str) -> None:
    people.block(world.joost, other=world.samira)
    told = tell(world.samira, audience, readers=[world.noor, colleague])
    listed = set(queries.readers_of(world.samira, told))
    assert set(who_know(world)) == listed
    assert world.joost not in listed
    assert list(queries.readers_of(world.samira, told, text="NOOR")) == [world.noor]


def test_it_ends_by_itself_and_when_she_stops(world: World, time_machine) -> None:
    told = tell(world.samira)
    time_machine.move_to(timezone.now() + timedelta(days=31))
    assert who_know(world) == []
    assert not knows(world.samira, world.samira)
    assert queries.my_search(world.samira) == told
    again = tell(world.samira, until_on=timezone.localdate() + timedelta(days=9))
    assert again != told
    for _ in range(2):
        actions.stop_looking(world.samira)
    assert (who_know(world), queries.my_search(world.samira)) == ([], None)
    assert Activity.objects.filter(verb="stopped_looking").count() == 2


def test_what_cannot_be_told_is_refused(world: World) -> None:
    today = timezone.localdate()
    refused = {
        "text": {"text": " "},
        "audience": {"audience": "boss"},
        "readers": {"audience": "chosen", "readers": [world.bram]},
        "until_on": {"until_on": today - timedelta(days=1)},
    }
    for field, wrong in refused.items():
        with pytest.raises(Refused) as said:
            tell(world.samira, **{"audience": "members"} | wrong)
        assert said.value.field == field
    with pytest.raises(Refused):
        tell(world.samira, until_on=date(9999, 12, 31))
    assert not LookingForWork.objects.exists()


def test_tips_are_between_the_two(world: World, monkeypatch) -> None:
    told = tell(world.samira)
    for _ in range(2):
        tip = actions.send_tip(world.joost, to=world.samira, kind="tip", text="Bij ons")
    other = actions.send_tip(world.marit, to=world.samira, kind="reference", text="Graag")
    assert list(queries.tips_for(world.samira, told)) == [other, tip]
    assert list(queries.tips_for(world.joost, told)) == [tip]
    people.block(world.samira, other=world.marit)
    assert list(queries.tips_for(world.samira, told)) == [tip]
    for wrong in ({"kind": "money", "text": "x"}, {"kind": "tip", "text": " "}):
        with pytest.raises(Refused):
            actions.send_tip(world.joost, to=world.samira, **wrong)
    monkeypatch.setattr(rules, "TIPS_EACH", 1)
    with pytest.raises(Refused):
        actions.send_tip(world.joost, to=world.samira, kind="tip", text="Nog een")
    for by, to in ((world.marit, world.samira), (world.samira, world.samira)):
        with pytest.raises(LookingForWork.DoesNotExist):
            actions.send_tip(by, to=to, kind="tip", text="x")


@pytest.fixture
def deliver(world: World) -> Callable[[], list[mail.EmailMultiAlternatives]]:
    people.set_language(world.samira.account, language="en")

    def run() -> list[mail.EmailMultiAlternatives]:
        mail.outbox.clear()
        for activity in Activity.objects.filter(verb__in=["looked_for_work", "sent_tip"]):
            followups.run(activity.pk)
        postbox.empty()
        return list(mail.outbox)

    return run


def test_only_she_gets_a_letter_and_its_subject_says_nothing(world, deliver) -> None:
    tell(world.samira)
    actions.send_tip(world.joost, to=world.samira, kind="tip", text="Bij ons is een plek")
    [letter] = deliver()
    assert letter.to == ["samira@waterveen.example"]
    assert letter.subject == "Joost van der Meer wrote to you"
    assert "Bij ons is een plek" in letter.body
    people.mute(world.samira, other=world.joost)
    assert deliver() == []


def test_by_the_pages(world: World, colleague: Actor) -> None:
    samira, joost = as_(world.samira), as_(world.joost)
    empty = words(samira.get("/ik/werk/"))
    assert "Never for who works at: gemeente Waterveen" in empty
    assert "we cannot leave out your employer" in words(as_(world.bram).get("/ik/werk/"))
    day = SOON.isoformat()
    for wrong in (
        {},
        {"text": SEEKS, "audience": "chosen", "until_on": day},
        {"text": SEEKS, "audience": "chosen", "until_on": day, "readers": world.bram.pk},
    ):
        refused = samira.post("/ik/werk/", wrong)
        assert refused.status_code == 422
    sent = {"text": SEEKS, "audience": "contacts", "until_on": day}
    page = words(samira.post("/ik/werk/", sent, follow=True))
    assert "Saved. Below you see who can see it." in page
    seen = page.partition("Who can see it")[2].partition("Change what you tell")[0]
    assert "Joost van der Meer" in seen
    assert "Fatma" not in seen
    sent |= {"audience": "members"}
    samira.post("/ik/werk/", sent)
    assert "Nobody of that name" in words(samira.get("/ik/werk/", {"q": "fatma\0"}))
    assert "Bram Kuipers" in words(samira.get("/ik/werk/", {"q": "bram"}))

    assert "Send a tip or be a reference" in words(joost.get(f"/@{world.samira.handle}/"))
    assert "See who can see this" in words(samira.get(f"/@{world.samira.handle}/"))
    tip = reverse("send-tip", args=[world.samira.handle])
    assert samira.get(tip)["Location"] == "/ik/werk/"
    assert SEEKS in words(joost.get(tip))
    assert joost.post(tip, {"text": "Zonder keuze"}).status_code == 422
    given = {"kind": "reference", "text": "Ik werkte drie jaar met je."}
    assert "Sent to Samira." in words(joost.post(tip, given, follow=True))
    assert "Ik werkte drie jaar met je." in words(samira.get("/ik/werk/"))
    stopped = words(samira.post("/ik/werk/", {"act": "stop"}, follow=True))
    assert "You no longer tell that you look for work." in stopped
    assert joost.get(tip).status_code == 404


def test_too_much_is_said_in_words(world: World, monkeypatch) -> None:
    tell(world.samira)
    monkeypatch.setattr(rules, "TIPS_EACH", 0)
    tip = reverse("send-tip", args=[world.samira.handle])
    refused = as_(world.joost).post(tip, {"kind": "tip", "text": "Bij ons"})
    assert (refused.status_code, "You sent a lot already." in words(refused)) == (422, True)


def test_when_it_ended_her_page_says_so(world: World, time_machine) -> None:
    tell(world.samira)
    time_machine.move_to(timezone.now() + timedelta(days=40))
    assert "This ended by itself" in words(as_(world.samira).get("/ik/werk/"))


def test_many_readers_are_cut_off_and_can_be_searched(world: World) -> None:
    for number in range(101):
        acquaint(member(f"Aad {number}", f"aad{number}@duinrade.example"), world.samira)
    tell(world.samira, "contacts")
    page = words(as_(world.samira).get("/ik/werk/"))
    assert "And more people. Search a name to be sure." in page


def test_before_eight_the_date_counts_and_not_the_day_of_the_round(world: World) -> None:
    """The morning after her term: at seven the round is still that of yesterday."""
    ends = timezone.localdate() + timedelta(days=5)
    tell(world.samira, "members", until_on=ends)
    seven = datetime.combine(ends, time(7), timezone.get_current_timezone())
    kinds = [
        [stop.kind for stop in today(world.fatma, now=moment).stops]
        for moment in (seven, seven + timedelta(days=1))
    ]
    assert ["looking" in those for those in kinds] == [True, False]
