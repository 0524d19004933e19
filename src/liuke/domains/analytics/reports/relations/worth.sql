-- What points are worth by the programme that is live: so many minor units for so many points of a
-- book. There is a row for each book; the rows are parameters, for the lake knows no programme.
SELECT
    CAST($worth_book AS TEXT) AS book,
    CAST($worth_minor AS BIGINT) AS value_minor,
    CAST($worth_points AS BIGINT) AS value_points
