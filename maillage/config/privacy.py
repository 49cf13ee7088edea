"""Knows what the tables of the packages we use hold."""

from maillage.base.privacy import PROFESSIONAL, personal

SESSION = "keeping a person of the network signed in"

THIRD_PARTY = {
    "account.EmailAddress": personal(purpose="sign-in by code: an address that proved itself", kept="as long as the account"),
    "account.EmailConfirmation": personal(purpose="sign-in by code", kept="three days"),
    "sessions.Session": personal(purpose=SESSION, kept="two weeks without a visit"),
    "admin.LogEntry": personal(purpose="what was done in the administration", kept="as long as the account"),
    "auth.Group": PROFESSIONAL,
    "auth.Permission": PROFESSIONAL,
    "contenttypes.ContentType": PROFESSIONAL,
    "django_tasks_database.DBTaskResult": PROFESSIONAL,
}
