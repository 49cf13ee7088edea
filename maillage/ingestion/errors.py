"""Knows the refusals of an import. Each says what is wrong, where, and what to do, in the reader's language."""

from django.utils.translation import gettext as _

from maillage.base.errors import NotAllowed


def why(error: Exception) -> str:
    """Why a file cannot be opened, in the reader's language."""
    match error:
        case FileNotFoundError():
            return _("il n’existe pas")
        case IsADirectoryError():
            return _("c’est un dossier")
        case FileExistsError() | NotADirectoryError():
            return _("un fichier a déjà ce nom")
        case PermissionError():
            return _("le droit n’en est pas donné")
    return str(getattr(error, "strerror", "") or error)


class ListRefused(NotAllowed):
    """The import cannot go on; nothing of this delivery is applied."""


class UnreadableFile(ListRefused):
    """The bytes are not a list we can read."""


class Unreachable(ListRefused):
    """The address of the list is refused, or did not give it."""


class WrongMapping(ListRefused):
    """The mapping says something impossible; found before the run."""


class NoMapping(WrongMapping):
    """Nothing tells what the columns mean; a mapping can be proposed (`mapping.suggest`)."""


class DeliveryStopped(ListRefused):
    """The delivery is so unlike the previous one that a person must look first. `accept`: the option by which they let it pass, "" when none is right."""

    def __init__(self, told: str, accept: str = "") -> None:
        super().__init__(told)
        self.accept = accept


class ReadingBroken(ListRefused):
    """A process that read rows died; what was staged stays, and running the import again completes it."""
