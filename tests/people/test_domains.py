"""Whose a domain is: by a line in the DNS of a real name server, or by a mail address."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from click.testing import CliRunner
from django.core import mail
from django.test import Client
from django.utils import timezone

from tests import postbox
from tests.kit.name_server import NameServer, name_server
from tests.world import World, member
from vaknet.configuration import configuration
from vaknet.domain.activity.models import Activity, Actor
from vaknet.domain.people import actions, domains
from vaknet.domain.people.models import DomainProof, Organisation
from vaknet.domain.refusal import Refused
from vaknet.interfaces.commands import _checks_database, confirm_domain, end_domain
from vaknet.interfaces.jobs import domains as jobs
from vaknet.interfaces.jobs import followups

PRINTER = "Drukkerij De Ekster"
DOMAIN = "ekster.example"


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[NameServer]:
    with name_server() as server:
        here = replace(configuration, name_servers=[server.address])
        monkeypatch.setattr(jobs, "configuration", here)
        yield server


@pytest.fixture
def printer(world: World) -> Organisation:
    return works(world.marit)


@pytest.fixture
def janna(world: World, printer: Organisation) -> Actor:
    """Works there too, and has an address there."""
    janna = member("Janna Bakker", f"janna@zetterij.{DOMAIN}")
    works(janna)
    return janna


def works(person: Actor, name: str = PRINTER) -> Organisation:
    actions.add_role(person, kind="work", title="drukker", organisation=name)
    return Organisation.objects.get(name=name)


def signed_in(actor: Actor) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(actor.account)
    return client


def put(server: NameServer, proof: DomainProof) -> None:
    server.texts[f"_vaknet.{proof.domain}"] = ["something else", f" vaknet={proof.token}"]


def later(proof: DomainProof, **moved: timedelta) -> None:
    for name, back in moved.items():
        setattr(proof, name, getattr(proof, name) - back)
    proof.save()


def standing(place: Organisation, viewer: Actor) -> list[str]:
    return [proof.domain for proof in domains.domains_of(viewer, place)]


def verbs(actor: Actor) -> set[str]:
    return set(Activity.objects.filter(actor=actor).values_list("verb", flat=True))


def test_from_asking_to_proved(world: World, printer: Organisation, server: NameServer) -> None:
    proof = actions.ask_domain(
        world.marit, organisation=printer, domain="https://www.Ekster.example/contact"
    )
    assert (proof.domain, proof.since) == (DOMAIN, None)
    jobs.look(proof.pk)
    assert standing(printer, world.samira) == []
    put(server, proof)
    jobs.look(proof.pk)
    assert standing(printer, world.samira) == [DOMAIN]
    assert server.asked == [f"_vaknet.{DOMAIN}"] * 2
    assert verbs(world.marit) >= {"asked_domain", "proved_domain"}
    page = signed_in(world.samira).get(f"/o/{printer.pk}/").text
    assert "shown in the domain name system" in page
    assert world.marit.account.email not in page


def test_asking_twice_is_asking_once(world: World, printer: Organisation) -> None:
    asked = [actions.ask_domain(world.marit, organisation=printer, domain=DOMAIN) for _ in range(2)]
    assert asked[0] == asked[1]


def test_a_colleague_sees_the_same_line(world: World, printer: Organisation, janna: Actor) -> None:
    proof = actions.ask_domain(world.marit, organisation=printer, domain=DOMAIN)
    assert proof.token in signed_in(janna).get(f"/o/{printer.pk}/domein/").text


def test_once_proved_others_do_not_speak_for_it(
    world: World, printer: Organisation, janna: Actor, server: NameServer
) -> None:
    """Anybody can say that she works there."""
    works(world.bram)
    proof = actions.ask_domain(world.marit, organisation=printer, domain=DOMAIN)
    put(server, proof)
    jobs.look(proof.pk)
    assert domains.may_speak_for(world.marit, printer)
    assert domains.may_speak_for(janna, printer)
    assert not domains.may_speak_for(world.bram, printer)
    page = signed_in(world.bram).get(f"/o/{printer.pk}/domein/").text
    assert "Take it off" not in page
    assert "Take it off" in signed_in(janna).get(f"/o/{printer.pk}/domein/").text
    assert proof.token not in page
    address = f"/o/{printer.pk}/domein/{proof.pk}/"
    assert signed_in(world.bram).post(address, {"act": "withdraw"}).status_code == 404
    with pytest.raises(Refused):
        actions.withdraw_domain(world.bram, proof=proof)
    assert "You work here" not in signed_in(world.bram).get(f"/o/{printer.pk}/").text
    with pytest.raises(Refused):
        actions.describe_organisation(world.bram, organisation=printer, kind="", size="small")


def test_a_second_domain_of_somebody_else_waits_for_the_operator(
    world: World, printer: Organisation, server: NameServer
) -> None:
    """Whoever was first may be the wrong one: both show a line, and a person looks."""
    works(world.bram)
    wrong = actions.ask_domain(world.bram, organisation=printer, domain="bram.example")
    put(server, wrong)
    jobs.look(wrong.pk)
    assert standing(printer, world.noor) == ["bram.example"]
    right = actions.ask_domain(world.marit, organisation=printer, domain=DOMAIN)
    put(server, right)
    for _number in range(2):
        jobs.look(right.pk)
    assert standing(printer, world.noor) == ["bram.example"]
    place = f"/o/{printer.pk}/domein/"
    assert "Your network looks which one is right" in signed_in(world.marit).get(place).text
    [finding] = _checks_database.domains()
    assert f"for {PRINTER} stands bram.example, and somebody showed {DOMAIN} too" in (
        finding.sentence
    )
    CliRunner().invoke(end_domain.command, ["bram.example"])
    jobs.look(right.pk)
    assert standing(printer, world.noor) == [DOMAIN]
    assert list(_checks_database.domains()) == []


def test_a_contest_ends_when_nobody_decides(
    world: World, printer: Organisation, server: NameServer
) -> None:
    works(world.bram)
    first, second = (
        actions.ask_domain(person, organisation=printer, domain=domain)
        for person, domain in ((world.bram, "bram.example"), (world.marit, DOMAIN))
    )
    for proof in (first, second):
        put(server, proof)
        jobs.look(proof.pk)
    later(DomainProof.objects.get(pk=second.pk), asked_at=timedelta(days=15))
    jobs.look(second.pk)
    assert standing(printer, world.noor) == ["bram.example"]
    assert "gave_up_domain" in verbs(world.marit)
    assert letters_to(world.marit)[-1] == f"{DOMAIN} is niet bevestigd"


@pytest.fixture
def town(db: None) -> Organisation:
    return Organisation.objects.create(
        name="gemeente Kraaiendam", uri="https://bodies.example/gm1", kind="municipality"
    )


def confirm(domain: str, place: Organisation) -> str:
    told = CliRunner().invoke(confirm_domain.command, [domain, place.name.upper()])
    assert told.exit_code == 0, told.output
    return told.output


def test_nobody_takes_a_public_body_with_a_domain_of_her_own(
    world: World, town: Organisation, server: NameServer
) -> None:
    """Neither by her line nor by her address; and whoever really works there waits for a word."""
    otto = member("Otto Vos", "otto@vos.example")
    for person in (otto, world.marit):
        works(person, town.name)
    line = actions.ask_domain(otto, organisation=town, domain="vos.example")
    put(server, line)
    jobs.look(line.pk)
    client = signed_in(otto)
    place = f"/o/{town.pk}/domein/"
    answer = client.post(place, {"by_mail": "vos.example"}, follow=True)
    assert "Your network looks first whether vos.example is right" in answer.text
    assert "Your line is there. This is a public body" in answer.text
    assert "Take vos.example off" in answer.text
    assert standing(town, world.noor) == []
    assert domains.may_speak_for(world.marit, town)
    assert "Take vos.example off" not in signed_in(world.marit).get(place).text
    right = actions.ask_domain(world.marit, organisation=town, domain="kraaiendam.example")
    put(server, right)
    jobs.look(right.pk)
    assert standing(town, world.noor) == []
    findings = [finding.sentence for finding in _checks_database.domains()]
    assert len(findings) == 3
    assert findings[2] == (
        "somebody showed kraaiendam.example for gemeente Kraaiendam, a public body. Look whether "
        "it is right; if not: vaknet end-domain kraaiendam.example. If it is: vaknet "
        'confirm-domain kraaiendam.example "gemeente Kraaiendam"'
    )
    told = confirm("kraaiendam.example", town)
    assert told == "kraaiendam.example stands for GEMEENTE KRAAIENDAM now.\n"
    assert standing(town, world.noor) == ["kraaiendam.example"]
    assert not domains.may_speak_for(otto, town)
    [finding] = _checks_database.domains()
    assert "somebody showed vos.example too" in finding.sentence
    CliRunner().invoke(end_domain.command, ["vos.example"])
    assert list(_checks_database.domains()) == []


def test_an_address_at_a_public_body_is_confirmed_too(
    world: World, town: Organisation, server: NameServer
) -> None:
    """From then on who has an address there needs no other word."""
    anna, ben = (member(name, f"{name}@kraaiendam.example") for name in ("Anna Mulder", "Ben Smit"))
    for person in (anna, ben, world.bram):
        works(person, town.name)
    first, second = (
        actions.prove_domain_by_mail(person, organisation=town, domain="kraaiendam.example")
        for person in (anna, ben)
    )
    again = actions.prove_domain_by_mail(anna, organisation=town, domain="kraaiendam.example")
    assert again == first
    for act in ("look", "withdraw"):
        address = f"/o/{town.pk}/domein/{first.pk}/"
        assert signed_in(world.bram).post(address, {"act": act}).status_code == 404
    confirm("kraaiendam.example", town)
    assert standing(town, world.noor) == ["kraaiendam.example"]
    assert letters_to(anna)[-1] == "kraaiendam.example is van gemeente Kraaiendam"
    assert domains.may_speak_for(world.bram, town)
    second.refresh_from_db()
    assert second.until is not None
    for domain in ("kraaiendam.example", "haven.example"):
        line = actions.ask_domain(ben, organisation=town, domain=domain)
        put(server, line)
        jobs.look(line.pk)
    assert standing(town, world.noor) == ["kraaiendam.example", "haven.example"]
    actions.remove_role(ben, role=ben.roles.get())
    assert domains.needs_the_operator(ben, town, "derde.example")


def test_the_operator_confirms_only_what_was_shown(world: World, town: Organisation) -> None:
    works(world.marit, town.name)
    actions.ask_domain(world.marit, organisation=town, domain=DOMAIN)  # no line is there yet
    for domain in (DOMAIN, "x"):
        told = CliRunner().invoke(confirm_domain.command, [domain, town.name])
        assert told.exit_code == 1
    assert standing(town, world.noor) == []


def letters_to(person: Actor) -> list[str]:
    for activity in Activity.objects.filter(actor=person).order_by("pk"):
        followups.run(activity.pk)
    postbox.empty()
    return [letter.subject for letter in mail.outbox]


def test_an_address_keeps_nobody_out(
    world: World, printer: Organisation, janna: Actor, server: NameServer
) -> None:
    """Anybody has one somewhere: the real ones say what they are, and their line goes before it."""
    otto = member("Otto Vos", "otto@vos.example")
    works(otto)
    wrong = actions.prove_domain_by_mail(otto, organisation=printer, domain="vos.example")
    assert domains.may_speak_for(world.marit, printer)
    assert domains.provable_by_mail(janna, printer) == [f"zetterij.{DOMAIN}"]
    actions.prove_domain_by_mail(janna, organisation=printer, domain=f"zetterij.{DOMAIN}")
    with pytest.raises(DomainProof.DoesNotExist):
        domains.domain_proof(janna, printer, wrong.pk)
    assert domains.domain_proof(otto, printer, wrong.pk) == wrong
    proof = actions.ask_domain(world.marit, organisation=printer, domain=DOMAIN)
    put(server, proof)
    jobs.look(proof.pk)
    assert standing(printer, world.noor) == [DOMAIN]
    assert not domains.may_speak_for(otto, printer)


def test_each_may_have_a_line_of_her_own_for_one_domain(
    world: World, printer: Organisation, server: NameServer
) -> None:
    """The line of today ends that of before; the token of another is not shown to her."""
    works(world.bram)
    old = actions.ask_domain(world.bram, organisation=printer, domain=DOMAIN)
    put(server, old)
    jobs.look(old.pk)
    new = actions.ask_domain(world.marit, organisation=printer, domain=DOMAIN)
    assert new != old
    assert old.token not in signed_in(world.marit).get(f"/o/{printer.pk}/domein/").text
    put(server, new)
    jobs.look(new.pk)
    [proof] = domains.domains_of(world.noor, printer)
    assert proof == new
    assert domains.may_speak_for(world.marit, printer)
    assert not domains.may_speak_for(world.bram, printer)


def test_who_has_an_address_there_is_marked(
    world: World, printer: Organisation, janna: Actor, server: NameServer
) -> None:
    proof = actions.ask_domain(world.marit, organisation=printer, domain=DOMAIN)
    assert "has an address here" not in signed_in(world.samira).get(f"/o/{printer.pk}/").text
    put(server, proof)
    jobs.look(proof.pk)
    page = signed_in(world.samira).get(f"/o/{printer.pk}/").text
    rows = [row.partition("</li>")[0] for row in page.split("<li") if "drukker" in row]
    marked = ["has an address here" in row for row in rows]
    assert dict(zip(["janna", "marit"], marked, strict=True)) == {"janna": True, "marit": False}
    assert janna.account.email not in page


def test_an_address_is_enough_for_the_first(
    world: World, printer: Organisation, janna: Actor
) -> None:
    domain = f"zetterij.{DOMAIN}"
    assert domains.provable_by_mail(janna, printer) == [domain]
    client = signed_in(janna)
    assert f"{domain} belongs to us" in client.get(f"/o/{printer.pk}/domein/").text
    answer = client.post(f"/o/{printer.pk}/domein/", {"by_mail": domain}, follow=True)
    assert "belongs to it now" in answer.text
    assert "shown by a mail address" in client.get(f"/o/{printer.pk}/").text


@pytest.mark.parametrize("domain", ["ziggo.nl", "elders.example", "tweede.example"])
def test_an_address_elsewhere_is_not(world: World, printer: Organisation, domain: str) -> None:
    """Everybody can get the first, she has none at the second, the third is somebody else's."""
    other = member("Otto Vos", "otto@tweede.example")
    home = works(other, "Tweede BV")
    actions.prove_domain_by_mail(other, organisation=home, domain="tweede.example")
    kim = member("Kim Bos", "kim@ziggo.nl")
    works(kim)
    eva = member("Eva Bos", "eva@tweede.example")
    works(eva)
    for person in (kim, eva):
        answer = signed_in(person).post(f"/o/{printer.pk}/domein/", {"by_mail": domain})
        assert answer.status_code == 422
        assert "You have no address there" in answer.text
    assert standing(printer, kim) == []


