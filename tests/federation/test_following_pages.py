"""My page of follows across networks: forms, refusals with words, and what others cannot do."""

import pytest
from django.core import mail
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.html import strip_tags

from tests import postbox
from tests.federation.elsewhere import Elsewhere
from tests.federation.story import known_elsewhere, somebody_elsewhere
from tests.federation.taking_part import sent
from tests.federation.test_fetching import finger
from tests.federation.test_pages import signed_in
from tests.world import World
from vaknet.domain.activity.models import Activity, Actor
from vaknet.domain.federation import actions, queries
from vaknet.domain.federation.models import BlockElsewhere, Follower, Following, Host, Parcel
from vaknet.domain.notices.models import Notice
from vaknet.domain.people import actions as people
from vaknet.interfaces.jobs import followups

HERE = "/ik/instellingen/andere-netwerken/volgen/"


def asks(member: Actor, name: str = "Elly") -> Follower:
    remote = somebody_elsewhere(name, host="elders.example")
    with transaction.atomic():
        actions.be_asked_to_follow(remote=remote, actor=member, activity="", at=timezone.now())
    return Follower.objects.get(follower=remote, followed=member, until=None)


def act(client: Client, name: str, number: object) -> str:
    return client.post(HERE, {"act": name, "number": number}, follow=True).content.decode()


def test_who_asks_is_shown_and_answered(fatma: Actor) -> None:
    asked, other = asks(fatma), asks(fatma, "Otto")
    client = signed_in(fatma)
    page = client.get(HERE).content.decode()
    assert "@elly@elders.example" in page
    assert 'rel="nofollow noopener ugc"' in page
    assert "Elly follows you now." in act(client, "accept", asked.pk)
    assert "You said no. Otto does not follow you." in act(client, "decline", other.pk)
    assert [one.pk for one in queries.follows_elsewhere(fatma).followers] == [asked.pk]
    assert "Elly does not follow you any more." in act(client, "remove", asked.pk)
    assert queries.follows_elsewhere(fatma) == queries.Follows([], [], [])
    assert "Nobody on another network follows you." in client.get(HERE).content.decode()


def test_the_name_of_who_asks_is_told_to_nobody_else(fatma: Actor, world: World) -> None:
    asked = asks(fatma)
    known_elsewhere(world.noor)
    for name in ("accept", "decline", "remove"):
        assert "Elly" not in act(signed_in(world.noor), name, asked.pk)
    assert queries.name_of_follower(world.noor, pk=asked.pk) == ""
    with CaptureQueriesContext(connection) as asking:
        assert queries.name_of_follower(fatma, pk=asked.pk) == "Elly"
    assert len(asking) == 1


def test_she_looks_somebody_up_and_follows(there: Elsewhere, fatma: Actor) -> None:
    noor = there.someone()
    finger(there, "noor", noor.id)
    client = signed_in(fatma)
    page = client.post(HERE, {"act": "find", "who": f"@noor@{there.host}"})
    assert page.status_code == 200
    assert "Whom you follow there learns your name" in page.content.decode()
    assert queries.follows_elsewhere(fatma).following == []
    assert fatma.handle not in str(there.asked)
    held = queries.remote_by_uri(noor.id)
    assert held is not None
    assert "You asked." in act(client, "follow", held.pk)
    [one] = queries.follows_elsewhere(fatma).following
    assert "There is no answer yet." in client.get(HERE).content.decode()
    assert "You do not follow there any more." in act(client, "unfollow", one.pk)
    assert queries.follows_elsewhere(fatma).following == []


@pytest.mark.parametrize(
    ("typed", "said"),
    [("noor", "We found nobody there."), ("", "required"), ("@x@elders.example", "answer")],
)
def test_what_finds_nobody_says_so_and_stays_typed(
    there: Elsewhere, fatma: Actor, typed: str, said: str, monkeypatch
) -> None:
    from vaknet.interfaces.reaching import fetching

    if said == "answer":
        monkeypatch.setattr(fetching, "SECONDS", 0.0)
    answer = signed_in(fatma).post(HERE, {"act": "find", "who": typed})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert f'value="{typed}"' in page or not typed
    if typed:
        assert said in page


