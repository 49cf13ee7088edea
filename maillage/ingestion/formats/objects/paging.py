"""Knows how a JSON document tells that its list goes on: at which address, by which mark, and how many rows there are in all."""

import re
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from maillage.ingestion.formats.objects.scanning import Item

# "next", "links.next.href", "meta.next_page_url", "@odata.nextLink", "nextPageToken"
NEXT = re.compile(
    r"(?:^|\.)(?:@odata\.)?next[_-]?(?:page|record)?[_-]?(?:url|uri|link|href|token|cursor|offset|start)?(?:\.(?:href|url))?$", re.ASCII | re.IGNORECASE
)
# "total", "meta.total_count", "numberMatched", "nhits"
TOTAL = re.compile(r"^(?:[^.]+\.){0,2}(?:count|nhits|number_?matched|total[_-]?(?:count|items|results|records|rows|elements|hits)?)$", re.ASCII | re.IGNORECASE)
LINKS = frozenset({"links", "_links", "link"})


@dataclass
class Onward:
    """What a document says of the rows it does not hold."""

    address: str = ""  # of the next page
    mark: str = ""  # what tells a next page otherwise than by its address
    total: int = 0

    def hear(self, item: Item) -> bool:
        """Take what an item says of the pages; False when it may be a row."""
        if item.place:
            is_link = item.path.rpartition(".")[2] in LINKS and isinstance(item.value, dict) and "href" in item.value
            if is_link and item.value.get("rel") == "next":
                self._goes_on(item.value["href"])
            return is_link
        if NEXT.search(item.path):
            self._goes_on(item.value)
        elif TOTAL.match(item.path):
            self.total = max(self.total, _number(item.value))
        return True

    def _goes_on(self, told: Any) -> None:
        if isinstance(told, str) and ("/" in told or told.startswith("?")):
            self.address = self.address or told
        elif isinstance(told, str | int) and told and told is not True:
            self.mark = self.mark or str(told)

    def lacking(self, count: int) -> tuple[str, ...]:
        """The note that tells that a list of so many rows is not whole."""
        if self.total > count:
            return (
                _("Le fichier annonce %(total)s lignes et en contient %(count)s : la liste n’est sans doute pas entière.")
                % {"total": self.total, "count": count},
            )
        if self.address or self.mark:
            return (_("Le fichier annonce une suite : seules ses %(count)s lignes ont été lues.") % {"count": count},)
        return ()


def _number(value: Any) -> int:
    if isinstance(value, str) and value.isdecimal() and len(value) < 10:
        return int(value)
    return value if type(value) is int else 0
