"""A talk begins where people meet: below an answer, in an introduction."""

from urllib.parse import quote

from tests.talks.test_talks import signed_in
from tests.world import World
from vaknet.domain.connections import actions as connections


def test_who_asked_proposes_a_talk_to_who_answered(world: World) -> None:
    page = f"/vraag/{world.question.pk}/"
    asker, author = world.question.author, world.answer.author
    link = f'href="/@{author.handle}/afspraak/?over={quote(world.question.title)}"'
    assert link in signed_in(asker).get(page).text
    for other in (author, world.noor):
        assert "/afspraak/?over=" not in signed_in(other).get(page).text
    form = signed_in(asker).get(f"/@{author.handle}/afspraak/?over={quote('Wat nu?')}").text
    assert "Wat nu?</textarea>" in form


def test_the_purpose_of_an_introduction_comes_along(world: World) -> None:
    purpose = "Van het papier af: hoe?"
    asked = connections.ask_introduction(
        world.samira, target=world.marit, route=[world.joost], purpose=purpose
    )
    connections.agree_to_introduce(world.joost, step=asked.steps.get())
    connections.accept_introduction(world.marit, introduction=asked)
    page = signed_in(world.samira).get(f"/ik/introducties/{asked.pk}/").text
    assert f'href="/@{world.marit.handle}/afspraak/?over={quote(purpose)}"' in page
