"""Who may open what of somebody: one table for all kinds of viewers.

`blocked` is blocked by the owner of the thing: to such a viewer it does not exist, like to nobody.
"""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.architecture.test_doors import NOWHERE, _address
from tests.doors import DOORS
from tests.people.pictures import a_picture
from tests.world import World, acquaint, member
from vaknet.domain.activity.links import action_token
from vaknet.domain.activity.models import Actor
from vaknet.domain.connections import actions as connections
from vaknet.domain.connections.memory import Words
from vaknet.domain.goals import actions as goals
from vaknet.domain.groups import actions as groups
from vaknet.domain.journal import actions as journal
from vaknet.domain.knowledge import actions as knowledge
from vaknet.domain.leaving import actions as leaving
from vaknet.domain.people import actions as people
from vaknet.domain.people.addresses import MERGE, PROVE
from vaknet.domain.people.models import Account
from vaknet.domain.talks import actions as talks
from vaknet.interfaces.jobs import archives
from vaknet.kit.pictures import squares

VIEWERS = ["owner", "contact", "member", "blocked", "guest", "moderator", "manager"]
YES, NO, DOOR, AWAY = 200, 404, 302, 303  # AWAY: to a page where it can be done

MARIT = "/@marit.hoekstra/"
TABLE = {
    #                              owner contact member blocked guest moderator manager
    MARIT: [YES, YES, YES, NO, DOOR, YES, YES],
    f"{MARIT}kennismaken/": [AWAY, YES, YES, NO, DOOR, YES, YES],
    f"{MARIT}introductie/": [AWAY, YES, YES, NO, DOOR, YES, YES],
    f"{MARIT}afspraak/": [AWAY, YES, AWAY, NO, DOOR, AWAY, AWAY],
    f"{MARIT}kaartje/": [AWAY, YES, YES, NO, DOOR, YES, YES],
    f"{MARIT}afstand/": [AWAY, YES, YES, NO, DOOR, YES, YES],
    # Asking her by name, in a group that both are in or else told so.
    "/vraag/nieuw/?aan=marit.hoekstra": [NO, YES, YES, NO, DOOR, YES, YES],
    "/ik/bekenden/@marit.hoekstra/": [NO, YES, NO, NO, DOOR, NO, NO],
    # What she asked Ilse, has planned with her contact, and was brought by her contact.
    "request": [YES, NO, NO, NO, DOOR, NO, NO],
    "talk": [YES, YES, NO, NO, DOOR, NO, NO],
    "talk in a calendar": [YES, YES, NO, NO, DOOR, NO, NO],
    "introduction": [YES, YES, NO, NO, DOOR, NO, NO],
    "photo": [YES, YES, YES, NO, NO, YES, YES],
    "photo that she took off": [NO, NO, NO, NO, NO, NO, NO],
    # Asked without her name: also for the blocked it is there like for anybody.
    "question without her name": [YES, YES, YES, YES, DOOR, YES, YES],
    "her name with it after all": [YES, NO, NO, NO, DOOR, NO, NO],
    "it in two languages": [YES, NO, NO, NO, DOOR, NO, NO],
    "question of a closed group": [YES, NO, NO, NO, DOOR, NO, NO],
    # A group of hers on request: from outside everybody here sees it, and nobody else looks in.
    "group on request": [YES, YES, YES, YES, DOOR, YES, YES],
    "way into the group": [AWAY, YES, YES, YES, DOOR, YES, YES],
    "who knocks": [YES, NO, NO, NO, DOOR, NO, NO],
    "who is in the group": [YES, NO, NO, NO, DOOR, NO, NO],
    "who looks after the group": [YES, NO, NO, NO, DOOR, NO, NO],
    "settings of the group": [YES, NO, NO, NO, DOOR, NO, NO],
    "invitations of the group": [YES, NO, NO, NO, DOOR, NO, NO],
    # A hidden one, into which she invited her contact.
    "hidden group": [YES, YES, NO, NO, DOOR, NO, NO],
    "way into the hidden group": [AWAY, YES, NO, NO, DOOR, NO, NO],
    # Its journal: from outside there is none, also for whom she invited.
    "issue of the hidden group": [YES, NO, NO, NO, DOOR, NO, NO],
    "all issues of the hidden group": [YES, NO, NO, NO, DOOR, NO, NO],
    "draft of the hidden group": [YES, NO, NO, NO, DOOR, NO, NO],
    "preview in the hidden group": [YES, NO, NO, NO, DOOR, NO, NO],
    "editors of the hidden group": [YES, NO, NO, NO, DOOR, NO, NO],
    "tips in the hidden group": [YES, NO, NO, NO, DOOR, NO, NO],
    "goal": [YES, NO, NO, NO, DOOR, NO, NO],
    "goal to change": [YES, NO, NO, NO, DOOR, NO, NO],
    # Whose the domain of her employer is: for whoever works there, which only she does.
    "domains of her employer": [YES, NO, NO, NO, DOOR, NO, NO],
    # Known because she tells of it, and to the blocked, whom nobody else tells, not at all.
    "her employer": [YES, YES, YES, NO, DOOR, YES, YES],
    # What is in her archive, and what came to her by mail, is hers even when others hold the link.
    "archive": [YES, NO, NO, NO, DOOR, NO, NO],
    "link that proves her address": [YES, NO, NO, NO, DOOR, NO, NO],
    "link that merges her accounts": [YES, NO, NO, NO, DOOR, NO, NO],
    # She tells her contacts of a new role, and that she looks for work.
    "announcement": [YES, YES, NO, NO, DOOR, NO, NO],
    # Whom one follows and who follows oneself: always one's own.
    "/ik/volgend/": [YES, YES, YES, YES, DOOR, YES, YES],
    "/ik/volgers/": [YES, YES, YES, YES, DOOR, YES, YES],
    # Finding people by name is for every member; whom it finds: below.
    "/mensen/?naam=marit": [YES, YES, YES, YES, DOOR, YES, YES],
    f"{MARIT}tip/": [AWAY, YES, NO, NO, DOOR, NO, NO],
    # What she knows, to confirm; and what one confirms oneself.
    "topic": [YES, YES, NO, NO, DOOR, NO, NO],
    "/ik/bevestigd/": [YES, YES, YES, YES, DOOR, YES, YES],
    # Asking for a reference: while one looks for work, which here only she does.
    "/ik/werk/referentie/": [YES, AWAY, AWAY, AWAY, DOOR, AWAY, AWAY],
} | {
    page: [YES, YES, YES, YES, DOOR, YES, YES]  # to each her own
    for page in (
        *("/vakgenoten/", "/ik/netwerk/", "/ik/werk/", "/ik/linkedin/", "/ik/gegevens/"),
        *("/ik/gegevens/meenemen/", "/ik/kaartjes/", "/ik/doelen/", "/ik/doelen/opbrengst/"),
        *("/ik/profiel/wie-ziet-wat/", "/ik/profiel/gezien-door/lid/"),
        "/ik/inloggen/",
    )
}
# The same, after a code: whoever holds an open screen changes no way in.
TABLE |= {
    page: [AWAY, AWAY, AWAY, AWAY, DOOR, AWAY, AWAY]
    for page in ("/ik/inloggen/koppelen/", "/ik/inloggen/tweede-stap/")
}
# What is sent. WRONG: nobody confirms herself. Her contact confirmed something of hers before.
WRONG = 422
SENT = {
    ("topic", "where", "Op de vakdag"): [WRONG, AWAY, NO, NO, DOOR, NO, NO],
    ("confirmation", "act", "hide"): [AWAY, NO, NO, NO, DOOR, NO, NO],
    ("confirmation", "act", "withdraw"): [NO, AWAY, NO, NO, DOOR, NO, NO],
}


