"""Addresses of the pages."""

from django.urls import path

from trust import views
from trust.models import Page

# How views work is drawn by the project, which knows the rules.
HERE = [slug for slug in Page.Slug.values if slug != Page.Slug.VIEWS]
urlpatterns = [path(f"{slug}/", views.page, {"slug": slug}, name=slug) for slug in HERE]
