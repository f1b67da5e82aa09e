"""Every door that speaks HTTP."""

from django.urls import include, path

urlpatterns = [path("", include("vaknet.interfaces.web.urls"))]
