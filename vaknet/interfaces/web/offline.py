"""What a browser needs to put Vaknet among its apps, and to open it without a connection."""

from functools import cache
from hashlib import sha256
from json import dumps
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from vaknet.interfaces.web.context import theme_of

SCRIPTS = Path(__file__).parent / "static" / "js"
STYLES = ("foundation", "layout", "components", "line", "forms", "pages")
LETTERS = ("newsreader-display-normal", "atkinson-next-normal")
PAGE, GREEN = "#f5f6f1", "#0d5c41"
# Size and what an app may do with it: "maskable" may be cut to a circle.
ICONS = {"app-192": "any", "app-512": "any", "app-maskable-512": "maskable"}


@require_safe
def app(request: HttpRequest) -> HttpResponse:
    """The manifest. Asked without a cookie, so it says the same to everybody."""
    told = {
        "id": "/",
        "name": settings.NETWORK_NAME,
        "short_name": settings.NETWORK_NAME[:12].strip(),
        "description": _(
            "A network of people in the same line of work. A few minutes a day, without"
            " advertising."
        ),
        "lang": _language(),
        "dir": "ltr",
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": PAGE,
        "theme_color": GREEN,
        "icons": [_icon(name, purpose) for name, purpose in ICONS.items()],
        "shortcuts": [{"name": _("Who can help?"), "url": reverse("who-can-help")}],
    }
    headers = {"Cache-Control": "no-cache"}
    return JsonResponse(told, content_type="application/manifest+json", headers=headers)


def _icon(name: str, purpose: str) -> dict[str, str]:
    side = name.rpartition("-")[2]
    return {
        "src": static(f"img/{name}.png"),
        "sizes": f"{side}x{side}",
        "type": "image/png",
        "purpose": purpose,
    }


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """At the root, since a worker sees only what stands beside it. The browser asks each time
    whether it is another one."""
    headers = {"Cache-Control": "no-cache"}
    return HttpResponse(_script(), content_type="text/javascript; charset=utf-8", headers=headers)


@cache
def _script() -> str:
    """`worker.js`, after the files that it keeps; another version of any of them makes it another
    worker, which fetches all of them anew."""
    files = ("outbox.js", "worker.js")
    script = "\n".join((SCRIPTS / name).read_text(encoding="utf-8") for name in files)
    languages = [settings.LANGUAGE_CODE, *dict(settings.LANGUAGES)]
    pages = {language: f"{reverse('offline')}?taal={language}" for language in languages}
    made = dumps([_shell(), script, *map(_page, pages)])
    told = {
        "VERSION": sha256(made.encode()).hexdigest()[:12],
        "SHELL": _shell(),
        "OFFLINE": pages,
        "ICON": static("img/app-192.png"),
    }
    lines = [f"const {name} = {dumps(value)};" for name, value in told.items()]
    return "\n".join([*lines, script])


def _shell() -> list[str]:
    return [
        *(static(f"css/{name}.css") for name in STYLES),
        *(static(f"fonts/{name}.woff2") for name in LETTERS),
        *(static(f"js/{name}.js") for name in ("vaknet", "outbox", "offline", "htmx.min")),
        static("img/mark.svg"),
    ]


@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """For when there is no connection: of nobody, and the same for everybody in a language."""
    asked = request.GET.get("taal", "")
    language = asked if asked in dict(settings.LANGUAGES) else _language()
    return HttpResponse(_page(language, theme_of(request)), headers={"Content-Language": language})


def _page(language: str, theme: str = "") -> str:
    """Made without the request, so that nothing of who asks can stand in it."""
    with translation.override(language):
        shown = {"network_name": settings.NETWORK_NAME, "theme": theme}
        return render_to_string("offline/page.html", shown)


def _language() -> str:
    return (get_language() or settings.LANGUAGE_CODE)[:2]
