"""Knows the addresses of sign-in. The names are those that allauth looks for."""

from allauth.account import views
from django.urls import path

urlpatterns = [
    path("", views.request_login_code, name="account_login"),
    path("", views.request_login_code, name="account_request_login_code"),
    path("code/", views.confirm_login_code, name="account_confirm_login_code"),
    path("fin/", views.logout, name="account_logout"),
    path("compte-inactif/", views.account_inactive, name="account_inactive"),
]
