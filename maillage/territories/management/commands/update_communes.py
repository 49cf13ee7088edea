"""Knows how to bring newer communes from geo.api.gouv.fr."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from maillage.base import clock
from maillage.territories import files, geoapi, selectors, update


class Command(BaseCommand):
    help = "Apporte des communes plus récentes de geo.api.gouv.fr dans MAILLAGE_VAR/territories. Relancer ensuite le serveur."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help=_("demander et comparer, sans rien écrire"))
        parser.add_argument("--replace-points", action="store_true", help=_("prendre tous les points du service, même si la mairie est connue"))

    def handle(self, *, dry_run: bool, replace_points: bool, **options: Any) -> None:
        known = files.read_tables(selectors.data_folder())
        try:
            answers = geoapi.fetch(settings.GEO_API_URL, progress=lambda name: self.stderr.write(f"{name}…"))
            tables = geoapi.to_tables(answers, known, today=clock.today(), keep_points=not replace_points)
        except geoapi.ServiceFailed as error:
            raise CommandError(_("Rien n’a changé. %(error)s") % {"error": error}) from error
        if wrong := update.refusals(tables, known):
            raise CommandError(_("Rien n’a changé : la réponse n’est pas croyable.") + "\n" + "\n".join(wrong))
        if not dry_run:
            update.swap(selectors.updated_folder(), tables)
            selectors.reload()
        self.stdout.write(_("%(before)d communes avant, %(after)d maintenant.") % {"before": len(known.communes), "after": len(tables.communes)})
        if dry_run:
            self.stdout.write(_("Rien n’a été écrit."))
        if lost := update.lost_codes(tables, known):
            self.stdout.write(_("%(count)d codes ont disparu sans successeur connu : %(codes)s") % {"count": len(lost), "codes": " ".join(lost[:20])})
