"""One click, and everything of hers is in one file: hers alone, and nothing of others' secrets."""

import csv
import io
from datetime import timedelta

import pytest
from django.apps import apps
from django.test import Client
from django.utils import timezone

from tests.accounts.test_devices import PHONE, browser
from tests.consulting.a_desk import consulted
from tests.leaving.story import signed_in, take, talked
from tests.world import World, acquaint, bring_in, member
from vaknet.domain.activity.models import Activity, Actor
from vaknet.domain.connections import actions as connections
from vaknet.domain.connections.memory import Words
from vaknet.domain.goals import actions as goals
from vaknet.domain.groups import actions as groups
from vaknet.domain.knowledge import actions as knowledge
from vaknet.domain.leaving import actions, files, queries
from vaknet.domain.leaving.models import Archive
from vaknet.domain.people import actions as people
from vaknet.domain.talks import actions as talks
from vaknet.interfaces.jobs import archives, clock

# What points at a member and is not in her archive, each with its reason.
LEFT_OUT = {
    "visiting.Visitor.actor": "somebody of a partner network, who has no archive here",
    "activity.Activity.group": "a group acts in it, not a person",
    "connections.Connection.contact": "the other's half of a tie; her own half is there",
    "connections.GoBetweenExcept.contact": "to whom nobody comes through another is the other's",
    "connections.LookingReader.reader": "whom another told of looking for work is the other's",
    "connections.MemoryCard.about": "what others keep of her is theirs, and sealed",
    "federation.BlockElsewhere.whom": "who blocked her is not to be known",
    "federation.RemoteActor.actor": "somebody on another network",
    "finding.Passage.actor": "derived from her profile, questions and answers",
    "finding.Passage.group": "a group",
    "learning.Shown.person": "to whom she was shown, and who chose her, is of who asked",
    "tips.Tip.person": "that others told each other of her is between them",
    "searching.Findable.author": "derived from what she wrote and knows",
    "groups.Group.actor": "a group; who is in it is in the memberships",
    "people.Organisation.actor": "an organisation; where she works is in her roles",
    "knowledge.Pseudonym.actor": "the pseudonym; that it is hers is in her part",
    "leaving.Archive.actor": "the file itself",
    "people.Block.other": "who blocked her is not to be known",
    "people.Closure.actor": "who left and asks for it has come back first",
    "people.Merge.merged": "what is left of an account that became part of hers: its address",
    "people.Mute.other": "who muted her is not to be known",
    "account.EmailAddress.user": "not in use: the address is in the account",
    "people.Account.groups": "not in use",
    "people.Account.user_permissions": "not in use",
}


@pytest.fixture
def full(world: World) -> World:
    """Samira has some of everything."""
    samira = world.samira
    people.offer_help(samira, kind="coffee", remark="Op dinsdag")
    people.block(samira, other=world.bram)
    people.mute(samira, other=world.peter)
    connections.follow(samira, person=world.marit)
    connections.follow(world.fatma, person=samira)
    connections.agree_to_be_go_between(samira)
    connections.keep_out_of_reach(samira, contact=world.fatma)
    _confirms(world)
    told = Words(note="Houdt van orgels", met="Vakdag", knows="Scannen", next_step="Bellen")
    connections.keep_memory(samira, about=world.marit, told=told, remind_on=timezone.localdate())
    introduction = connections.ask_introduction(
        samira, target=world.marit, route=[world.joost], purpose="Van papier af", question="Hoe?"
    )
    connections.write_to_step(world.joost, step=introduction.steps.get(), text="Wat precies?")
    connections.write_to_step(samira, step=introduction.steps.get(), text="Het archief.")
    asked = knowledge.ask(samira, group=world.group, title="Wie scant?", body="Alles.")
    knowledge.change_question(samira, question=asked, title="Wie scant bij jullie?", body="Alles.")
    mine = knowledge.answer(samira, question=world.question, text="Kijk ook in de toelichting.")
    knowledge.thank(world.joost, answer=mine)
    knowledge.thank(samira, answer=world.answer)
    times = [timezone.now() + timedelta(days=1)]
    talks.propose_talk(samira, invitee=world.joost, purpose="Koffie", times=times)
    talked(samira, world.joost, purpose="Thee", note="Joost stuurt het bestek")
    _told(world)
    _gathered(world)
    consulted(world, samira, hers="Omgevingsplan")
    return world


