"""Knows how codes are built: the département inside an INSEE code or a postal code."""


def departement_of(insee: str) -> str:
    """Code of the département (or overseas collectivity) of a commune's INSEE code: "2A004" -> "2A", "97411" -> "974"."""
    return insee[:3] if insee.startswith(("97", "98")) else insee[:2]


def departements_from_prefix(postal_code: str) -> tuple[str, ...]:
    """Départements a postal code may belong to, by its first figures alone (Corsica shares 20: 200 and 201 are south, 202 and 206 north)."""
    if len(postal_code) != 5 or not postal_code.isdecimal():
        return ()
    if postal_code.startswith("20"):
        return {"200": ("2A",), "201": ("2A",), "202": ("2B",), "206": ("2B",)}.get(postal_code[:3], ("2A", "2B"))
    return (departement_of(postal_code),)
