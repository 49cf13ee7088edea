"""Knows the lists received, each reading of one, and each of their rows as received and as understood."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from maillage.directory.models import Origin

TROUBLE_LIMIT = 500  # characters
LINES = "lines"  # beside what the list was before a reading: lines of rows that only moved


class Source(models.Model):
    """A list that is received again and again. Its public name, licence and authority are its origin's."""

    class Rhythm(models.TextChoices):
        NEVER = "", _("à la demande")
        DAILY = "daily", _("chaque jour")
        WEEKLY = "weekly", _("chaque semaine")
        MONTHLY = "monthly", _("chaque mois")

    key = models.SlugField(_("clé"), max_length=60, unique=True, help_text=_("nom court de la liste : « gironde »"))
    origin = models.OneToOneField(Origin, on_delete=models.PROTECT, related_name="source")
    mapping_name = models.CharField(_("correspondance"), max_length=120, blank=True)
    mapping_text = models.TextField(blank=True, help_text=_("texte de la dernière correspondance employée"))
    url = models.URLField(_("adresse"), max_length=500, blank=True, help_text=_("où la liste est publiée ; vide : on la dépose"))
    every = models.CharField(_("rythme"), max_length=10, choices=Rhythm.choices, default=Rhythm.NEVER, blank=True)
    etag = models.CharField(max_length=200, blank=True, help_text=_("marque de la dernière réponse reçue, rendue au serveur à la suivante"))
    last_modified = models.CharField(max_length=60, blank=True)
    asked_at = models.DateTimeField(null=True, blank=True, help_text=_("dernière fois que l’adresse a été interrogée"))
    scope = models.CharField(_("territoire"), max_length=40, blank=True, help_text=_("« dep:23 » : seules ses lignes et celles des voisins sont gardées"))
    scope_km = models.PositiveSmallIntegerField(_("voisins, en km"), default=0)
    trouble = models.CharField(_("ennui"), max_length=TROUBLE_LIMIT, blank=True, help_text=_("ce qui a empêché de lire la liste ; vide : rien"))
    removed_on = models.DateField(_("retirée le"), null=True, blank=True, help_text=_("plus rien de ce qu’elle disait n’est montré"))
    columns_seen = models.JSONField(_("colonnes"), default=list, blank=True, help_text=_("colonnes de la dernière livraison lue"))
    corrections_on = models.DateField(_("dernière feuille de corrections"), null=True, blank=True)
    to_fold_again = models.BooleanField(default=False, help_text=_("ce qu’elle dit pèse autrement : ses lieux sont à recalculer"))

    class Meta:
        ordering = ["key"]

    def __str__(self) -> str:
        return self.key


class Run(models.Model):
    """One reading of one delivery of a list."""

    class State(models.TextChoices):
        RUNNING = "running", _("en cours")
        DONE = "done", _("terminée")
        STOPPED = "stopped", _("arrêtée avant d’écrire")
        ABANDONED = "abandoned", _("interrompue, puis remplacée")
        UNDONE = "undone", _("annulée")

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="runs")
    file_name = models.CharField(_("fichier"), max_length=200)
    file_hash = models.CharField(max_length=64)
    mapping_name = models.CharField(_("correspondance"), max_length=120)
    mapping_version = models.CharField(max_length=32)
    format = models.CharField(_("format"), max_length=20)
    encoding = models.CharField(_("encodage"), max_length=40)
    delimiter = models.CharField(_("séparateur"), max_length=4, blank=True)
    state = models.CharField(_("état"), max_length=12, choices=State.choices, default=State.RUNNING)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    read = models.PositiveIntegerField(_("lignes lues"), default=0)
    kept = models.PositiveIntegerField(_("gardées"), default=0)
    set_aside = models.PositiveIntegerField(_("mises de côté"), default=0)
    outside = models.PositiveIntegerField(_("hors du territoire de la liste"), default=0)
    with_remarks = models.PositiveIntegerField(_("gardées avec des remarques"), default=0)
    unchanged = models.PositiveIntegerField(_("gardées sans changement"), default=0)
    gone = models.PositiveIntegerField(_("disparues"), default=0)
    usable = models.PositiveIntegerField(_("utilisables"), default=0, help_text=_("nom, commune, horaires ou téléphone, et un service dit par la liste"))
    report = models.JSONField(default=dict, blank=True)
    source_was = models.JSONField(default=dict, blank=True, help_text=_("la liste avant cette lecture, pour l’annuler ; vide : on ne le sait plus"))

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(read=models.F("kept") + models.F("set_aside") + models.F("outside")), name="run_counts_add_up"),
            models.CheckConstraint(
                condition=models.Q(with_remarks__lte=models.F("kept"), unchanged__lte=models.F("kept"), usable__lte=models.F("kept")), name="run_parts_of_kept"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source_id} {self.started_at:%Y-%m-%d}"

    def counts(self) -> dict[str, int]:
        """As printed by `--json`. `read = kept + set_aside + outside`; the last three are parts of `kept`."""
        return {name: getattr(self, name) for name in ("read", "kept", "set_aside", "outside", "with_remarks", "unchanged", "usable")}


