"""Being known elsewhere is her own choice, and a group's."""

import pytest
from django.utils import timezone
from time_machine import travel

from tests.federation.story import be_public
from tests.world import World, bring_in
from vaknet.domain.activity.models import Activity, Actor
from vaknet.domain.federation import actions, keys, queries, rules
from vaknet.domain.federation.models import Allowance, FederatedId, Federating, SigningKey
from vaknet.domain.groups import actions as groups
from vaknet.domain.groups.models import Group
from vaknet.domain.people import actions as people
from vaknet.domain.people.models import Account
from vaknet.domain.refusal import Refused
from vaknet.engine.activitypub.keys import multikey, pem


def key_names(actor: Actor) -> set[str]:
    return set(queries.signing_keys(actor).values_list("name", flat=True))


def test_nobody_is_known_without_having_said_so(world: World) -> None:
    be_public(world.marit)
    assert [queries.known(person.handle) for person in world.everybody] == [None] * 8


def test_she_is_known_from_then_and_not_after_she_stops(world: World, fatma: Actor) -> None:
    assert queries.known(fatma.handle) == fatma
    assert queries.is_known(fatma)
    token = fatma.federated_id.token
    assert len(token) == 22
    actions.stop_federating(fatma)
    actions.stop_federating(fatma)
    assert queries.known(fatma.handle) is None
    assert queries.meant(token) == queries.Known(None)
    actions.federate(fatma, agreed_to=rules.EDITION)
    assert FederatedId.objects.get(actor=fatma).token == token
    assert queries.meant(token) == queries.Known(fatma)
    verbs = Activity.objects.filter(actor=fatma, verb__endswith="federating")
    assert list(verbs.order_by("pk").values_list("verb", "audience")) == [
        ("began_federating", "self"),
        ("stopped_federating", "self"),
        ("began_federating", "self"),
    ]


def test_twice_is_once(fatma: Actor) -> None:
    before = key_names(fatma)
    actions.federate(fatma, agreed_to=rules.EDITION)
    assert Federating.objects.filter(actor=fatma).count() == 1
    assert key_names(fatma) == before


def test_she_agrees_in_so_many_words(world: World) -> None:
    be_public(world.marit)
    with pytest.raises(Refused) as refused:
        actions.federate(world.marit, agreed_to="")
    assert refused.value.field == "agrees"
    assert queries.known(world.marit.handle) is None


def test_first_she_shows_something_to_everyone(world: World) -> None:
    with pytest.raises(Refused, match="show a part"):
        actions.federate(world.marit, agreed_to=rules.EDITION)


def test_whoever_shows_nothing_to_everyone_any_more_is_not_known(fatma: Actor) -> None:
    token = fatma.federated_id.token
    people.show_parts(fatma, who_sees={"profession": "members"})
    assert queries.known(fatma.handle) is None
    assert queries.meant(token) is None
    assert not queries.is_known(fatma)


def test_not_in_a_network_that_is_not_connected(world: World, settings) -> None:
    settings.FEDERATION = False
    be_public(world.marit)
    with pytest.raises(Refused):
        actions.federate(world.marit, agreed_to=rules.EDITION)


def test_who_is_switched_off_may_come_back_and_is_not_said_to_be_gone(fatma: Actor) -> None:
    token = fatma.federated_id.token
    Account.objects.filter(actor=fatma).update(is_active=False)
    assert queries.known(fatma.handle) is None
    assert queries.meant(token) is None


def test_her_id_stays_when_her_handle_changes(fatma: Actor) -> None:
    token = fatma.federated_id.token
    Actor.objects.filter(pk=fatma.pk).update(handle="fatma.kaya")
    found = queries.known("fatma.kaya")
    assert found is not None
    assert queries.known("fatma.yildiz") is None
    assert (found.federated_id.token, queries.meant(token)) == (token, queries.Known(fatma))


