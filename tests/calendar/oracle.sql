-- Free starts, said a second time in another way: PostgreSQL's own calendar and multiranges instead of our sweep.
-- A wall time that occurs twice is the first; PostgreSQL would take the second.
WITH day AS (
    SELECT d::date AS day
    FROM generate_series(%(first)s::date - 1, %(last)s::date + 1, interval '1 day') AS d
    WHERE NOT EXISTS (SELECT FROM calendar_closedday WHERE calendar_closedday.day = d::date)
),
wall AS (
    SELECT resource_id, day + opens AS opens, day + closes AS closes
    FROM day JOIN calendar_workrule ON extract(isodow FROM day) - 1 = weekday
        AND valid_from <= day AND (valid_to IS NULL OR day < valid_to)
),
utc AS (
    SELECT
        resource_id, opens, closes,
        opens AT TIME ZONE 'Europe/Copenhagen' AS late_opens,
        closes AT TIME ZONE 'Europe/Copenhagen' AS late_closes
    FROM wall
),
opened AS (
    SELECT
        resource_id,
        late_opens - CASE WHEN (late_opens - interval '1 hour') AT TIME ZONE 'Europe/Copenhagen' = opens
            THEN interval '1 hour' ELSE interval '0' END AS opens,
        late_closes - CASE WHEN (late_closes - interval '1 hour') AT TIME ZONE 'Europe/Copenhagen' = closes
            THEN interval '1 hour' ELSE interval '0' END AS closes
    FROM utc
    UNION ALL
    SELECT resource_id, starts, ends FROM calendar_extratime
),
taken AS (
    SELECT resource_id, range_agg(tstzrange(starts, ends)) AS times
    FROM (
        SELECT resource_id, starts, ends FROM calendar_claim
        WHERE (held_until IS NULL OR held_until > %(now)s) AND NOT owner = ANY (%(ignoring)s)
        UNION ALL SELECT resource_id, starts, ends FROM calendar_busy
        UNION ALL SELECT resource_id, starts, ends FROM calendar_closedtime
    ) AS known
    GROUP BY resource_id
),
at_work AS (
    SELECT hours.resource_id, hours.times - coalesce(taken.times, '{}') AS times
    FROM (
        SELECT resource_id, range_agg(tstzrange(opens, closes)) AS times
        FROM opened WHERE opens < closes GROUP BY resource_id
    ) AS hours
    LEFT JOIN taken USING (resource_id)
),
slot AS (
    SELECT DISTINCT starts, tstzrange(starts, starts + %(minutes)s::interval) AS talk,
        tstzrange(starts, starts + %(minutes)s::interval + %(buffer)s::interval) AS whole
    FROM opened, generate_series(
        opens, closes - %(minutes)s::interval - %(buffer)s::interval, %(minutes)s::interval + %(buffer)s::interval
    ) AS starts
    WHERE resource_id = %(staff)s
)
SELECT extract(epoch FROM starts)::bigint / 60 AS minute
FROM slot
WHERE NOT EXISTS (
        SELECT FROM unnest(%(staffs)s::bigint[]) AS one (resource_id)
        WHERE NOT EXISTS (
            SELECT FROM at_work WHERE at_work.resource_id = one.resource_id AND whole <@ at_work.times
        )
    )
    AND NOT EXISTS (SELECT FROM taken WHERE resource_id = %(citizen)s AND talk && taken.times)
    AND (%(needs_room)s = false OR EXISTS (
        SELECT FROM unnest(%(rooms)s::bigint[]) AS room (resource_id)
        WHERE NOT EXISTS (SELECT FROM taken WHERE taken.resource_id = room.resource_id AND talk && taken.times)
    ))
    AND starts >= %(earliest)s AND upper(talk) <= %(latest)s
    AND starts AT TIME ZONE 'Europe/Copenhagen'
        <> (starts + interval '1 hour') AT TIME ZONE 'Europe/Copenhagen'
    AND starts AT TIME ZONE 'Europe/Copenhagen'
        <> (starts - interval '1 hour') AT TIME ZONE 'Europe/Copenhagen'
ORDER BY minute