def _gathered(world: World) -> None:
    """In one group by invitation, where she is asked as steward; turned away in silence by another.

    Of whom she invites herself she does not hear that it was no.
    """
    samira, noor = world.samira, world.noor
    cao = groups.start_group(
        noor, name="Cao", purpose="x", readers="group", house_rules="Wees kort."
    )
    groups.invite(noor, group=cao, person=samira)
    groups.accept_invitation(samira, group=cao, agreed_to=cao.house_rules.get().pk)
    groups.give_duty(noor, group=cao, person=samira, kind="host", text="Ontvangt")
    shut = groups.start_group(noor, name="Dicht", purpose="x", admission="request")
    asked = groups.ask_to_join(samira, group=shut, text="Mag ik?")
    groups.decline_request(noor, request=asked)
    groups.leave_group(noor, group=cao)


def _confirms(world: World) -> None:
    """Noor came back to it: that is not for Samira to know."""
    topic = world.samira.known_topics.get()
    connections.confirm(world.joost, topic=topic, where="Aan het loket")
    gone = connections.confirm(world.noor, topic=topic, where="In de OR")
    connections.withdraw_confirmation(world.noor, confirmation=gone)
    orgels = people.add_known_topic(world.fatma, text="Orgels")
    connections.confirm(world.samira, topic=orgels, where="In de kerk")


def _told(world: World) -> None:
    """A goal, a new role, looking for work, and what came of an introduction."""
    samira, joost = world.samira, world.joost
    goal = goals.set_goal(samira, text="Van het papier af", shown=True)
    goals.note_for_goal(samira, goal=goal, text="Het kan.")
    goals.hang(samira, goal=goal, thing=joost)
    told = connections.announce_role(samira, role=samira.roles.get(), text="Nieuw hier")
    connections.congratulate(joost, announcement=told, text="Mooi zo", offer="Een uur")
    soon = timezone.localdate() + timedelta(days=30)
    connections.look_for_work(
        samira, text="Iets met archieven", audience="chosen", until_on=soon, readers=[joost]
    )
    connections.send_tip(joost, to=samira, kind="tip", text="Bel Ans")
    connections.ask_reference(samira, reader=joost, text="Zeg jij iets over mij?")
    connections.look_for_work(joost, text="Rust", audience="contacts", until_on=soon)
    connections.ask_reference(joost, reader=samira, text="En jij over mij?")


