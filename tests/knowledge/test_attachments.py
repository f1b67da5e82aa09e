"""Pictures and files on a conversation: read by whoever reads it, and harmless to whoever does."""

import io
from collections.abc import Iterator
from datetime import timedelta
from zipfile import ZipFile

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone, translation
from PIL import Image

from tests.kit.office import office, pdf
from tests.leaving.story import take
from tests.leaving.test_closing import after_two_weeks, close
from tests.people.pictures import CANARY, a_bomb, a_picture
from tests.world import World, bring_in
from vaknet.domain.activity.models import Activity, Actor
from vaknet.domain.groups import actions as groups
from vaknet.domain.groups.models import Group
from vaknet.domain.knowledge import actions
from vaknet.domain.knowledge.attachments import Attached, attached_file
from vaknet.domain.knowledge.models import AttachedFile, Attachment, Post
from vaknet.domain.people import actions as people
from vaknet.domain.refusal import Refused
from vaknet.kit.documents import document
from vaknet.kit.pictures import LONGEST_SIDES, Rendition, Whole

TITLE = "Zo ziet ons archief eruit"
HARM = '"><script>alert(1)</script>'


def drawn(letter: bytes = b"a") -> Whole:
    """Where what is on it does not matter: as reading a picture would hand it on."""
    files = tuple(Rendition(side, "webp", letter * side) for side in LONGEST_SIDES)
    return Whole(letter.hex() * 8, 1600, 900, files)


def signed_in(actor: Actor | None) -> Client:
    client = Client(headers={"accept-language": "en"})
    if actor is not None:
        client.force_login(actor.account)
    return client


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """What a room refuses, in the words of the source."""
    with translation.override("en"):
        yield


@pytest.fixture
def closed(world: World) -> Group:
    made = groups.start_group(world.noor, name="Kaderleden", purpose="Intern", readers="group")
    bring_in(world.noor, made, world.samira)
    return made


@pytest.fixture
def post(world: World, closed: Group) -> Post:
    return actions.start_conversation(world.noor, groups=[closed], title=TITLE)


def hung(by: Actor, post: Post, letter: bytes = b"a", words: str = "Een deur") -> Attachment:
    return actions.attach(by, post=post, attached=Attached(drawn(letter), words))


def paper(by: Actor, post: Post, name: str = "Plan.pdf") -> Attachment:
    return actions.attach(by, post=post, attached=Attached(document(pdf(), name)))


def chosen(content: bytes, name: str, **more: str) -> dict[str, object]:
    """A browser says of a file what it likes."""
    return {"file": SimpleUploadedFile(name, content, "text/html"), **more}


def refusals(answer: HttpResponse) -> list[str]:
    assert answer.status_code == 422
    return [str(said) for errors in answer.context["form"].errors.values() for said in errors]


# The verbs


def test_a_picture_and_a_file_hang_on_a_post(world: World, post: Post) -> None:
    picture, file = hung(world.noor, post), paper(world.noor, post)
    assert (picture.is_picture, picture.width, picture.height, picture.narrow) == (
        True, 1600, 900, 800,
    )  # fmt: skip
    assert (file.kind, file.name, file.description, file.bytes) == (
        "pdf",
        "Plan.pdf",
        "",
        len(pdf()),
    )
    assert list(picture.files.order_by("side").values_list("side", flat=True)) == [800, 1600]
    assert [str(picture), str(file)] == [f"picture {picture.pk}", "Plan.pdf"]
    assert str(file.files.get()) == f"{file.pk} at 0"
    done = Activity.objects.filter(verb="attached").values_list("actor", "audience", "object_id")
    assert list(done) == [(world.noor.pk, "group", post.pk)] * 2


def test_the_same_twice_is_once(world: World, post: Post) -> None:
    assert hung(world.noor, post) == hung(world.noor, post)
    assert paper(world.noor, post) == paper(world.noor, post, "Anders.pdf")
    assert Attachment.objects.count() == 2
    assert Activity.objects.filter(verb="attached").count() == 2


