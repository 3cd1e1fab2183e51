"""One job, done by jili and by others; each ``side_*.py`` is run as ``python side_x.py REGISTER DAY OUT``.

The job. For each cadre of the register, at the day T, with y0 the greatest year closed by T. An annual assessment
is known if decided by T and not annulled by then; at most one a year stands.

1. The latest known assessment (greatest year) is ``basic`` and a year from its day is not over at T (the same day a
   year later is free again; 29 February becomes 28 February). Without an assessment: false.
2. All of y0 … y0-4 are excellent or competent. False if one has another grade, else unknown if one is missing or
   ``none``.
3. One of the five is excellent. Else unknown if one is missing or ``none``, else false.
4. Their team (of the regular appointments held at T that name one: the smallest team_id) has an excellent in y0,
   y0-1 or y0-2 that was decided by T. Else unknown if one of the three is missing, else false. No team: true.

Outcome: ``barred`` if 1 or not 2; else ``incomplete`` if any is unknown; else ``justify`` if not 3 or not 4; else
``qualified``. Written sorted by cadre_id: cadre_id, c1 … c4, outcome, and year1 … year4, the year that each rests on:
of the latest assessment; the greatest offending, else the greatest missing one, else y0; the greatest excellent; the
same of the team; empty if there is none.
"""

TABLES = ("cadres", "appointments", "assessment_rounds", "annual_assessments", "team_assessments")
"""The tables that the job reads."""

HEADER = ("cadre_id", "c1", "c2", "c3", "c4", "outcome", "year1", "year2", "year3", "year4")
