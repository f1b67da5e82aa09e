"""What every page knows."""

from typing import Any

from django.conf import settings

from vaknet.interfaces.web.http import Request


def page(request: Request) -> dict[str, Any]:
    return {"viewer": request.viewer, "network_name": settings.NETWORK_NAME}
