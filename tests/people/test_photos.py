"""A photo for members: shown, changed, taken off, put back, and gone; and nobody else sees it."""

import json
from datetime import timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from PIL import Image

from tests.leaving.story import take
from tests.people.pictures import CANARY, a_bomb, a_picture
from tests.world import World, member
from vaknet.domain.activity.models import Activity, Actor
from vaknet.domain.groups import actions as groups
from vaknet.domain.leaving import actions as leaving
from vaknet.domain.people import actions
from vaknet.domain.people.models import Photo, PhotoFile
from vaknet.domain.people.photos import photo_file
from vaknet.interfaces.jobs import clock
from vaknet.interfaces.web.forms.photo import PhotoForm
from vaknet.kit import pictures
from vaknet.kit.pictures import FORMATS, SIZES, Rendition, Squares

OWN = "/ik/profiel/"


def drawn(letter: bytes = b"a") -> Squares:
    """Where what is on it does not matter: as reading a picture would hand it on."""
    files = tuple(Rendition(size, kind, letter * size) for size in SIZES for kind in FORMATS)
    return Squares(name=letter.hex() * 8, renditions=files)


def shown(person: Actor, letter: bytes = b"a") -> Photo:
    return actions.set_photo(person, squares=drawn(letter))


def address(person: Actor, photo: Photo, size: int = 96, kind: str = "webp") -> str:
    return f"/@{person.handle}/foto/{photo.name}-{size}.{kind}"


def signed_in(person: Actor | None) -> Client:
    client = Client(headers={"accept-language": "en"})
    if person is not None:
        client.force_login(person.account)
    return client


def sent(client: Client, content: bytes, name: str = "ik.jpg", **more: str) -> HttpResponse:
    file = SimpleUploadedFile(name, content, "image/jpeg")
    return client.post(f"{OWN}foto/", {"photo": file, **more})


def now(person: Actor) -> str:
    return Actor.objects.get(pk=person.pk).photo


# The verbs


def test_a_photo_stands_on_the_actor_and_in_all_sizes(world: World) -> None:
    photo = shown(world.marit)
    assert now(world.marit) == photo.name == world.marit.photo
    files = photo.files.values_list("size", "format").order_by("size", "format")
    assert list(files) == [(size, kind) for size in SIZES for kind in FORMATS]
    done = Activity.objects.filter(actor=world.marit).latest("pk")
    assert (done.verb, done.audience, done.object_id) == ("set_photo", "members", photo.pk)


def test_the_same_photo_sent_twice_is_one(world: World) -> None:
    assert shown(world.marit) == shown(world.marit)
    assert Photo.objects.count() == 1
    assert Activity.objects.filter(verb="set_photo").count() == 1


def test_another_photo_takes_its_place_and_the_old_one_is_gone(world: World) -> None:
    old = shown(world.marit)
    new = shown(world.marit, b"b")
    assert list(Photo.objects.values_list("name", flat=True)) == [new.name] == [now(world.marit)]
    viewer = signed_in(world.bram)
    assert viewer.get(address(world.marit, old)).status_code == 404
    assert viewer.get(address(world.marit, new)).status_code == 200


def test_taken_off_and_put_back(world: World) -> None:
    photo, viewer = shown(world.marit), signed_in(world.bram)
    assert actions.remove_photo(world.marit)
    assert now(world.marit) == ""
    assert viewer.get(address(world.marit, photo)).status_code == 404
    assert not actions.remove_photo(world.marit)
    assert actions.put_photo_back(world.marit) == photo
    assert actions.put_photo_back(world.marit) == photo
    assert now(world.marit) == photo.name
    assert viewer.get(address(world.marit, photo)).status_code == 200
    verbs = Activity.objects.filter(object_id=photo.pk, verb__contains="photo").order_by("pk")
    assert list(verbs.values_list("verb", "audience")) == [
        ("set_photo", "members"),
        ("removed_photo", "self"),
        ("put_photo_back", "members"),
    ]


