-- Messages that no provider carries: kept a day, sealed, to be read in the console.
-- deploy: pre
CREATE TABLE kernel_outbox (
    merchant_id uuid NOT NULL DEFAULT lk_merchant(),
    id uuid NOT NULL,
    channel text NOT NULL CHECK (channel <> ''),
    -- As it may be shown: 138****8000.
    receiver text NOT NULL,
    sealed bytea NOT NULL,
    sent_at timestamptz NOT NULL,
    PRIMARY KEY (merchant_id, id)
);
CREATE INDEX kernel_outbox_sent ON kernel_outbox (merchant_id, sent_at);
SELECT lk_fence('kernel_outbox');
