"""What comes in is cleaned, what is wrong is said beside it, and nothing typed is lost."""

import pytest
from django import forms
from django.http import QueryDict
from django.template.loader import render_to_string
from hypothesis import given
from hypothesis import strategies as st

from vaknet.domain.refusal import Refused
from vaknet.interfaces.web.forms.base import Form, clean_text


class Note(Form):
    text = forms.CharField(label="Tekst", help_text="Eén zin.", max_length=20)
    email = forms.EmailField(label="E-mail")
    times = forms.MultipleChoiceField(
        label="Tijden", choices=[("1", "9.30"), ("2", "10.00")], required=False
    )
    readers = forms.ChoiceField(
        label="Lezers", choices=[("a", "Groep"), ("b", "Iedereen")], widget=forms.RadioSelect
    )


def note(**given):
    data = QueryDict(mutable=True)
    data.update({"text": "Hallo", "email": "a@b.example", "readers": "a"} | given)
    return Note(data)


def test_a_good_form_is_good():
    form = note(times="2")
    assert form.is_valid()
    assert form.cleaned_data == {
        "text": "Hallo",
        "email": "a@b.example",
        "times": ["2"],
        "readers": "a",
    }


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("a\0b", "ab"),
        ("e\u0301\u0301", "é\u0301"),
        ("a\r\nb\rc", "a\nb\nc"),
        ("\x07bel\x1b", "bel"),
        ("ليلى حداد", "ليلى حداد"),
        ("gezin 👩‍👩‍👧", "gezin 👩‍👩‍👧"),
        ("naam\u202edraai", "naamdraai"),
        ("<b>vet</b>", "<b>vet</b>"),
    ],
)
def test_text_is_cleaned_of_what_nobody_types(typed, kept):
    assert clean_text(typed) == kept


@given(st.text())
def test_cleaning_twice_changes_nothing_more(text):
    once = clean_text(text)
    assert clean_text(once) == once
    assert "\0" not in once


def test_what_was_typed_is_shown_again():
    html = str(note(text="Hallo & \0<script>" + "x" * 30))
    assert "Hallo &amp; &lt;script&gt;xxx" in html


def test_too_long_says_how_long_and_how_long_it_may_be():
    form = note(text="x" * 31)
    assert form.errors["text"] == ["Deze tekst is te lang (31 tekens). Kort hem in tot 20 tekens."]


def test_the_browser_does_not_cut_texts_off():
    assert "maxlength" not in str(note())


def test_an_error_is_tied_to_its_field():
    html = note(email="samira@").as_div() + str(note(email="samira@")["email"].as_field_group())
    assert 'aria-invalid="true"' in html
    assert 'aria-describedby="id_email_error"' in html
    assert 'id="id_email_error"' in html
    assert "Dit e-mailadres klopt niet helemaal. Controleer het stuk na @." in html


def test_a_hint_and_an_error_are_both_read_out():
    html = str(note(text="")["text"].as_field_group())
    assert 'aria-describedby="id_text_helptext id_text_error"' in html


def test_the_summary_leads_to_every_field():
    form = Note(QueryDict(""))
    html = render_to_string("c/error_summary.html", {"form": form})
    assert "Er ontbreekt nog iets" in html
    assert [f'href="#{one}"' in html for one in ("id_text", "id_email", "id_readers_0")] == [
        True
    ] * 3


def test_something_wrong_is_not_something_missing():
    html = render_to_string("c/error_summary.html", {"form": note(email="x")})
    assert "Kijk hier nog even naar" in html


def test_a_room_says_no_beside_the_field():
    form = note()
    form.refuse(Refused("Morgen kan het weer.", field="text"))
    assert form.errors == {"text": ["Morgen kan het weer."]}


def test_a_room_says_no_on_top_when_it_is_about_no_field():
    form = note()
    form.refuse(Refused("Morgen kan het weer.", field="elsewhere"))
    assert form.non_field_errors() == ["Morgen kan het weer."]


def test_a_name_of_ten_thousand_signs_and_a_choice_that_is_not_there():
    form = note(text="n" * 10_000, readers="z")
    assert form.errors["readers"] == ["Kies een van de mogelijkheden uit de lijst."]
    assert "te lang (10000 tekens)" in form.errors["text"][0]
