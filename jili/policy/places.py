"""Where a subject belongs: the unit by which decisions are counted and sorted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jili.engine.function import as_of

if TYPE_CHECKING:
    import pyarrow as pa

    from jili.engine.backend import Backend

_NOW = f"start_on <= {as_of.sql_name}() AND (end_on IS NULL OR end_on > {as_of.sql_name}())"

PLACES = f"""
SELECT 'cadre' AS subject_kind, cadre_id AS subject, unit_id FROM (
  SELECT cadre_id, unit_id, row_number() OVER (
    PARTITION BY cadre_id
    ORDER BY CASE WHEN {_NOW} THEN 0 ELSE 1 END, "rank" DESC, start_on DESC, appointment_id
  ) AS place
  FROM appointments WHERE kind = 'regular' AND start_on <= {as_of.sql_name}()
) WHERE place = 1
UNION ALL SELECT 'team', team_id, unit_id FROM teams
UNION ALL SELECT 'unit', unit_id, unit_id FROM units
UNION ALL SELECT 'vacancy', vacancy_id, unit_id FROM vacancies
UNION ALL SELECT 'proposal', proposal_id, v.unit_id FROM proposals p JOIN vacancies v ON v.vacancy_id = p.vacancy_id
"""
"""Subject → unit: of a cadre the regular post held with the highest rank, else the last; of the others their own.
A campaign and the city have none."""


def units_of_subjects(backend: Backend) -> pa.Table:
    """subject_kind, subject, unit_id and the unit's name, for the day that the backend is prepared for."""
    return backend.fetch(
        "SELECT p.subject_kind, p.subject, p.unit_id, u.name AS unit "
        f"FROM ({PLACES}) p JOIN units u ON u.unit_id = p.unit_id"
    )
