"""Addresses of the operator's numbers, within the admin."""

from django.contrib import admin
from django.urls import path

from figures import views

urlpatterns = [
    path("", admin.site.admin_view(views.numbers), name="numbers"),
    path("totals.csv", admin.site.admin_view(views.totals), name="numbers-csv"),
]