def test_what_was_taken_off_a_day_ago_is_really_gone(world: World) -> None:
    kept, gone = shown(world.marit), shown(world.joost)
    actions.remove_photo(world.joost)
    clock.forget_photos(timestamp=0)
    assert Photo.objects.filter(pk=gone.pk).exists()
    with time_machine.travel(timezone.now() + timedelta(days=1, minutes=1), tick=False):
        clock.forget_photos(timestamp=0)
    assert list(Photo.objects.all()) == [kept]
    assert set(PhotoFile.objects.values_list("photo", flat=True)) == {kept.pk}
    assert actions.put_photo_back(world.joost) is None


def test_setting_one_anew_after_taking_it_off(world: World) -> None:
    shown(world.marit)
    actions.remove_photo(world.marit)
    again = shown(world.marit)
    assert list(Photo.objects.all()) == [again]
    assert now(world.marit) == again.name


# Who sees it


VIEWERS = {
    "marit": 200,  # herself
    "joost": 200,  # a contact
    "bram": 200,  # a member who does not know her
    "moderator": 200,
    "blocked": 404,
    "blocking": 404,
    "guest": 404,
}


@pytest.mark.parametrize(("who", "status"), VIEWERS.items())
def test_members_see_it_and_nobody_else(world: World, who: str, status: int) -> None:
    photo = shown(world.marit)
    actions.block(world.marit, other=world.peter)
    actions.block(world.fatma, other=world.marit)
    others = {"blocked": world.peter, "blocking": world.fatma, "guest": None}
    client = signed_in(others[who] if who in others else getattr(world, who))
    for size in SIZES:
        for kind in FORMATS:
            assert client.get(address(world.marit, photo, size, kind)).status_code == status


@pytest.mark.parametrize("who", ["guest", "blocked", "bram"])
def test_what_is_not_there_and_what_is_not_for_her_are_the_same(world: World, who: str) -> None:
    """The page is the same but for the address, and it takes as many statements."""
    photo = shown(world.marit)
    actions.block(world.marit, other=world.peter)
    others = {"guest": None, "blocked": world.peter, "bram": world.bram}
    client = signed_in(others[who])
    hers = address(world.marit, photo)
    if who == "bram":  # he may see her, so for him it is one that she no longer shows
        actions.remove_photo(world.marit)
    client.get("/@niemand/foto/0123456789abcdef-96.webp")
    told = {}
    for page in (hers, f"/@niemand.hier/foto/{photo.name}-96.webp", address(world.noor, photo)):
        with CaptureQueriesContext(connection) as statements:
            answer = client.get(page)
        handle = page.split("/")[1].removeprefix("@")
        words = answer.text.replace(handle, "")
        told[page] = (answer.status_code, len(statements), _without_tokens(words))
        assert "Cache-Control" not in answer.headers or "immutable" not in answer["Cache-Control"]
    assert told[hers][0] == 404
    assert len(set(told.values())) == 1


def _without_tokens(page: str) -> str:
    return "".join(part for part in page.split('"') if not (len(part) == 64 and part.isalnum()))


def test_a_guest_takes_no_statement(world: World, django_assert_num_queries) -> None:
    photo = shown(world.marit)
    with django_assert_num_queries(0), pytest.raises(PhotoFile.DoesNotExist):
        photo_file(None, world.marit.handle, name=photo.name, size=96, format="webp")


def test_a_page_for_everyone_has_the_monogram(world: World) -> None:
    """Who is outside sees no photo, and not that there is one."""
    photo = shown(world.marit)
    actions.show_parts(world.marit, who_sees={"promise": "everyone"}, agreed_to="x")
    for page in (
        Client().get(f"/@{world.marit.handle}/"),
        signed_in(world.marit).get("/ik/profiel/gezien-door/buitenstaander/"),
    ):
        main = page.text.partition("<main")[2]
        assert photo.name not in main
        assert ">MH</span>" in main


def test_a_guest_of_a_public_group_sees_monograms(world: World) -> None:
    photo = shown(world.marit)
    group = groups.start_group(
        world.marit, name="Open kring", purpose="Voor ieder", readers="public"
    )
    page = Client().get(f"/g/{group.actor.handle}/").text
    assert "Open kring" in page
    assert photo.name not in page


