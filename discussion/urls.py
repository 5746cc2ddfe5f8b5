"""Addresses of replies and mistake reports. The one place of this app that marks a page for the meter.

To be included behind the addresses of codes, which make <system:…> known.
"""

from django.urls import path

from accounts.middleware import metered
from codes.models import Code
from discussion import mistake_views, views

urlpatterns = [
    path(
        "<system:system>/<str:value>/",
        metered(views.replies, rows=Code.objects.for_page, page="{system}/{value}"),
        name="replies",
    ),
    path("<system:system>/<str:value>/reply/", views.reply, name="reply"),
    path("<system:system>/<str:value>/mistake/", mistake_views.mistake, name="mistake"),
    path("<system:system>/<str:value>/mistake/thanks/", mistake_views.thanks, name="mistake-thanks"),
    path("rules/", views.rules, name="reply-rules"),
    path("replies/<int:pk>/withdraw/", views.withdraw, name="reply-withdraw"),
    path("replies/<int:pk>/report/", views.report, name="reply-report"),
    path("letters/<str:token>/", views.letters, name="reply-letters"),
]
