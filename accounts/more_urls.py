"""The address at which more views are asked for."""

from django.urls import path

from accounts import member_views

urlpatterns = [path("", member_views.more_views, name="more-views")]
