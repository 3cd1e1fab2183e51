"""What follows from the names of cadres: their place on lists, and the spellings under which they are looked up.

Kept by ``jili.records.names``; nobody enters it, and it has no history of its own. It betrays what the name itself
does, ``cadres.name``, and like that stands behind no wall of the database.
"""

from __future__ import annotations

from django.db import models

from jili.records.models.people import Cadre


class CadreName(models.Model):
    cadre = models.OneToOneField(Cadre, on_delete=models.CASCADE, primary_key=True, related_name="listed")
    strokes = models.TextField("姓氏笔画")
    """See ``jili.records.strokes``."""

    class Meta:
        db_table = "cadre_names"
        indexes = (models.Index(fields=["strokes"], name="cadre_strokes"),)


class CadreSpelling(models.Model):
    """See ``jili.records.spelling``. On PostgreSQL the column compares bytes, for which its index finds beginnings.

    ``jili check`` finds rows of nobody; a constraint would take as long as putting in the rows of a whole register."""

    cadre = models.ForeignKey(
        Cadre, on_delete=models.CASCADE, related_name="spellings", db_constraint=False, db_index=False
    )
    spelling = models.TextField("写法")

    class Meta:
        db_table = "cadre_spellings"
        indexes = (
            models.Index(fields=["spelling"], name="cadre_spelling"),
            models.Index(fields=["cadre"], name="cadre_spelling_cadre"),
        )
