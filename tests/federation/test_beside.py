"""Pictures, files and the other language go along, as guests read them, and end with the thing."""

import json
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.federation.conftest import BASE
from tests.federation.going_out import (
    ACTIVITY,
    after,
    asked,
    conversation,
    follower,
    id_of,
    joined,
    nowhere,
    read,
    told,
)
from tests.federation.test_things_of_rooms import article_page, written
from tests.knowledge.test_attachments import hung, paper
from tests.world import World
from vaknet.domain.activity.models import Activity, Actor
from vaknet.domain.federation import actions as federation
from vaknet.domain.federation.models import FederatedThing
from vaknet.domain.groups import actions as groups
from vaknet.domain.groups.models import Group
from vaknet.domain.knowledge import actions as knowledge
from vaknet.domain.knowledge.models import Post
from vaknet.domain.translations import actions as translations
from vaknet.engine.activitypub import Document
from vaknet.engine.activitypub import Post as ReadPost
from vaknet.engine.activitypub import post as read_post


def opened(url: str) -> int:
    """By somebody without an account."""
    return Client().get(url.removeprefix(BASE)).status_code


def addresses(document: dict[str, Any]) -> list[str]:
    return [one["url"] for one in document["attachment"]]


def test_pictures_and_files_stand_beside_the_words(world: World, open_group: Group) -> None:
    post = conversation(world.noor, open_group)
    assert "attachment" not in told(post)
    picture, plan = hung(world.noor, post), paper(world.noor, post)
    bare = hung(world.noor, post, b"b", "")
    document = told(post)
    assert document["attachment"] == [
        {
            "type": "Image",
            "mediaType": "image/webp",
            "url": f"{BASE}/bijlage/{picture.pk}/1600.webp",
            "name": "Een deur",
            "width": picture.width,
            "height": picture.height,
        },
        {
            "type": "Document",
            "mediaType": "application/pdf",
            "url": f"{BASE}/bijlage/{plan.pk}/",
            "name": "Plan.pdf",
        },
        {
            "type": "Image",
            "mediaType": "image/webp",
            "url": f"{BASE}/bijlage/{bare.pk}/1600.webp",
            "width": bare.width,
            "height": bare.height,
        },
    ]
    assert nowhere(world.noor, json.dumps(document))
    answers = [Client().get(url.removeprefix(BASE)) for url in addresses(document)]
    kinds = [(one.status_code, one["Content-Type"]) for one in answers]
    assert kinds == [(200, "image/webp"), (200, "application/pdf"), (200, "image/webp")]
    found = read_post(Document(json.dumps(document).encode()))
    assert isinstance(found, ReadPost)
    assert [one.name for one in found.attachments] == ["Een deur", "Plan.pdf", ""]


def _withdrawn(world: World, post: Post, _group: Group) -> None:
    knowledge.withdraw_post(world.noor, post=post)


def _taken_away(world: World, post: Post, _group: Group) -> None:
    knowledge.take_away(world.moderator, thing=post, at=timezone.now())


def _for_members_now(world: World, _post: Post, group: Group) -> None:
    said = {"name": "Bouwen", "purpose": "Hout", "admission": "open"}
    groups.change_group(world.noor, group=group, readers="members", **said)


@pytest.mark.parametrize("end", [_withdrawn, _taken_away, _for_members_now])
def test_what_is_gone_opens_nothing(world: World, open_group: Group, end) -> None:
    post = conversation(world.noor, open_group)
    picture, plan = hung(world.noor, post), paper(world.noor, post)
    urls = addresses(told(post))
    assert [opened(url) for url in urls] == [200, 200]
    end(world, post, open_group)
    there = [Client().get(url.removeprefix(BASE)) for url in urls]
    never = [Client().get(f"/bijlage/{pk}/") for pk in (picture.pk + 900, plan.pk + 900)]
    assert {one.status_code for one in there + never} == {404}
    assert not read(f"/gesprek/{post.pk}/")["Content-Type"].startswith(ACTIVITY)


def test_what_changed_beside_the_words_is_told(
    world: World, fatma: Actor, open_group: Group
) -> None:
    inbox = follower(fatma, host="vrienden.example")
    post = conversation(joined(fatma, open_group), open_group)
    [(_, created, _)] = after("posted")
    assert "attachment" not in created["object"]
    one = hung(fatma, post)
    [(_, update, to)] = after("attached")
    assert (update["type"], to) == ("Update", {inbox})
    assert update["object"]["attachment"][0]["name"] == "Een deur"
    assert update["object"]["updated"] >= update["object"]["published"]
    knowledge.describe_attachment(fatma, attachment=one, description="Een rode deur")
    [(_, update, _)] = after("described_attachment")
    assert update["object"]["attachment"][0]["name"] == "Een rode deur"
    knowledge.remove_attachment(fatma, attachment=one)
    [(_, update, _)] = after("removed_attachment")
    assert "attachment" not in update["object"]
    assert "updated" in update["object"]


