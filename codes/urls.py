"""Addresses of codes. The one place of this app that names the meter."""

from django.db.models import F, Value
from django.db.models.functions import Concat
from django.urls import include, path, register_converter

from accounts.middleware import metered, metered_many
from codes import (
    compare,
    compare_views,
    edit_views,
    fact_views,
    feeds,
    release_views,
    search_history_views,
    search_views,
    shelf_views,
    views,
)
from codes.converters import SystemConverter
from codes.guided.views import choose
from codes.models import Code

register_converter(SystemConverter, "system")

# How the ledger names the page of a code, in SQL.
PAGE = Concat(F("system"), Value("/"), F("value"))

urlpatterns = [
    path("", views.home, name="home"),
    path("search/", search_views.search, name="search"),
    path("search/suggest/", search_views.suggest, name="search-suggestions"),
    path("search/results.csv", search_views.results_csv, name="search-csv"),
    path("browse/", views.browse, name="browse"),
    path("browse/<system:system>/", views.browse_system, name="browse-system"),
    path("browse/<system:system>/<str:value>/", views.browse_below, name="browse-below"),
    path("choose/<system:system>/<str:value>/", choose, name="choose"),
    path("", include("codes.claims.urls")),
    path("", include("codes.case_notes.urls")),
    path("modifiers/", views.modifiers, name="modifiers"),
    path("places-of-service/", views.places, name="places"),
    path("compare/", compare_views.compare_form, name="compare-form"),
    path(
        "compare/<path:codes>/",
        metered_many(compare_views.compare, rows=compare.rows, pages=PAGE),
        name="compare",
    ),
    path("my/", shelf_views.my_codes, name="my-codes"),
    path("my/searches/", search_history_views.searches, name="my-searches"),
    path("my/favourites/<system:system>/<str:value>/", shelf_views.favourite, name="favourite"),
    path("my/notes/<system:system>/<str:value>/", shelf_views.note, name="note"),
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
    path(
        "<system:system>/<str:value>/edits/",
        metered(edit_views.edits_page, rows=Code.objects.for_page, page="{system}/{value}"),
        name="code-edits",
    ),
    path(
        "<system:system>/<str:value>/edits.csv",
        metered(edit_views.edits_csv, rows=Code.objects.for_page, page="{system}/{value}"),
        name="code-edits-csv",
    ),
    path(
        "<system:system>/<str:value>/fees/",
        metered(fact_views.fees_page, rows=Code.objects.for_page, page="{system}/{value}"),
        name="code-fees",
    ),
    path(
        "<system:system>/<str:value>/crosswalks/",
        metered(fact_views.crosswalks_page, rows=Code.objects.for_page, page="{system}/{value}"),
        name="code-crosswalks",
    ),
    path(
        "<system:system>/<str:value>/coverage/",
        metered(fact_views.coverage_page, rows=Code.objects.for_page, page="{system}/{value}"),
        name="code-coverage",
    ),
]
