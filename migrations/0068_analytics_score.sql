-- What models found: parameters as of a day, one row of scores a member, and what a shop set.
-- deploy: pre

-- A model is fitted once a day; fitted again for the same day, it is the same row.
CREATE TABLE analytics_model (
    merchant_id uuid NOT NULL DEFAULT lk_merchant(),
    kind text NOT NULL CHECK (kind IN ('rfm', 'clv', 'picks', 'demand', 'movements')),
    through_on date NOT NULL,
    -- The day as a number, 20260131: scores carry it, so that it is known which model made them.
    version integer NOT NULL,
    state text NOT NULL CHECK (state IN ('fitted', 'sparse')),
    data_as_of timestamptz NOT NULL,
    fitted_at timestamptz NOT NULL,
    reason text NOT NULL DEFAULT '',
    reason_zh text NOT NULL DEFAULT '',
    parameters jsonb NOT NULL,
    evaluation jsonb NOT NULL,
    body jsonb NOT NULL,
    PRIMARY KEY (merchant_id, kind, through_on)
);
SELECT lk_fence('analytics_model');

-- Whole numbers: thousandths where a name ends in `_pm`, minor units of money in `_minor`. They are
-- estimates: nothing is ever booked by them.
CREATE TABLE analytics_score (
    merchant_id uuid NOT NULL DEFAULT lk_merchant(),
    member_id uuid NOT NULL,
    through_on date NOT NULL,
    version integer NOT NULL,
    scored_at timestamptz NOT NULL,
    rfm_recency smallint NOT NULL CHECK (rfm_recency BETWEEN 0 AND 5),
    rfm_frequency smallint NOT NULL CHECK (rfm_frequency BETWEEN 0 AND 5),
    rfm_monetary smallint NOT NULL CHECK (rfm_monetary BETWEEN 0 AND 5),
    rfm_class text NOT NULL,
    rfm_before text NOT NULL,
    rfm_moved smallint NOT NULL CHECK (rfm_moved BETWEEN -1 AND 1),
    life_stage text NOT NULL,
    rhythm_days integer NOT NULL,
    layer smallint NOT NULL,
    layer_code text NOT NULL,
    rank_percent smallint NOT NULL CHECK (rank_percent BETWEEN 1 AND 100),
    value_score bigint NOT NULL,
    value_purchases bigint NOT NULL,
    value_referrals bigint NOT NULL,
    value_participation bigint NOT NULL,
    alive_pm integer,
    orders_pm bigint,
    clv_minor bigint,
    churn_pm integer,
    next_order_on date,
    picks jsonb NOT NULL,
    -- All of each kind, the likeliest first, as conditions ask of them; null where there is none.
    pick_again text GENERATED ALWAYS AS (picks #>> '{buy_again,0,product}') STORED,
    pick_again_2 text GENERATED ALWAYS AS (picks #>> '{buy_again,1,product}') STORED,
    pick_again_3 text GENERATED ALWAYS AS (picks #>> '{buy_again,2,product}') STORED,
    pick_along text GENERATED ALWAYS AS (picks #>> '{goes_with,0,product}') STORED,
    pick_along_2 text GENERATED ALWAYS AS (picks #>> '{goes_with,1,product}') STORED,
    pick_along_3 text GENERATED ALWAYS AS (picks #>> '{goes_with,2,product}') STORED,
    pick_upgrade text GENERATED ALWAYS AS (picks #>> '{upgrade,0,product}') STORED,
    pick_upgrade_2 text GENERATED ALWAYS AS (picks #>> '{upgrade,1,product}') STORED,
    PRIMARY KEY (merchant_id, member_id),
    CHECK (value_score = value_purchases + value_referrals + value_participation),
    FOREIGN KEY (merchant_id, member_id) REFERENCES members_member (merchant_id, id)
);
SELECT lk_fence('analytics_score');
SELECT lk_follow('analytics_score', 'often', 'member_id');

CREATE TABLE analytics_setting (
    merchant_id uuid NOT NULL DEFAULT lk_merchant(),
    body jsonb NOT NULL,
    changed_at timestamptz NOT NULL,
    changed_by text NOT NULL,
    PRIMARY KEY (merchant_id)
);
SELECT lk_fence('analytics_setting');
