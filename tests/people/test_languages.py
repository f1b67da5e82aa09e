"""The languages that somebody speaks."""

import pytest
from django.test import Client

from tests.world import World
from vaknet.domain.activity.models import Activity, Actor
from vaknet.domain.leaving.brought import plain
from vaknet.domain.leaving.reading import brought
from vaknet.domain.people import actions
from vaknet.domain.people.actions.languages import MOST
from vaknet.domain.people.models import SpokenLanguage
from vaknet.domain.refusal import Refused
from vaknet.kit import languages


def signed_in(actor: Actor, language: str = "en") -> Client:
    client = Client(headers={"accept-language": language})
    client.force_login(actor.account)
    return client


def spoken(actor: Actor) -> list[str]:
    return sorted(SpokenLanguage.objects.filter(actor=actor).values_list("code", flat=True))


def test_every_language_has_a_name_in_both_of_ours() -> None:
    for ours in ("nl", "en"):
        named = dict(languages.names(ours))
        assert set(named) == set(languages.CODES)
        assert len(set(named.values())) == len(named)
    assert languages.name("tr", "nl") == "Turks"
    assert languages.listed(["nl", "fy", "xx"], "en") == "Dutch, Frisian, and xx"


def test_added_removed_and_put_back(world: World) -> None:
    client = signed_in(world.marit)
    client.post("/ik/profiel/talen/", {"language": "nl"})
    client.post("/ik/profiel/talen/", {"language": "tr"})
    client.post("/ik/profiel/talen/", {"language": "tr"})
    assert spoken(world.marit) == ["nl", "tr"]
    assert "Speaks Dutch and Turkish" in signed_in(world.bram).get("/@marit.hoekstra/").text
    assert (
        "Spreekt Nederlands en Turks" in signed_in(world.bram, "nl").get("/@marit.hoekstra/").text
    )
    client.post("/ik/profiel/talen/tr/weg/")
    client.post("/ik/profiel/talen/tr/weg/")
    assert spoken(world.marit) == ["nl"]
    assert "Removed: Turkish." in client.get("/ik/profiel/").text
    client.post("/ik/profiel/terug/")
    assert spoken(world.marit) == ["nl", "tr"]
    verbs = Activity.objects.filter(actor=world.marit).values_list("verb", flat=True)
    assert {"added_language", "removed_language"} <= set(verbs)


@pytest.mark.parametrize("given", ["", "xx", "Turks"])
def test_only_from_the_list(world: World, given: str) -> None:
    answer = signed_in(world.marit).post("/ik/profiel/talen/", {"language": given})
    assert answer.status_code == 422
    assert "Choose a language from the list." in answer.text
    with pytest.raises(Refused):
        actions.add_language(world.marit, code=given)


def test_not_without_end(world: World) -> None:
    for code in languages.CODES[:MOST]:
        actions.add_language(world.marit, code=code)
    answer = signed_in(world.marit).post("/ik/profiel/talen/", {"language": "my"})
    assert answer.status_code == 422
    assert "Remove one first" in answer.text


def test_along_to_another_vaknet(world: World) -> None:
    told = {"languages": [{"code": "tr"}, {"code": "xx"}, {"code": ["nl"]}, {}, {"code": "tr"}]}
    found = brought(told)
    assert found.languages == ("tr",)
    assert brought(plain(found)) == found
