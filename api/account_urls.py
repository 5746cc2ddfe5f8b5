"""The address of one's API keys, among the pages of one's account."""

from django.urls import path

from api import key_views

urlpatterns = [path("", key_views.api_keys, name="api-keys")]
