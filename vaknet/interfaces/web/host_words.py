"""What is wrong with another network, or with a line of a list, in words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from vaknet.domain.federation.queries.hosts import State
from vaknet.engine.activitypub.host_lists import Wrong

STATES: dict[State, str | Promise] = {
    State.WELL: _("All is well"),
    State.WAITS: _("It asked us to wait"),
    State.FAILING: _("It does not take anything now"),
    State.PRUNED: _("Silent for a week. We send nothing until we hear from it"),
    State.CLOSED: _("We closed the door"),
}
TROUBLE: dict[str, str | Promise] = {
    "silent": _("The network was silent for a week."),
    "ended": _("You or a colleague gave up on it."),
    "closed": _("We closed the door to this network."),
    "taken_back": _("It was taken back here before it went out."),
    "unsigned": _("The key of the sender cannot be used any more."),
    "fault": _("Something went wrong here with its answer. The log of the server says what."),
    "no_address": _("The address is not right."),
    "forbidden": _("The address is not on the public internet."),
    "unreachable": _("Nobody answers there."),
    "too_slow": _("There was no answer in time."),
    "401": _("It does not trust our signature."),
    "403": _("It does not want anything from us."),
    "404": _("There is no such mailbox there."),
    "410": _("Whoever it was for is gone."),
    "413": _("It finds this too large."),
    "429": _("It asked us to wait."),
}
WRONG: dict[Wrong, str | Promise] = {
    Wrong.HIDDEN: _("Part of this name is hidden with *. Nobody can tell which network it is."),
    Wrong.NO_HOST: _("This is not the name of a network. It looks like social.example."),
    Wrong.OTHER_SEVERITY: _("We do not know what this line wants us to do."),
    Wrong.TWICE: _("This network stands higher up in the list too. That line counts."),
    Wrong.NO_ROW: _("We cannot read this line."),
    Wrong.TOO_MANY: _("The list is too long. From here we did not read it."),
}


def in_words(trouble: str) -> str | Promise:
    """Of a status that has no words of its own the number, which its keeper understands."""
    if trouble in TROUBLE or not trouble:
        return TROUBLE.get(trouble, "")
    if trouble.startswith("5"):
        return _("Something is broken there (%(number)s).") % {"number": trouble}
    return _("It said no (%(number)s).") % {"number": trouble}
