-- Free starts, said a second time in another way: PostgreSQL's own calendar and multiranges instead of our sweep.
-- A wall time that occurs twice is the first; PostgreSQL would take the second.
WITH day AS (
    SELECT d::date AS day
    FROM generate_series(%(first)s::date, %(last)s::date, interval '1 day') AS d
    WHERE NOT d::date = ANY (%(closed)s::date[])
),
wall AS (
    SELECT day + opens AS opens, day + closes AS closes
    FROM day
    JOIN unnest(%(weekdays)s::int[], %(opens)s::time[], %(closes)s::time[]) AS h (weekday, opens, closes)
        ON extract(isodow FROM day) - 1 = weekday
),
utc AS (
    SELECT
        opens, closes,
        opens AT TIME ZONE 'Europe/Copenhagen' AS late_opens,
        closes AT TIME ZONE 'Europe/Copenhagen' AS late_closes
    FROM wall
),
opened AS (
    SELECT
        late_opens - CASE WHEN (late_opens - interval '1 hour') AT TIME ZONE 'Europe/Copenhagen' = opens
            THEN interval '1 hour' ELSE interval '0' END AS opens,
        late_closes - CASE WHEN (late_closes - interval '1 hour') AT TIME ZONE 'Europe/Copenhagen' = closes
            THEN interval '1 hour' ELSE interval '0' END AS closes
    FROM utc
),
free AS (
    SELECT
        coalesce((SELECT range_agg(tstzrange(opens, closes)) FROM opened WHERE opens < closes), '{}')
        - coalesce(
            (SELECT range_agg(tstzrange(starts, ends))
             FROM unnest(%(starts)s::timestamptz[], %(ends)s::timestamptz[]) AS t (starts, ends)), '{}')
        AS times
),
slot AS (
    SELECT generate_series(opens, closes - %(length)s::interval, %(length)s::interval) AS starts
    FROM opened
)
SELECT DISTINCT extract(epoch FROM starts)::bigint / 60 AS minute
FROM slot, free
WHERE tstzrange(starts, starts + %(length)s::interval) <@ free.times
    AND starts >= %(earliest)s AND starts + %(length)s::interval <= %(latest)s
    AND starts AT TIME ZONE 'Europe/Copenhagen'
        <> (starts + interval '1 hour') AT TIME ZONE 'Europe/Copenhagen'
    AND starts AT TIME ZONE 'Europe/Copenhagen'
        <> (starts - interval '1 hour') AT TIME ZONE 'Europe/Copenhagen'
ORDER BY minute
