"""An article from the pages alone: written, joined, looked over and published."""

import pytest
from django.test import Client

from tests.kit.office import pdf
from tests.knowledge.test_attachments import drawn
from tests.world import World
from vaknet.domain.activity.models import Actor
from vaknet.domain.knowledge import actions
from vaknet.domain.knowledge.attachments import Attached
from vaknet.domain.knowledge.models import Article, ArticleAuthor
from vaknet.kit.documents import document

HARM = '"><script>alert(1)</script>'
BODY = "Het begon in de kelder."


def signed_in(actor: Actor | None) -> Client:
    client = Client(headers={"accept-language": "en"})
    if actor is not None:
        client.force_login(actor.account)
    return client


@pytest.fixture
def draft(world: World) -> Article:
    return actions.begin_article(world.samira, group=world.group, title="De kelder", body=BODY)


def act(who: Actor, draft: Article, what: str, **typed: object):
    return signed_in(who).post(f"/artikel/{draft.pk}/maken/", {"act": what, **typed})


def test_the_whole_way_by_the_pages(world: World) -> None:
    samira, handle = signed_in(world.samira), world.group.actor.handle
    new = f"/g/{handle}/artikelen/nieuw/"
    empty = samira.post(new, {"title": "", "body": BODY})
    assert (empty.status_code, "Give it a title." in empty.text, BODY in empty.text) == (
        422, True, True,
    )  # fmt: skip
    typed = {"title": HARM, "lead": HARM, "body": HARM, "topics": "kelder, "}
    begun = samira.post(new, typed)
    draft = Article.objects.get()
    desk = f"/artikel/{draft.pk}/maken/"
    assert (begun.status_code, begun.url) == (303, desk)
    changed = samira.post(f"/artikel/{draft.pk}/wijzigen/", typed | {"body": BODY + HARM})
    assert changed.url == desk
    wrong = act(world.samira, draft, "ask", handle="niemand")
    assert (wrong.status_code, "Nobody you can ask" in wrong.text) == (422, True)
    assert act(world.samira, draft, "ask", handle=world.joost.handle).url == desk
    assert "Do you write along?" in signed_in(world.joost).get(desk).text
    assert act(world.joost, draft, "accept").url == desk
    assert act(world.joost, draft, "send").url == desk
    unsaid = act(world.marit, draft, "changes", text="")
    assert (unsaid.status_code, "Say what should change." in unsaid.text) == (422, True)
    assert act(world.marit, draft, "changes", text="Korter.").url == f"/g/{handle}/artikelen/"
    assert act(world.samira, draft, "send").url == desk
    assert act(world.marit, draft, "publish").url == f"/artikel/{draft.pk}/"
    for viewer in (world.bram, world.samira, world.marit):
        for page in (f"/artikel/{draft.pk}/", f"/g/{handle}/artikelen/", f"/gesprek/{draft.pk}/"):
            text = signed_in(viewer).get(page).text
            assert "<script>alert" not in text
            assert "&lt;script&gt;" in text
    again = samira.post(f"/artikel/{draft.pk}/wijzigen/", typed | {"body": BODY, "minor": "on"})
    assert again.url == f"/artikel/{draft.pk}/"
    assert samira.get(f"/gesprek/{draft.pk}/wijzigen/").url == f"/artikel/{draft.pk}/wijzigen/"
    replied = signed_in(world.joost).post(f"/gesprek/{draft.pk}/", {"text": "…"})
    assert (replied.status_code, "piece__text" in replied.text) == (422, True)


def test_who_has_no_place_at_the_desk(world: World, draft: Article) -> None:
    for who in (world.joost, world.marit, world.bram):
        for what in ("send", "accept", "publish", "changes", "ask", "cover", "throw-away"):
            assert act(who, draft, what).status_code == 404
        for page in ("", "wijzigen/", "maken/"):
            assert signed_in(who).get(f"/artikel/{draft.pk}/{page}").status_code == 404
    assert act(world.samira, draft, "burn").status_code == 404
    new = f"/g/{world.group.actor.handle}/artikelen/nieuw/"
    assert signed_in(world.bram).get(new).status_code == 404
    actions.ask_author(world.samira, article=draft, handle=world.joost.handle)
    assert signed_in(world.joost).get(f"/artikel/{draft.pk}/wijzigen/").status_code == 404
    asked = signed_in(world.joost)
    refused = asked.post(f"/artikel/{draft.pk}/maken/", {"act": "send"})
    assert "Only its authors can do that." in asked.get(refused.url).text
    assert act(world.joost, draft, "decline").url == f"/g/{world.group.actor.handle}/artikelen/"
    assert ArticleAuthor.objects.get().declined_at is not None
    actions.send_in(world.samira, article=draft)
    actions.publish_article(world.marit, article=draft)
    assert signed_in(world.marit).get(f"/artikel/{draft.pk}/maken/").status_code == 404


def test_a_cover_from_its_pictures(world: World, draft: Article) -> None:
    one = actions.attach(world.samira, post=draft.post, attached=Attached(drawn(), "Dozen"))
    file = actions.attach(
        world.samira, post=draft.post, attached=Attached(document(pdf(), "plan.pdf"))
    )
    samira = signed_in(world.samira)
    assert f"/artikel/{draft.pk}/maken/" in samira.get(f"/gesprek/{draft.pk}/bijlagen/").text
    act(world.samira, draft, "cover", picture=str(one.pk))
    assert Article.objects.get().cover == one
    actions.send_in(world.samira, article=draft)
    actions.publish_article(world.marit, article=draft)
    listed = signed_in(world.joost).get(f"/g/{world.group.actor.handle}/artikelen/").text
    assert f"/bijlage/{one.pk}/800.webp" in listed
    for wrong in (str(file.pk), "999999999", "x"):
        assert act(world.samira, draft, "cover", picture=wrong).status_code == 404
    act(world.samira, draft, "cover", picture="")
    assert Article.objects.get().cover is None
    assert f"/gesprek/{draft.pk}/" in samira.get(f"/gesprek/{draft.pk}/bijlagen/").text