@pytest.fixture
def viewers(world: World) -> dict[str, Actor | None]:
    manager = member("Yara Bosch", "yara@vaknet.example")
    Account.objects.filter(actor=manager).update(is_staff=True, is_superuser=True)
    return {
        "owner": world.marit,
        "contact": world.joost,
        "member": world.bram,
        "blocked": member("Kees Vonk", "kees@lindewoude.example"),
        "guest": None,
        "moderator": world.moderator,
        "manager": manager,
    }


@pytest.fixture
def addresses(world: World, viewers: dict[str, Actor | None], settings, tmp_path) -> dict[str, str]:
    """Of things that have a number."""
    settings.VAKNET_DATA = tmp_path  # for the archive
    marit, joost = world.marit, world.joost
    ilse = member("Ilse de Wit", "ilse@oosterhage.example")
    request = connections.request_connection(marit, recipient=ilse, note="Zullen we?")
    introduction = connections.ask_introduction(
        world.samira, target=marit, route=[joost], purpose="Van papier af"
    )
    connections.agree_to_introduce(joost, step=introduction.steps.get())
    times = [timezone.now() + timedelta(days=2)]
    talk = talks.propose_talk(joost, invitee=marit, purpose="Praten", times=times)
    talks.pick_time(marit, talk=talk, time=talk.proposed_times.get())
    group = groups.start_group(marit, name="Kring", purpose="Besloten", readers="group")
    question = knowledge.ask(marit, group=group, title="Wat zeggen we?")
    groups.join_group(world.fatma, group=world.group)
    unnamed = knowledge.ask(marit, group=world.group, title="Mag het?", without_name=True)
    journal.start_journal(marit, group=group, weekday=5)
    journal.publish_issue(marit, issue=journal.begin_issue(marit, group=group))
    journal.begin_issue(marit, group=group)
    groups.invite(marit, group=group, person=joost)
    groups.start_group(
        marit, name="Aan de deur", purpose="Samen", readers="group", admission="request"
    )
    door, hidden = "/g/aan-de-deur/", f"/g/{group.actor.handle}/"
    goal = goals.set_goal(marit, text="Een boek schrijven", shown=True)
    employer = marit.roles.get()
    told = connections.announce_role(marit, role=employer)
    soon = timezone.localdate() + timedelta(days=30)
    connections.look_for_work(marit, text="Iets", audience="contacts", until_on=soon)
    scanned, hearings = marit.known_topics.get(), people.add_known_topic(marit, text="Zittingen")
    confirmed = connections.confirm(joost, topic=hearings, where="In de zaal")
    photo = people.set_photo(marit, squares=squares(a_picture()))
    off = people.set_photo(ilse, squares=squares(a_picture("sienna")))
    people.remove_photo(ilse)
    archive = leaving.ask_archive(marit)
    archives.make(archive.pk)
    address = people.add_address(marit, email="marit@thuis.example")
    merge = people.ask_merge(marit, email=world.fatma.account.email)
    people.add_role(marit, kind="volunteering", title="drukker", organisation="Drukkerij De Kwak")
    printer = marit.roles.get(kind="volunteering").organisation_id
    connections.part_from(marit, other=viewers["blocked"])
    return {
        "group on request": door,
        "way into the group": f"{door}meedoen/",
        "who knocks": f"{door}wie-klopt/",
        "who is in the group": f"{door}leden/",
        "who looks after the group": f"{door}wie-zorgt/",
        "settings of the group": f"{door}instellingen/",
        "invitations of the group": f"{door}uitnodigen/",
        "hidden group": hidden,
        "issue of the hidden group": f"{hidden}nr/1/",
        "all issues of the hidden group": f"{hidden}nr/",
        "draft of the hidden group": f"{hidden}redactie/nummer/",
        "preview in the hidden group": f"{hidden}redactie/nummer/voorbeeld/",
        "editors of the hidden group": f"{hidden}redactie/",
        "tips in the hidden group": f"{hidden}tip/",
        "way into the hidden group": f"{hidden}meedoen/",
        "her employer": f"/o/{printer}/",
        "archive": f"/ik/gegevens/{archive.pk}/vaknet.zip",
        "link that proves her address": (
            f"/ik/inloggen/adres/{action_token(marit, PROVE, address.pk)}/"
        ),
        "link that merges her accounts": f"/ik/samenvoegen/{action_token(marit, MERGE, merge.pk)}/",
        "goal to change": f"/ik/doelen/{goal.pk}/wijzigen/",
        "domains of her employer": f"/o/{employer.organisation_id}/domein/",
        "topic": f"{MARIT}weet/{scanned.pk}/",
        "confirmation": f"/ik/bevestigd/{confirmed.pk}/",
        "goal": f"/ik/doelen/{goal.pk}/",
        "announcement": f"/rol/{told.pk}/",
        "request": f"/ik/bekenden/verzoek/{request.pk}/",
        "talk": f"/ik/afspraken/{talk.pk}/",
        "talk in a calendar": f"/ik/afspraken/{talk.pk}/afspraak.ics",
        "photo": f"{MARIT}foto/{photo.name}-96.avif",
        "photo that she took off": f"/@{ilse.handle}/foto/{off.name}-96.avif",
        "introduction": f"/ik/introducties/{introduction.pk}/",
        "question of a closed group": f"/vraag/{question.pk}/",
        "question without her name": f"/vraag/{unnamed.pk}/",
        "her name with it after all": f"/vraag/{unnamed.pk}/naam-tonen/",
        "it in two languages": f"/vertaling/vraag/{unnamed.pk}/",
    }


