-- Sealing goes over every merchant's logs: whose there are.
-- deploy: pre

CREATE FUNCTION kernel_merchants() RETURNS TABLE (merchant_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = public, pg_temp
BEGIN ATOMIC
    SELECT m.merchant_id FROM stores_merchant m ORDER BY m.merchant_id;
END;

REVOKE EXECUTE ON FUNCTION kernel_merchants FROM liuke_app, liuke_verify;
