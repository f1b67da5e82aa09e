"""Learning who asked without a name: two moderators together, for a reason that the asker reads."""

import pytest
from django.core import mail
from django.test import Client

from tests.governance.story import decided, reported, second_manager
from tests.governance.test_pages import letters, signed_in
from tests.world import World, member, settled
from vaknet.domain.activity.models import Actor
from vaknet.domain.governance import actions, openly, queries
from vaknet.domain.governance.models import Case, Unveiling
from vaknet.domain.governance.moderators import deciders
from vaknet.domain.governance.unveiling import unveiling
from vaknet.domain.groups import actions as groups
from vaknet.domain.knowledge import actions as knowledge
from vaknet.domain.knowledge.models import Question, WritingLimit
from vaknet.domain.refusal import Refused
from vaknet.interfaces.web.templatetags.look import monogram

WHY = "Er staat dat iemand zichzelf iets wil aandoen. Wij bellen vandaag."
SAMIRA = "Samira El Idrissi"


@pytest.fixture
def asked(world: World) -> Question:
    for one in (world.fatma, world.peter):
        groups.join_group(one, group=world.group)
    return knowledge.ask(
        world.samira, group=world.group, title="Ik kan niet meer", without_name=True
    )


@pytest.fixture
def case(world: World, asked: Question) -> Case:
    """Ingrid is manager, Marit steward of the group."""
    return reported(world.joost, asked, "other", "Zorgen").case


def english(person: Actor) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(person.account)
    return client


def page(person: Actor, case: Case) -> str:
    return english(person).get(f"/beheer/meldingen/{case.pk}/").text


def test_two_moderators_learn_it_and_she_hears_why(
    world: World, asked: Question, case: Case
) -> None:
    ingrid, marit = world.moderator, world.marit
    letters()
    address = f"/beheer/meldingen/{case.pk}/naam/"
    assert SAMIRA not in page(ingrid, case)
    assert english(ingrid).post(address, {"name-reason": ""}).status_code == 422
    assert english(ingrid).post(address, {"name-reason": WHY}).status_code == 303
    assert letters() == [("marit", "Een beheerder wil weten wie iets vroeg")]
    assert SAMIRA not in page(ingrid, case) + page(marit, case)
    assert WHY in page(marit, case)
    english(marit).post(f"{address}bevestigen/")
    assert letters() == [("samira", "Twee beheerders zagen je naam")]
    assert WHY in mail.outbox[0].body
    assert SAMIRA in page(ingrid, case)
    assert SAMIRA in page(marit, case)
    mine = english(world.samira).get("/ik/meldingen/").text
    assert WHY in mine
    assert asked.title in mine
    assert WHY not in english(world.joost).get("/ik/meldingen/").text
    assert SAMIRA not in english(world.joost).get(f"/vraag/{asked.pk}/").text


def test_no_third_one_reads_it(world: World, case: Case) -> None:
    actions.propose_unveiling(world.moderator, case=case, reason=WHY)
    actions.confirm_unveiling(world.marit, case=case)
    bram = second_manager(world.bram)
    assert SAMIRA not in page(bram, case)
    assert "Two moderators learned the name" in page(bram, case)
    log = english(bram).get("/beheer/logboek/").text
    assert "Name learned by two moderators" in log
    assert "Wants to know who asked" in log
    assert SAMIRA not in log
    assert {one.actor for one in openly.log(bram)} == {world.moderator, world.marit}


def test_when_the_case_is_closed_they_read_it_no_more(world: World, case: Case) -> None:
    actions.propose_unveiling(world.moderator, case=case, reason=WHY)
    actions.confirm_unveiling(world.marit, case=case)
    decided(world.moderator, case, "leave")
    assert SAMIRA not in page(world.moderator, case) + page(world.marit, case)


def test_nobody_does_it_alone(world: World, case: Case) -> None:
    """Not even a manager who is the only one, and not by waiting."""
    for again in range(2):
        with pytest.raises(Refused):
            actions.confirm_unveiling(world.moderator, case=case)
        if again == 0:
            actions.propose_unveiling(world.moderator, case=case, reason=WHY)
    with pytest.raises(Refused):
        actions.propose_unveiling(world.marit, case=case, reason=WHY)
    english(world.moderator).post(f"/beheer/meldingen/{case.pk}/naam/bevestigen/")
    assert Unveiling.objects.get().confirmed_at is None
    assert "A second moderator has to agree" in page(world.moderator, case)