def client_of(viewer: Actor | None) -> Client:
    client = Client()
    if viewer is not None:
        client.force_login(viewer.account)
    return client


def opened(viewer: Actor | None, address: str) -> int:
    answer = client_of(viewer).get(address)
    if answer.streaming:
        answer.getvalue()  # a file is closed when it was read
    return answer.status_code


def test_who_may_open_what(viewers: dict[str, Actor | None], addresses: dict[str, str]) -> None:
    found = {
        page: [opened(viewers[name], addresses.get(page, page)) for name in VIEWERS]
        for page in TABLE
    }
    assert found == TABLE


def test_who_may_send_what(viewers: dict[str, Actor | None], addresses: dict[str, str]) -> None:
    found = {
        (page, field, value): [
            client_of(viewers[name]).post(addresses[page], {field: value}).status_code
            for name in VIEWERS
        ]
        for page, field, value in SENT
    }
    assert found == SENT


def test_to_the_blocked_she_is_like_nobody(
    viewers: dict[str, Actor | None], addresses: dict[str, str]
) -> None:
    """Not only the status: the page that says so is the same but for the address."""
    client = Client()
    client.force_login(viewers["blocked"].account)

    def says(handle: str) -> str:
        told = client.get(f"/@{handle}/").content.decode()
        return re.sub(r"[A-Za-z0-9]{64}", "", told.replace(handle, ""))

    assert says("marit.hoekstra") == says("niemand.hier")


