"""Addresses of the wall charts of reports."""

from django.urls import path

from reports.views import walls

# fmt: off
urlpatterns = [
    path("campaigns/<int:pk>/wall/weeks/", walls.wall_weeks, name="wall-weeks"),
    path("campaigns/<int:pk>/wall/weeks/cell/", walls.wall_cell, name="wall-cell"),
    path("campaigns/<int:pk>/wall/weeks/remind/", walls.wall_remind, name="wall-remind"),
    path("campaigns/<int:pk>/wall/gauges/", walls.wall_gauges, name="wall-gauges"),
    path("campaigns/<int:pk>/wall/gauges/<int:period>/", walls.wall_gauge, name="wall-gauge"),
]
