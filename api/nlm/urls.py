"""Addresses of the tables, as in the original: `/api/icd10cm/v3/search`."""

from django.urls import path

from api.nlm.search import search
from api.nlm.tables import TABLES

urlpatterns = [path(f"{name}/v3/search", search, {"table": name}, name=f"nlm-{name}") for name in TABLES]
