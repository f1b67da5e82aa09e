"""Really gone: every column that can point at a member, and every word of hers, before and after.

What the page says before she closes her account is held against the rows.
"""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.leaving.story import signed_in, take
from tests.leaving.tables import columns, held, tables_with
from tests.leaving.test_closing import HERS, THEIRS, after_two_weeks, close
from tests.leaving.whole import tell_everything
from tests.world import World, acquaint
from vaknet.domain.activity.models import Actor
from vaknet.domain.connections import actions as connections
from vaknet.domain.connections.models import Congratulation, JobTip

# What points at a person, but never at her while she is here; each with its reason.
NEVER_HERS = {
    "account_emailaddress.user_id": "not in use: the address is in the account",
    "activity_activity.group_id": "a group acts in it, not a person",
    "finding_passage.group_id": "a group",
    "groups_group.actor_id": "a group",
    "people_organisation.actor_id": "an organisation",
    "people_account_groups.account_id": "not in use",
    "people_account_user_permissions.account_id": "not in use",
    "knowledge_pseudonym.actor_id": "a pseudonym, not a person",
    "people_closure.actor_id": "made when she closes her account",
    "paper_papermember.actor_id": "she came with an account of her own",
    "governance_forwarded.by_id": "managers pass reports on; she is none",
    "federation_hostlimit.by_id": "managers close the door to networks; she is none",
    "federation_limitimport.by_id": "managers bring lists; she is none",
    "federation_remoteactor.actor_id": "somebody on another network",
    "visiting_visitor.actor_id": "somebody of a partner network",
    "people_merge.merged_id": "an account that became part of hers; this one is only asked for",
}

# The words of the page, and the tables in which they are true.
STAYS = {
    "What you wrote to them: in requests, introductions, congratulations and tips. "
    "In the network it says: a former member.": {
        "connections_congratulation",
        "connections_connectionrequest",
        "connections_introduction",
        "connections_introductionmessage",
        "connections_introductionstep",
        "connections_introductionthanks",
        "connections_jobtip",
        "connections_requestmessage",
    },
    "What you wrote as an editor: in an issue that came out, and to who wrote an article.": {
        "journal_figure",
        "journal_figurerow",
        "journal_issue",
        "journal_issueitem",
        "knowledge_articlereview",
    },
    "What you planned for others, without your name.": {
        "events_event",
        "opportunities_opportunity",
        "programme_session",
    },
    "What you wrote as one of a panel, without your name, until it is thrown away.": {
        "opportunities_application",
        "opportunities_score",
    },
    "What you decided about reports.": {
        "governance_appeal",
        "governance_decision",
    },
    "Your answers, replies, conversations and polls, without your name, if you choose so.": {
        "finding_passage",
        "knowledge_answer",
        "knowledge_answercheck",
        "knowledge_post",
        "knowledge_question",
        "translations_translation",
        "knowledge_reply",
        "searching_knownword",
        "surveys_poll",
        "surveys_pollchoice",
    },
}
GOES = {
    "Your name, mail address, profile, roles and topics.": {
        "people_account",
        "people_helpoffer",
        "people_knowntopic",
        "people_mailaddress",
        "people_photo",
        "people_profile",
        "people_profilelink",
        "people_role",
        "people_soughttopic",
        "people_spokenlanguage",
    },
    "Your contacts, talks, goals and memory cards, and requests that came to nothing.": {
        "connections_connection",
        "connections_memorycard",
        "connections_waitingcard",
        "talks_talk",
        "goals_goal",
    },
    "Your times and numbers at consultation hours, desks of your own, and notes for an expert.": {
        "consulting_booking",
        "consulting_consultationhour",
        "consulting_intakenote",
        "consulting_queueticket",
        "consulting_weeklyhour",
    },
    "The events that you came to, and what you told there.": {
        "encounters_encounter",
        "events_eventorganiser",
        "events_registration",
        "programme_proposal",
        "programme_proposalreview",
    },
    "What you applied for, with all that you and the panel wrote about it.": {
        "opportunities_application",
        "opportunities_panellist",
    },
    "Your saved searches, and the words by which others found you.": {
        "searching_findable",
        "searching_savedsearch",
    },
    "Whom you saw when you asked who can help, whom you chose, and who saw you there.": {
        "learning_search",
        "learning_shown",
        "learning_staysout",
    },
    "New roles that you told, and your search for work. Also what others wrote to you there.": {
        "connections_lookingforwork",
    },
    "Your place in groups, your thanks, pictures and files, and what you took back.": {
        "groups_groupmembership",
        "journal_coverphoto",
        "knowledge_thanks",
        "knowledge_upkeep",
    },
    "Passkeys, sessions, letters that wait, and the file with your data.": {
        "leaving_archive",
        "mfa_authenticator",
        "people_signin",
        "socialaccount_socialaccount",
    },
}


@pytest.fixture
def whole(world: World) -> World:
    tell_everything(world, hers=HERS, theirs=THEIRS)
    take(world.samira)
    return world


def test_every_column_is_in_the_story_and_then_in_none(whole: World) -> None:
    samira = whole.samira
    pk, account = samira.pk, samira.account.pk
    before = held(pk, account)
    assert set(columns()) - before == set(NEVER_HERS)
    page = signed_in(samira).get("/ik/gegevens/stoppen/").text
    assert [words for words in (*STAYS, *GOES) if words not in page] == []
    tables = {name.partition(".")[0] for name in before}
    assert set().union(*GOES.values()) - tables == set()

    close(samira)
    after_two_weeks()

    assert held(pk, account) == set()
    assert tables_with(HERS) == []
    assert set(tables_with(THEIRS)) == set().union(*STAYS.values())


def test_with_answers_gone_only_what_she_said_to_one_other_stays(whole: World) -> None:
    close(whole.samira, answers="go")
    after_two_weeks()
    assert tables_with(HERS) == []
    # Marit answered that question, Joost replied in that conversation, and voted in that poll.
    answered = {"finding_passage", "knowledge_question", "knowledge_post"}
    answered |= {"translations_translation"}  # of that question
    answered |= {"searching_knownword", "surveys_poll", "surveys_pollchoice"}
    words_to_others, words_in_issues, planned, panel, decided, _answers = STAYS.values()
    stays = words_to_others | words_in_issues | planned | panel | decided | answered
    assert set(tables_with(THEIRS)) == stays


def test_of_two_who_left_both_congratulations_stay(world: World) -> None:
    acquaint(world.joost, world.peter)
    joost, readers = world.joost, [world.samira, world.peter]
    told = connections.announce_role(joost, role=joost.roles.get(until=None), text="Nieuw")
    for one in readers:
        connections.congratulate(
            one, announcement=told, text=f"{THEIRS}, {one.name[:5]}", offer="x"
        )
    soon = timezone.localdate() + timedelta(days=30)
    connections.look_for_work(joost, text="Iets", audience="contacts", until_on=soon)
    for one in readers:
        connections.send_tip(one, to=joost, kind="tip", text=THEIRS)
    page = signed_in(joost)
    close(world.samira)
    close(world.peter)
    after_two_weeks()
    former = Actor.objects.get(handle="former_member")
    assert Congratulation.objects.filter(actor=former, announcement=told).count() == 2
    assert JobTip.objects.filter(actor=former).count() == 2
    shown = page.get(f"/rol/{told.pk}/").text
    for words in (f"{THEIRS}, Samir", f"{THEIRS}, Peter", "A former member"):
        assert words in shown
    assert "/@former_member/" not in shown
