CREATE TABLE known AS
SELECT cadre_id, year, grade, decided_on
FROM read_csv(getvariable('folder') || '/annual_assessments.csv', auto_detect = false, header = true, delim = ',',
    columns = {assessment_id: 'VARCHAR', cadre_id: 'VARCHAR', year: 'BIGINT', grade: 'VARCHAR', reason: 'VARCHAR',
        decided_on: 'DATE', annulled_on: 'DATE'})
WHERE decided_on <= getvariable('today') AND (annulled_on IS NULL OR annulled_on > getvariable('today'));

SET VARIABLE y0 = (
    SELECT max(year) FROM read_csv(getvariable('folder') || '/assessment_rounds.csv', auto_detect = false,
        header = true, delim = ',', columns = {year: 'BIGINT', closed_on: 'DATE'})
    WHERE closed_on <= getvariable('today'));

COPY (
    WITH years AS (
        SELECT cadre_id,
            max(year) AS year1,
            arg_max(grade, year) = 'basic' AND arg_max(decided_on, year) + INTERVAL 1 YEAR > getvariable('today') AS c1,
            max(year) FILTER (five AND grade IN ('basic', 'incompetent')) AS low_year,
            max(year) FILTER (five AND grade = 'excellent') AS excellent_year,
            coalesce(bit_or(CASE WHEN five AND grade <> 'none' THEN 1 << (getvariable('y0') - year) END), 0) AS mask
        FROM (SELECT *, year BETWEEN getvariable('y0') - 4 AND getvariable('y0') AS five FROM known)
        GROUP BY cadre_id
    ), teams AS (
        SELECT team_id, max(year) FILTER (grade = 'excellent') AS excellent_year, count(*) AS graded
        FROM read_csv(getvariable('folder') || '/team_assessments.csv', auto_detect = false, header = true, delim = ',',
            columns = {assessment_id: 'VARCHAR', team_id: 'VARCHAR', year: 'BIGINT', grade: 'VARCHAR', "group": 'VARCHAR',
                rank: 'BIGINT', group_size: 'BIGINT', decided_on: 'DATE'})
        WHERE decided_on <= getvariable('today') AND year BETWEEN getvariable('y0') - 2 AND getvariable('y0')
        GROUP BY team_id
    ), members AS (
        SELECT cadre_id, min(team_id) AS team_id
        FROM read_csv(getvariable('folder') || '/appointments.csv', auto_detect = false, header = true, delim = ',',
            columns = {appointment_id: 'VARCHAR', cadre_id: 'VARCHAR', unit_id: 'VARCHAR', title: 'VARCHAR',
                rank: 'BIGINT', team_id: 'VARCHAR', chief: 'BOOLEAN', kind: 'VARCHAR', exceptional: 'BOOLEAN',
                start_on: 'DATE', end_on: 'DATE', harsh: 'VARCHAR', harsh_listed: 'BOOLEAN'})
        WHERE kind = 'regular' AND team_id IS NOT NULL
            AND start_on <= getvariable('today') AND (end_on IS NULL OR end_on > getvariable('today'))
        GROUP BY cadre_id
    ), conditions AS (
        SELECT cadre_id, year1, coalesce(c1, false) AS c1,
            CASE WHEN low_year IS NOT NULL THEN false WHEN coalesce(mask, 0) = 31 THEN true END AS c2,
            CASE WHEN low_year IS NOT NULL THEN low_year
                -- the first year back without a grade: the lowest bit that is not set
                WHEN coalesce(mask, 0) <> 31
                THEN getvariable('y0') - bit_count(xor(coalesce(mask, 0), coalesce(mask, 0) + 1)) + 1
                ELSE getvariable('y0') END AS year2,
            CASE WHEN years.excellent_year IS NOT NULL THEN true WHEN mask = 31 THEN false END AS c3,
            years.excellent_year AS year3,
            CASE WHEN members.team_id IS NULL OR teams.excellent_year IS NOT NULL THEN true
                WHEN teams.graded = 3 THEN false END AS c4,
            teams.excellent_year AS year4
        FROM (SELECT cadre_id FROM read_csv(getvariable('folder') || '/cadres.csv', auto_detect = false, header = true,
            delim = ',', columns = {cadre_id: 'VARCHAR', name: 'VARCHAR', gender: 'VARCHAR', birth_on: 'DATE',
                work_start_on: 'DATE', joined_on: 'DATE', left_on: 'DATE', category: 'VARCHAR',
                professional: 'BOOLEAN'}))
        LEFT JOIN years USING (cadre_id)
        LEFT JOIN members USING (cadre_id)
        LEFT JOIN teams USING (team_id)
    )
    SELECT cadre_id,
        coalesce(c1::VARCHAR, 'unknown') AS c1, coalesce(c2::VARCHAR, 'unknown') AS c2,
        coalesce(c3::VARCHAR, 'unknown') AS c3, coalesce(c4::VARCHAR, 'unknown') AS c4,
        CASE WHEN c1 OR NOT c2 THEN 'barred'
            WHEN c2 IS NULL OR c3 IS NULL OR c4 IS NULL THEN 'incomplete'
            WHEN NOT (c3 AND c4) THEN 'justify'
            ELSE 'qualified' END AS outcome,
        year1, year2, year3, year4
    FROM conditions ORDER BY cadre_id
) TO '{out}' (FORMAT csv, HEADER);