def test_other_words_for_a_picture_and_gone(world: World, post: Post) -> None:
    one = hung(world.noor, post)
    for words in ("Een groene deur", "Een groene deur", ""):
        changed = actions.describe_attachment(world.noor, attachment=one, description=words)
        assert changed.description == words
    assert Activity.objects.filter(verb="described_attachment").count() == 2
    assert actions.remove_attachment(world.noor, attachment=one)
    assert not actions.remove_attachment(world.noor, attachment=one)
    assert (Attachment.objects.count(), AttachedFile.objects.count()) == (0, 0)
    assert Activity.objects.filter(verb="removed_attachment").count() == 1
    with pytest.raises(Attachment.DoesNotExist):
        actions.describe_attachment(world.noor, attachment=one, description="Weg")


def test_only_who_wrote_it_hangs_anything_on_it(world: World, post: Post) -> None:
    one = hung(world.noor, post)
    for act in (
        lambda by: hung(by, post, b"b"),
        lambda by: actions.describe_attachment(by, attachment=one, description="Van mij"),
        lambda by: actions.remove_attachment(by, attachment=one),
    ):
        with pytest.raises(Refused):
            act(world.samira)
        with pytest.raises(Post.DoesNotExist):
            act(world.bram)
    assert list(Attachment.objects.values_list("pk", "description")) == [(one.pk, "Een deur")]


def test_no_more_than_ten_on_one_text_and_forty_a_day(world: World, closed: Group) -> None:
    posts = [
        actions.start_conversation(world.noor, groups=[closed], title=f"Deel {n}") for n in range(5)
    ]
    for post in posts[:4]:
        for letter in range(10):
            hung(world.noor, post, bytes([65 + letter]))
    with pytest.raises(Refused, match="At most 10"):
        hung(world.noor, posts[0], b"z")
    with pytest.raises(Refused, match="40 things today"):
        hung(world.noor, posts[4], b"z")
    with time_machine.travel(timezone.now() + timedelta(days=1, minutes=1), tick=False):
        assert hung(world.noor, posts[4], b"z").is_picture


# Who reads it


def test_read_by_whoever_reads_the_post_and_nobody_else(world: World, post: Post) -> None:
    picture, file = hung(world.noor, post), paper(world.noor, post)
    for address in (f"/bijlage/{picture.pk}/800.webp", f"/bijlage/{file.pk}/"):
        assert signed_in(world.samira).get(address).status_code == 200
        for outside in (world.bram, None):
            there, nowhere = signed_in(outside).get(address), signed_in(outside).get("/bijlage/9/")
            assert (there.status_code, nowhere.status_code) == (404, 404)
            assert "Plan" not in there.text
    actions.withdraw_post(world.noor, post=post)
    for reader in (world.noor, world.samira):
        assert signed_in(reader).get(f"/bijlage/{file.pk}/").status_code == 404
        with pytest.raises(AttachedFile.DoesNotExist):
            attached_file(reader, picture.pk, 800)


def test_a_guest_reads_what_hangs_in_a_public_group(world: World) -> None:
    public = groups.start_group(world.samira, name="Archief", purpose="Papier", readers="public")
    post = actions.start_conversation(
        world.samira, groups=[public], title=TITLE, attached=Attached(drawn(), "Een deur")
    )
    page = signed_in(None).get(f"/gesprek/{post.pk}/").text
    one = Attachment.objects.get()
    assert f'src="/bijlage/{one.pk}/800.webp"' in page
    assert 'alt="Een deur"' in page
    assert signed_in(None).get(f"/bijlage/{one.pk}/1600.webp").status_code == 200
    assert signed_in(None).get(f"/bijlage/{one.pk}/").status_code == 404
    assert signed_in(None).get(f"/bijlage/{one.pk}/99.webp").status_code == 404


def test_nobody_learns_from_a_picture_who_hung_it(world: World, post: Post) -> None:
    """Kept apart, Samira still reads the post of the group, without who wrote it."""
    people.block(world.noor, other=world.samira)
    file = paper(world.noor, post)
    answer = signed_in(world.samira).get(f"/bijlage/{file.pk}/")
    told = f"{answer.headers}{answer.content!r}"
    assert (answer.status_code, "oor" in told.replace("color", "")) == (200, False)


