"""Addresses of codes. The one place of this app that names the meter."""

from django.urls import path, register_converter

from accounts.middleware import metered
from codes import feeds, release_views, views
from codes.converters import SystemConverter
from codes.models import Code

register_converter(SystemConverter, "system")

urlpatterns = [
    path("", views.home, name="home"),
    path("search/", views.search, name="search"),
    path("browse/", views.browse, name="browse"),
    path("browse/<system:system>/", views.browse_system, name="browse-system"),
    path("browse/<system:system>/<str:value>/", views.browse_below, name="browse-below"),
    path("modifiers/", views.modifiers, name="modifiers"),
    path("places-of-service/", views.places, name="places"),
    path("releases/", release_views.releases, name="releases"),
    path("releases/<int:pk>/", release_views.release, name="release"),
    path("releases/<int:pk>.csv", release_views.release_csv, name="release-csv"),
    path("feeds/<system:system>.atom", feeds.changes_feed, name="changes-feed"),
    path("<system:system>/", views.system_page, name="system"),
    path(
        "<system:system>/<str:value>/",
        metered(views.code_page, rows=Code.objects.for_page, page="{system}/{value}"),
        name="code",
    ),
]
