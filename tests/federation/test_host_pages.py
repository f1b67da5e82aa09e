"""What managers see of other networks and do about them, and what everybody reads of it."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.utils import timezone

from tests.federation.test_closing import iris
from tests.world import World
from vaknet.domain.activity.models import Actor
from vaknet.domain.federation import actions
from vaknet.domain.federation.actions.delivery import deliver
from vaknet.domain.federation.models import Delivery, Host, LimitImport, Received
from vaknet.domain.federation.queries.limits import refuses, standing_limits
from vaknet.interfaces.jobs import host_lists
from vaknet.interfaces.web.host_words import in_words

HOSTS, LIMITS = "/beheer/netwerken/", "/beheer/netwerken/grenzen/"
CSV = "#domain,#severity,#reject_media,#reject_reports,#public_comment,#obfuscate\n"


def signed_in(person: Actor) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(person.account)
    person.account.language = "en"
    person.account.save()
    return client


@pytest.fixture
def ingrid(world: World) -> Client:
    return signed_in(world.moderator)


@transaction.atomic
def sent(by: Actor, *to: str) -> None:
    deliver(by, {"id": "x"}, to)


def test_hosts_with_what_is_wrong_with_them(ingrid: Client, fatma: Actor, world: World) -> None:
    assert "We do not know any other network yet" in ingrid.get(HOSTS).text
    now = timezone.now()
    sent(fatma, *(f"https://h{n}.example/inbox" for n in range(5)))
    Host.objects.filter(name="h1.example").update(failures=6, failing_since=now)
    Host.objects.filter(name="h2.example").update(failures=9, pruned_at=now)
    Host.objects.filter(name="h3.example").update(waits_until=now + timedelta(hours=1))
    actions.limit_host(world.moderator, host="h4.example", kind="suspend")
    page = ingrid.get(HOSTS).text
    for words in (
        "4 messages wait",
        "All is well",
        "It asked us to wait",
        "It does not take anything now",
        "Silent for a week",
        "We closed the door",
        "1 given up",
    ):
        assert words in page
    troubled = ingrid.get(f"{HOSTS}?moeite").text
    assert "h1.example" in troubled
    assert "h0.example" not in troubled
    Host.objects.update(failures=0, pruned_at=None)
    assert "No network has trouble now" in ingrid.get(f"{HOSTS}?moeite").text


def test_one_host_tried_now_and_given_up(ingrid: Client, fatma: Actor) -> None:
    sent(fatma, "https://elm.example/inbox", "https://elm.example/other")
    host = Host.objects.get()
    Delivery.objects.filter(inbox__endswith="inbox").update(tries=2, trouble="too_slow")
    address = f"{HOSTS}{host.pk}/"
    page = ingrid.get(address).text
    assert "There was no answer in time. Tried 2 times." in page
    assert "Not tried yet." in page
    Delivery.objects.filter(tries=2).update(trouble="fault")
    assert "Something went wrong here with its answer." in ingrid.get(address).text
    tried = ingrid.post(f"{address}nu/", follow=True)
    assert "We try it now" in tried.text
    assert "2 messages are then never sent" in ingrid.get(f"{address}?vraag=opgeven").text
    assert Delivery.objects.filter(given_up_at=None).count() == 2
    gone = ingrid.post(f"{address}opgeven/", follow=True).text
    assert "2 messages are not sent any more" in gone
    assert "You or a colleague gave up on it." in gone
    assert ingrid.get(f"{HOSTS}{host.pk + 1}/").status_code == 404


@pytest.mark.parametrize("many", [1, 3])
def test_lists_take_as_many_statements_however_long(
    ingrid: Client, fatma: Actor, many: int, django_assert_num_queries
) -> None:
    sent(fatma, *(f"https://h{n}.example/inbox" for n in range(many)))
    ingrid.get(HOSTS)
    with django_assert_num_queries(STATEMENTS):
        ingrid.get(HOSTS)


STATEMENTS = 9


def test_what_came_in_and_could_not_be_used(ingrid: Client, fatma: Actor) -> None:
    assert "Everything that came in could be used" in ingrid.get(f"{HOSTS}onbruikbaar/").text
    there = iris(fatma)
    Received.objects.create(
        uri="https://a.elm.example/1", by=there, verb="Create", content=b"", trouble="no object"
    )
    page = ingrid.get(f"{HOSTS}onbruikbaar/").text
    assert "no object" in page
    assert "a.elm.example" in page


def test_closing_shows_first_what_ends(ingrid: Client, fatma: Actor) -> None:
    iris(fatma)
    assert "Every network is welcome" in ingrid.get(LIMITS).text
    new = f"{LIMITS}nieuw/"
    assert 'value="elm.example"' in ingrid.get(f"{new}?netwerk=elm.example").text
    given = {"host": "elm.example", "kind": "suspend", "reason": "Spam", "note": "Geheim"}
    page = ingrid.post(new, given).text
    assert "1 person there does not follow anybody here any more" in page
    assert not refuses("elm.example")
    done = ingrid.post(new, given | {"sure": "yes"}, follow=True).text
    assert "The door to elm.example is closed." in done
    assert "Geheim" in done
    assert refuses("a.elm.example")
    limit = standing_limits().get()
    opened = ingrid.post(f"{LIMITS}{limit.pk}/open/", follow=True).text
    assert "elm.example is welcome again." in opened
    assert ingrid.post(f"{LIMITS}{limit.pk}/open/").status_code == 303


def test_limiting_needs_no_second_look_and_errors_are_said(ingrid: Client) -> None:
    new = f"{LIMITS}nieuw/"
    wrong = ingrid.post(new, {"host": "b*d.example", "kind": "suspend", "note": "Bewaar mij"})
    assert wrong.status_code == 422
    assert "Part of this name is hidden" in wrong.text
    assert "Bewaar mij" in wrong.text
    assert ingrid.post(new, {"host": "", "kind": "suspend"}).status_code == 422
    done = ingrid.post(new, {"host": "elm.example", "kind": "limit"}, follow=True)
    assert "elm.example is limited." in done.text


def test_everybody_reads_the_reasons_and_nobody_the_notes(world: World, settings) -> None:
    guest = Client(headers={"accept-language": "en"})
    address = "/netwerken/gesloten/"
    assert "Every network is welcome" in guest.get(address).text
    actions.limit_host(
        world.moderator, host="elm.example", kind="suspend", reason="<b>Spam", note="Geheim"
    )
    actions.limit_host(world.moderator, host="oak.example", kind="limit")
    page = guest.get(address).text
    assert "&lt;b&gt;Spam" in page
    assert "No reason was given." in page
    assert "Geheim" not in page
    assert "Ingrid" not in page
    settings.FEDERATION = False
    assert guest.get(address).status_code == 404


def test_a_list_goes_out_and_comes_in(ingrid: Client, world: World) -> None:
    actions.limit_host(world.moderator, host="elm.example", kind="suspend", reason="Spam, veel")
    answer = ingrid.get(f"{LIMITS}lijst.csv")
    text = b"".join(answer.streaming_content).decode()
    assert answer["Content-Type"].startswith("text/csv")
    assert text == f'{CSV}elm.example,suspend,true,true,"Spam, veel",false\n'
    more = f"{text}oak.example,silence,false,false,Ruw,false\nb*d.example,suspend,true,true,,true\n"
    file = SimpleUploadedFile("lijst.csv", more.encode())
    page = ingrid.post(f"{LIMITS}inlezen/", {"file": file}, follow=True)
    for words in ("1 network would be closed", "About 1 network on it", "Line 4", "oak.example"):
        assert words in page.text
    assert not standing_limits().filter(host="oak.example").exists()
    brought = LimitImport.objects.get()
    address = f"{LIMITS}inlezen/{brought.pk}/"
    assert "is being taken over" in ingrid.post(address, follow=True).text
    host_lists.take(brought.pk)
    assert "The list has been taken over" in ingrid.get(address).text
    assert standing_limits().get(host="oak.example").reason == "Ruw"
    assert ingrid.get(f"{LIMITS}inlezen/{brought.pk + 1}/").status_code == 404


def test_a_long_list_shows_its_beginning(ingrid: Client) -> None:
    lines = "\n".join([*(f"h{n}.example" for n in range(150)), *["!"] * 150])
    file = SimpleUploadedFile("lijst.txt", lines.encode())
    page = ingrid.post(f"{LIMITS}inlezen/", {"file": file}, follow=True).text
    assert "150 networks would be closed" in page
    assert "And 50 more" in page
    assert "The first 100 of 150" in page


def test_a_file_that_is_no_list_is_said(ingrid: Client) -> None:
    assert "Choose a file." in ingrid.post(f"{LIMITS}inlezen/", {}).text
    photo = SimpleUploadedFile("foto.jpg", b"\xff\xd8\xff\xe0" * 40)
    assert "We cannot read this file" in ingrid.post(f"{LIMITS}inlezen/", {"file": photo}).text
    nothing = SimpleUploadedFile("leeg.txt", b"# niets\n")
    page = ingrid.post(f"{LIMITS}inlezen/", {"file": nothing}, follow=True).text
    assert "This list changes nothing." in page


def test_without_other_networks_there_is_nothing_of_it(ingrid: Client, settings) -> None:
    assert "/beheer/netwerken/" in ingrid.get("/beheer/meldingen/").text
    settings.FEDERATION = False
    assert ingrid.get(HOSTS).status_code == 404
    assert "/beheer/netwerken/" not in ingrid.get("/beheer/meldingen/").text


def test_who_is_no_manager_finds_none_of_it(world: World, fatma: Actor) -> None:
    sent(fatma, "https://elm.example/inbox")
    samira = signed_in(world.samira)
    pk = Host.objects.get().pk
    for address in (HOSTS, f"{HOSTS}{pk}/", LIMITS, f"{LIMITS}lijst.csv", f"{LIMITS}inlezen/"):
        assert samira.get(address).status_code == 404
    assert samira.post(f"{HOSTS}{pk}/nu/").status_code == 404
    guest = Client()
    assert guest.get(HOSTS).status_code == 302


def test_every_trouble_has_words() -> None:
    assert str(in_words("")) == ""
    assert str(in_words("503")) == "Something is broken there (503)."
    assert str(in_words("418")) == "It said no (418)."
    assert str(in_words("401")) == "It does not trust our signature."
