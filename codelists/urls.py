"""Addresses of readers' code lists.

To be included behind the addresses of codes, which make <system:…> known.
"""

from django.urls import path

from codelists import collect_views, entry_views, import_views, order_views, shared_views, version_views, views

urlpatterns = [
    path("", views.lists, name="lists"),
    path("new/", views.new, name="list-new"),
    path("compare/", version_views.compare, name="list-compare"),
    path("collect/", collect_views.collect, name="list-collect"),
    path("add/<system:system>/<str:value>/", entry_views.add, name="list-add"),
    path("shared/<str:token>/", shared_views.shared, name="list-shared"),
    path("shared/<str:token>.csv", shared_views.shared_csv, name="list-shared-csv"),
    path("shared/<str:token>/copy/", shared_views.copy, name="list-copy"),
    path("<int:pk>/", views.one, name="list"),
    path("<int:pk>.csv", views.one_csv, name="list-csv"),
    path("<int:pk>/details/", views.details, name="list-details"),
    path("<int:pk>/edit/", views.edit, name="list-edit"),
    path("<int:pk>/order/", order_views.order, name="list-order"),
    path("<int:pk>/import/", import_views.bring, name="list-import"),
    path("<int:pk>/versions/", version_views.versions, name="list-versions"),
    path("<int:pk>/copy/", views.copy, name="list-copy-own"),
    path("<int:pk>/restore/", version_views.restore, name="list-restore"),
    path("<int:pk>/share/", views.share, name="list-share"),
    path("<int:pk>/delete/", views.delete, name="list-delete"),
]
