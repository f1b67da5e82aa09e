"""What is wrong with a source, in words for whoever follows it."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from vaknet.kit.feed_visits import Trouble

WORDS: dict[Trouble, str | Promise] = {
    Trouble.NO_ADDRESS: _(
        "This is not the address of a page. Copy it from the address bar: https://…"
    ),
    Trouble.FORBIDDEN: _("This address is not on the public internet."),
    Trouble.UNREACHABLE: _("Nobody answers at this address."),
    Trouble.TOO_SLOW: _("This site is too slow: no whole answer in 8 seconds."),
    Trouble.TOO_LARGE: _("This feed is larger than 2 MB. We stopped reading."),
    Trouble.WRONG_KIND: _("There is something else at this address, not a page or a feed."),
    Trouble.LOST: _("This address leads on and on."),
    Trouble.NOT_FOUND: _("There is nothing at this address."),
    Trouble.GONE: _("This source says that it has stopped for good."),
    Trouble.BUSY: _("This site is busy and asks us to come back later."),
    Trouble.REFUSED: _("This site does not let us read it."),
    Trouble.NO_FEED: _("We found no feed here. Look for RSS or Atom on the site."),
}


def words_for(trouble: str) -> str | Promise:
    """Empty while all is well."""
    return WORDS[Trouble(trouble)] if trouble else ""
