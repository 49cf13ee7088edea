"""Knows the refusal of a run."""

from django.utils.translation import gettext as _

from maillage.base.errors import NotAllowed


class LinkBusy(NotAllowed):
    """Another run goes on. What was to be linked waits for the next."""

    def __init__(self) -> None:
        super().__init__(_("Un rapprochement est en cours. Rien n’est perdu : attendez qu’il finisse, puis lancez « maillage link », et « maillage publish »."))
