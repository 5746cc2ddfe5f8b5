"""Addresses of the pages."""

from django.urls import path

from trust import views
from trust.models import Page

urlpatterns = [path(f"{slug}/", views.page, {"slug": slug}, name=slug) for slug in Page.Slug.values]
