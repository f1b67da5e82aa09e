"""Who saw the page of something has read what she was told of it."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.http import HttpResponse

from vaknet.domain.notices import actions
from vaknet.interfaces.web.http import Request


def reads_matter(kind: str) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """`kind` and the number in the address name the matter. Nobody else sees that she read it, so a
    GET may say so.
    """

    def looked_at(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def with_reading(request: Request, pk: int, *args: Any, **kwargs: Any) -> HttpResponse:
            response = view(request, pk, *args, **kwargs)
            if request.viewer is not None and response.status_code == HTTPStatus.OK:
                actions.read_matter(f"{kind}-{pk}", reader=request.viewer)
            return response

        return with_reading

    return looked_at
