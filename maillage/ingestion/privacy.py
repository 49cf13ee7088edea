"""Knows what the tables of received lists hold."""

from maillage.base.privacy import PROFESSIONAL, personal

PRIVACY = {
    "Source": PROFESSIONAL,
    "Run": PROFESSIONAL,
    "SourceRecord": personal(
        purpose="the row as received, to read it again without asking its owner; columns marked personal were dropped before",
        kept="as long as its list is followed",
    ),
    "Before": personal(
        purpose="a row as it was before a reading, so that the reading can be undone",
        kept="until the two readings that follow are done",
    ),
    "Returned": PROFESSIONAL,
    "Outside": PROFESSIONAL,
    "GeocodedAddress": PROFESSIONAL,
}