def test_a_file_is_handed_over_and_never_opened_here(world: World, post: Post) -> None:
    file = paper(world.noor, post, 'Plan "nieuw"; één.pdf')
    answer = signed_in(world.samira).get(f"/bijlage/{file.pk}/")
    assert answer.content == pdf()
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("attachment; filename")
    assert "\n" not in answer["Content-Disposition"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    csp = answer["Content-Security-Policy"]
    assert {part.strip() for part in csp.split(";")} == {
        "default-src 'none'", "sandbox", "frame-ancestors 'none'",
    }  # fmt: skip
    assert answer["Cache-Control"] == "private, no-cache"
    picture = hung(world.noor, post)
    shown = signed_in(world.samira).get(f"/bijlage/{picture.pk}/800.webp")
    assert shown["Content-Type"] == "image/webp"
    assert shown["Content-Disposition"] == f'attachment; filename="{picture.pk}.webp"'
    assert "sandbox" in shown["Content-Security-Policy"]


# From the page


def test_post_with_a_picture_without_a_script(world: World) -> None:
    samira, group = signed_in(world.samira), world.group.actor.handle
    typed = {"title": TITLE, "body": "Kijk maar.", "groups": [group]}
    content = a_picture(size=(900, 500))
    assert CANARY.encode() in content
    silent = samira.post("/gesprek/nieuw/", typed | chosen(content, "ik.jpg"))
    assert refusals(silent) == [
        "Say in words what can be seen, and choose the picture again. "
        "Or tick that it tells nothing."
    ]
    assert "Kijk maar." in silent.text
    assert '<details class="framed" open>' in silent.text
    assert not Post.objects.exists()
    told = chosen(content, "ik.jpg", description=HARM)
    done = samira.post("/gesprek/nieuw/", typed | told)
    assert done.status_code == 303
    page = samira.get(done.url).text
    assert "&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script>alert" not in page
    one = Attachment.objects.get()
    assert (one.width, one.height) == (900, 500)
    kept = b"".join(bytes(file.content) for file in one.files.all())
    assert CANARY.encode() not in kept
    assert dict(Image.open(io.BytesIO(bytes(one.files.get(side=800).content))).getexif()) == {}


def test_a_picture_that_tells_nothing_is_knowingly_skipped(world: World, post: Post) -> None:
    noor, address = signed_in(world.noor), f"/gesprek/{post.pk}/bijlagen/"
    sent = noor.post(address, chosen(a_picture(), "x.png", decorative="on", description="Weg"))
    assert (sent.status_code, sent.url) == (303, address)
    assert Attachment.objects.get().description == ""
    assert "It is attached." in noor.get(address).text
    assert 'alt=""' in noor.get(f"/gesprek/{post.pk}/").text


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "a.svg", "does not fit"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "a.png", "does not fit"),
        (b"<html><script>alert(1)</script>", "a.html", "does not fit"),
        (b"<html><script>alert(1)</script>", "a.pdf", "not what its name says"),
        (a_picture(), "a.pdf", "not what its name says"),
        (pdf(b"/S /JavaScript"), "a.pdf", "runs by itself"),
        (office("docx", ("word/vbaProject.bin", "x")), "a.docx", "runs by itself"),
        (a_bomb(), "a.png", "too many pixels"),
        (a_picture()[:700], "a.jpg", "damaged or not complete"),
        (a_picture(size=(20, 20)), "a.jpg", "too small"),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(500), "a.heic", "HEIC"),
        (b"", "a.pdf", "empty"),
        (pdf() + bytes(10 * 1024 * 1024), "a.pdf", "larger than 10 MB"),
    ],
)
def test_what_does_not_fit_is_refused_in_a_sentence_and_words_stay(
    world: World, content: bytes, name: str, said: str
) -> None:
    typed = {"title": TITLE, "body": "Een lang verhaal.", "groups": [world.group.actor.handle]}
    more = chosen(content, name, description="Wat je ziet")
    answer = signed_in(world.samira).post("/gesprek/nieuw/", typed | more)
    [words] = refusals(answer)
    assert said in words
    for kept in (TITLE, "Een lang verhaal.", "Wat je ziet"):
        assert kept in answer.text
    assert not Attachment.objects.exists()