def test_what_hangs_on_a_draft_is_told_to_nobody(world: World, open_group: Group) -> None:
    inbox = follower(open_group.actor)
    draft = written(joined(world.marit, open_group), open_group)
    front = hung(world.marit, draft.post, b"a", "Een dak van riet")
    hung(world.marit, draft.post, b"b", "Een raam")
    assert after("attached") == []
    assert opened(f"{BASE}/bijlage/{front.pk}/1600.webp") == 404
    knowledge.choose_cover(world.marit, article=draft, attachment=front)
    assert after("chose_cover") == []
    assert FederatedThing.objects.count() == 0
    knowledge.send_in(world.marit, article=draft)
    knowledge.publish_article(world.noor, article=draft)
    [(_, created, to)] = after("published_article")
    assert to == {inbox}
    assert created["object"]["image"]["name"] == "Een dak van riet"
    assert [one["name"] for one in created["object"]["attachment"]] == ["Een raam"]
    assert "updated" not in read(article_page(draft)).json()


def test_in_two_languages_each_is_named(world: World, fatma: Actor, open_group: Group) -> None:
    follower(fatma, host="vrienden.example")
    post = conversation(joined(fatma, open_group), open_group)
    after("posted")
    assert list(told(post)["contentMap"]) == ["nl"]
    translations.translate(
        fatma, thing=post, language="en", title="Who built in wood?", text="We start **tomorrow**."
    )
    [(_, update, _)] = after("translated")
    document = update["object"]
    assert document["content"] == "<p>Wij beginnen <strong>morgen</strong>.</p>"
    assert document["contentMap"] == {
        "nl": document["content"],
        "en": "<p>We start <strong>tomorrow</strong>.</p>",
    }
    assert document["nameMap"] == {"nl": document["name"], "en": "Who built in wood?"}
    assert "summaryMap" not in document
    assert document["language"] == {"identifier": "nl", "name": "Nederlands"}
    translations.remove_translation(fatma, thing=post)
    [(_, update, _)] = after("removed_translation")
    assert update["object"]["contentMap"] == {"nl": document["content"]}


def test_in_one_language_it_is_named_where_its_words_tell(
    world: World, fatma: Actor, open_group: Group
) -> None:
    """Not where they do not; and the language of her pages is nothing of theirs."""
    joined(fatma, open_group)
    words = {"title": "Who has built with it?", "body": "I want to know how they did that."}
    english = told(conversation(fatma, open_group, **words))
    assert english["language"] == {"identifier": "en", "name": "English"}
    assert english["nameMap"] == {"en": words["title"]}
    assert english["contentMap"] == {"en": english["content"]}
    bare = told(conversation(fatma, open_group, title="Kruislaaghout", body="NEN-EN 16351"))
    assert not {"language", "nameMap", "summaryMap", "contentMap"} & bare.keys()


def test_so_do_questions_answers_and_replies(world: World, fatma: Actor, open_group: Group) -> None:
    follower(open_group.actor, software="lemmy", host="lemmy.example")
    question = asked(joined(fatma, open_group), open_group, body="")
    answer = knowledge.answer(fatma, question=question, text="Ja & nee.")
    reply = knowledge.reply(fatma, post=conversation(fatma, open_group), text="En nog iets.")
    for verb in ("asked_question", "answered", "posted", "replied"):
        after(verb)
    translations.translate(fatma, thing=question, language="en", title="May wood be outside?")
    [*_, (_, passed, _)] = after("translated")
    assert passed["object"]["object"]["nameMap"]["en"] == "May wood be outside?"
    assert "contentMap" not in passed["object"]["object"]
    for thing, said in ((answer, "Yes & no."), (reply, "One thing more.")):
        translations.translate(fatma, thing=thing, language="en", text=said)
        [*_, (_, passed, _)] = after("translated")
        assert list(passed["object"]["object"]["contentMap"]) == ["nl", "en"]


def test_an_article_in_english_first(world: World, open_group: Group) -> None:
    draft = written(joined(world.marit, open_group), open_group)
    knowledge.send_in(world.marit, article=draft)
    knowledge.publish_article(world.noor, article=draft)
    translations.translate(
        world.marit, thing=draft.post, language="nl", title="Titel", lead="A < B", text="Tekst"
    )
    document = read(article_page(draft)).json()
    assert document["summaryMap"]["nl"] == "A &lt; B"
    assert document["summaryMap"]["en"] == document["summary"]


def test_three_cost_as_many_statements_as_one(world: World, open_group: Group) -> None:
    group = id_of(open_group.actor)

    def statements() -> int:
        read(f"{group}/outbox/first")
        with CaptureQueriesContext(
            connection,
        ) as found:
            page = read(f"{group}/outbox/first").json()
        assert all("attachment" in one["object"] for one in page["orderedItems"])
        return len(found)

    def one_more() -> None:
        post = conversation(world.noor, open_group)
        hung(world.noor, post)
        translations.translate(world.noor, thing=post, language="en", title="Hi", text="Hello")

    one_more()
    before = statements()
    one_more()
    one_more()
    assert statements() == before


def test_a_group_that_is_kept_home_tells_of_no_picture(world: World, open_group: Group) -> None:
    post = conversation(world.noor, open_group)
    hung(world.noor, post)
    federation.keep_home(world.noor, group=open_group)
    assert not read(f"/gesprek/{post.pk}/")["Content-Type"].startswith(ACTIVITY)
    assert Activity.objects.filter(verb="attached").count() == 1
    assert after("attached") == []
