"""Which page a text leads to."""

from django.conf import settings

from vaknet.domain.knowledge.models import Answer, Post, Question, Reply
from vaknet.domain.previews.models import Text
from vaknet.kit.links_in_text import first_page

type Place = Question | Post


def page_in(text: Text) -> str:
    """Its address, or nothing. Never one of this network: what is there is not for all to see."""
    if isinstance(text, Question | Post):
        return first_page(text.body_html, text.title, ours=settings.BASE_URL)
    return first_page(text.html, ours=settings.BASE_URL)


def place_of(text: Text) -> Place:
    """The question or conversation of which it is a part."""
    match text:
        case Answer():
            return text.question
        case Reply():
            return text.post
    return text


def name_of(text: Text) -> str:
    """Of the column that points at it."""
    return str(text._meta.model_name)
