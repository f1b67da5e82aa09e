"""Which letters say that one can just answer them, and which do not."""

# ruff: noqa: F811 -- its fixtures are those of the other letters

from tests.mail.answering import DOMAIN, Post
from tests.mail.test_answering import connection_letter, post, world  # noqa: F401
from tests.mail.test_answering import pytestmark as _real_transactions
from tests.world import World
from vaknet.domain.activity.models import Activity
from vaknet.domain.groups import actions as groups
from vaknet.domain.knowledge import actions as knowledge
from vaknet.domain.knowledge.models import Reply
from vaknet.domain.people import actions as people
from vaknet.domain.people.answering import Matter, address_for, answering

pytestmark = _real_transactions


def test_the_page_of_a_group_says_where_to_ask_by_mail(world: World, client, settings) -> None:
    client.force_login(world.samira.account)
    path = f"/g/{world.group.actor.handle}/mail/"
    settings.MAIL_IN_DOMAIN = ""
    assert "antwoord+" not in client.get(path).text
    settings.MAIL_IN_DOMAIN, settings.MAIL_IN_NAME = DOMAIN, "antwoord"
    assert address_for(world.samira.account, Matter.GROUP, world.group.pk) in client.get(path).text


def test_who_asked_without_her_name_is_not_offered_to_answer_by_mail(
    world: World, post: Post
) -> None:
    for one in (world.bram, world.peter):
        groups.join_group(one, group=world.group)
    asked = knowledge.ask(
        world.samira, group=world.group, title="Mag dit van mijn baas?", without_name=True
    )
    knowledge.answer(world.joost, question=asked, text="Ja, dat mag.")
    letter = post.last(world.samira)

    assert "Ja, dat mag." in letter.body
    assert "Reply-To" not in letter.extra_headers
    assert "You can just answer" not in letter.body


def test_without_mail_coming_in_letters_are_as_they_were(world: World, settings) -> None:
    post = Post(0, set(Activity.objects.values_list("pk", flat=True)))
    people.set_language(world.samira.account, language="en")
    letter = connection_letter(world, post)

    assert letter.from_email == settings.DEFAULT_FROM_EMAIL
    assert {"From", "Reply-To"} & set(letter.extra_headers) == set()
    assert "You can just answer" not in letter.body


def test_the_letter_goes_out_in_our_name_and_comes_back_to_an_address_of_its_own(
    world: World, post: Post, settings
) -> None:
    letter = connection_letter(world, post)
    message = letter.message()

    assert message["From"] == settings.DEFAULT_FROM_EMAIL
    assert answering(letter.from_email).matter is Matter.BOUNCE
    local = letter.extra_headers["Reply-To"].partition("@")[0]
    assert len(local) <= 64


def test_who_wrote_an_article_answers_below_it(world: World, post: Post) -> None:
    draft = knowledge.begin_article(
        world.samira, group=world.group, title="Zo scan je", lead="Kort.", body="Lang."
    )
    knowledge.send_in(world.samira, article=draft)
    knowledge.publish_article(world.marit, article=draft)

    post.answer(post.last(world.samira), "Vraag gerust.")
    post.deliver()

    assert Reply.objects.get().text == "Vraag gerust."
