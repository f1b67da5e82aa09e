"""In which language a text is: said only where its small words tell it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vaknet.engine.text import language_of
from vaknet.engine.text.language import LOOKED_AT

DUTCH = (
    "Wie heeft er ervaring met houtvezel als isolatie? Wij willen het dak van een school doen, en "
    "de aannemer zegt dat het niet kan.",
    "Ik zou het niet doen. Je krijgt het vocht er nooit meer uit.",
    "Omgevingsvergunning voor een dakkapel: wat moet er in de aanvraag, en hoe lang duurt het?",
)
ENGLISH = (
    "Does anyone know how the new permit rules work for a small town? We have been waiting since "
    "the spring, and nobody could tell us what they want.",
    "I would not do that. You will never get it dry again.",
)
# The same in languages that share small words with Dutch or English.
OTHERS = {
    "German": "Wer hat Erfahrung mit Holzfaser als Dämmung? Wir wollen das Dach einer Schule "
    "machen, und der Handwerker sagt, dass es nicht geht. Was ist "
    "in so einem Fall die beste Lösung?",
    "Frisian": "Wa hat der ûnderfining mei houtfezel as isolaasje? Wy wolle it dak fan in skoalle "
    "dwaan, en de oannimmer seit dat it net kin. Wat is yn sa'n gefal foar ús it bêste?",
    "Afrikaans": "Wie het ervaring met houtvesel as isolasie? Ons wil die dak van 'n skool doen, "
    "en die aannemer sê dat dit nie kan nie. Wat is in so 'n geval vir ons die beste?",
    "Danish": "Hvem har erfaring med træfiber som isolering? Vi vil lave taget på en skole, og "
    "håndværkeren siger at det ikke kan lade sig gøre. Er der en som kan hjælpe os?",
    "Swedish": "Vem har erfarenhet av träfiber som isolering? Vi vill göra taket på en skola, och "
    "hantverkaren säger att det inte går. Vad är bäst för oss i ett sådant fall?",
    "French": "Qui a de l'expérience avec la fibre de bois pour l'isolation? Nous voulons faire le "
    "toit d'une école, et le maître d'œuvre dit que ce n'est pas possible.",
    "Spanish": "Quién tiene experiencia con la fibra de madera para el techo de una escuela? El "
    "contratista dice que no se puede, y nosotros no sabemos qué hacer con los costes.",
    "Turkish": "Ahşap elyaf yalıtımı konusunda deneyimi olan var mı? Bir okulun çatısını yapmak "
    "istiyoruz.",
}


@pytest.mark.parametrize("text", DUTCH)
def test_dutch(text: str) -> None:
    assert language_of(text) == "nl"


@pytest.mark.parametrize("text", ENGLISH)
def test_english(text: str) -> None:
    assert language_of(text) == "en"


@pytest.mark.parametrize("name", OTHERS)
def test_of_all_other_languages_nothing_is_said(name: str) -> None:
    assert language_of(OTHERS[name]) == ""
    assert language_of(OTHERS[name] * 20) == ""


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Ja & nee.",
        "Kruislaaghout",
        "We start tomorrow.",
        f"{DUTCH[0]} {ENGLISH[0]}",
        f"de het een van {'Rc U-waarde λ 0,038 NEN 1068 ' * 10}",
        "https://vaknet.example/de/het/een/van?ik=jij",
        "🌱🌱🌱 1 2 3",
    ],
)
def test_what_is_short_mixed_or_no_words_is_in_none(text: str) -> None:
    assert language_of(text) == ""


def test_a_word_of_the_other_language_changes_nothing() -> None:
    assert language_of(f"{DUTCH[0]} En dat noemen ze 'state of the art'.") == "nl"


def test_it_does_not_read_on_for_ever() -> None:
    assert language_of(DUTCH[0] + " x" * LOOKED_AT) == ""
    assert language_of((DUTCH[0] + " ") * 60 + ENGLISH[0] * 100) == "nl"


@given(st.text(max_size=400))
def test_it_says_one_of_three_whatever_it_reads(text: str) -> None:
    assert language_of(text) in {"nl", "en", ""}
