"""A photo on the cover of an issue: of its editors, and seen by whoever may read the issue."""

import io
from datetime import timedelta
from functools import cache, partial
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from pypdf import PdfReader

from tests import postbox
from tests.architecture.test_oracles import TOKEN
from tests.journal.story import HERE, a_week, journal_of, signed_in
from tests.journal.test_files import FEEDS, chapters
from tests.journal.test_paper import made, words_of
from tests.kit.office import pdf
from tests.kit.test_epub import inside, judged
from tests.kit.test_pdf import parts, tree
from tests.leaving.story import take
from tests.leaving.test_closing import after_two_weeks, close
from tests.leaving.two_accounts import OLD, merge
from tests.mail.test_issues import react
from tests.people.pictures import CANARY, a_picture
from tests.world import World, bring_in, member
from vaknet.domain.activity.models import Activity, Actor
from vaknet.domain.groups import actions as groups
from vaknet.domain.groups.models import Group
from vaknet.domain.groups.queries import duties_on
from vaknet.domain.journal import actions
from vaknet.domain.journal.models import CoverFile, CoverPhoto, Issue
from vaknet.domain.knowledge import actions as knowledge
from vaknet.domain.refusal import Refused
from vaknet.interfaces.mail.letters import issues
from vaknet.kit.pictures import Whole, whole

DESK, CHOOSE = f"{HERE}redactie/nummer/", f"{HERE}redactie/nummer/omslag/foto/"
STEIGER = "Een steiger in de ochtendzon"
CREDIT = "Wies Hoekstra"


@cache
def a_photo(colour: str = "teal") -> Whole:
    return whole(a_picture(colour, size=(900, 600)))


@pytest.fixture
def draft(world: World) -> Issue:
    a_week(world)
    journal_of(world)
    return actions.begin_issue(world.joost, group=world.group)


def photographed(by: Actor, draft: Issue, words: str = STEIGER) -> CoverPhoto:
    said = {"description": words, "credit": CREDIT}
    return actions.choose_photo(by, issue=draft, photo=a_photo(), **said)


@pytest.fixture
def out(world: World, draft: Issue) -> CoverPhoto:
    photo = photographed(world.joost, draft)
    actions.publish_issue(world.joost, issue=draft)
    return photo


def at(photo: CoverPhoto, side: int = 800) -> str:
    return f"/omslag/{photo.pk}/{side}.webp"


def chosen(content: bytes, name: str = "steiger.jpg", **more: str) -> dict[str, object]:
    return {"file": SimpleUploadedFile(name, content, "image/jpeg"), **more}


# The verbs


def test_an_editor_puts_a_photo_on_it_and_another_one_and_takes_it_away(
    world: World, draft: Issue
) -> None:
    first = photographed(world.joost, draft)
    assert (first.width, first.height, first.narrow) == (900, 600, 800)
    assert (first.description, first.credit) == (STEIGER, CREDIT)
    assert str(first) == f"photo on {draft.pk}"
    second = actions.choose_photo(
        world.marit, issue=draft, photo=a_photo("olive"), description="Een ladder"
    )
    assert CoverPhoto.objects.get() == second
    assert (second.chosen_by, second.credit) == (world.marit, "")
    assert sorted(map(str, second.files.all())) == [f"{second.pk} at 1600", f"{second.pk} at 800"]
    for _twice in range(2):
        actions.draw_cover(world.joost, issue=draft)
    assert (CoverPhoto.objects.count(), CoverFile.objects.count()) == (0, 0)
    assert {one.actor for one in draft.editors.all()} == {world.joost, world.marit}
    told = Activity.objects.filter(verb="edited_issue").values_list("actor", "audience")
    hers = (world.joost.pk, "self")
    assert list(told.order_by("pk")) == [hers, (world.marit.pk, "self"), hers]


def test_other_words_for_the_same_photo(world: World, draft: Issue) -> None:
    photographed(world.joost, draft)
    actions.say_of_photo(world.marit, issue=draft, description="Een oude steiger")
    kept = CoverPhoto.objects.get()
    assert (kept.description, kept.credit) == ("Een oude steiger", "")
    assert kept.chosen_by == world.joost
    actions.draw_cover(world.joost, issue=draft)
    before = Activity.objects.count()
    actions.say_of_photo(world.marit, issue=draft, description="Weg")
    assert (CoverPhoto.objects.count(), Activity.objects.count()) == (0, before)


