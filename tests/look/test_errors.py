"""When it goes wrong, a page says what to do and gives nothing away."""

import logging

import pytest
from django.core.exceptions import PermissionDenied
from django.db import OperationalError
from django.http import HttpResponse
from django.test import Client
from django.urls import path

from vaknet.interfaces.web import urls as web
from vaknet.urls import handler400, handler403, handler404, handler500  # noqa: F401

SECRET = "samira@waterveen.example"


def _broken(request):
    raise ValueError(f"Nobody may read this: {SECRET}")


def _without_database(request):
    raise OperationalError("connection refused")


def _forbidden(request):
    raise PermissionDenied(SECRET)


def _reads(request):
    return HttpResponse(request.POST.get("text", "") + request.GET.get("q", ""))


def _page_too_many(request):
    from vaknet.interfaces.web import errors

    return errors.too_many(request)


urlpatterns = [
    *web.urlpatterns,
    path("broken/", _broken, name="broken"),
    path("without-database/", _without_database),
    path("forbidden/", _forbidden),
    path("too-many/", _page_too_many),
    path("reads/", _reads),
]


@pytest.fixture
def client(db, settings):
    settings.ROOT_URLCONF = "tests.look.test_errors"
    return Client(raise_request_exception=False)


def test_a_page_that_does_not_exist(client):
    answer = client.get("/nergens/")
    assert answer.status_code == 404
    assert "Deze pagina bestaat niet (meer)" in answer.text


def test_it_is_said_in_english_too(client):
    answer = client.get("/nergens/", headers={"accept-language": "en"})
    assert "This page does not exist (any more)" in answer.text


def test_a_mistake_of_ours_has_a_code_that_is_in_the_log(client, caplog):
    with caplog.at_level(logging.ERROR, logger="vaknet.errors"):
        answer = client.get(f"/broken/?token={SECRET}")
    assert answer.status_code == 500
    (line,) = [one.getMessage() for one in caplog.records if one.name == "vaknet.errors"]
    code = line.split()[1]
    assert len(code) == 4
    assert f"code {code}" in answer.text
    assert line == f"Error {code} in GET broken"


def test_a_mistake_of_ours_tells_nothing_of_the_inside(client):
    text = client.get("/broken/").text
    assert [word for word in (SECRET, "ValueError", "Traceback", "vaknet/") if word in text] == []


def test_every_mistake_has_its_own_code(client):
    codes = {client.get("/broken/").text.split("code ")[1][:4] for _ in range(5)}
    assert len(codes) == 5


def test_without_a_database_we_say_that_we_will_be_back(client):
    answer = client.get("/without-database/")
    assert answer.status_code == 503
    assert answer["Retry-After"] == "60"
    assert "We zijn zo terug" in answer.text


def test_when_even_the_page_about_it_fails_there_are_two_sentences(client, monkeypatch):
    def fails(*given):
        raise OSError("no templates")

    monkeypatch.setattr("vaknet.interfaces.web.errors.render_to_string", fails)
    answer = client.get("/broken/")
    assert answer.status_code == 500
    assert "Er ging iets mis bij ons. Probeer het over een paar minuten." in answer.text


def test_what_you_may_not_do_is_said_without_the_reason(client):
    answer = client.get("/forbidden/")
    assert answer.status_code == 403
    assert SECRET not in answer.text
    assert "Dit staat niet voor jou open" in answer.text


def test_too_often(client):
    answer = client.get("/too-many/")
    assert (answer.status_code, answer["Retry-After"]) == (429, "60")


def test_a_form_without_its_guard(settings, db):
    strict = Client(enforce_csrf_checks=True)
    answer = strict.post("/taal/", {"language": "en"})
    assert answer.status_code == 403
    assert "Deze pagina stond te lang open" in answer.text


def test_ten_megabytes_are_too_much(client):
    answer = client.post("/reads/", {"text": "x" * 10_000_000})
    assert answer.status_code in {200, 413}
    encoded = client.post(
        "/reads/",
        "text=" + "x" * 10_000_000,
        content_type="application/x-www-form-urlencoded",
    )
    assert encoded.status_code == 413
    assert "Dit is te veel in één keer" in encoded.text


def test_a_body_that_is_no_form_is_said_to_be_broken(client):
    answer = client.post(
        "/reads/", b"--x\r\nnonsense", content_type="multipart/form-data; boundary="
    )
    assert answer.status_code == 400
    assert "Dit kunnen wij niet lezen" in answer.text


def test_the_address_of_a_button_is_not_a_page(client):
    answer = client.get("/taal/")
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    assert "Dit adres hoort bij een knop" in answer.text


@pytest.mark.parametrize("address", ["/reads/?q=a%00b", "/reads/?q%00=1&q=ab"])
def test_nul_goes_from_addresses(client, address):
    assert client.get(address).text == "ab"


def test_nul_goes_from_forms(client):
    assert client.post("/reads/", {"text": "a\0b"}).text == "ab"


@pytest.mark.parametrize("address", ["/@samira%00/", "/%00/", "/vraag/%00/", "/%ff%fe/"])
def test_nul_in_a_path_is_no_page(client, address):
    assert client.get(address).status_code == 404


def test_htmx_puts_an_error_in_the_place_of_the_page(client):
    answer = client.get("/nergens/", headers={"HX-Request": "true"})
    assert answer["HX-Retarget"] == "body"


def test_members_find_their_way_back(client, world):
    client.force_login(world.samira.account)
    assert "Naar Vandaag" in client.get("/nergens/").text
