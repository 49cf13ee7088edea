"""Knows how lists are followed from the command line: declared, set, fetched, undone, removed."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.utils.translation import gettext as _

from maillage.base import clock
from maillage.base.errors import NotAllowed
from maillage.cli import command
from maillage.cli.areas import read_area
from maillage.cli.base_ready import ensure_base
from maillage.ingestion import actions, selectors
from maillage.ingestion.mapping.loading import read_mapping
from maillage.ingestion.models import Source
from maillage.linkage import chain

RHYTHMS = list(Source.Rhythm.values)
Done = tuple[dict[str, Any], str]  # figures for a machine, sentence for a person


class Command(command.Command):
    help = "Suit les listes : les déclare, dit où et quand les relire, les relit, annule la dernière lecture, les retire."

    def add_arguments(self, parser: ArgumentParser) -> None:
        super().add_arguments(parser)
        orders = parser.add_subparsers(dest="order", required=True, metavar="ordre")
        self.order(orders, "list", "chaque liste, où elle en est, et ses lectures", with_key=False)
        for name, what in (("add", "déclare une liste"), ("set", "change ce qui est dit d’une liste")):
            sub = self.order(orders, name, what)
            sub.add_argument("--url", help="adresse https à laquelle elle est publiée")
            sub.add_argument("--every", choices=RHYTHMS, help="rythme auquel la relire (vide : à la demande)")
            sub.add_argument("--mapping", type=Path, help="correspondance des colonnes")
            sub.add_argument(
                "--scope", metavar="TERRITOIRE", help="territoire dont on garde les lignes, et dont la coordination suit la liste (dep:23 ; vide : toutes)"
            )
            sub.add_argument("--scope-km", type=int, help="et celles de ses voisins, jusqu’à tant de kilomètres")
        sub = self.order(orders, "fetch", "relit la liste à son adresse, puis rapproche et publie")
        sub.add_argument("--anew", action="store_true", help="même si elle n’a pas changé")
        sub.add_argument("--accept-losses", action="store_true", help="continue alors que la liste a perdu beaucoup de lignes ou des colonnes")
        sub.add_argument("--match-by-content", action="store_true", help="la liste a changé d’identifiants : reconnaît les lignes au nom et à l’adresse")
        self.order(orders, "locate", "demande au géocodeur les points qui manquent à la liste, puis rapproche et publie")
        self.order(orders, "undo", "annule la dernière lecture, puis rapproche et publie")
        self.order(orders, "remove", "retire la liste : ce qu’elle disait n’est plus montré")

    def order(self, orders: Any, name: str, what: str, *, with_key: bool = True) -> ArgumentParser:
        """One order, and the list it is about."""
        sub: ArgumentParser = orders.add_parser(name, help=what)
        sub.add_argument("--json", action="store_true", help="un objet JSON sur la sortie standard")
        if with_key:
            sub.add_argument("key", help="nom court de la liste")
        return sub

    def handle(self, *args: Any, json: bool, order: str, **options: Any) -> None:
        ensure_base()
        try:
            figures, sentence = getattr(self, f"do_{order}")(**options)
        except NotAllowed as refusal:
            raise command.refused(refusal) from refusal
        self.finish(figures, sentence, as_json=json)

    def do_list(self, **_options: Any) -> Done:
        """Every list, where it stands, and what its readings were worth."""
        lists = [told(source) for source in selectors.sources()]
        return {"sources": lists}, "\n".join(map(in_a_line, lists)) or _("Aucune liste.")

    def do_add(self, *, key: str, **options: Any) -> Done:
        """Declare a list."""
        source = actions.create_source(
            key,
            url=options["url"] or "",
            every=options["every"] or "",
            mapping=read_mapping(options["mapping"]) if options["mapping"] else "",
            scope=read_area(options["scope"]).key if options["scope"] else "",
            scope_km=options["scope_km"] or 0,
            by=None,
            today=clock.today(),
            now=clock.now(),
        )
        return told(source), _("La liste « %(name)s » est déclarée.") % {"name": key}

    def do_set(self, *, key: str, **options: Any) -> Done:
        """Change what is given, keep the rest."""
        source, now = found(key), clock.now()
        given = {name: value for name, value in options.items() if value is not None}
        if given.get("scope"):
            given["scope"] = read_area(given["scope"]).key
        actions.set_schedule(source, url=given.get("url", source.url), every=given.get("every", source.every), by=None, now=now)
        left = actions.set_scope(source, scope=given.get("scope", source.scope), scope_km=given.get("scope_km", source.scope_km), by=None, now=now)
        if "mapping" in given:
            actions.set_mapping(source, read_mapping(given["mapping"]), by=None, today=clock.today(), now=now)
        if left or source.to_fold_again:
            chain.link_and_publish(today=clock.today(), now=now, progress=self.progress(_("Rapprochement")))
        return told(source), _("La liste « %(name)s » est changée.") % {"name": key}

    def do_fetch(self, *, key: str, anew: bool, accept_losses: bool, match_by_content: bool, **_options: Any) -> Done:
        """Read a list at its address."""
        source, now, today = found(key), clock.now(), clock.today()
        progress = self.progress(_("Lignes"))
        run = chain.deliver(source, anew=anew, accept_losses=accept_losses, match_by_content=match_by_content, today=today, now=now, progress=progress)
        if run is None:
            return {"changed": False}, _("La liste « %(name)s » n’a pas changé.") % {"name": key}
        published = chain.link_and_publish(today=today, now=now, progress=self.progress(_("Rapprochement")))
        sentence = _("Lignes lues : %(read)s ; gardées : %(kept)s ; inchangées : %(unchanged)s.") % run.counts()
        return {"changed": True, **run.counts(), **published.as_dict()}, sentence

    def do_locate(self, *, key: str, **_options: Any) -> Done:
        """Ask the geocoder about every row of a list that has no point."""
        source, now, today = found(key), clock.now(), clock.today()
        if not settings.GEOCODER_URL:
            raise CommandError(_("Aucun géocodeur n’est réglé. Donnez son adresse dans MAILLAGE_GEOCODER_URL."))
        located = chain.locate(source, today=today, now=now)
        published = chain.link_and_publish(today=today, now=now, progress=self.progress(_("Rapprochement")))
        sentence = _("Adresses demandées : %(asked)s ; points trouvés : %(found)s ; réponses trop peu sûres : %(refused)s.") % located._asdict()
        return {**located._asdict(), **published.as_dict()}, sentence

    def do_undo(self, *, key: str, **_options: Any) -> Done:
        """Undo the last reading of a list."""
        source, now, today = found(key), clock.now(), clock.today()
        run = selectors.last_run(source)
        if run is None:
            raise CommandError(_("La liste « %(name)s » n’a aucune lecture à annuler.") % {"name": key})
        chain.undo(run, by=None, today=today, now=now, progress=self.progress(_("Lignes")))
        published = chain.link_and_publish(today=today, now=now, progress=self.progress(_("Rapprochement")))
        sentence = _("La lecture de « %(file)s » est annulée : la liste est comme avant elle.") % {"file": run.file_name}
        return {"undone": run.pk, **published.as_dict()}, sentence

    def do_remove(self, *, key: str, **_options: Any) -> Done:
        """Take a list out of the base."""
        now, today = clock.now(), clock.today()
        left = actions.remove_source(found(key), by=None, today=today, now=now)
        published = chain.link_and_publish(today=today, now=now, progress=self.progress(_("Rapprochement")))
        return {"left": left, **published.as_dict()}, _("La liste « %(name)s » est retirée. Lignes retirées : %(left)s.") % {"name": key, "left": left}


def found(key: str) -> Source:
    """The list of that key. Raise CommandError."""
    source = selectors.sources().filter(key=key).first()
    if source is None:
        known = ", ".join(selectors.sources().values_list("key", flat=True)) or "—"
        raise CommandError(_("La liste « %(name)s » n’est pas connue. Listes connues : %(known)s.") % {"name": key, "known": known})
    return source


def in_a_line(one: dict[str, Any]) -> str:
    """Where a list stands, for a person."""
    if one["removed_on"]:
        return _("%(key)s : retirée le %(removed_on)s. L’importer de nouveau la remontre.") % one
    return (_("%(key)s : lue le %(day)s, lignes gardées : %(kept)s. %(trouble)s") % {**one, "day": one["read_on"] or "—"}).strip()


def told(source: Source) -> dict[str, Any]:
    """Where a list stands, as printed by `--json`."""
    readings = selectors.quality(source)
    return {
        "key": source.key,
        "label": source.origin.label,
        "url": source.url,
        "every": source.every,
        "scope": source.scope,
        "scope_km": source.scope_km,
        "removed_on": source.removed_on and source.removed_on.isoformat(),
        "trouble": source.trouble,
        "kept": readings[-1].kept if readings else 0,
        "read_on": readings[-1].day.isoformat() if readings else None,
        "readings": [{**one._asdict(), "day": one.day.isoformat()} for one in readings],
    }
