"""Addresses of the front desk's pages, sorted."""

from django.urls import path

from afsaet.web.front_desk import booking, citizen, ringing, search

urlpatterns = [
    path("modtagelsen/", search.desk, name="desk"),
    path("modtagelsen/borger/<uuid:uuid>/", citizen.desk_citizen, name="desk_citizen"),
    path("modtagelsen/borger/<uuid:uuid>/book/", booking.desk_book, name="desk_book"),
    path("modtagelsen/borger/<uuid:uuid>/book/hvem/", booking.desk_book_who, name="desk_book_who"),
    path("modtagelsen/borger/<uuid:uuid>/book/tjek/", booking.desk_book_check, name="desk_book_check"),
    path("modtagelsen/find/", search.find, name="desk_find"),
    path("modtagelsen/ring/", ringing.desk_ring, name="desk_ring"),
    path("modtagelsen/tid/<uuid:uuid>/afbud/", citizen.desk_cancel, name="desk_cancel"),
    path("modtagelsen/tid/<uuid:uuid>/kommet/", citizen.desk_arrived, name="desk_arrived"),
    path("modtagelsen/tid/<uuid:uuid>/kommet/fortryd/", citizen.desk_not_arrived, name="desk_not_arrived"),
    path("modtagelsen/tid/<uuid:uuid>/ringet/", ringing.desk_told, name="desk_told"),
    path("modtagelsen/tid/<uuid:uuid>/ringet/fortryd/", ringing.desk_not_told, name="desk_not_told"),
    path("modtagelsen/tid/<uuid:uuid>/seddel/", citizen.desk_card, name="desk_card"),
    path("modtagelsen/tid/<uuid:uuid>/skift/", booking.desk_move, name="desk_move"),
    path("modtagelsen/tid/<uuid:uuid>/skift/hvem/", booking.desk_move_who, name="desk_move_who"),
    path("modtagelsen/tid/<uuid:uuid>/skift/tjek/", booking.desk_move_check, name="desk_move_check"),
]
