"""Addresses of the API, sorted."""

from django.urls import path

from afsaet.web.api.free_times import free_times

urlpatterns = [
    path("api/v1/tider", free_times, name="api_free_times"),
]