def test_nobody_else_touches_the_cover_and_nobody_once_it_is_out(
    world: World, out: CoverPhoto
) -> None:
    issue = out.issue
    for person, said in ((world.samira, "redactie of een beheerder"), (world.joost, "al uit")):
        for act in (
            partial(photographed, person, issue),
            partial(actions.say_of_photo, person, issue=issue, description="Mooi"),
            partial(actions.draw_cover, person, issue=issue),
        ):
            with pytest.raises(Refused, match=said):
                act()
    kept = CoverPhoto.objects.get()
    assert (kept, kept.description, kept.files.count()) == (out, STEIGER, 2)


def test_an_editor_who_may_not_write_puts_up_no_photo(world: World, draft: Issue) -> None:
    until = timezone.now() + timedelta(days=1)
    knowledge.limit_writing(actor=world.joost, until=until)
    with pytest.raises(Refused) as refused:
        photographed(world.joost, draft)
    assert refused.value.field == "file"
    assert not CoverPhoto.objects.exists()


# At the desk


def test_at_the_desk_the_cover_is_drawn_until_she_chooses_a_photo(
    world: World, draft: Issue
) -> None:
    joost = signed_in(world.joost)
    assert "/omslag/1.svg" in joost.get(DESK).text
    assert CHOOSE in joost.get(DESK).text
    assert "Terug naar het getekende omslag" not in joost.get(CHOOSE).text
    said = chosen(a_picture(size=(900, 600)), description=STEIGER, credit=CREDIT)
    assert joost.post(CHOOSE, said).headers["Location"] == DESK
    photo = CoverPhoto.objects.get()
    for page in (DESK, CHOOSE, f"{DESK}voorbeeld/"):
        told = joost.get(page).text
        assert at(photo) in told
        assert STEIGER in told
        assert CREDIT in told
        assert "/omslag/1.svg" not in told
    assert joost.post(CHOOSE, {"act": "draw"}).headers["Location"] == DESK
    assert "/omslag/1.svg" in joost.get(DESK).text
    assert joost.get(at(photo)).status_code == 404


def test_only_what_is_seen_is_kept(world: World, draft: Issue) -> None:
    """Where it was taken stood in the file; who sends a file may call it what she likes."""
    sent = a_picture(size=(900, 600))
    assert CANARY.encode() in sent
    signed_in(world.joost).post(CHOOSE, chosen(sent, "plan.pdf", description=STEIGER))
    kept = [bytes(one.content) for one in CoverFile.objects.all()]
    assert len(kept) == 2
    for content in kept:
        assert content.startswith(b"RIFF")
        assert CANARY.encode() not in content


@pytest.mark.parametrize(
    ("said", "refusal"),
    [
        ({"description": STEIGER}, "Kies eerst een beeld."),
        (chosen(b"", description=STEIGER), "Dit bestand is leeg. Kies een ander."),
        (chosen(pdf(), "plan.pdf", description=STEIGER), "Dit soort bestand past hier niet."),
        (chosen(a_picture(), description=" "), "Zeg in woorden wat er te zien is"),
        (chosen(a_picture(), description=STEIGER, credit="x" * 121), "Deze tekst is te lang"),
    ],
)
def test_what_does_not_fit_is_refused_in_words(
    world: World, draft: Issue, said: dict[str, object], refusal: str
) -> None:
    answer = signed_in(world.joost).post(CHOOSE, said)
    [[told]] = answer.context["form"].errors.values()
    assert answer.status_code == 422
    assert str(told).startswith(refusal)
    assert not CoverPhoto.objects.exists()


