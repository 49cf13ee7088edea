"""Knows the lists received, each reading of one, and each of their rows as received and as understood."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from maillage.directory.models import Origin


class Source(models.Model):
    """A list that is received again and again. Its public name, licence and authority are its origin's."""

    key = models.SlugField(_("clé"), max_length=60, unique=True, help_text=_("nom court de la liste : « gironde »"))
    origin = models.OneToOneField(Origin, on_delete=models.PROTECT, related_name="source")
    mapping_name = models.CharField(_("correspondance"), max_length=120, blank=True)
    mapping_text = models.TextField(blank=True, help_text=_("texte de la dernière correspondance employée"))
    columns_seen = models.JSONField(_("colonnes"), default=list, blank=True, help_text=_("colonnes de la dernière livraison lue"))

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

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="runs")
    file_name = models.CharField(_("fichier"), max_length=200)
    file_hash = models.CharField(max_length=64)
    mapping_name = models.CharField(_("correspondance"), max_length=120)
    mapping_version = models.CharField(max_length=32)
    format = models.CharField(_("format"), max_length=10)
    encoding = models.CharField(_("encodage"), max_length=40)
    delimiter = models.CharField(_("séparateur"), max_length=4, blank=True)
    state = models.CharField(_("état"), max_length=12, choices=State.choices, default=State.RUNNING)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    read = models.PositiveIntegerField(_("lignes lues"), default=0)
    kept = models.PositiveIntegerField(_("gardées"), default=0)
    set_aside = models.PositiveIntegerField(_("mises de côté"), default=0)
    with_remarks = models.PositiveIntegerField(_("gardées avec des remarques"), default=0)
    unchanged = models.PositiveIntegerField(_("gardées sans changement"), default=0)
    gone = models.PositiveIntegerField(_("disparues"), default=0)
    report = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=models.Q(read=models.F("kept") + models.F("set_aside")), name="run_counts_add_up"),
            models.CheckConstraint(condition=models.Q(with_remarks__lte=models.F("kept"), unchanged__lte=models.F("kept")), name="run_parts_of_kept"),
        ]

    def __str__(self) -> str:
        return f"{self.source_id} {self.started_at:%Y-%m-%d}"

    def counts(self) -> dict[str, int]:
        """As printed by `--json`. `read = kept + set_aside`; the last two are parts of `kept`."""
        return {"read": self.read, "kept": self.kept, "set_aside": self.set_aside, "with_remarks": self.with_remarks, "unchanged": self.unchanged}


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
    line = models.PositiveIntegerField(_("ligne du fichier"))
    raw = models.JSONField(_("ligne reçue"))
    raw_hash = models.CharField(max_length=24)
    values = models.JSONField(_("valeurs"), default=dict)
    as_of = models.DateField(_("date de la ligne"), null=True, blank=True)
    unreadable = models.JSONField(default=dict, blank=True, help_text=_("champ -> texte reçu qui n’a pas pu être lu"))
    remarks = models.JSONField(_("remarques"), default=list, blank=True)
    state = models.CharField(_("état"), max_length=10, choices=State.choices, default=State.KEPT)
    has_remarks = models.BooleanField(default=False, help_text=_("au moins une remarque demande qu’on regarde la ligne"))
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
