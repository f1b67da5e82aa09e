"""How often something may be asked, counted over all processes.

The limits stand in the settings, by name: `ACCOUNT_RATE_LIMITS`. allauth counts.
"""

from allauth.core.internal import ratelimit
from django.utils.translation import gettext_lazy as _

from vaknet.interfaces.web.http import Request

TOO_OFTEN = _("You tried this many times. Wait a few minutes, then try again.")


def too_often(request: Request, action: str, key: object = None, *, looks: bool = False) -> bool:
    """Whether it was; if not, this time counts.

    `key` is whom or what it is counted for: without one each IP address. Looking (GET) does not
    count unless `looks`.
    """
    whose = None if key is None else str(key)
    allowed = ratelimit.consume(
        request, app="allauth.account", action=action, key=whose, limit_get=looks
    )
    return not allowed