def test_what_she_shows_to_everyone_is_all_that_is_told(world: World) -> None:
    be_public(world.samira, promise="everyone", work="everyone", profession="me")
    people.change_profile(
        world.samira,
        name=world.samira.name,
        promise="Uw dossier rond",
        profession="x",
        occupation=None,
        place=None,
    )
    actions.federate(world.samira, agreed_to=rules.EDITION)
    samira = queries.known(world.samira.handle)
    assert samira is not None
    told = queries.identity(samira)
    assert told is not None
    assert told.lines == ("vergunningverlener, gemeente Waterveen", "Uw dossier rond")
    people.show_parts(samira, who_sees={"work": "contacts"})
    again = queries.identity(samira)
    assert again is not None
    assert again.lines == ("Uw dossier rond",)


def test_a_role_without_an_organisation_is_a_line_too(world: World) -> None:
    be_public(world.peter, work="everyone")
    people.add_role(world.peter, kind="work", title="zelfstandig archivaris", organisation="")
    actions.federate(world.peter, agreed_to=rules.EDITION)
    found = queries.known(world.peter.handle)
    assert found is not None
    told = queries.identity(found)
    assert told is not None
    assert told.lines == ("zelfstandig archivaris",)


def test_a_public_group_is_known_until_its_stewards_keep_it_home(
    world: World, open_group: Group
) -> None:
    actor = open_group.actor
    assert queries.known(actor.handle) == actor
    actions.prepare(actor=actor)
    token = FederatedId.objects.get(actor=actor).token
    actions.keep_home(world.noor, group=open_group)
    actions.keep_home(world.noor, group=open_group)
    assert queries.known(actor.handle) is None
    assert queries.meant(token) == queries.Known(None)
    actions.let_out(world.noor, group=open_group)
    actions.let_out(world.noor, group=open_group)
    assert queries.known(actor.handle) == actor
    assert queries.meant(token) == queries.Known(actor)


@pytest.mark.parametrize("readers", ["members", "group"])
def test_what_guests_cannot_read_stays_here(world: World, readers: str) -> None:
    group = groups.start_group(world.noor, name="Onder ons", purpose="Intern", readers=readers)
    assert queries.known(group.actor.handle) is None
    with pytest.raises(Refused, match="Guests"):
        actions.let_out(world.noor, group=group)
    assert queries.known(group.actor.handle) is None


def test_only_stewards_decide_for_a_group(world: World, open_group: Group) -> None:
    bring_in(world.noor, open_group, world.marit)
    for person in (world.marit, world.bram):
        with pytest.raises(Refused):
            actions.keep_home(person, group=open_group)
        with pytest.raises(Refused):
            actions.let_out(person, group=open_group)
        with pytest.raises(Refused):
            actions.allow(person, actor=open_group.actor, kinds=["list"])
        with pytest.raises(Refused):
            actions.renew_keys(person, actor=open_group.actor)
    assert queries.kept_home(open_group) is None


def test_nobody_speaks_for_somebody_else(world: World, fatma: Actor) -> None:
    with pytest.raises(Refused):
        actions.allow(world.bram, actor=fatma, kinds=["list"])
    with pytest.raises(Refused):
        actions.renew_keys(world.bram, actor=fatma)


def test_all_that_goes_further_is_off_until_she_says_so(fatma: Actor) -> None:
    assert queries.allowed(fatma) == set()
    actions.allow(fatma, actor=fatma, kinds=["list", "follow"])
    assert queries.allowed(fatma) == {"list", "follow"}
    actions.allow(fatma, actor=fatma, kinds=["follow", "list"])
    actions.allow(fatma, actor=fatma, kinds=["search"])
    assert queries.allowed(fatma) == {"search"}
    assert Allowance.objects.filter(actor=fatma).count() == 3
    assert Activity.objects.filter(actor=fatma, verb="changed_allowances").count() == 2


def test_a_steward_says_what_others_may_do_with_the_group(world: World, open_group: Group) -> None:
    actions.allow(world.noor, actor=open_group.actor, kinds=["list"])
    assert queries.allowed(open_group.actor) == {"list"}