class SourceRecordQuerySet(models.QuerySet["SourceRecord"]):
    def present(self) -> "SourceRecordQuerySet":
        """Records that were in the last delivery."""
        return self.filter(gone_on__isnull=True)

    def pending(self) -> "SourceRecordQuerySet":
        """Records whose values have not reached the directory yet."""
        return self.filter(is_pending=True)


class SourceRecord(models.Model):
    """One row of a list: as received (without what names persons), as understood, and what was remarked on the way."""

    class State(models.TextChoices):
        KEPT = "kept", _("gardée")
        SET_ASIDE = "set_aside", _("mise de côté")

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="records")
    record_id = models.CharField(max_length=120)
    own_id = models.CharField(max_length=120, blank=True, help_text=_("identifiant que la liste lui donne désormais, s’il a changé"))
    line = models.PositiveIntegerField(_("ligne du fichier"))
    raw = models.JSONField(_("ligne reçue"))
    raw_hash = models.CharField(max_length=24)
    values = models.JSONField(_("valeurs"), default=dict)
    as_of = models.DateField(_("date de la ligne"), null=True, blank=True)
    unreadable = models.JSONField(default=dict, blank=True, help_text=_("champ -> texte reçu qui n’a pas pu être lu"))
    remarks = models.JSONField(_("remarques"), default=list, blank=True)
    state = models.CharField(_("état"), max_length=10, choices=State.choices, default=State.KEPT)
    has_remarks = models.BooleanField(default=False, help_text=_("au moins une remarque demande qu’on regarde la ligne"))
    is_usable = models.BooleanField(default=False, help_text=_("nom, commune, horaires ou téléphone, et un service dit par la liste"))
    is_pending = models.BooleanField(default=True, help_text=_("ses valeurs attendent d’entrer dans la base des lieux"))
    first_seen_on = models.DateField()
    gone_on = models.DateField(_("absente depuis"), null=True, blank=True)
    last_run = models.ForeignKey(Run, on_delete=models.PROTECT, related_name="written_records")

    objects = SourceRecordQuerySet.as_manager()

    class Meta:
        ordering = ["source", "line", "pk"]
        constraints = [models.UniqueConstraint(fields=["source", "record_id"], name="source_record_once")]
        indexes = [models.Index(fields=["source", "id"], condition=models.Q(is_pending=True), name="source_record_pending")]

    def __str__(self) -> str:
        return f"{self.source_id}:{self.record_id}"

    @property
    def is_stated(self) -> bool:
        """Does it speak of a place today? A row set aside or gone states nothing."""
        return self.state == self.State.KEPT and self.gone_on is None


