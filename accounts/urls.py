"""Addresses of a reader's own pages."""

from django.urls import path

from accounts import member_views, security_views, views

urlpatterns = [
    path("", views.home, name="account_home"),
    path("close/", views.close, name="account_close"),
    path("organisation/<int:pk>/", member_views.organisation, name="organisation"),
    path("seat/<str:token>/", member_views.seat, name="seat"),
    path("sign-ins/", security_views.sign_ins_of_mine, name="account_sign_ins"),
    path("data.json", views.data, name="account_data"),
]