def test_everything_of_hers_is_in_it(full: World) -> None:
    told = take(full.samira).told
    assert (told["format"], told["version"], told["member"]) == (
        "vaknet-archive",
        1,
        "Samira El Idrissi",
    )
    assert told["profile"][0]["handle"] == "samira.el.idrissi"
    assert told["account"][0]["email"] == "samira@waterveen.example"
    assert [role["title"] for role in told["roles"]] == ["vergunningverlener"]
    assert [one["text"] for one in told["known_topics"]] == ["Digitaal bouwdossier inrichten"]
    assert [one["remark"] for one in told["help_offers"]] == ["Op dinsdag"]
    assert [one["name"] for one in told["blocks"]] == ["Bram Kuipers"]
    assert [one["name"] for one in told["mutes"]] == ["Peter de Wit"]
    assert [one["name"] for one in told["follows"]] == ["Marit Hoekstra"]
    assert [one["name"] for one in told["followers"]] == ["Fatma Yıldız"]
    assert {one["name"] for one in told["connections"]} == {
        "Joost van der Meer",
        "Noor Janssen",
        "Fatma Yıldız",
    }
    assert [(one["name"], one["where"]) for one in told["confirmations_received"]] == [
        ("Joost van der Meer", "Aan het loket")
    ]
    assert [(one["name"], one["text"]) for one in told["confirmations_given"]] == [
        ("Fatma Yıldız", "Orgels")
    ]
    assert [one["group"] for one in told["groups"]] == ["Vergunningen & Toezicht", "Cao"]
    assert [(one["duty"], one["text"]) for one in told["group_duties"]] == [("host", "Ontvangt")]
    assert [(one["text"], one["reply"]) for one in told["join_requests"]] == [("Mag ik?", "")]
    assert "declined_at" not in told["join_requests"][0]
    assert [one["name"] for one in told["group_invitations"]] == ["Noor Janssen"]
    assert [one["text"] for one in told["house_rules_agreed"]] == ["Wees kort."]
    assert [one["group"] for one in told["stewardship_offers"]] == ["Cao"]
    assert [one["title"] for one in told["questions"]] == ["Wie scant bij jullie?"]
    assert [(one["text"], one["thanks"]) for one in told["answers"]] == [
        ("Kijk ook in de toelichting.", 1)
    ]
    assert [one["previous"] for one in told["edits"]] != []
    assert [one["question"] for one in told["thanks"]] == [full.question.title]
    assert [one["purpose"] for one in told["introductions_asked"]] == ["Van papier af"]
    assert [one["text"] for one in told["introduction_messages"]] == ["Het archief."]
    assert [one["purpose"] for one in told["talks"]] == ["Koffie", "Thee"]
    assert [one["note"] for one in told["talk_outcomes"]] == ["Joost stuurt het bestek"]
    assert [(one["name"], one["note"]) for one in told["memory_cards"]] == [
        ("Marit Hoekstra", "Houdt van orgels")
    ]
    assert {one["verb"] for one in told["activities"]} >= {"joined", "kept_memory"}
    assert [(one["goal"], one["text"]) for one in told["goal_notes"]] == [
        ("Van het papier af", "Het kan.")
    ]
    assert [one["thing"] for one in told["goal_links"]] == ["Joost van der Meer"]
    assert [one["text"] for one in told["role_announcements"]] == ["Nieuw hier"]
    assert [one["offer"] for one in told["congratulations_received"]] == ["Een uur"]
    assert [one["name"] for one in told["looking_for_work_readers"]] == ["Joost van der Meer"]
    assert [one["text"] for one in told["job_tips_received"]] == ["Bel Ans"]
    assert [(one["name"], one["text"]) for one in told["references_asked"]] == [
        ("Joost van der Meer", "Zeg jij iets over mij?")
    ]
    assert [one["text"] for one in told["references_asked_of_me"]] == ["En jij over mij?"]


def test_a_no_is_in_the_archive_of_who_said_it_and_not_of_who_asked(full: World) -> None:
    connections.decline_reference(full.joost, to=full.samira)
    asked = take(full.samira).told["references_asked"]
    assert [sorted(one) for one in asked] == [["at", "name", "text"]]
    [said] = take(full.joost).told["references_asked_of_me"]
    assert said["declined_at"] is not None
    assert take(full.samira).told["references_asked_of_me"][0]["declined_at"] is None


def test_of_a_question_to_a_colleague_in_secret_her_archive_knows_nothing(full: World) -> None:
    people.add_role(full.joost, kind="work", title="x", organisation="gemeente Waterveen")
    assert take(full.joost).told["references_asked_of_me"] == []


def test_where_she_is_signed_in_is_in_it(world: World) -> None:
    browser(world.samira)
    browser(world.bram, PHONE)
    (told,) = take(world.samira).told["sign_ins"]
    assert (told["browser"], told["system"]) == ("Firefox", "Linux")


def test_it_is_there_in_three_ways(full: World) -> None:
    taken = take(full.samira)
    parts = {part.name for part in queries.everything_of(full.samira)}
    assert {name for name in taken.files if name.startswith("csv/")} == {
        f"csv/{name}.csv" for name in parts
    }
    rows = list(csv.DictReader(io.StringIO(taken.files["csv/memory_cards.csv"].lstrip("\ufeff"))))
    assert rows[0]["note"] == "Houdt van orgels"
    page = taken.files["index.html"]
    for words in ("Houdt van orgels", "Kijk ook in de toelichting.", "Op dinsdag", "Werk"):
        assert words in page
    assert "<script" not in page
    assert "http" not in page.replace('http-equiv="Content-Security-Policy"', "").replace(
        "http://127.0.0.1:8000", ""
    )
    assert 'lang="nl"' in page


@pytest.mark.parametrize("model", apps.get_models(), ids=lambda model: model._meta.label)
def test_nothing_that_points_at_a_member_is_forgotten(model) -> None:
    """A new table that points at people is in the archive, or its reason stands above."""
    about = {"activity.Actor", "people.Account"}
    held = {name for part in queries.everything_of(Actor(pk=0)) for name in part.holds}
    found = {
        f"{model._meta.label}.{field.name}"
        for field in [*model._meta.fields, *model._meta.many_to_many]
        if field.related_model is not None and field.related_model._meta.label in about
    }
    if model._meta.label == "people.Account":
        found |= {f"people.Account.{field.name}" for field in model._meta.many_to_many}
    assert found - held - set(LEFT_OUT) == set()
    assert held & set(LEFT_OUT) == set()


