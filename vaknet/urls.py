"""Every door that speaks HTTP."""

from django.urls import include, path

urlpatterns = [
    path("", include("vaknet.interfaces.federation.urls")),
    path("", include("vaknet.interfaces.web.urls")),
]

handler400 = "vaknet.interfaces.web.errors.bad_request"
handler403 = "vaknet.interfaces.web.errors.permission_denied"
handler404 = "vaknet.interfaces.web.errors.not_found"
handler500 = "vaknet.interfaces.web.errors.server_error"
