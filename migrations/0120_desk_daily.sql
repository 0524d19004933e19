-- What happened on each business day, folded from the event log, so that the first page is quick
-- whatever the number of members.
-- deploy: pre
-- `store_id` of zeros stands for every store together; hour -1 for what is not told by the hour.
CREATE TABLE desk_daily (
    merchant_id uuid NOT NULL DEFAULT lk_merchant(),
    day date NOT NULL,
    store_id uuid NOT NULL,
    figure text NOT NULL,
    part text NOT NULL,
    hour smallint NOT NULL CHECK (hour BETWEEN -1 AND 23),
    value bigint NOT NULL,
    PRIMARY KEY (merchant_id, store_id, day, figure, part, hour)
);
SELECT lk_fence('desk_daily');

-- On which days a member bought, by how many orders that stand: what counts of people are made of.
CREATE TABLE desk_visit (
    merchant_id uuid NOT NULL DEFAULT lk_merchant(),
    member_id uuid NOT NULL,
    day date NOT NULL,
    -- Below zero for a moment, when an order called off is counted before the sale of it.
    orders bigint NOT NULL,
    -- As whose the day is counted: who they became by a merge, or themselves.
    home_id uuid NOT NULL,
    PRIMARY KEY (merchant_id, member_id, day),
    FOREIGN KEY (merchant_id, member_id) REFERENCES members_member (merchant_id, id)
);
CREATE INDEX desk_visit_home ON desk_visit (merchant_id, home_id);
SELECT lk_fence('desk_visit');

-- How counts of people change from day to day: the sum of all steps up to a day is the count.
CREATE TABLE desk_step (
    merchant_id uuid NOT NULL DEFAULT lk_merchant(),
    figure text NOT NULL,
    day date NOT NULL,
    step bigint NOT NULL,
    PRIMARY KEY (merchant_id, figure, day)
);
SELECT lk_fence('desk_step');
