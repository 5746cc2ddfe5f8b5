"""Addresses of case notes."""

from django.urls import path

from codes.case_notes import views

urlpatterns = [
    path("case-note/", views.case_note, name="case-note"),
    path("case-note/saved/", views.kept_notes, name="case-notes"),
    path("case-note/saved/<int:pk>/", views.kept_note, name="case-note-kept"),
    path("case-note/saved/<int:pk>/delete/", views.delete_note, name="case-note-delete"),
]
