"""Addresses of a reader's own pages."""

from django.urls import path

from accounts import views

urlpatterns = [
    path("", views.home, name="account_home"),
    path("close/", views.close, name="account_close"),
    path("data.json", views.data, name="account_data"),
]
