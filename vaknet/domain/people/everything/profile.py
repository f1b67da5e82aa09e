"""What stands on her profile."""

from django.utils import translation
from django.utils.translation import gettext_lazy as _

from vaknet.domain.activity.models import Actor
from vaknet.domain.parts import Part, streamed
from vaknet.domain.people.models import (
    HelpOffer,
    KnownTopic,
    Photo,
    Profile,
    ProfileLink,
    Role,
    SoughtTopic,
    SpokenLanguage,
)
from vaknet.kit import languages


def profile_of(viewer: Actor) -> list[Part]:
    return [
        _profile(viewer),
        _photos(viewer),
        _roles(viewer),
        *_topics(viewer),
        *_beside(viewer),
    ]


def _profile(viewer: Actor) -> Part:
    language = (translation.get_language() or "nl")[:2]
    occupation = f"occupation__label_{'nl' if language == 'nl' else 'en'}"
    rows = Profile.objects.filter(actor=viewer).values_list(
        "actor__name",
        "actor__handle",
        "actor__headline",
        "promise",
        "profession",
        occupation,
        "occupation__uri",
        "place__name",
        "place__region",
        "actor__created_at",
    )
    columns = {
        "name": _("Name"),
        "handle": _("Address here"),
        "headline": _("Line under your name"),
        "promise": _("In one sentence"),
        "profession": _("Profession"),
        "occupation": _("Occupation in the list"),
        "occupation_uri": _("Occupation number"),
        "place": _("Place"),
        "region": _("Region"),
        "since": _("Since"),
    }
    return Part("profile", _("Profile"), columns, streamed(rows), ("people.Profile.actor",))


def _photos(viewer: Actor) -> Part:
    """That they are there; the picture itself is a file beside this one."""
    rows = Photo.objects.filter(actor=viewer).order_by("pk").values_list("name", "since", "until")
    columns = {"name": _("Name of the photo"), "since": _("Since"), "until": _("Until")}
    return Part("photos", _("Photo"), columns, streamed(rows), ("people.Photo.actor",))


def _roles(viewer: Actor) -> Part:
    rows = Role.objects.filter(actor=viewer).order_by("pk")
    columns = {
        "kind": _("Kind"),
        "title": _("Job title"),
        "organisation": _("Organisation"),
        "since": _("Since"),
        "until": _("Until"),
    }
    listed = rows.values_list("kind", "title", "organisation__name", "since", "until")
    held, spoken = ("people.Role.actor",), {"kind": dict(Role.Kind.choices)}
    return Part("roles", _("Roles"), columns, streamed(listed), held, spoken)


def _topics(viewer: Actor) -> list[Part]:
    columns = {"text": _("In your words"), "since": _("Since")}
    known = KnownTopic.objects.filter(actor=viewer).order_by("pk")
    sought = SoughtTopic.objects.filter(actor=viewer).order_by("pk")
    offers = HelpOffer.objects.filter(actor=viewer).order_by("pk")
    return [
        Part(
            "known_topics",
            _("What I know"),
            columns,
            streamed(known.values_list("text", "since")),
            ("people.KnownTopic.actor",),
        ),
        Part(
            "sought_topics",
            _("What I'm looking for"),
            columns,
            streamed(sought.values_list("text", "since")),
            ("people.SoughtTopic.actor",),
        ),
        Part(
            "help_offers",
            _("Happy to help with"),
            {"kind": _("Kind"), "remark": _("Remark"), "since": _("Since")},
            streamed(offers.values_list("kind", "remark", "since")),
            ("people.HelpOffer.actor",),
            {"kind": dict(HelpOffer.Kind.choices)},
        ),
    ]


def _beside(viewer: Actor) -> list[Part]:
    spoken = SpokenLanguage.objects.filter(actor=viewer).order_by("pk")
    links = ProfileLink.objects.filter(actor=viewer).order_by("pk")
    return [
        Part(
            "languages",
            _("Languages"),
            {"code": _("Language"), "since": _("Since")},
            streamed(spoken.values_list("code", "since")),
            ("people.SpokenLanguage.actor",),
            {"code": dict(languages.names(translation.get_language() or "nl"))},
        ),
        Part(
            "links",
            _("Pages elsewhere"),
            {"url": _("Address"), "since": _("Since"), "proved_since": _("Links back since")},
            streamed(links.values_list("url", "since", "proved_since")),
            ("people.ProfileLink.actor",),
        ),
    ]
