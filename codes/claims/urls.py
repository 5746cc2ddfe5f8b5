"""Addresses of the claim check."""

from django.urls import path

from codes.claims import views

urlpatterns = [
    path("claims/", views.claims, name="claims"),
    path("claims.csv", views.claims_csv, name="claims-csv"),
    path("claims.json", views.claims_json, name="claims-json"),
]
