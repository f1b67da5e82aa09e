"""What a link leads to, from pages on a real server that means well or badly."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from ipaddress import ip_network
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import override
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.kit.test_http import moving, sending
from tests.kit.test_page_visits import saying
from tests.kit.web_server import WebServer, web_server
from tests.world import World, bring_in
from vaknet.configuration import configuration
from vaknet.domain.activity.models import Activity, Actor, Audience
from vaknet.domain.groups import actions as groups
from vaknet.domain.groups.models import Group
from vaknet.domain.knowledge import actions as knowledge
from vaknet.domain.knowledge.models import Post, Reply
from vaknet.domain.previews import actions, queries
from vaknet.domain.previews.models import Card, Page, Text
from vaknet.domain.refusal import Refused
from vaknet.interfaces.commands import _checks_database
from vaknet.interfaces.jobs import clock, followups
from vaknet.interfaces.jobs import previews as jobs

WEEK = timedelta(days=7)
HOUT = '<title>Bouwen met &lt;b>hout</title><meta name="description" content="Zo ging het">'


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[WebServer]:
    with web_server(tmp_path) as server:
        monkeypatch.setenv("SSL_CERT_FILE", str(server.certificate))
        here = replace(configuration, reachable=[ip_network("127.0.0.0/8")])
        monkeypatch.setattr(jobs, "configuration", here)
        server.pages["/hout"] = HOUT
        yield server


@pytest.fixture
def group(world: World) -> Group:
    """Of Noor and Marit, and of nobody else."""
    made = groups.start_group(world.noor, name="Kaderleden", purpose="Samen", readers="group")
    bring_in(world.noor, made, world.marit)
    return made


@pytest.fixture
def work() -> Callable[[], None]:
    """What a worker does: all that followed, once, and then each look that waits."""
    done = Activity.objects.order_by("-pk").values_list("pk", flat=True).first() or 0

    def run() -> None:
        nonlocal done
        for pk in Activity.objects.filter(pk__gt=done).order_by("pk").values_list("pk", flat=True):
            followups.run(pk)
            done = pk
        look()

    return run


def look() -> None:
    for pk in queries.pages_due(timezone.now()).values_list("pk", flat=True):
        jobs.look(pk)


def signed_in(actor: Actor) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(actor.account)
    return client


def title(viewer: Actor | None, text: Text) -> str:
    """Of the card that she sees below it."""
    kind = type(text).__name__.lower()
    now = type(text).objects.get(pk=text.pk)
    found = queries.cards(viewer, [now])
    return found[kind, text.pk].title if found else ""


def asked(server: WebServer) -> list[str]:
    return [path for path, _headers in server.asked]


def test_the_page_is_shown_below_what_leads_to_it(
    world: World, group: Group, server: WebServer, work: Callable[[], None]
) -> None:
    address = f"{server.address}/hout"
    question = knowledge.ask(world.noor, group=group, title="Wie deed dit?", body=f"Zie {address}.")
    page = signed_in(world.marit).get(f"/vraag/{question.pk}/").text
    assert 'class="preview' not in page
    knowledge.answer(world.marit, question=question, text=f"[Wij ook]({address})")
    work()
    page = signed_in(world.marit).get(f"/vraag/{question.pk}/").text
    assert page.count('class="preview ') == 2
    assert f'href="{address}" rel="nofollow noopener noreferrer ugc"' in page
    assert "Bouwen met &lt;b&gt;hout</a>" in page
    assert "Zo ging het" in page
    assert f"<span>{server.address.removeprefix('https://')}</span>" in page
    assert page.count("Take the preview away") == 1  # below her own answer
    assert asked(server) == ["/hout"]  # once for all of this question
    assert "cookie" not in {name.lower() for name in server.asked[0][1]}
    assert "referer" not in {name.lower() for name in server.asked[0][1]}


def test_a_conversation_and_what_is_said_in_it(
    world: World, server: WebServer, work: Callable[[], None]
) -> None:
    server.pages["/eik"] = "<title>Eiken</title>"
    address = server.address
    post = knowledge.start_conversation(
        world.joost, groups=[world.group], title="Hout", body=f"{address}/hout"
    )
    reply = knowledge.reply(world.marit, post=post, text=f"Of [dit]({address}/eik)?")
    work()
    page = signed_in(world.samira).get(f"/gesprek/{post.pk}/").text
    assert "Bouwen met &lt;b&gt;hout</a>" in page
    assert "Eiken</a>" in page
    assert "Take the preview away" not in page
    knowledge.change_reply(world.marit, reply=reply, text="Toch niet")
    assert title(world.samira, reply) == ""  # at once, before anybody came to it
    work()
    assert not Card.objects.filter(reply=reply).exists()
    knowledge.withdraw_post(world.joost, post=post)
    work()
    clock.forget_pages(0)
    assert (Card.objects.count(), Page.objects.count()) == (0, 0)


def test_what_is_shown_is_for_whom_the_words_are(
    world: World, group: Group, server: WebServer, work: Callable[[], None]
) -> None:
    address = f"{server.address}/hout"
    question = knowledge.ask(world.noor, group=group, title="Geheim", body=address)
    answer = knowledge.answer(world.marit, question=question, text=address)
    post = knowledge.start_conversation(world.noor, groups=[group], title="Stil", body=address)
    reply = knowledge.reply(world.marit, post=post, text=address)
    work()
    texts = [question, answer, post, reply]
    for viewer, sees in [(world.marit, True), (world.bram, False), (None, False)]:
        found = queries.cards(viewer, [type(one).objects.get(pk=one.pk) for one in texts])
        assert len(found) == (4 if sees else 0)
    for about, pk in [("vraag", question.pk), ("antwoord", answer.pk), ("reactie", reply.pk)]:
        for person in (world.bram, world.moderator):
            answered = signed_in(person).post(f"/voorbeeld/{about}/{pk}/weg/")
            assert answered.status_code == 404
    assert signed_in(world.noor).post(f"/voorbeeld/antwoord/{answer.pk}/weg/").status_code == 404
    assert Client().post(f"/voorbeeld/vraag/{question.pk}/weg/").url == "/inloggen/"
    assert Card.objects.filter(off_at=None).count() == 4


def test_nothing_tells_that_another_group_has_the_same_link(
    world: World, group: Group, server: WebServer, work: Callable[[], None]
) -> None:
    """Bram does not learn at the moment of posting, nor by what an old preview said."""
    address = f"{server.address}/hout"
    knowledge.ask(world.noor, group=group, title="Geheim", body=address)
    work()
    mine = groups.start_group(world.bram, name="Jeugd", purpose="Samen")
    knowledge.start_conversation(world.bram, groups=[mine], title="Vooraf", body=f"{address}/eerst")
    work()
    server.asked.clear()
    server.pages["/hout"] = "<title>Nu anders</title>"
    with CaptureQueriesContext(connection) as with_secret:
        post = knowledge.start_conversation(world.bram, groups=[mine], title="Hout", body=address)
    assert title(world.bram, post) == ""
    with CaptureQueriesContext(connection) as followed:
        followups.run(Activity.objects.order_by("-pk").first().pk)
    assert title(world.bram, post) == ""
    work()
    assert title(world.bram, post) == "Nu anders"
    assert asked(server) == ["/hout"]
    other = f"{server.address}/niemand"
    with CaptureQueriesContext(connection) as without:
        knowledge.start_conversation(world.bram, groups=[mine], title="Riet", body=other)
    with CaptureQueriesContext(connection) as followed_without:
        followups.run(Activity.objects.order_by("-pk").first().pk)
    assert len(with_secret) == len(without)
    assert len(followed) == len(followed_without)


def test_its_author_takes_it_away_and_brings_it_back(
    world: World, server: WebServer, work: Callable[[], None]
) -> None:
    client, address = signed_in(world.joost), f"{server.address}/hout"
    post = knowledge.start_conversation(
        world.joost, groups=[world.group], title="Hout", body=address
    )
    work()
    answered = client.post(f"/voorbeeld/bericht/{post.pk}/weg/", follow=True)
    assert "The preview is gone. Under “Change” you bring it back." in answered.text
    assert 'class="preview' not in answered.text
    assert title(world.samira, post) == ""
    actions.hide_preview(world.joost, text=post)
    [told] = Activity.objects.filter(verb="hid_preview")
    assert (told.actor, told.object, told.audience) == (world.joost, post, Audience.PARTIES)
    knowledge.reply(world.marit, post=post, text="Mooi")
    knowledge.change_post(world.joost, post=post, title="Hout!", body=address)
    work()
    assert title(world.samira, post) == ""
    form = client.get(f"/gesprek/{post.pk}/wijzigen/").text
    assert "checked" in form[form.index("data-with-link") - 200 : form.index("data-with-link") + 60]
    client.post(f"/gesprek/{post.pk}/wijzigen/", {"title": "Hout!", "body": address})
    work()
    assert title(world.samira, post) == "Bouwen met <b>hout"
    assert asked(server) == ["/hout"]  # not again within a week


def test_without_a_preview_from_the_beginning_nobody_goes_there(
    world: World, server: WebServer, work: Callable[[], None]
) -> None:
    client, address = signed_in(world.joost), f"{server.address}/hout"
    told = {"title": "Hout", "body": address, "groups": [world.group.actor.handle], "bare": "on"}
    client.post("/gesprek/nieuw/", told)
    post = Post.objects.get(title="Hout")
    client.post(f"/gesprek/{post.pk}/", {"text": address, "bare": "on"})
    told = {"title": "Weer hout", "body": address, "group": world.group.actor.handle, "bare": "on"}
    client.post("/vraag/nieuw/", told)
    client.post(f"/vraag/{world.question.pk}/", {"text": address, "bare": "on"})
    work()
    assert Card.objects.filter(off_at__isnull=False).count() == 4
    assert server.asked == []
    reply = Reply.objects.get(post=post)
    client.post(f"/reactie/{reply.pk}/wijzigen/", {"text": address})
    work()
    assert asked(server) == ["/hout"]
    answer = world.question.answers.latest("pk")
    client.post(f"/antwoord/{answer.pk}/wijzigen/", {"text": f"Nu: {address}"})
    client.post(f"/vraag/{world.question.pk}/wijzigen/", {"title": address, "bare": "on"})
    work()
    assert title(world.bram, answer) == "Bouwen met <b>hout"
    assert title(world.bram, world.question) == ""


def test_taken_away_while_it_waits_nobody_goes_there(
    world: World, server: WebServer, work: Callable[[], None]
) -> None:
    post = knowledge.start_conversation(
        world.joost, groups=[world.group], title="Hout", body=f"{server.address}/hout"
    )
    followups.run(Activity.objects.order_by("-pk").first().pk)
    actions.hide_preview(world.joost, text=post)
    look()
    assert server.asked == []


def test_only_its_author_chooses(world: World) -> None:
    answer = world.answer
    for act in (actions.hide_preview, actions.show_preview):
        with override("en"), pytest.raises(Refused, match="Only who wrote it"):
            act(world.samira, text=answer)
    assert signed_in(world.samira).post(f"/voorbeeld/antwoord/{answer.pk}/weg/").status_code == 404
    actions.show_preview(world.marit, text=answer)
    assert not Activity.objects.filter(verb="showed_preview").exists()


def test_who_asked_without_her_name_chooses_too(
    world: World, server: WebServer, work: Callable[[], None]
) -> None:
    """To her the card is hers; to others it is as that of anybody."""
    for one in (world.fatma, world.peter):
        groups.join_group(one, group=world.group)
    told = f"Zie {server.address}/hout"
    asked = knowledge.ask(
        world.samira, group=world.group, title="Mag dit?", body=told, without_name=True
    )
    work()
    mine, theirs = (
        signed_in(one).get(f"/vraag/{asked.pk}/").text for one in (world.samira, world.joost)
    )
    assert "Bouwen met" in theirs
    assert "Take the preview away" in mine
    assert "Take the preview away" not in theirs
    away = f"/voorbeeld/vraag/{asked.pk}/weg/"
    assert signed_in(world.joost).post(away).status_code == 404
    signed_in(world.samira).post(away)
    assert title(world.joost, asked) == ""
    assert Activity.objects.get(verb="hid_preview").actor == asked.author
    change = f"/vraag/{asked.pk}/wijzigen/"
    signed_in(world.samira).post(change, {"title": "Mag dit?", "body": told})
    work()
    assert title(world.joost, asked) == "Bouwen met <b>hout"


@pytest.mark.parametrize(
    "address",
    ["/intern?token=x", "/hout?password=geheim", "/lijst?PHPSESSID=1", "/@x:geheim", "OURS"],
)
def test_what_is_never_asked(
    world: World, server: WebServer, work: Callable[[], None], address: str, settings
) -> None:
    settings.BASE_URL = "https://vak.example"
    whole = f"{server.address}{address}".replace("/@x:geheim", "/")
    if "geheim" in address and "@" in address:
        whole = whole.replace("https://", "https://x:geheim@")
    if address == "OURS":
        whole = f"https://vak.example/vraag/{world.question.pk}/"
    knowledge.answer(world.joost, question=world.question, text=whole)
    work()
    assert (server.asked, Page.objects.count(), Card.objects.count()) == ([], 0, 0)


def test_a_page_that_leads_to_this_network_is_followed_no_further(
    world: World, server: WebServer, work: Callable[[], None], settings
) -> None:
    settings.BASE_URL = server.address.replace("localhost", "127.0.0.1")
    server.answers["/kort"] = moving(f"{settings.BASE_URL}/vraag/1/")
    server.pages["/vraag/1/"] = "<title>Van binnen</title>"
    knowledge.answer(world.joost, question=world.question, text=f"{server.address}/kort")
    work()
    assert asked(server) == ["/kort"]
    assert Page.objects.get().trouble == "forbidden"


def test_our_own_machine_is_closed(
    world: World, server: WebServer, work: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jobs, "configuration", configuration)
    answer = knowledge.answer(world.joost, question=world.question, text=f"{server.address}/hout")
    work()
    assert server.asked == []
    [page] = Page.objects.all()
    assert (page.trouble, page.next_look_at) == ("forbidden", None)
    assert title(world.samira, answer) == ""


def test_what_may_pass_is_tried_again_with_longer_pauses(
    world: World, server: WebServer, work: Callable[[], None]
) -> None:
    server.answers["/hout"] = saying(503)
    answer = knowledge.answer(world.joost, question=world.question, text=f"{server.address}/hout")
    work()
    pauses = []
    for _turn in range(6):
        page = Page.objects.get()
        if page.next_look_at is None:
            break
        pauses.append(round((page.next_look_at - page.looked_at) / timedelta(minutes=1)))
        Page.objects.update(next_look_at=timezone.now())
        look()
    assert pauses == [10, 20, 40, 80, 160]
    assert (page.trouble, page.failures, len(server.asked)) == ("busy", 6, 6)
    del server.answers["/hout"]
    Page.objects.update(next_look_at=timezone.now())
    look()
    assert title(world.samira, answer) == "Bouwen met <b>hout"
    jobs.look(page.pk)  # it waits no more
    assert len(server.asked) == 7


def test_the_clock_finds_what_waits(
    world: World, server: WebServer, work: Callable[[], None]
) -> None:
    server.answers["/hout"] = saying(503)
    knowledge.answer(world.joost, question=world.question, text=f"{server.address}/hout")
    work()
    ProcrastinateJob.objects.all().delete()
    clock.look_at_pages(0)
    assert not ProcrastinateJob.objects.exists()
    Page.objects.update(next_look_at=timezone.now())
    clock.look_at_pages(0)
    clock.look_at_pages(0)
    [job] = ProcrastinateJob.objects.all()
    assert (job.task_name, job.args) == ("look_at_page", {"page_id": Page.objects.get().pk})


def test_after_a_week_it_is_read_anew_when_somebody_writes_it_again(
    world: World, server: WebServer, work: Callable[[], None]
) -> None:
    address = f"{server.address}/hout"
    knowledge.answer(world.joost, question=world.question, text=address)
    work()
    knowledge.answer(world.marit, question=world.question, text=address)
    work()
    assert asked(server) == ["/hout"]
    Page.objects.update(looked_at=timezone.now() - WEEK - timedelta(minutes=1))
    server.answers["/hout"] = saying(404)
    last = knowledge.answer(world.joost, question=world.question, text=f"Weer {address}")
    work()
    assert asked(server) == ["/hout", "/hout"]
    assert title(world.samira, last) == ""  # gone there, so what it said is not true any more


def test_hidden_by_a_moderator_it_is_hidden_with_the_words(
    world: World, server: WebServer, work: Callable[[], None]
) -> None:
    answer = knowledge.answer(world.joost, question=world.question, text=f"{server.address}/hout")
    work()
    at = timezone.now()
    knowledge.take_away(world.moderator, thing=answer, at=at)
    assert title(world.samira, answer) == ""
    work()
    assert not Card.objects.exists()
    knowledge.bring_back(world.moderator, thing=answer, taken_at=at)
    work()
    assert title(world.samira, answer) == "Bouwen met <b>hout"


def test_at_night_what_nothing_leads_to_is_forgotten(
    world: World, server: WebServer, work: Callable[[], None]
) -> None:
    address = f"{server.address}/hout"
    gone = knowledge.ask(world.joost, group=world.group, title="Weg", body="Straks")
    knowledge.answer(world.marit, question=gone, text=address)
    post = knowledge.start_conversation(world.joost, groups=[world.group], title="Weg")
    knowledge.reply(world.marit, post=post, text=address)
    stays = knowledge.answer(world.marit, question=world.question, text=address)
    off = knowledge.answer(world.joost, question=world.question, text="Niets")
    actions.hide_preview(world.joost, text=off)
    work()
    assert Page.objects.count() == 3
    knowledge.withdraw_question(world.joost, question=gone)
    knowledge.withdraw_post(world.joost, post=post)
    clock.forget_pages(0)
    assert [page.question for page in Page.objects.all()] == [world.question]
    assert set(Card.objects.values_list("answer", flat=True)) == {stays.pk, off.pk}


def test_an_article_has_no_card_and_what_is_said_of_it_has(
    world: World, server: WebServer, work: Callable[[], None]
) -> None:
    address = f"{server.address}/hout"
    article = knowledge.begin_article(world.joost, group=world.group, title="Hout", body=address)
    knowledge.send_in(world.joost, article=article)
    knowledge.publish_article(world.marit, article=article)
    reply = knowledge.reply(world.joost, post=article.post, text=address)
    work()
    page = signed_in(world.samira).get(f"/gesprek/{article.pk}/").text
    assert page.count('class="preview ') == 1
    assert title(world.samira, reply) == "Bouwen met <b>hout"


def test_what_a_hostile_page_says_is_words(
    world: World, server: WebServer, work: Callable[[], None]
) -> None:
    server.answers["/hout"] = sending(
        b"<title>\xff</title><meta property='og:title' content='"
        b"&lt;/a>&lt;script>alert(1)&lt;/script>\xe2\x80\xaeom' />"
        b"<meta name=description content='&quot; onclick=x'>"
        b"<meta property='og:site_name' content='Waterveen&lt;img src=x>'>"
    )
    knowledge.answer(world.joost, question=world.question, text=f"{server.address}/hout")
    work()
    page = signed_in(world.samira).get(f"/vraag/{world.question.pk}/").text
    assert "&lt;/a&gt;&lt;script&gt;alert(1)&lt;/script&gt;om</a>" in page
    assert "&quot; onclick=x</p>" in page
    assert "<bdi>Waterveen&lt;img src=x&gt;</bdi>" in page
    assert "<img" not in page[page.index('class="preview ') :].partition("</div>")[0]


def test_one_statement_however_many_links(
    world: World, server: WebServer, work: Callable[[], None]
) -> None:
    post = knowledge.start_conversation(world.joost, groups=[world.group], title="Hout")
    path, client = f"/gesprek/{post.pk}/", signed_in(world.samira)
    knowledge.reply(world.marit, post=post, text="Niets")
    client.get(path)
    with CaptureQueriesContext(connection) as bare:
        client.get(path)
    counted = []
    for number in (1, 6):
        for one in range(number):
            server.pages[f"/{number}{one}"] = HOUT
            knowledge.reply(world.marit, post=post, text=f"{server.address}/{number}{one}")
        work()
        with CaptureQueriesContext(connection) as found:
            assert 'class="preview ' in client.get(path).text
        counted.append(len(found) - len(bare))
    assert counted == [1, 1]


def test_the_operator_reads_figures_and_no_addresses(
    world: World, server: WebServer, work: Callable[[], None]
) -> None:
    assert list(_checks_database.links()) == []
    for number in range(5):
        text = f"{server.address}/weg/{number}"
        knowledge.answer(world.joost, question=world.question, text=text)
    work()
    [finding] = _checks_database.links()
    assert (finding.subject, finding.well) == ("Links", False)
    assert finding.sentence == (
        "5 of 5 links of this week have no preview (most: refused). "
        "The network of this machine may keep us in."
    )
    knowledge.answer(world.joost, question=world.question, text=f"{server.address}/hout")
    work()
    [finding] = _checks_database.links()
    assert finding.well
    assert finding.sentence == "5 of 6 links of this week have no preview (most: refused)."