def test_new_keys_and_for_a_week_those_of_before(fatma: Actor) -> None:
    first = key_names(fatma)
    old = SigningKey.objects.get(actor=fatma, kind="rsa")
    assert keys.private(old) is not None
    later = timezone.now() + actions.BETWEEN * 2
    with travel(later):
        actions.renew_keys(fatma, actor=fatma)
        told = queries.identity(fatma)
        assert told is not None
        assert {key.name for key in told.keys[:2]} == key_names(fatma)
        assert {key.name for key in told.keys[2:]} == first
    with travel(later + queries.KNOWN_FOR * 2):
        told = queries.identity(fatma)
        assert told is not None
        assert {key.name for key in told.keys} == key_names(fatma)
    old.refresh_from_db()
    assert bytes(old.sealed) == b""
    assert keys.private(old) is None


def test_a_form_that_is_sent_twice_changes_keys_once(fatma: Actor) -> None:
    with travel(timezone.now() + actions.BETWEEN * 2):
        actions.renew_keys(fatma, actor=fatma)
    with pytest.raises(Refused, match="an hour"):
        actions.renew_keys(fatma, actor=fatma)


def test_without_keys_there_are_none_to_change(world: World) -> None:
    with pytest.raises(Refused, match="no keys"):
        actions.renew_keys(world.bram, actor=world.bram)


def test_keys_open_with_the_secret_of_this_server_or_one_of_before(fatma: Actor, settings) -> None:
    for row in queries.signing_keys(fatma):
        key = keys.private(row)
        assert key is not None
        public = key.public_key()
        said = pem(public) if row.kind == "rsa" else multikey(public)
        assert said == row.public
        row.name = "key-of-another-row"
        assert keys.private(row) is None
    before, settings.SECRET_KEY = settings.SECRET_KEY, "x" * 50
    row = queries.signing_keys(fatma)[0]
    assert keys.private(row) is None
    settings.SECRET_KEY_FALLBACKS = [before]
    assert keys.private(row) is not None


def test_what_is_sealed_is_a_key_and_of_a_kind_we_use(fatma: Actor, settings) -> None:
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

    row = queries.signing_keys(fatma)[0]
    other = keys._der(X25519PrivateKey.generate())
    row.sealed = keys.seal(keys._sealing(settings.SECRET_KEY), other, place=keys._place(row))
    assert keys.private(row) is None


def test_who_she_is_elsewhere(fatma: Actor) -> None:
    said = actions.say_also_known(fatma, uri=" https://elders.example/users/fatma ")
    again = actions.say_also_known(fatma, uri="https://elders.example/users/fatma")
    assert said == again
    for wrong in ("@fatma@elders.example", "http://elders.example/f", "https://10.0.0.1/f", ""):
        with pytest.raises(Refused) as refused:
            actions.say_also_known(fatma, uri=wrong)
        assert refused.value.field == "uri"
    for number in range(actions.MOST_ALSO - 1):
        actions.say_also_known(fatma, uri=f"https://elders.example/{number}")
    with pytest.raises(Refused, match="ten"):
        actions.say_also_known(fatma, uri="https://elders.example/nog-een")
    actions.take_back_also_known(fatma, pk=said.pk)
    actions.take_back_also_known(fatma, pk=said.pk)
    assert queries.also_known_as(fatma).count() == actions.MOST_ALSO - 1


def test_of_somebody_else_there_is_nothing_to_take_back(world: World, fatma: Actor) -> None:
    said = actions.say_also_known(fatma, uri="https://elders.example/users/fatma")
    actions.take_back_also_known(world.bram, pk=said.pk)
    assert queries.also_known_as(fatma).count() == 1


def test_the_network_is_somebody_too(world: World) -> None:
    assert queries.network() is None
    actions.prepare_network(name="Vaknet Oost")
    network = queries.network()
    assert network is not None
    assert queries.known("vaknet") == network
    told = queries.identity(network)
    assert told is not None
    assert (told.lines, len(told.keys)) == ((), 2)


def test_who_has_no_address_yet_has_no_identity(world: World, open_group: Group) -> None:
    assert queries.identity(open_group.actor) is None


def test_rows_have_names(world: World, fatma: Actor, open_group: Group) -> None:
    actions.keep_home(world.noor, group=open_group)
    kept = queries.kept_home(open_group)
    assert str(kept) == f"{open_group.pk} stays within this network"