def test_a_line_tells_more_than_an_address(
    world: World, printer: Organisation, server: NameServer
) -> None:
    liar = member("Lies Vals", f"lies@{DOMAIN}")
    elsewhere = works(liar, "Vals BV")
    actions.prove_domain_by_mail(liar, organisation=elsewhere, domain=DOMAIN)
    proof = actions.ask_domain(world.marit, organisation=printer, domain=DOMAIN)
    put(server, proof)
    jobs.look(proof.pk)
    assert standing(printer, world.samira) == [DOMAIN]
    assert standing(elsewhere, world.samira) == []


def test_of_two_the_first_has_it(world: World, printer: Organisation, server: NameServer) -> None:
    elsewhere = works(world.bram, "Ekster Twee")
    first = actions.ask_domain(world.marit, organisation=printer, domain=DOMAIN)
    second = actions.ask_domain(world.bram, organisation=elsewhere, domain=DOMAIN)
    server.texts[f"_vaknet.{DOMAIN}"] = [f"vaknet={one.token}" for one in (first, second)]
    jobs.look(first.pk)
    jobs.look(second.pk)
    assert (standing(printer, world.noor), standing(elsewhere, world.noor)) == ([DOMAIN], [])
    assert "gave_up_domain" in verbs(world.bram)
    answer = signed_in(world.bram).post(f"/o/{elsewhere.pk}/domein/", {"domain": DOMAIN})
    assert answer.status_code == 422
    assert f"{DOMAIN} belongs to {PRINTER}." in answer.text


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("ekster", "not the name of a domain"),
        ("gmail.com", "Everybody can get"),
        ("", "Fill in the domain"),
    ],
)
def test_what_cannot_be_asked(world: World, printer: Organisation, typed: str, said: str) -> None:
    answer = signed_in(world.marit).post(f"/o/{printer.pk}/domein/", {"domain": typed})
    assert answer.status_code == 422
    assert said in answer.text


