"""Knows what the tables of accounts hold."""

from maillage.base.privacy import PROFESSIONAL, personal

PRIVACY = {
    "User": personal(
        purpose="sign-in of people who work in the network, and the name their colleagues see", kept="until the account is erased at its owner's request"
    ),
    "Grant": PROFESSIONAL,
    "ApiKey": PROFESSIONAL,
}