# What the pages say: each thing holds a word of its own, and exactly these read it

CANARIES = {
    "looking": {"owner", "contact"},
    "congratulation": {"owner", "contact"},
    "tip": {"owner", "contact"},
    "reference": {"owner", "contact"},
    "memory": {"owner"},
    "goal": {"owner"},
    "goal for contacts": {"owner", "contact", "colleague"},
    "new role": {"owner", "contact", "colleague"},
    "request": {"owner"},
    "group": {"owner", "moderator"},  # she invited the moderator
    "invitation": {"moderator"},
    "knock": {"owner", "contact"},
    "duty": {"owner"},
    "group on request": {*VIEWERS, "colleague"} - {"guest"},
}


def canary(thing: str) -> str:
    return f"kanarie{thing.replace(' ', '')}veer"


@pytest.fixture
def sung(world: World, viewers: dict[str, Actor | None]) -> dict[str, dict[str, object]]:
    """Of Marit all of it, with Joost her contact; her colleague is a contact too."""
    marit, joost = world.marit, world.joost
    soon = timezone.localdate() + timedelta(days=30)
    connections.look_for_work(marit, text=canary("looking"), audience="contacts", until_on=soon)
    told = connections.announce_role(marit, role=marit.roles.get(), text=canary("new role"))
    connections.congratulate(joost, announcement=told, text=canary("congratulation"))
    connections.send_tip(joost, to=marit, kind="tip", text=canary("tip"))
    connections.ask_reference(marit, reader=joost, text=canary("reference"))
    note = Words(note=canary("memory"))
    connections.keep_memory(marit, about=joost, told=note)
    goal = goals.set_goal(marit, text=canary("goal"))
    goals.set_goal(marit, text=canary("goal for contacts"), shown=True)
    asked = connections.request_connection(
        marit, recipient=member("Ilse de Wit", "ilse@oosterhage.example"), note=canary("request")
    )
    group = groups.start_group(marit, name="Kring", purpose=canary("group"), readers="group")
    groups.invite(marit, group=group, person=world.moderator, text=canary("invitation"))
    groups.give_duty(marit, group=group, person=marit, kind="host", text=canary("duty"))
    open_door = groups.start_group(
        marit,
        name="Aan de deur",
        purpose=canary("group on request"),
        readers="group",
        admission="request",
    )
    groups.ask_to_join(joost, group=open_door, text=canary("knock"))
    colleague = member("Olaf Bos", "olaf@elders.example")
    people.add_role(colleague, kind="work", title="chef", organisation="gemeente Oosterhage")
    acquaint(colleague, marit)
    viewers["colleague"] = colleague
    people.block(marit, other=viewers["blocked"])
    person = {"handle": marit.handle}
    return {
        "person": person,
        "looker": person,
        "announcement": {"pk": told.pk},
        "goal": {"pk": goal.pk},
        "request": {"pk": asked.pk},
        "group": {"handle": group.actor.handle},
    }


