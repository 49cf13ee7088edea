"""Knows the people who work in the network and what they may do where."""

from django.contrib.auth.models import AbstractUser


class User(AbstractUser):
    """A person who works in the network. Never a resident: residents need no account."""