def test_too_large_a_file_is_refused_before_it_is_read(
    world: World, draft: Issue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("vaknet.interfaces.web.forms.attachments.LARGEST", 10)
    answer = signed_in(world.joost).post(CHOOSE, chosen(a_picture(), description=STEIGER))
    assert "groter dan 10 MB" in answer.text
    assert not CoverPhoto.objects.exists()


def test_a_photo_that_tells_nothing_has_no_words(world: World, draft: Issue) -> None:
    joost = signed_in(world.joost)
    joost.post(CHOOSE, chosen(a_picture(), description=STEIGER, decorative="on"))
    photo = CoverPhoto.objects.get()
    assert photo.description == ""
    assert f'{at(photo)}" width="400" height="500" alt=""' in joost.get(CHOOSE).text
    assert joost.post(CHOOSE, {"description": "", "credit": ""}).status_code == 422
    assert joost.post(CHOOSE, {"description": "Toch een steiger"}).status_code == 303
    kept = CoverPhoto.objects.get()
    assert (kept, kept.description) == (photo, "Toch een steiger")


def test_one_published_meanwhile_says_so(world: World, draft: Issue) -> None:
    """The page was open while another editor let the issue out: there is no draft any more."""
    actions.publish_issue(world.marit, issue=draft)
    joost = signed_in(world.joost)
    assert joost.post(CHOOSE, chosen(a_picture(), description=STEIGER)).status_code == 404
    assert joost.post(CHOOSE, {"act": "draw"}).status_code == 404
    assert not CoverPhoto.objects.exists()


def test_only_editors_find_the_page(world: World, draft: Issue) -> None:
    photographed(world.joost, draft)
    for stranger in (world.samira, world.bram):
        assert signed_in(stranger).get(CHOOSE).status_code == 404
        assert signed_in(stranger).post(CHOOSE, {"act": "draw"}).status_code == 404
    assert Client().post(CHOOSE, {"act": "draw"}).status_code == 302
    assert CoverPhoto.objects.exists()


# Who sees it


def looks(person: Actor | None, address: str) -> tuple[object, ...]:
    """What she gets, and how many statements that takes. She knows which address she asked for."""
    client = Client() if person is None else signed_in(person)
    client.get("/omslag/0/800.webp")
    with CaptureQueriesContext(connection) as statements:
        answer = client.get(address)
    text = TOKEN.sub("", answer.text).replace(address, "")
    return answer.status_code, answer.headers["Content-Type"], text, len(statements)


@pytest.mark.parametrize("name", ["samira", "bram", None])
def test_of_a_draft_others_learn_nothing(world: World, draft: Issue, name: str | None) -> None:
    """She who reads the group, who does not, and a guest: as if it were not there."""
    Group.objects.filter(pk=world.group.pk).update(readers="public")
    photo = photographed(world.joost, draft)
    who = getattr(world, name) if name else None
    nothing = looks(who, f"/omslag/{photo.pk + 1}/800.webp")
    assert nothing[0] == 404
    assert looks(who, at(photo)) == nothing
    assert looks(who, at(photo, 1600)) == nothing
    assert signed_in(world.joost).get(at(photo)).status_code == 200
    assert signed_in(world.marit).get(at(photo)).status_code == 200


@pytest.mark.parametrize("name", ["bram", None])
def test_of_a_closed_group_others_learn_nothing(
    world: World, out: CoverPhoto, name: str | None
) -> None:
    Group.objects.filter(pk=world.group.pk).update(readers="group", admission="request")
    who = getattr(world, name) if name else None
    nothing = looks(who, f"/omslag/{out.pk + 1}/800.webp")
    assert nothing[0] == 404
    assert looks(who, at(out)) == nothing
    assert signed_in(world.samira).get(at(out)).status_code == 200
    bring_in(world.marit, world.group, world.bram)
    assert signed_in(world.bram).get(at(out)).status_code == 200


@pytest.mark.parametrize(("readers", "status"), [("public", 200), ("network", 404)])
def test_guests_see_it_where_they_read_the_issue(
    world: World, out: CoverPhoto, readers: str, status: int
) -> None:
    Group.objects.filter(pk=world.group.pk).update(readers=readers)
    assert Client().get(at(out)).status_code == status
    assert (at(out) in Client().get(f"{HERE}nr/1/").text) is (status == 200)


def test_an_editor_of_before_sees_no_draft(world: World, draft: Issue) -> None:
    photo = photographed(world.marit, draft)
    joost = signed_in(world.joost)
    assert joost.get(at(photo)).status_code == 200
    [duty] = duties_on(timezone.localdate()).filter(membership__actor=world.joost)
    groups.end_duty(world.marit, group=world.group, duty=duty)
    assert joost.get(at(photo)).status_code == 404


def test_it_is_a_picture_and_nothing_else(world: World, out: CoverPhoto) -> None:
    answer = signed_in(world.samira).get(at(out, 1600))
    assert answer.headers["Content-Type"] == "image/webp"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"].startswith("private")
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert signed_in(world.samira).get(at(out, 400)).status_code == 404


# Where it is shown


def test_readers_see_it_on_the_issue_and_in_the_list(world: World, out: CoverPhoto) -> None:
    samira = signed_in(world.samira)
    issue, listed = samira.get(f"{HERE}nr/1/").text, samira.get(f"{HERE}nr/").text
    assert at(out, 1600) in issue
    assert f'alt="{STEIGER}"' in issue
    assert f"Foto: {CREDIT}" in issue
    assert at(out) in listed
    for page in (issue, listed):
        assert "/omslag/1.svg" not in page


def test_the_list_costs_the_same_with_photos(world: World, out: CoverPhoto) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as statements:
            assert signed_in(world.samira).get(f"{HERE}nr/").status_code == 200
        return len(statements)

    count()
    photographed_once = count()
    CoverPhoto.objects.all().delete()
    assert count() == photographed_once


@pytest.mark.parametrize(("words", "alternatives"), [(STEIGER, [STEIGER]), ("", [])])
def test_on_paper_with_its_words(
    world: World, draft: Issue, words: str, alternatives: list[str]
) -> None:
    photographed(world.joost, draft, words)
    actions.publish_issue(world.joost, issue=draft)
    content = made(signed_in(world.noor))
    told = words_of(content)
    assert f"Foto: {CREDIT}" in told
    assert f"Foto op het omslag: {CREDIT}" in told
    file = PdfReader(io.BytesIO(content))
    figures = [part for part in parts(tree(file)) if part["/S"] == "/Figure"]
    assert [figure["/Alt"] for figure in figures] == alternatives
    things = [file.get_object(number) for number in range(1, file.trailer["/Size"])]
    drawn = [one for one in things if "/Subtype" in one and one["/Subtype"] == "/Image"]
    assert [(one["/Width"], one["/Height"]) for one in drawn] == [(900, 600)]


def test_on_an_e_reader(world: World, out: CoverPhoto, tmp_path: Path) -> None:
    content = signed_in(world.noor).get(f"{HERE}nr/1.epub").content
    assert judged(content, tmp_path) == []
    assert inside(content)["EPUB/cover.webp"] == bytes(out.files.get(side=1600).content)
    assert f'alt="{STEIGER}"' in chapters(content)
    assert f"Foto op het omslag: {CREDIT}" in chapters(content)


def test_letters_and_feeds_carry_no_photo(world: World, out: CoverPhoto) -> None:
    """No letter of ours shows a picture, and a feed tells what there is to read."""
    issues._kept.clear()
    Group.objects.filter(pk=world.group.pk).update(readers="public")
    groups.choose_mail(world.samira, group=world.group, mail="issue")
    react()
    mail.outbox.clear()
    postbox.empty()
    [letter] = [one for one in mail.outbox if one.to == [world.samira.account.email]]
    html = letter.alternatives[0].content
    assert 'class="house' in html
    for told in (html, letter.body, *[Client().get(f"{HERE}nr/{one}").text for one in FEEDS]):
        assert "/omslag/" not in told
        assert STEIGER not in told


# Leaving


def test_she_takes_her_photos_along(world: World, out: CoverPhoto) -> None:
    taken = take(world.joost)
    [told] = taken.told["cover_photos"]
    assert (told["description"], told["credit"], told["issue"]) == (STEIGER, CREDIT, 1)
    with ZipFile(io.BytesIO(taken.content)) as zipped:
        content = zipped.read(f"covers/{told['number']}.webp")
    assert content == bytes(out.files.get(side=1600).content)
    assert take(world.marit).told["cover_photos"] == []


def test_her_photo_goes_with_her_account_and_the_cover_is_drawn_again(
    world: World, out: CoverPhoto
) -> None:
    close(world.joost)
    after_two_weeks()
    assert (CoverPhoto.objects.count(), CoverFile.objects.count()) == (0, 0)
    page = signed_in(world.samira).get(f"{HERE}nr/1/").text
    assert "/omslag/1.svg" in page
    assert CREDIT not in page


def test_of_two_accounts_it_is_hers(world: World, draft: Issue) -> None:
    double = member("Joost van der M.", OLD)
    groups.join_group(double, group=world.group)
    groups.give_duty(world.marit, group=world.group, person=double, kind="editor")
    photographed(double, draft)
    kept = merge(world.joost, double)
    assert CoverPhoto.objects.get().chosen_by == kept