def test_who_reads_what(
    viewers: dict[str, Actor | None], sung: dict[str, dict[str, object]]
) -> None:
    """All pages, once for each who looks: nobody reads more, and who may read it does."""
    pages = [
        _address(name, NOWHERE | sung.get(door.thing, {}))
        for name, door in DOORS.items()
        if not door.post_only
    ]
    pages += [f"/@{viewers['contact'].handle}/kaartje/"]
    pages += [f"/g/aan-de-deur/{page}" for page in ("", "meedoen/", "wie-klopt/", "leden/")]
    read: dict[str, set[str]] = {thing: set() for thing in CANARIES}
    for name, viewer in viewers.items():
        client = Client()
        if viewer is not None:
            client.force_login(viewer.account)
        for page in pages:
            text = client.get(page).getvalue().decode(errors="replace")
            for thing, readers in read.items():
                if canary(thing) in text:
                    readers.add(name)
    assert read == CANARIES


@pytest.mark.parametrize(
    "query",
    ["naam=marit", "naam=marrit+hoekstr", "organisatie=gemeente+Oosterhage", "na=1-marit"],
)
def test_the_directory_does_not_have_her_for_the_blocked(
    viewers: dict[str, Actor | None], addresses: dict[str, str], query: str
) -> None:
    """By her name, by what it looks like, by where she works, and by the name before hers."""

    def finds(who: str) -> bool:
        client = Client()
        client.force_login(viewers[who].account)
        return "/@marit.hoekstra/" in client.get(f"/mensen/?{query}").text

    found = {name: finds(name) for name in VIEWERS if name != "guest"}
    assert found == {name: name != "blocked" for name in found}
