"""Knows the cards of places as other software may have them, read from the base itself: what is told is never older than what was asked about."""

from collections.abc import Collection

from maillage.search import directory_rows


def open_cards(codes: Collection[str]) -> dict[str, bytes]:
    """Open cards in JSON (`search.query.Card`) of those of these public codes that are published and may leave."""
    rows = directory_rows.load(codes) if codes else ()
    cards = {row.code: row.card if row.open_card is None else row.open_card for row in rows}
    return {code: card for code, card in cards.items() if card != directory_rows.NOTHING}
