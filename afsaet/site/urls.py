"""All addresses of the house: each audience brings its own."""

from django.urls import include, path

urlpatterns = [
    path("", include("afsaet.web.adviser.urls")),
    path("", include("afsaet.web.front_desk.urls")),
    path("", include("afsaet.web.leader.urls")),
    path("", include("afsaet.web.citizen.urls")),
    path("", include("afsaet.web.administration.urls")),
    path("", include("afsaet.web.public.urls")),
    path("", include("afsaet.web.api.urls")),
]

handler404 = "afsaet.web.public.errors.not_found"
handler500 = "afsaet.web.public.errors.our_fault"