def test_the_reasons_are_about_what_exists() -> None:
    fields = {
        f"{model._meta.label}.{field.name}"
        for model in apps.get_models()
        for field in [*model._meta.fields, *model._meta.many_to_many]
    }
    held = {name for part in queries.everything_of(Actor(pk=0)) for name in part.holds}
    assert (set(LEFT_OUT) | held) - fields == set()


def test_what_others_keep_to_themselves_is_not_in_it(full: World) -> None:
    """A silent no, a block, a card about her, a question that she may not read any more."""
    secret = groups.start_group(full.noor, name="Kaderleden", purpose="Intern", readers="group")
    bring_in(full.noor, secret, full.samira)
    question = knowledge.ask(full.noor, group=secret, title="Geheim stakingsplan?")
    knowledge.answer(full.samira, question=question, text="Mijn eigen woorden blijven.")
    groups.leave_group(full.samira, group=secret)
    connections.keep_memory(full.marit, about=full.samira, told=Words(note="orgelpijp"))
    request = connections.request_connection(full.samira, recipient=full.marit, note="Hoi")
    connections.decline_request(full.marit, request=request)
    talk = full.samira.talks_proposed.get(purpose="Koffie")
    talks.decline_talk(full.joost, talk=talk)
    people.block(full.fatma, other=full.samira)
    taken = take(full.samira)
    assert "orgelpijp" not in taken.whole
    assert "Geheim stakingsplan" not in taken.whole
    assert "Mijn eigen woorden blijven." in taken.whole
    assert "declined_at" not in taken.told["requests_sent"][0]
    assert taken.told["talks"][0]["declined_at"] is None
    assert "Fatma" not in taken.files["csv/blocks.csv"]
    for mail in ("joost@duinrade.example", "noor@vakbond.example", "marit@oosterhage.example"):
        assert mail not in taken.whole


def test_only_contacts_who_agreed_are_on_a_card(full: World) -> None:
    people.go_along(full.joost)
    people.go_along(full.marit)  # no contact of hers
    for _ in range(2):
        people.go_along(full.noor)
    people.stop_going_along(full.noor)
    people.stop_going_along(full.noor)
    cards = take(full.samira).files["contacts.vcf"]
    assert cards.count("BEGIN:VCARD") == 1
    assert "FN:Joost van der Meer" in cards
    assert "EMAIL;TYPE=INTERNET:joost@duinrade.example" in cards
    assert "TITLE:adviseur vergunningen\\, gemeente Duinrade" in cards


def test_a_cell_is_never_a_formula(full: World) -> None:
    connections.keep_memory(full.samira, about=full.marit, told=Words(note="=1+1"))
    taken = take(full.samira)
    assert "'=1+1" in taken.files["csv/memory_cards.csv"]
    assert taken.told["memory_cards"][0]["note"] == "=1+1"


def test_words_are_shown_as_words(full: World) -> None:
    connections.keep_memory(full.samira, about=full.marit, told=Words(note="<b>a</b>\nb"))
    page = take(full.samira).files["index.html"]
    assert "&lt;b&gt;a&lt;/b&gt;<br>b" in page


def test_asking_twice_makes_one(world: World) -> None:
    first = actions.ask_archive(world.samira)
    assert actions.ask_archive(world.samira) == first
    archives.make(first.pk)
    archives.make(first.pk)
    second = actions.ask_archive(world.samira)
    assert second != first
    assert signed_in(world.samira).get(f"/ik/gegevens/{first.pk}/vaknet.zip").status_code == 404


def test_nobody_else_gets_it(world: World) -> None:
    """A contact, a stranger, somebody blocked and a moderator: for them it is not there."""
    people.block(world.samira, other=world.bram)
    archive = take(world.samira).archive
    address = f"/ik/gegevens/{archive.pk}/vaknet.zip"
    for other in (world.joost, world.marit, world.bram, world.moderator):
        assert signed_in(other).get(address).status_code == 404
    answers = [Client().get(at) for at in (address, "/ik/gegevens/987654321/vaknet.zip")]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert {answer.headers["Location"].partition("?")[0] for answer in answers} == {"/inloggen/"}