def test_an_actor_that_cannot_be_kept_is_nobody(there: Elsewhere, fatma: Actor) -> None:
    noor = there.someone()
    noor.told["inbox"] = f"{there.address}/{'x' * 500}"
    there.again(noor)
    answer = signed_in(fatma).post(HERE, {"act": "find", "who": noor.id})
    assert "We found nobody there." in answer.content.decode()


def test_who_is_not_known_there_reads_why_and_our_server_asks_nobody(
    there: Elsewhere, world: World
) -> None:
    client = signed_in(world.bram)
    page = client.get(HERE).content.decode()
    assert "Nobody there can find you now." in page
    assert 'value="find"' not in page
    noor = there.someone()
    answer = client.post(HERE, {"act": "find", "who": noor.id})
    assert answer.status_code == 422
    assert there.asked == []
    held = somebody_elsewhere()
    assert "First let people" in act(client, "follow", held.pk)


def test_nobody_answers_for_somebody_else(fatma: Actor, world: World) -> None:
    asked = asks(fatma)
    client = signed_in(world.bram)
    for name in ("accept", "decline", "remove", "unfollow", "niets"):
        act(client, name, asked.pk)
    act(client, "follow", "x")
    act(client, "follow", 10**18)
    again = Follower.objects.get(pk=asked.pk)
    assert (again.since, again.until) == (None, None)


def test_a_page_costs_the_same_however_many_there_are(fatma: Actor) -> None:
    client, costs = signed_in(fatma), []
    for names in (["a1"], ["b1", "b2"]):
        for name in names:
            asks(fatma, name)
        client.get(HERE)
        with CaptureQueriesContext(connection) as asked:
            client.get(HERE)
        costs.append(len(asked))
    assert costs[0] == costs[1]


def test_she_hears_of_it_and_no_more_once_it_is_answered(fatma: Actor) -> None:
    people.set_language(fatma.account, language="en")
    asked = asks(fatma)
    activity = Activity.objects.get(verb="asked_to_follow_from_elsewhere")
    [letter] = followups.letters_to(fatma, activity)
    assert letter.subject == "Somebody on another network would like to follow you"
    assert "Elly" not in letter.subject
    followups.run(activity.pk)
    notice = Notice.objects.get(reader=fatma)
    assert notice.kind == "asked"
    page = signed_in(fatma).get("/meldingen/").content.decode()
    assert "Elly (@elly@elders.example)" in page
    assert HERE in page
    assert "/@elly/" not in page
    actions.decline_follower(fatma, pk=asked.pk)
    assert followups.letters_to(fatma, activity) == []
    assert "elders.example" not in signed_in(fatma).get("/meldingen/").content.decode()


def test_a_network_that_is_silent_for_long_is_asked_once_it_answers(
    there: Elsewhere, fatma: Actor
) -> None:
    noor, client = there.someone(), signed_in(fatma)
    client.post(HERE, {"act": "find", "who": noor.id})
    held = queries.remote_by_uri(noor.id)
    assert held is not None
    Host.objects.update(pruned_at=timezone.now())
    assert "That network does not answer now." in act(client, "follow", held.pk)
    assert queries.follows_elsewhere(fatma).following == []
    assert not Parcel.objects.exists()
    client.post(HERE, {"act": "find", "who": noor.id})
    assert "You asked." in act(client, "follow", held.pk)
    assert Parcel.objects.count() == 1


