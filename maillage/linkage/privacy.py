"""Knows what the tables of linkage hold."""

from maillage.base.privacy import PUBLIC, personal

PRIVACY = {
    "Block": PUBLIC,
    "Common": PUBLIC,
    "Compared": PUBLIC,
    "Opinion": personal(
        purpose="know who said that two places are one, so that another person answers when two disagree",
        kept="as long as the account of the person; the answer stays, without a name",
    ),
    "Verdict": PUBLIC,
}
