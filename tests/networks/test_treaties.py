"""A treaty from the first proposal to its end, with another network that really answers."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.networks.partner import Partner
from tests.world import World
from vaknet.domain.activity.models import Activity
from vaknet.domain.networks import actions, queries
from vaknet.domain.networks.actions.ourselves import our_key, our_uri
from vaknet.domain.networks.keys import key_of
from vaknet.domain.networks.models import Errand, FromPartner, Network, Share, Treaty
from vaknet.domain.networks.terms import MOST_VERSIONS, Wishes, read_signed
from vaknet.domain.refusal import Refused
from vaknet.engine.activitypub import Unproven
from vaknet.interfaces.federation.partners_treaties import tell

pytestmark = pytest.mark.django_db
WISHES = Wishes(frozenset({"agenda", "who_can_help"}), "writer", 12, 30)
OTHER = Wishes(frozenset({"agenda"}), "both", 0, 60)
OPEN = {"state": "open"}


def proposed(world: World, partner: Partner, wishes: Wishes = WISHES) -> Treaty:
    network = Network.objects.first() or partner.row()
    return actions.propose_treaty(
        world.moderator, network=network, wishes=wishes, name="Het bestuur"
    )


def told(partner: Partner, treaty: Treaty, **answers) -> list[str]:
    """What the partner heard, after it answers like that."""
    before = len(partner.heard)
    for what, answer in answers.items():
        partner.answers[f"treaty/{what}"] = lambda _told, answer=answer: answer
    Errand.objects.filter(done_at=None).update(due_at=timezone.now())
    tell(treaty.pk)
    return [what for what, _message in partner.heard[before:]]


def verbs() -> list[str]:
    rows = Activity.objects.filter(object_type__app_label="networks").order_by("pk")
    return list(rows.values_list("verb", flat=True))


def test_we_propose_they_sign_and_it_is_in_force(world: World, partner: Partner) -> None:
    treaty = proposed(world, partner)
    assert told(partner, treaty, propose=OPEN) == ["treaty/propose"]
    terms = queries.current_terms(treaty)
    ours = our_key().public(our_uri())
    read = read_signed(terms.signed_here, key_of=lambda _id: ours, now=timezone.now())
    assert (read.digest, read.name) == (terms.digest, "Het bestuur")
    signed = partner.signs(terms.content)
    answer = partner.asks(
        "treaty/sign", {"token": treaty.token, "digest": terms.digest, "signed": signed}
    ).json()
    assert (answer["state"], answer["digest"]) == ("in_force", terms.digest)
    treaty.refresh_from_db()
    assert queries.in_force(treaty.network) == treaty
    assert list(queries.partners(Share.WHO_CAN_HELP)) == [treaty.network]
    assert list(queries.partners(Share.GROUPS)) == []
    assert timedelta(days=360) < treaty.in_force_until - timezone.now() < timedelta(days=370)
    terms.refresh_from_db()
    theirs = read_signed(
        terms.signed_there, key_of=lambda one: key_of(treaty.network, one), now=timezone.now()
    )
    assert (theirs.digest, theirs.name) == (terms.digest, "De raad")
    assert verbs() == ["proposed_treaty", "treaty_signed_there"]


def test_a_network_that_we_never_heard_of_proposes_and_we_sign(
    world: World, partner: Partner
) -> None:
    signed = partner.signs(partner.terms())
    for _twice in range(2):
        assert partner.asks("treaty/propose", {"signed": signed}).json()["state"] == "open"
    treaty = Treaty.objects.get()
    assert (treaty.network.name, treaty.proposed_by) == ("Vaknet West", "there")
    assert treaty.network.description == "Voor wie in het westen werkt."
    assert treaty.in_force_from is None
    digest = queries.current_terms(treaty).digest
    for _twice in range(2):
        actions.sign_treaty(world.moderator, treaty=treaty, digest=digest, name="Ingrid")
    assert queries.in_force(treaty.network) == treaty
    assert told(partner, treaty, sign={"state": "in_force"}) == ["treaty/sign"]
    assert verbs() == ["received_proposal", "signed_treaty"]


def test_there_and_back_with_other_terms(world: World, partner: Partner) -> None:
    treaty = proposed(world, partner)
    told(partner, treaty, propose=OPEN)
    second = partner.terms(2, token=treaty.token, shares={"groups"})
    for _twice in range(2):
        answer = partner.asks("treaty/counter", {"signed": partner.signs(second)}).json()
        assert (answer["state"], answer["version"]) == ("open", 2)
    same = Wishes(frozenset({"groups"}), "writer", 12, 30)
    with pytest.raises(Refused, match="Er is niets anders"):
        actions.counter_treaty(world.moderator, treaty=treaty, wishes=same, name="Wij")
    for _twice in range(2):
        actions.counter_treaty(world.moderator, treaty=treaty, wishes=OTHER, name="Wij")
    terms = queries.current_terms(treaty)
    assert (terms.number, terms.content["moderation"]) == (3, "both")
    assert told(partner, treaty, counter=OPEN) == ["treaty/counter"]
    given = {"token": treaty.token, "digest": terms.digest, "signed": partner.signs(terms.content)}
    assert partner.asks("treaty/sign", given).json()["state"] == "in_force"
    treaty.refresh_from_db()
    assert treaty.in_force_until is None
    assert [one.kind for one in treaty.shares.all()] == ["agenda"]
    with pytest.raises(Refused, match="geldt al"):
        actions.counter_treaty(world.moderator, treaty=treaty, wishes=WISHES, name="Wij")


def test_a_text_that_changed_is_not_signed_unread(world: World, partner: Partner) -> None:
    partner.asks("treaty/propose", {"signed": partner.signs(partner.terms())})
    treaty = Treaty.objects.get()
    read = queries.current_terms(treaty).digest
    partner.asks("treaty/counter", {"signed": partner.signs(partner.terms(2, months=24))})
    with pytest.raises(Refused, match="veranderd terwijl"):
        actions.sign_treaty(world.moderator, treaty=treaty, digest=read, name="Ingrid")


def test_a_signature_under_other_words_is_nothing(world: World, partner: Partner) -> None:
    treaty = proposed(world, partner)
    terms = queries.current_terms(treaty)
    other = partner.terms(1, token=treaty.token, months=60)
    changed = partner.signs(terms.content) | {"terms": other}
    stranger = Partner(partner.base)
    for signed in (
        changed,
        partner.signs(other),
        stranger.signs(terms.content),
        terms.signed_here,
        {"type": "SignedTreaty"},
        None,
    ):
        given = {"token": treaty.token, "digest": terms.digest, "signed": signed}
        assert partner.asks("treaty/sign", given).status_code == 404
    assert queries.in_force(treaty.network) is None


def test_a_text_that_they_sign_alone_is_not_in_force_and_ours_is_still_told(
    world: World, partner: Partner
) -> None:
    treaty = proposed(world, partner)
    told(partner, treaty, propose=OPEN)
    second = partner.terms(2, token=treaty.token)
    partner.asks("treaty/counter", {"signed": partner.signs(second)})
    digest = queries.current_terms(treaty).digest
    actions.counter_treaty(world.moderator, treaty=treaty, wishes=OTHER, name="Wij")
    given = {"token": treaty.token, "digest": digest, "signed": partner.signs(second)}
    for _twice in range(2):
        assert partner.asks("treaty/sign", given).json()["state"] == "open"
    assert "treaty_signed_there" not in verbs()
    assert told(partner, treaty, counter=OPEN) == ["treaty/counter"]


def test_nobody_brings_a_treaty_between_others(partner: Partner) -> None:
    content = partner.terms()
    content["parties"][0]["id"] = "https://elders.example/ap/x"  # type: ignore[index]
    assert partner.asks("treaty/propose", {"signed": partner.signs(content)}).status_code == 404
    assert Treaty.objects.count() == 0


@pytest.mark.parametrize("theirs_stands", [True, False])
def test_two_proposals_that_cross_become_one(
    world: World, partner: Partner, theirs_stands: bool
) -> None:
    ours = proposed(world, partner)
    digest = queries.current_terms(ours).digest
    signed = next(
        found
        for number in range(20_000)
        if ((found := _proposal(partner, number))[0] < digest) == theirs_stands
    )[1]
    answer = partner.asks("treaty/propose", {"signed": signed}).json()
    assert answer["state"] == ("open" if theirs_stands else "crossed")
    standing = Treaty.objects.get(ended_at=None)
    assert standing.proposed_by == ("there" if theirs_stands else "here")
    assert told(partner, ours, propose=OPEN) == ([] if theirs_stands else ["treaty/propose"])


def _proposal(partner: Partner, number: int) -> tuple[str, dict[str, object]]:
    from vaknet.domain.networks.terms import digest_of

    content = partner.terms(token=f"{number:022d}")
    return digest_of(content), partner.signs(content)


def test_ours_gives_way_when_they_say_that_theirs_crossed_it(
    world: World, partner: Partner
) -> None:
    treaty = proposed(world, partner)
    told(partner, treaty, propose={"state": "crossed"})
    treaty.refresh_from_db()
    assert treaty.ended_at is not None
    again = proposed(world, partner)
    told(partner, again, propose=OPEN)
    partner.asks("treaty/counter", {"signed": partner.signs(partner.terms(2, token=again.token))})
    actions.counter_treaty(world.moderator, treaty=again, wishes=OTHER, name="Wij")
    told(partner, again, counter={"state": "crossed"})
    again.refresh_from_db()
    assert again.ended_at is None
    assert queries.current_terms(again).number == 2


def test_what_came_meanwhile_stands_when_they_say_that_it_crossed(
    world: World, partner: Partner
) -> None:
    treaty = proposed(world, partner)
    told(partner, treaty, propose=OPEN)
    partner.asks("treaty/counter", {"signed": partner.signs(partner.terms(2, token=treaty.token))})
    actions.hear_state(treaty=treaty, said="crossed", signed=None, now=timezone.now())
    standing = queries.current_terms(treaty)
    assert (standing.number, standing.by, standing.set_aside_at) == (2, "there", None)


def test_there_and_back_has_an_end(world: World, partner: Partner) -> None:
    treaty = proposed(world, partner)
    treaty.versions.update(number=MOST_VERSIONS)
    with pytest.raises(Refused, match="back and forth"):
        actions.counter_treaty(world.moderator, treaty=treaty, wishes=OTHER, name="Wij")


@pytest.mark.parametrize("months", [6, 7, 8, 9, 10, 11])
def test_of_two_counter_proposals_that_cross_one_stands(
    world: World, partner: Partner, months: int
) -> None:
    treaty = proposed(world, partner)
    told(partner, treaty, propose=OPEN)
    ours = actions.counter_treaty(world.moderator, treaty=treaty, wishes=OTHER, name="Wij")
    theirs = partner.signs(partner.terms(2, token=treaty.token, months=months))
    answer = partner.asks("treaty/counter", {"signed": theirs}).json()
    standing = queries.current_terms(treaty)
    assert standing.digest <= ours.digest
    assert (answer["state"], standing.by) in {("open", "there"), ("crossed", "here")}


def test_a_number_that_is_none_is_not_kept(world: World, partner: Partner) -> None:
    assert partner.asks("treaty/propose", {"signed": partner.signs(partner.terms(2))}).json() == {
        "state": "unknown"
    }
    treaty = proposed(world, partner, OTHER)
    far = partner.signs(partner.terms(5, token=treaty.token))
    assert partner.asks("treaty/counter", {"signed": far}).json() == {"state": "crossed"}
    for what in ("counter", "sign"):
        given = partner.terms(2)
        unknown = {"signed": partner.signs(given), "token": "t" * 22, "digest": ""}
        if what == "sign":
            from vaknet.domain.networks.terms import digest_of

            unknown["digest"] = digest_of(given)
        assert partner.asks(f"treaty/{what}", unknown).json() == {"state": "unknown"}


def test_they_signed_what_we_stood_for_until_they_heard_of_another_text(
    world: World, partner: Partner
) -> None:
    treaty = proposed(world, partner)
    told(partner, treaty, propose=OPEN)
    first = queries.current_terms(treaty)
    actions.counter_treaty(world.moderator, treaty=treaty, wishes=OTHER, name="Wij")
    signed = partner.signs(first.content)
    told(partner, treaty, counter={"state": "in_force", "signed": signed})
    treaty.refresh_from_db()
    assert treaty.in_force_from is not None
    assert queries.current_terms(treaty) == first


def test_an_answer_that_was_lost_is_asked_for_again(world: World, partner: Partner) -> None:
    treaty = proposed(world, partner)
    assert told(partner, treaty) == ["treaty/propose"]
    errand = queries.next_errand(treaty)
    assert errand is not None
    assert (errand.tries, errand.trouble) == (1, "answered 404")
    assert errand.due_at > timezone.now()
    tell(treaty.pk)
    assert len(partner.heard) == 1
    assert list(queries.treaties_to_tell(timezone.now())) == []
    actions.try_again(world.moderator, treaty=treaty)
    assert list(queries.treaties_to_tell(timezone.now())) == [treaty]
    assert told(partner, treaty, propose=OPEN) == ["treaty/propose"]
    assert queries.next_errand(treaty) is None


def test_it_waits_longer_each_time_and_gives_up_on_what_ended(
    world: World, partner: Partner
) -> None:
    treaty = proposed(world, partner)
    now = timezone.now()
    waits = []
    errand = queries.next_errand(treaty)
    assert errand is not None
    for _time in range(6):
        actions.note_silence(errand=errand, reason="silent", now=now)
        waits.append((errand.due_at - now).total_seconds() / 60)
    assert waits == [1, 5, 30, 120, 360, 360]
    for _time in range(60):
        actions.note_silence(errand=errand, reason="silent", now=now)
    assert errand.done_at is None
    Treaty.objects.update(ended_at=now)
    errand.treaty.refresh_from_db()
    actions.note_silence(errand=errand, reason="silent", now=now)
    assert errand.done_at == now


def test_only_managers_of_a_connected_network(world: World, partner: Partner, settings) -> None:
    network = partner.row()
    given = {"network": network, "wishes": WISHES, "name": "Wij"}
    with pytest.raises(Refused, match="looks after"):
        actions.propose_treaty(world.samira, **given)
    with pytest.raises(Refused, match="in whose name"):
        actions.propose_treaty(world.moderator, **given | {"name": " "})
    for wishes in (Wishes(frozenset(), "writer", 1, 1), Wishes(frozenset({"x"}), "writer", 1, 1)):
        with pytest.raises(Refused, match="at least one"):
            actions.propose_treaty(world.moderator, **given | {"wishes": wishes})
    for wishes in (Wishes(OTHER.shares, "x", 1, 1), Wishes(OTHER.shares, "writer", 61, 1)):
        with pytest.raises(Refused, match="how long"):
            actions.propose_treaty(world.moderator, **given | {"wishes": wishes})
    treaty = actions.propose_treaty(world.moderator, **given)
    with pytest.raises(Refused, match="already"):
        actions.propose_treaty(world.moderator, **given)
    settings.FEDERATION = False
    with pytest.raises(Refused, match="not connected"):
        actions.end_treaty(world.moderator, treaty=treaty, at_once=True, why="")


def test_what_is_no_text_that_we_take(partner: Partner) -> None:
    good = partner.terms()
    wrong = [
        good | {"token": "kort"},
        good | {"parties": good["parties"][:1]},  # type: ignore[index]
        good | {"parties": [{"id": 1, "name": "x"}, {"id": "y", "name": "z"}]},
        good | {"parties": [{"id": "x", "name": ""}, {"id": "y", "name": "z"}]},
        good | {"shares": []},
        good | {"shares": ["all"]},
        good | {"shares": ["agenda", "agenda"]},
        good | {"moderation": "nobody"},
        good | {"months": 61},
        good | {"months": -1},
        good | {"noticeDays": {"totalItems": 1}},
        good | {"version": 0},
        good | {"small print": "all your members"},
    ]
    answers = {
        partner.asks("treaty/propose", {"signed": partner.signs(one)}).status_code for one in wrong
    }
    signed = partner.signs(good)
    answers |= {
        partner.asks("treaty/propose", {"signed": one}).status_code
        for one in (signed | {"more": 1}, signed | {"terms": 1}, signed | {"name": 1})
    }
    assert answers == {404}
    assert Treaty.objects.count() == 0
    with pytest.raises(Unproven):
        read_signed(signed, key_of=lambda _id: None, now=timezone.now())


def test_a_thing_that_came_is_called_by_its_title(partner: Partner) -> None:
    treaty = partner.in_force("agenda")
    row = FromPartner(treaty=treaty, kind="agenda", uri="u", url="u", title="Dag")
    assert str(row) == "Dag"