class Before(models.Model):
    """What a reading replaced: the columns of a record as they were before it, so that the reading can be undone. A record it made has none."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="befores")
    record = models.ForeignKey(SourceRecord, on_delete=models.CASCADE, related_name="befores")
    was = models.JSONField(help_text=_("colonnes de la ligne avant cette lecture"))

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["run", "record"], name="before_once_per_record")]

    def __str__(self) -> str:
        return f"{self.run_id} {self.record_id}"


class ReturnedQuerySet(models.QuerySet["Returned"]):
    def waiting(self) -> Self:
        """Corrections sent that the list has not taken yet, and that still stand."""
        return self.filter(taken_on__isnull=True, dropped_on__isnull=True)

    def taken(self) -> Self:
        """Corrections that the list has taken."""
        return self.filter(taken_on__isnull=False)


class Returned(models.Model):
    """A value that a team or a coordinator confirmed, sent back to a list that says otherwise. Never whose word it is: which kind of person."""

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="returned")
    record = models.ForeignKey(SourceRecord, on_delete=models.CASCADE, related_name="returned")
    subject = models.CharField(_("sujet"), max_length=340, help_text=_("« phones », « services:securite » (directory.confirmed)"))
    columns = models.JSONField(_("colonnes"), default=list, blank=True, help_text=_("colonnes de la liste où il se trouve"))
    cells = models.JSONField(_("à écrire"), default=dict, blank=True, help_text=_("colonne -> texte ; vide : à la main"))
    held = models.JSONField(_("valeur reçue"), null=True, blank=True)
    confirmed = models.JSONField(_("valeur confirmée"), null=True, blank=True)
    by_kind = models.CharField(_("par"), max_length=12, choices=[(kind.value, kind.label) for kind in (Origin.Kind.TEAM, Origin.Kind.COORDINATOR)])
    confirmed_on = models.DateField(_("confirmée le"))
    sent_on = models.DateField(_("envoyée le"))
    taken_on = models.DateField(_("reprise le"), null=True, blank=True)
    taken_run = models.ForeignKey(Run, null=True, blank=True, on_delete=models.SET_NULL, related_name="taken", help_text=_("lecture qui l’a trouvée reprise"))
    dropped_on = models.DateField(_("sans objet depuis"), null=True, blank=True, help_text=_("cette parole a changé, a été reprise ou n’est plus tenue"))

    objects = ReturnedQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["record", "subject"], condition=models.Q(taken_on__isnull=True, dropped_on__isnull=True), name="returned_waits_once"
            ),
            models.CheckConstraint(condition=models.Q(taken_on__isnull=True) | models.Q(dropped_on__isnull=True), name="returned_taken_or_dropped"),
            models.CheckConstraint(condition=models.Q(taken_on__isnull=True) | models.Q(taken_on__gte=models.F("sent_on")), name="returned_taken_once_sent"),
        ]
        indexes = [models.Index(fields=["source", "id"], condition=models.Q(taken_on__isnull=True, dropped_on__isnull=True), name="returned_waiting")]

    def __str__(self) -> str:
        return f"{self.source_id}:{self.record_id} {self.subject}"


class Outside(models.Model):
    """Rows of the last delivery of a list that are not of its territory: known again by their hash, they are not read again."""

    source = models.OneToOneField(Source, on_delete=models.CASCADE, related_name="outside")
    hashes = models.BinaryField(help_text=_("huit octets par ligne, dans l’ordre"))

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.source_id)


class GeocodedAddress(models.Model):
    """What the geocoder answered for an address: asked once, kept."""

    key = models.CharField(max_length=40, unique=True, help_text=_("empreinte de l’adresse demandée"))
    asked = models.CharField(_("adresse demandée"), max_length=500)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    precision = models.CharField(_("précision"), max_length=12, blank=True)
    score = models.FloatField(_("confiance"), default=0)
    label = models.CharField(_("adresse trouvée"), max_length=500, blank=True)
    asked_on = models.DateField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.asked