def test_she_reads_that_somebody_whom_she_follows_moved(fatma: Actor) -> None:
    """Among her notices, and not by mail: there is nothing to do."""
    people.set_language(fatma.account, language="en")
    old = somebody_elsewhere("Wout", host="bouw.example")
    new = somebody_elsewhere("Wout", host="nieuw.example")
    actions.follow_elsewhere(fatma, remote=old)
    with transaction.atomic():
        assert actions.move_followings(old=old, new=new, at=timezone.now())
    activity = Activity.objects.get(verb="moved_along_elsewhere")
    mail.outbox.clear()
    followups.run(activity.pk)
    postbox.empty()
    assert mail.outbox == []
    assert Notice.objects.get(reader=fatma).due_at is None
    client = signed_in(fatma)
    page = client.get("/meldingen/").content.decode()
    assert "Somebody whom you follow moved." in page
    assert "Wout (@wout@nieuw.example)" in page
    assert 'class="avatar avatar--s avatar--none"' in page
    [one] = queries.follows_elsewhere(fatma).following
    act(client, "unfollow", one.pk)
    assert "nieuw.example" not in client.get("/meldingen/").content.decode()
    followups.run(activity.pk)
    assert Notice.objects.count() == 1


def test_who_follows_there_already_is_told_nothing_of_a_move(fatma: Actor) -> None:
    old = somebody_elsewhere("Wout", host="bouw.example")
    new = somebody_elsewhere("Wout", host="nieuw.example")
    for one in (old, new):
        actions.follow_elsewhere(fatma, remote=one)
    with transaction.atomic():
        assert actions.move_followings(old=old, new=new, at=timezone.now())
    verbs = ["moved_along_elsewhere", "stayed_behind_elsewhere"]
    assert not Activity.objects.filter(verb__in=verbs).exists()


@pytest.mark.parametrize("why", ["silent", "blocked there", "not known"])
def test_who_cannot_be_asked_for_reads_so_and_not_why(fatma: Actor, why: str) -> None:
    """In the same words, though others are asked for: whoever blocked her is not told on."""
    people.set_language(fatma.account, language="en")
    old = somebody_elsewhere("Wout", host="bouw.example")
    new = somebody_elsewhere("Wout", host="nieuw.example")
    actions.follow_elsewhere(fatma, remote=old)
    if why == "silent":
        Host.objects.filter(name="nieuw.example").update(pruned_at=timezone.now())
    elif why == "blocked there":
        BlockElsewhere.objects.create(by=new, whom=fatma)
    else:
        people.show_parts(fatma, who_sees={"profession": "members"}, agreed_to="2026-11")
    with transaction.atomic():
        assert actions.move_followings(old=old, new=new, at=timezone.now())
    assert not Following.objects.filter(until=None).exists()
    assert [one["type"] for one in sent("Follow", "Undo")] == ["Follow", "Undo"]
    assert not Activity.objects.filter(verb="moved_along_elsewhere").exists()
    activity = Activity.objects.get(verb="stayed_behind_elsewhere")
    mail.outbox.clear()
    followups.run(activity.pk)
    postbox.empty()
    assert mail.outbox == []
    assert Notice.objects.get(activity=activity).reader == fatma
    client = signed_in(fatma)
    page = " ".join(strip_tags(client.get("/meldingen/").content.decode()).split())
    told = "Somebody whom you followed moved. We could not ask there whether you may follow:"
    assert f"{told} Wout (@wout@nieuw.example)" in page


def test_that_she_could_not_be_asked_for_goes_once_she_asks_herself(fatma: Actor) -> None:
    old = somebody_elsewhere("Wout", host="bouw.example")
    new = somebody_elsewhere("Wout", host="nieuw.example")
    actions.follow_elsewhere(fatma, remote=old)
    Host.objects.filter(name="nieuw.example").update(pruned_at=timezone.now())
    with transaction.atomic():
        assert actions.move_followings(old=old, new=new, at=timezone.now())
    followups.run(Activity.objects.get(verb="stayed_behind_elsewhere").pk)
    client = signed_in(fatma)
    assert "nieuw.example" in client.get("/meldingen/").content.decode()
    Host.objects.update(pruned_at=None)
    actions.follow_elsewhere(fatma, remote=new)
    assert "nieuw.example" not in client.get("/meldingen/").content.decode()
    followups.run(Activity.objects.get(verb="stayed_behind_elsewhere").pk)
    assert Notice.objects.filter(reader=fatma).count() == 1