def test_not_too_many_at_once(world: World, printer: Organisation) -> None:
    for number in range(5):
        actions.ask_domain(world.marit, organisation=printer, domain=f"e{number}.example")
    with pytest.raises(Refused, match="domeinen"):
        actions.ask_domain(world.marit, organisation=printer, domain="e6.example")


def test_we_look_again_less_and_less_and_give_up(
    world: World, printer: Organisation, server: NameServer
) -> None:
    proof = actions.ask_domain(world.marit, organisation=printer, domain=DOMAIN)
    waits = []
    for _number in range(9):
        jobs.look(proof.pk)
        proof.refresh_from_db()
        waits.append((proof.next_look_at - timezone.now()).total_seconds() // 60 + 1)
    assert waits == [5, 10, 20, 40, 80, 160, 320, 640, 720]
    page = signed_in(world.marit).get(f"/o/{printer.pk}/domein/").text
    assert "Not there yet" in page
    later(proof, asked_at=timedelta(days=15))
    jobs.look(proof.pk)
    assert "gave_up_domain" in verbs(world.marit)
    assert "We stopped looking for" in signed_in(world.marit).get(f"/o/{printer.pk}/domein/").text
    jobs.look(proof.pk)
    assert len(server.asked) == 10
    actions.note_look(proof=proof, found=True, at=timezone.now())  # an answer that came too late
    assert standing(printer, world.samira) == []


def test_what_stands_is_looked_at_again(
    world: World, printer: Organisation, server: NameServer
) -> None:
    proof = actions.ask_domain(world.marit, organisation=printer, domain=DOMAIN)
    put(server, proof)
    jobs.look(proof.pk)
    server.silent = True  # which proves nothing
    jobs.look(proof.pk)
    server.silent = False
    server.texts = {}
    for _number in range(3):
        jobs.look(proof.pk)
    assert standing(printer, world.samira) == [DOMAIN]
    put(server, proof)
    jobs.look(proof.pk)
    server.texts = {}
    for _number in range(4):
        assert standing(printer, world.samira) == [DOMAIN]
        jobs.look(proof.pk)
    assert standing(printer, world.samira) == []
    assert "lost_domain" in verbs(world.marit)


def test_the_clock_looks_where_it_is_due(
    world: World, printer: Organisation, server: NameServer
) -> None:
    proof = actions.ask_domain(world.marit, organisation=printer, domain=DOMAIN)
    put(server, proof)
    assert list(domains.due_for_a_look(timezone.now())) == [proof]
    jobs.look_where_due()  # its job is waiting already: once is enough
    jobs.look(proof.pk)
    assert list(domains.due_for_a_look(timezone.now())) == []
    jobs.look(987_654)  # of a proof that is not there any more


def test_look_now_and_stop(world: World, printer: Organisation) -> None:
    proof = actions.ask_domain(world.marit, organisation=printer, domain=DOMAIN)
    later(proof, next_look_at=timedelta(days=-1))
    client = signed_in(world.marit)
    place = f"/o/{printer.pk}/domein/"
    client.post(f"{place}{proof.pk}/", {"act": "look"})
    assert list(domains.due_for_a_look(timezone.now())) == [proof]
    assert "We are looking now" in client.get(place).text
    assert "<html" not in client.get(place, headers={"hx-request": "true"}).text
    client.post(f"{place}{proof.pk}/", {"act": "withdraw"})
    assert "withdrew_domain" in verbs(world.marit)
    assert client.post(f"{place}{proof.pk}/", {"act": "look"}).status_code == 404
    actions.look_again(world.marit, proof=proof)
    actions.withdraw_domain(world.marit, proof=proof)
    proof.refresh_from_db()
    assert proof.next_look_at is None


def test_what_was_taken_off_is_found_again_by_who_had_it(
    world: World, printer: Organisation, server: NameServer
) -> None:
    """Not by whoever says to work there: the line of another is no proof of hers."""
    works(world.bram)
    proof = actions.ask_domain(world.marit, organisation=printer, domain=DOMAIN)
    put(server, proof)
    jobs.look(proof.pk)
    actions.withdraw_domain(world.marit, proof=proof)
    theirs = actions.ask_domain(world.bram, organisation=printer, domain=DOMAIN)
    jobs.look(theirs.pk)
    assert standing(printer, world.samira) == []
    actions.withdraw_domain(world.bram, proof=theirs)
    again = actions.ask_domain(world.marit, organisation=printer, domain=DOMAIN)
    jobs.look(again.pk)
    assert standing(printer, world.samira) == [DOMAIN]


def test_for_whom_the_page_is(world: World, printer: Organisation) -> None:
    proof = actions.ask_domain(world.marit, organisation=printer, domain=DOMAIN)
    for address in (f"/o/{printer.pk}/domein/", "/o/987654/domein/"):
        assert signed_in(world.samira).get(address).status_code == 404
    answer = signed_in(world.samira).post(f"/o/{printer.pk}/domein/{proof.pk}/")
    assert answer.status_code == 404
    with pytest.raises(DomainProof.DoesNotExist):
        domains.domain_proof(world.samira, printer, proof.pk)
    assert list(domains.asked_domains(world.samira, printer)) == []
    assert list(domains.domains_of(None, printer)) == []


def test_the_operator_ends_one(world: World, printer: Organisation, janna: Actor) -> None:
    domain = f"zetterij.{DOMAIN}"
    actions.prove_domain_by_mail(janna, organisation=printer, domain=domain)
    told = [CliRunner().invoke(end_domain.command, [given]) for given in (domain, domain, "x")]
    assert [one.exit_code for one in told] == [0, 1, 1]
    assert "no longer stands" in told[0].output
    assert "stands for no organisation" in told[1].output
    assert "not the name of a domain" in told[2].output
    assert standing(printer, janna) == []


def test_when_who_asked_is_gone(world: World, printer: Organisation, server: NameServer) -> None:
    proof = actions.ask_domain(world.marit, organisation=printer, domain=DOMAIN)
    put(server, proof)
    jobs.look(proof.pk)
    DomainProof.objects.update(by=None)
    server.texts = {}
    for _number in range(4):
        jobs.look(proof.pk)
    assert standing(printer, world.samira) == []


def test_letters(world: World, printer: Organisation, server: NameServer) -> None:
    proofs = {
        name: actions.ask_domain(world.marit, organisation=printer, domain=f"{name}.example")
        for name in ("found", "missed")
    }
    put(server, proofs["found"])
    later(proofs["missed"], asked_at=timedelta(days=15))
    for proof in proofs.values():
        jobs.look(proof.pk)
    server.texts = {}
    for _number in range(4):
        jobs.look(proofs["found"].pk)
    for activity in Activity.objects.filter(actor=world.marit).order_by("pk"):
        followups.run(activity.pk)
    postbox.empty()
    assert [letter.subject for letter in mail.outbox][-3:] == [
        f"found.example is van {PRINTER}",
        "We vonden je regel bij missed.example niet",
        "Je regel bij found.example is weg",
    ]
    assert f"/o/{printer.pk}/" in mail.outbox[-1].body