def test_nothing_chosen_is_said(world: World, post: Post) -> None:
    answer = signed_in(world.noor).post(f"/gesprek/{post.pk}/bijlagen/", {"description": "x"})
    assert refusals(answer) == ["Choose a picture or a file first."]


def test_a_full_post_says_so(world: World, post: Post) -> None:
    for letter in range(10):
        hung(world.noor, post, bytes([65 + letter]))
    noor, address = signed_in(world.noor), f"/gesprek/{post.pk}/bijlagen/"
    assert "At most 10 pictures and files fit here." in noor.get(address).text
    sent = noor.post(address, chosen(pdf(), "a.pdf"))
    assert refusals(sent) == ["At most 10 pictures and files fit here. Remove one first."]


def test_words_and_removal_from_the_page(world: World, post: Post) -> None:
    one, file, noor = hung(world.noor, post), paper(world.noor, post), signed_in(world.noor)
    change, back = f"/bijlage/{one.pk}/wijzigen/", f"/gesprek/{post.pk}/bijlagen/"
    wrong = noor.post(change, {f"{one.pk}-description": ""})
    assert (wrong.status_code, "Say in words what can be seen." in wrong.text) == (422, True)
    long = noor.post(change, {f"{one.pk}-description": "lang " * 200})
    assert (long.status_code, "lang lang" in long.text) == (422, True)
    for typed, kept in (({"description": "Een poort"}, "Een poort"), ({"decorative": "on"}, "")):
        sent = noor.post(change, {f"{one.pk}-{name}": value for name, value in typed.items()})
        assert (sent.status_code, sent.url) == (303, back)
        assert Attachment.objects.get(pk=one.pk).description == kept
    assert noor.post(f"/bijlage/{file.pk}/wijzigen/", {"act": "remove"}).url == back
    assert "It is gone." in noor.get(back).text
    assert list(Attachment.objects.all()) == [one]
    assert noor.post(f"/bijlage/{file.pk}/wijzigen/", {"act": "remove"}).status_code == 404


def test_of_somebody_elses_post_there_is_no_such_page(world: World, post: Post) -> None:
    one = hung(world.noor, post)
    for reader in (world.samira, world.bram):
        for act in ({"act": "remove"}, {f"{one.pk}-description": "Van mij"}):
            assert signed_in(reader).post(f"/bijlage/{one.pk}/wijzigen/", act).status_code == 404
        assert signed_in(reader).get(f"/gesprek/{post.pk}/bijlagen/").status_code == 404
    assert Attachment.objects.get().description == "Een deur"


# Leaving


def test_what_she_attached_comes_along(world: World, post: Post) -> None:
    picture, file = hung(world.noor, post, words="De poort"), paper(world.noor, post)
    actions.withdraw_post(world.noor, post=post)
    taken = take(world.noor)
    assert taken.files[f"attachments/{file.pk}.pdf"] == pdf().decode()
    with ZipFile(io.BytesIO(taken.content)) as whole:
        assert whole.read(f"attachments/{picture.pk}.webp") == b"a" * 1600
    told = [(one["number"], one["name"], one["description"]) for one in taken.told["attachments"]]
    assert told == [(picture.pk, "", "De poort"), (file.pk, "Plan.pdf", "")]
    assert take(world.samira).told["attachments"] == []


def test_what_she_attached_goes_with_her_also_where_her_words_stay(
    world: World, post: Post
) -> None:
    hung(world.noor, post)
    actions.reply(world.samira, post=post, text="Mooi.")
    other = actions.start_conversation(world.samira, groups=[world.group], title="Ons plan")
    kept = paper(world.samira, other)
    close(world.noor)
    after_two_weeks()
    assert Post.objects.filter(pk=post.pk).exists()
    assert list(Attachment.objects.all()) == [kept]