def test_after_three_days_it_is_gone(world: World) -> None:
    old, fresh = take(world.samira).archive, take(world.joost).archive
    stray = files.folder() / "stray.zip"
    stray.write_text("left by a crash")
    Archive.objects.filter(pk=old.pk).update(asked_at=timezone.now() - timedelta(days=3, hours=1))
    stuck = actions.ask_archive(world.marit)
    Archive.objects.filter(pk=stuck.pk).update(asked_at=timezone.now() - timedelta(days=2))
    clock.forget_archives(timestamp=0)
    assert [file.name for file in files.folder().iterdir()] == [f"{fresh.name}.zip"]
    assert signed_in(world.samira).get(f"/ik/gegevens/{old.pk}/vaknet.zip").status_code == 404
    assert "Make my file" in signed_in(world.samira).get("/ik/gegevens/").text
    assert "could not be made" in signed_in(world.marit).get("/ik/gegevens/").text


def test_a_file_that_is_lost_is_not_found(world: World) -> None:
    archive = take(world.samira).archive
    files.path(archive.name).unlink()
    address = f"/ik/gegevens/{archive.pk}/vaknet.zip"
    assert signed_in(world.samira).get(address).status_code == 404


def test_what_cannot_be_made_says_so_and_can_be_asked_again(world: World) -> None:
    asked = actions.ask_archive(world.samira)
    files.path(asked.name).mkdir()
    with pytest.raises(OSError, match="directory"):
        archives.make(asked.pk)
    assert list(files.folder().glob("*.unfinished")) == []
    assert "could not be made" in signed_in(world.samira).get("/ik/gegevens/").text
    assert actions.ask_archive(world.samira) != asked


def test_nobody_waits_for_it_any_more(world: World) -> None:
    """Asked anew while a slow worker was still at the first: its file is thrown away."""
    first = actions.ask_archive(world.samira)
    files.unfinished(first.name).write_text("whole")
    Archive.objects.filter(pk=first.pk).update(removed_at=timezone.now())
    assert not actions.finish_archive(archive=first)
    archives.make(first.pk)
    archives.make(987_654_321)


def test_by_the_page(world: World) -> None:
    samira = signed_in(world.samira)
    page = samira.get("/ik/gegevens/")
    assert "Make my file" in page.text
    asked = samira.post("/ik/gegevens/", follow=True)
    assert "It is about to begin." in asked.text
    archive = Archive.objects.get(actor=world.samira)
    actions.note_progress(archive=archive, done=3, steps=9)
    part = samira.get("/ik/gegevens/", headers={"hx-request": "true"}).text
    assert "Step 3 of 9" in part
    assert "<html" not in part
    archives.make(archive.pk)
    ready = samira.get("/ik/gegevens/")
    assert "Fetch your file" in ready.text
    assert "hx-trigger" not in ready.text
    archive.refresh_from_db()
    assert archive.done == archive.steps
    fetched = samira.get(f"/ik/gegevens/{archive.pk}/vaknet.zip")
    assert fetched.getvalue().startswith(b"PK")
    assert "vaknet-samira-el-idrissi-" in fetched.headers["Content-Disposition"]
    assert "no-cache" in fetched.headers["Cache-Control"]
    assert Activity.objects.filter(actor=world.samira, verb="asked_archive").count() == 1


def test_the_consent_is_on_the_settings_page(world: World) -> None:
    samira = signed_in(world.samira)
    assert "may take my name, role and mail address along" in samira.get("/ik/instellingen/").text
    samira.post("/ik/instellingen/", {"language": "en", "go_along": "on"})
    assert world.samira.consents.filter(kind="go_along", until=None).exists()
    samira.post("/ik/instellingen/", {"language": "en"})
    assert not world.samira.consents.filter(kind="go_along", until=None).exists()


def test_parts_cost_the_same_queries_however_much(
    full: World, django_assert_max_num_queries
) -> None:
    newcomer = member("Ilse de Wit", "ilse@oosterhage.example")
    acquaint(newcomer, full.samira)
    for one in (newcomer, full.samira):
        with django_assert_max_num_queries(178):
            for part in queries.everything_of(one):
                list(part.rows())
