"""Knows how the health of an instance is told."""

from typing import Any

from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from maillage.cli import command, health

MARKS = {health.OK: "●", health.WARNING: "◑", health.FAULT: "○"}


class Command(command.Command):
    help = "Examine l’instance et dit quoi faire de ce qui manque. Code de sortie 1 s’il y a une panne."

    def handle(self, *args: Any, json: bool, **options: Any) -> None:
        findings = health.examine()
        lines = [" ".join(part for part in (MARKS[item.state], item.name, "—", item.seen, item.remedy) if part) for item in findings]
        self.finish({"findings": health.as_dicts(findings)}, "\n".join(lines), as_json=json)
        faults = [item.name for item in findings if item.state == health.FAULT]
        if faults:
            raise CommandError(_("À réparer : %(faults)s.") % {"faults": ", ".join(faults)})