def test_of_what_has_a_name_there_is_nothing_to_learn(world: World) -> None:
    named = reported(world.noor, world.answer).case
    assert "Asked without a name" not in page(world.moderator, named)
    with pytest.raises(Refused):
        actions.propose_unveiling(world.moderator, case=named, reason=WHY)


def test_to_who_does_not_moderate_there_is_no_such_case(
    world: World, asked: Question, case: Case
) -> None:
    """Nor to a steward of another group, to who reported it, and to who asked: she least of all."""
    second_manager(world.samira)
    groups.start_group(world.peter, name="Bijen", purpose="Zoemen")
    for one in (world.samira, world.joost, world.peter, world.noor):
        with pytest.raises(Case.DoesNotExist):
            actions.propose_unveiling(one, case=case, reason=WHY)
    actions.propose_unveiling(world.moderator, case=case, reason=WHY)
    for one in (world.samira, world.joost, world.peter, world.noor):
        with pytest.raises(Case.DoesNotExist):
            actions.confirm_unveiling(one, case=case)
    assert set(deciders(case)) == {world.moderator, world.marit}
    assert english(world.samira).get(f"/melden/vraag/{asked.pk}/").status_code == 404
    with pytest.raises(Refused):
        actions.report(world.samira, thing=asked, reason="hate")


def test_of_who_proposed_and_left_another_takes_the_place(world: World, case: Case) -> None:
    made = actions.propose_unveiling(world.moderator, case=case, reason=WHY)
    Unveiling.objects.filter(pk=made.pk).update(by=None)
    with pytest.raises(Refused):
        actions.confirm_unveiling(world.marit, case=case)
    again = actions.propose_unveiling(world.marit, case=case, reason=WHY)
    assert Unveiling.objects.get() == again


def test_of_who_left_meanwhile_there_is_no_name_any_more(world: World, case: Case) -> None:
    actions.propose_unveiling(world.moderator, case=case, reason=WHY)
    actions.confirm_unveiling(world.marit, case=case)
    knowledge.lay_down_pseudonyms(actor=world.samira)
    case.refresh_from_db()
    assert unveiling(world.marit, case).name is None
    Case.objects.filter(pk=case.pk).update(author=None)
    letters()
    assert unveiling(world.marit, Case.objects.get(pk=case.pk)).name is None


def test_a_decided_case_asks_nobody_to_look(world: World, case: Case) -> None:
    actions.propose_unveiling(world.moderator, case=case, reason=WHY)
    decided(world.moderator, case, "leave")
    assert [sent for sent in letters() if "wie iets vroeg" in sent[1]] == []


def test_what_is_decided_reaches_her_and_nobody_learns_whom(
    world: World, asked: Question, case: Case
) -> None:
    """A limit holds for all that she writes; a decision before about her is not shown."""
    letters()
    made = decided(world.moderator, case, "limit")
    assert ("samira", "Je kunt een tijdje niet schrijven") in letters()
    assert WritingLimit.objects.get().actor == world.samira
    with pytest.raises(Refused):
        knowledge.ask(world.samira, group=world.group, title="Nog iets")
    mine = english(world.samira)
    assert mine.get(f"/ik/besluiten/{made.pk}/").status_code == 200
    assert english(world.fatma).get(f"/ik/besluiten/{made.pk}/").status_code == 404
    appeal = actions.appeal(world.samira, decision=made, text="Ik had hulp nodig.")
    assert list(queries.about_me(world.samira)) == [made]
    peter = second_manager(world.peter)
    seen = english(peter).get(f"/beheer/bezwaren/{appeal.pk}/").text
    assert SAMIRA not in seen
    actions.decide_appeal(peter, appeal=appeal, upheld=False, reason="Klopt.")
    knowledge.ask(world.samira, group=world.group, title="Nog iets")


def test_of_another_question_of_hers_a_case_knows_nothing(world: World, case: Case) -> None:
    decided(world.moderator, case, "hide")
    other = knowledge.ask(world.samira, group=world.group, title="Nog eens", without_name=True)
    named = knowledge.ask(world.samira, group=world.group, title="Met naam")
    for thing in (other, named):
        found = reported(world.joost, thing).case
        assert queries.case(world.moderator, found.pk).earlier == []


def test_all_without_a_name_look_the_same(world: World, asked: Question) -> None:
    ilse = settled(member("Ilse de Wit", "ilse@oosterhage.example"))
    groups.join_group(ilse, group=world.group)
    other = knowledge.ask(ilse, group=world.group, title="Ook iets", without_name=True)
    assert monogram(asked.author) == monogram(other.author)
    assert signed_in(world.joost).get(f"/@{asked.author.handle}/").status_code == 404