def test_who_leaves_takes_his_face_along(world: World) -> None:
    joost = world.joost.handle
    photo = shown(world.joost)
    viewer = signed_in(world.samira)
    leaving.close_account(world.joost, answers="stay")
    gone = Actor.objects.get(pk=world.joost.pk)
    assert gone.photo == ""
    for handle in (joost, gone.handle):
        assert viewer.get(f"/@{handle}/foto/{photo.name}-96.webp").status_code == 404
    back = leaving.reopen_account(gone)
    assert (back.handle, back.photo, now(back)) == (joost, photo.name, photo.name)
    assert viewer.get(address(back, photo)).status_code == 200


def test_what_she_takes_along_has_her_photo_in_it(world: World, settings, tmp_path) -> None:
    settings.VAKNET_DATA = tmp_path
    photo = shown(world.samira)
    taken = take(world.samira)
    assert [one["name"] for one in taken.told["photos"]] == [photo.name]
    with ZipFile(BytesIO(taken.content)) as whole:
        assert whole.read("photo.webp") == b"a" * 384
    actions.remove_photo(world.samira)
    assert json.dumps(take(world.samira).told["photos"]) != "[]"


# The picture itself


def test_it_is_sent_as_what_it_is_and_kept_by_the_browser(world: World) -> None:
    photo = shown(world.marit)
    for kind in FORMATS:
        answer = signed_in(world.bram).get(address(world.marit, photo, 192, kind))
        assert answer.content == b"a" * 192
        assert answer["Content-Type"] == f"image/{kind}"
        assert answer["X-Content-Type-Options"] == "nosniff"
        assert answer["Cache-Control"] == "private, max-age=2592000, immutable"
        assert "Cookie" in answer["Vary"]
        assert "Content-Security-Policy" in answer


@pytest.mark.parametrize("tail", ["97.webp", "96.png", "96.webp/", "096.webp", "96.WEBP", "96"])
def test_other_sizes_and_formats_are_not_there(world: World, tail: str) -> None:
    photo = shown(world.marit)
    page = f"/@{world.marit.handle}/foto/{photo.name}-{tail}"
    assert signed_in(world.bram).get(page).status_code == 404


def test_looking_at_one_takes_no_more_than_three_statements(world: World) -> None:
    """Who looks, as whom, and the picture."""
    photo, client = shown(world.marit), signed_in(world.bram)
    with CaptureQueriesContext(connection) as statements:
        assert client.get(address(world.marit, photo)).status_code == 200
    assert len(statements) <= 3


# Where people stand


def test_a_profile_shows_it_with_her_name_and_takes_no_more_statements(world: World) -> None:
    client, page = signed_in(world.bram), f"/@{world.marit.handle}/"
    client.get(page)
    with CaptureQueriesContext(connection) as without:
        assert ">MH</span>" in client.get(page).text
    photo = shown(world.marit)
    with CaptureQueriesContext(connection) as having:
        seen = client.get(page).text
    assert len(having) == len(without)
    hers = f"/@marit.hoekstra/foto/{photo.name}"
    assert f'srcset="{hers}-192.avif 1x, {hers}-384.avif 2x"' in seen
    assert f'src="{hers}-192.webp"' in seen
    assert 'alt="Marit Hoekstra"' in seen
    assert ">MH</span>" not in seen


LISTS = ("/", "/ik/bekenden/", "/g/vergunningen-toezicht/leden/", "/vraag/1/", "/ik/introducties/")


@pytest.mark.parametrize("page", LISTS)
def test_a_list_of_people_takes_no_more_statements(world: World, page: str) -> None:
    page = f"/vraag/{world.question.pk}/" if page == "/vraag/1/" else page
    client = signed_in(world.samira)
    client.get(page)
    with CaptureQueriesContext(connection) as without:
        before = client.get(page).text
    faces = [shown(one) for one in world.everybody]
    with CaptureQueriesContext(connection) as having:
        after = client.get(page).text
    assert len(having) == len(without)
    assert after.count("<picture") == before.count('class="avatar ') >= 1
    assert faces[0].name in after
    assert 'alt="Samira El Idrissi"' not in after  # small: the name stands beside it


# My own


