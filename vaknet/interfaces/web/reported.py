"""What a case is about, in a line and with a link."""

from django.core.exceptions import ObjectDoesNotExist
from django.urls import reverse

from vaknet.domain.activity.models import Actor
from vaknet.domain.governance.models import Case, Thing
from vaknet.interfaces.web.earlier import FOUND_BY, page_of
from vaknet.kit.html_text import text_of


def title_of(case: Case) -> str:
    """Empty for what is gone."""
    if case.thing is not None:
        return page_of(case.thing)[0]
    if case.is_account and case.author is not None:
        return case.author.name
    copy = getattr(case, "copy", None)
    return copy.title or text_of(copy.html) if copy is not None else ""


def address_of(viewer: Actor, case: Case) -> str:
    """Of an account as such the page that guests may know, where there is one."""
    if case.is_account and case.author is not None:
        name = "group" if case.author.kind == Actor.Kind.GROUP else "profile"
        return reverse(name, args=[case.author.handle])
    return _readable(viewer, case.thing)


def _readable(viewer: Actor, thing: Thing | None) -> str:
    """Where the whole conversation is, when she may read it like any member; or empty."""
    if thing is None:
        return ""
    try:
        FOUND_BY[thing._meta.model_name or ""](viewer, thing.pk)
    except ObjectDoesNotExist:
        return ""
    return page_of(thing)[1]