def test_she_shows_herself_and_her_street_stays_behind(world: World) -> None:
    client, content = signed_in(world.samira), a_picture()
    assert CANARY.encode() in content
    answer = sent(client, content)
    assert (answer.status_code, answer["Location"]) == (303, "/ik/profiel/#photo")
    page = client.get(OWN).text
    assert "This is your photo now." in page
    photo = Photo.objects.get(actor=world.samira)
    assert f"{photo.name}-192.avif" in page
    for size in SIZES:
        for kind in FORMATS:
            told = client.get(address(world.samira, photo, size, kind)).content
            assert CANARY.encode() not in told
            assert b"Exif" not in told
            assert Image.open(BytesIO(told)).size == (size, size)
    assert not any(CANARY.encode() in bytes(row) for row in _all_bytes())


def _all_bytes() -> list[bytes]:
    return list(PhotoFile.objects.values_list("content", flat=True))


WRONG = {
    "no photo": (b"Dit ben ik.", "This is not a photo that we can read."),
    "a drawing with a script": (b"<svg><script>alert(1)</script></svg>", "This is not a photo"),
    "half of one": (a_picture()[:3000], "This photo is damaged or not complete."),
    "a small one": (a_picture(size=(100, 100)), "This photo is too small."),
    "of Apple": (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "This is a HEIC photo"),
    "a bomb": (a_bomb(), "This photo has too many pixels."),
    "empty": (b"", "This photo is damaged or not complete."),
    "too large": (a_picture() + bytes(pictures.Limits().content), "larger than 10 MB"),
}


@pytest.mark.parametrize(("content", "words"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_told_and_nothing_changes(
    world: World, content: bytes, words: str
) -> None:
    photo = shown(world.samira)
    answer = sent(signed_in(world.samira), content)
    assert answer.status_code == 422
    assert words in answer.text
    assert answer.text.count("<h1") == 1
    assert [one.pk for one in Photo.objects.all()] == [photo.pk]


def test_nothing_chosen(world: World) -> None:
    answer = signed_in(world.samira).post(f"{OWN}foto/")
    assert (answer.status_code, "Choose a photo first." in answer.text) == (422, True)


def test_reading_a_picture_needs_no_database() -> None:
    """So it holds no transaction: this test has none at all."""
    form = PhotoForm({}, {"photo": SimpleUploadedFile("ik.jpg", a_picture(), "image/jpeg")})
    assert form.is_valid()
    assert len(form.cleaned_data["photo"].renditions) == len(SIZES) * len(FORMATS)


def test_removing_asks_nothing_and_can_be_undone(world: World) -> None:
    photo, client = shown(world.samira), signed_in(world.samira)
    assert "Remove my photo" in client.get(OWN).text
    answer = client.post(f"{OWN}foto/weg/")
    assert (answer.status_code, answer["Location"]) == (303, "/ik/profiel/#photo")
    page = client.get(OWN).text
    assert "Removed: your photo." in page
    assert "Remove my photo" not in page
    client.post(f"{OWN}terug/")
    assert now(world.samira) == photo.name


def test_undoing_what_is_gone_says_so(world: World) -> None:
    shown(world.samira)
    client = signed_in(world.samira)
    client.post(f"{OWN}foto/weg/")
    actions.forget_photos(before=timezone.now() + timedelta(days=1))
    answer = client.post(f"{OWN}terug/", follow=True)
    assert "Your photo is gone. Choose it once more." in answer.text
    assert "It is back." not in answer.text


def test_removing_what_is_not_there_leaves_nothing_to_undo(world: World) -> None:
    client = signed_in(world.samira)
    client.post(f"{OWN}foto/weg/")
    assert "Removed" not in client.get(OWN).text


def test_a_guest_is_led_to_the_door(db: None) -> None:
    for page in (f"{OWN}foto/", f"{OWN}foto/weg/"):
        assert Client().post(page)["Location"].startswith("/inloggen/")


def test_a_newcomer_has_a_monogram(world: World) -> None:
    ilse = member("Ilse de Wit", "ilse@oosterhage.example")
    assert ilse.photo == ""
    page = signed_in(ilse).get(OWN).text
    assert "<picture" not in page
    assert "Show this photo instead" not in page
