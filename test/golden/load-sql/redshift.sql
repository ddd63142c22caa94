-- clv_scores as of 2024-12-30 (3,000 customers) into Redshift, written by clv 1.2.3.
-- Copy the folder of a parquet output to s3://YOUR-BUCKET/clv first, as it is.
-- Replace YOUR-ACCOUNT and YOUR-ROLE by a role that may read the bucket. Texts have up to 1,024 bytes: widen them if need be.
-- Run it in one session that stops at the first error: psql -v ON_ERROR_STOP=1 -f FILE.
-- It may run again: the slice of this as-of date is replaced as a whole. After a change of horizons or attributes add
-- the new columns to clv_scores_history first: ALTER TABLE ... ADD COLUMN.
-- Checked: parsed with sqlglot. Not run on Redshift, for which no emulator was at hand.

-- The table, once. Its schema must exist: CREATE SCHEMA.
CREATE TABLE IF NOT EXISTS "clv"."clv_scores_history" (
  "customer_id" VARCHAR(1024) NOT NULL,
  "as_of" DATE NOT NULL,
  "x" INTEGER,
  "t_x_days" INTEGER,
  "t_cal_days" INTEGER,
  "first_day" DATE,
  "last_day" DATE,
  "historic_value" DECIMAL(38, 4),
  "p_alive" DOUBLE PRECISION,
  "churn_probability" DOUBLE PRECISION,
  "expected_purchases_90d" DOUBLE PRECISION,
  "expected_purchases_365d" DOUBLE PRECISION,
  "expected_spend" DOUBLE PRECISION,
  "clv_90d" DOUBLE PRECISION,
  "clv_365d" DOUBLE PRECISION,
  "purchases_90d_lo95" INTEGER,
  "purchases_90d_lo80" INTEGER,
  "purchases_90d_hi80" INTEGER,
  "purchases_90d_hi95" INTEGER,
  "purchases_365d_lo95" INTEGER,
  "purchases_365d_lo80" INTEGER,
  "purchases_365d_hi80" INTEGER,
  "purchases_365d_hi95" INTEGER,
  "clv_90d_lo95" DOUBLE PRECISION,
  "clv_90d_lo80" DOUBLE PRECISION,
  "clv_90d_hi80" DOUBLE PRECISION,
  "clv_90d_hi95" DOUBLE PRECISION,
  "clv_365d_lo95" DOUBLE PRECISION,
  "clv_365d_lo80" DOUBLE PRECISION,
  "clv_365d_hi80" DOUBLE PRECISION,
  "clv_365d_hi95" DOUBLE PRECISION,
  "residual_clv" DOUBLE PRECISION,
  "total_value" DOUBLE PRECISION,
  "value_rank" BIGINT,
  "value_tier" VARCHAR(1024),
  "channel" VARCHAR(1024),
  "model_version" VARCHAR(1024),
  "run_id" VARCHAR(1024)
)
DISTSTYLE KEY
DISTKEY ("customer_id")
SORTKEY ("as_of", "customer_id");

COMMENT ON TABLE "clv"."clv_scores_history" IS 'Customer lifetime value: one row a customer and as-of date';

COMMENT ON COLUMN "clv"."clv_scores_history"."customer_id" IS 'customer id, as in the source';

COMMENT ON COLUMN "clv"."clv_scores_history"."as_of" IS 'last day of observation; predictions begin on the next one';

COMMENT ON COLUMN "clv"."clv_scores_history"."x" IS 'repeat purchases; for a discrete model the periods with one';

COMMENT ON COLUMN "clv"."clv_scores_history"."t_x_days" IS 'days from the first to the last purchase';

COMMENT ON COLUMN "clv"."clv_scores_history"."t_cal_days" IS 'days from the first purchase to as_of';

COMMENT ON COLUMN "clv"."clv_scores_history"."first_day" IS 'day of the first purchase';

COMMENT ON COLUMN "clv"."clv_scores_history"."last_day" IS 'day of the last purchase';

COMMENT ON COLUMN "clv"."clv_scores_history"."historic_value" IS 'all purchases minus all refunds up to as_of, base currency';

COMMENT ON COLUMN "clv"."clv_scores_history"."p_alive" IS 'probability that the customer is still active at as_of, 0 to 1';

COMMENT ON COLUMN "clv"."clv_scores_history"."churn_probability" IS '1 minus p_alive';

COMMENT ON COLUMN "clv"."clv_scores_history"."expected_purchases_90d" IS 'expected number of purchases in the next 90 days';

COMMENT ON COLUMN "clv"."clv_scores_history"."expected_purchases_365d" IS 'expected number of purchases in the next 365 days';

COMMENT ON COLUMN "clv"."clv_scores_history"."expected_spend" IS 'expected amount of a future purchase, base currency';

COMMENT ON COLUMN "clv"."clv_scores_history"."clv_90d" IS 'expected value of the next 90 days, discounted, margin applied, base currency';

COMMENT ON COLUMN "clv"."clv_scores_history"."clv_365d" IS 'expected value of the next 365 days, discounted, margin applied, base currency';

COMMENT ON COLUMN "clv"."clv_scores_history"."purchases_90d_lo95" IS 'lower bound of the 95 % interval: number of purchases in the next 90 days';

COMMENT ON COLUMN "clv"."clv_scores_history"."purchases_90d_lo80" IS 'lower bound of the 80 % interval: number of purchases in the next 90 days';

COMMENT ON COLUMN "clv"."clv_scores_history"."purchases_90d_hi80" IS 'upper bound of the 80 % interval: number of purchases in the next 90 days';

COMMENT ON COLUMN "clv"."clv_scores_history"."purchases_90d_hi95" IS 'upper bound of the 95 % interval: number of purchases in the next 90 days';

COMMENT ON COLUMN "clv"."clv_scores_history"."purchases_365d_lo95" IS 'lower bound of the 95 % interval: number of purchases in the next 365 days';

COMMENT ON COLUMN "clv"."clv_scores_history"."purchases_365d_lo80" IS 'lower bound of the 80 % interval: number of purchases in the next 365 days';

COMMENT ON COLUMN "clv"."clv_scores_history"."purchases_365d_hi80" IS 'upper bound of the 80 % interval: number of purchases in the next 365 days';

COMMENT ON COLUMN "clv"."clv_scores_history"."purchases_365d_hi95" IS 'upper bound of the 95 % interval: number of purchases in the next 365 days';

COMMENT ON COLUMN "clv"."clv_scores_history"."clv_90d_lo95" IS 'lower bound of the 95 % interval: value of the next 90 days, base currency; not to be summed over customers, see clv_segments';

COMMENT ON COLUMN "clv"."clv_scores_history"."clv_90d_lo80" IS 'lower bound of the 80 % interval: value of the next 90 days, base currency; not to be summed over customers, see clv_segments';

COMMENT ON COLUMN "clv"."clv_scores_history"."clv_90d_hi80" IS 'upper bound of the 80 % interval: value of the next 90 days, base currency; not to be summed over customers, see clv_segments';

COMMENT ON COLUMN "clv"."clv_scores_history"."clv_90d_hi95" IS 'upper bound of the 95 % interval: value of the next 90 days, base currency; not to be summed over customers, see clv_segments';

COMMENT ON COLUMN "clv"."clv_scores_history"."clv_365d_lo95" IS 'lower bound of the 95 % interval: value of the next 365 days, base currency; not to be summed over customers, see clv_segments';

COMMENT ON COLUMN "clv"."clv_scores_history"."clv_365d_lo80" IS 'lower bound of the 80 % interval: value of the next 365 days, base currency; not to be summed over customers, see clv_segments';

COMMENT ON COLUMN "clv"."clv_scores_history"."clv_365d_hi80" IS 'upper bound of the 80 % interval: value of the next 365 days, base currency; not to be summed over customers, see clv_segments';

COMMENT ON COLUMN "clv"."clv_scores_history"."clv_365d_hi95" IS 'upper bound of the 95 % interval: value of the next 365 days, base currency; not to be summed over customers, see clv_segments';

COMMENT ON COLUMN "clv"."clv_scores_history"."residual_clv" IS 'expected value of all days to come, discounted, margin applied, base currency; null without a discount rate, and where the model cannot tell who has left';

COMMENT ON COLUMN "clv"."clv_scores_history"."total_value" IS 'margin times historic_value, plus residual_clv (or the CLV of the longest horizon where that is null), base currency';

COMMENT ON COLUMN "clv"."clv_scores_history"."value_rank" IS 'place by CLV of the longest horizon (by expected purchases where there are no amounts), 1 is best; equal values share a place';

COMMENT ON COLUMN "clv"."clv_scores_history"."value_tier" IS 'tier by share of customers in the order of value_rank; the lowest for all without expected value';

COMMENT ON COLUMN "clv"."clv_scores_history"."channel" IS 'attribute of the customer, as in the source';

COMMENT ON COLUMN "clv"."clv_scores_history"."model_version" IS 'version of the model that scored';

COMMENT ON COLUMN "clv"."clv_scores_history"."run_id" IS 'run that scored; key of clv_runs';

-- All or nothing, from the bucket to the new slice. COPY reads Parquet by position: the staging table has the columns
-- of the files in their order. A division by zero stops where customers of the run are missing.
BEGIN;

CREATE TEMPORARY TABLE "clv_scores_staging" (
  "customer_id" VARCHAR(1024),
  "x" INTEGER,
  "t_x_days" INTEGER,
  "t_cal_days" INTEGER,
  "first_day" DATE,
  "last_day" DATE,
  "historic_value" DECIMAL(38, 4),
  "p_alive" DOUBLE PRECISION,
  "churn_probability" DOUBLE PRECISION,
  "expected_purchases_90d" DOUBLE PRECISION,
  "expected_purchases_365d" DOUBLE PRECISION,
  "expected_spend" DOUBLE PRECISION,
  "clv_90d" DOUBLE PRECISION,
  "clv_365d" DOUBLE PRECISION,
  "purchases_90d_lo95" INTEGER,
  "purchases_90d_lo80" INTEGER,
  "purchases_90d_hi80" INTEGER,
  "purchases_90d_hi95" INTEGER,
  "purchases_365d_lo95" INTEGER,
  "purchases_365d_lo80" INTEGER,
  "purchases_365d_hi80" INTEGER,
  "purchases_365d_hi95" INTEGER,
  "clv_90d_lo95" DOUBLE PRECISION,
  "clv_90d_lo80" DOUBLE PRECISION,
  "clv_90d_hi80" DOUBLE PRECISION,
  "clv_90d_hi95" DOUBLE PRECISION,
  "clv_365d_lo95" DOUBLE PRECISION,
  "clv_365d_lo80" DOUBLE PRECISION,
  "clv_365d_hi80" DOUBLE PRECISION,
  "clv_365d_hi95" DOUBLE PRECISION,
  "residual_clv" DOUBLE PRECISION,
  "total_value" DOUBLE PRECISION,
  "value_rank" BIGINT,
  "value_tier" VARCHAR(1024),
  "channel" VARCHAR(1024),
  "model_version" VARCHAR(1024),
  "run_id" VARCHAR(1024)
);

COPY "clv_scores_staging"
FROM 's3://YOUR-BUCKET/clv/clv_scores_history/as_of=2024-12-30/'
IAM_ROLE 'arn:aws:iam::YOUR-ACCOUNT:role/YOUR-ROLE'
FORMAT AS PARQUET;

SELECT 1 / CASE WHEN COUNT(*) = 3000 THEN 1 ELSE 0 END AS "complete" FROM "clv_scores_staging";

DELETE FROM "clv"."clv_scores_history" WHERE "as_of" = DATE '2024-12-30';

INSERT INTO "clv"."clv_scores_history" (
  "customer_id",
  "as_of",
  "x",
  "t_x_days",
  "t_cal_days",
  "first_day",
  "last_day",
  "historic_value",
  "p_alive",
  "churn_probability",
  "expected_purchases_90d",
  "expected_purchases_365d",
  "expected_spend",
  "clv_90d",
  "clv_365d",
  "purchases_90d_lo95",
  "purchases_90d_lo80",
  "purchases_90d_hi80",
  "purchases_90d_hi95",
  "purchases_365d_lo95",
  "purchases_365d_lo80",
  "purchases_365d_hi80",
  "purchases_365d_hi95",
  "clv_90d_lo95",
  "clv_90d_lo80",
  "clv_90d_hi80",
  "clv_90d_hi95",
  "clv_365d_lo95",
  "clv_365d_lo80",
  "clv_365d_hi80",
  "clv_365d_hi95",
  "residual_clv",
  "total_value",
  "value_rank",
  "value_tier",
  "channel",
  "model_version",
  "run_id"
)
SELECT
  "customer_id",
  DATE '2024-12-30',
  "x",
  "t_x_days",
  "t_cal_days",
  "first_day",
  "last_day",
  "historic_value",
  "p_alive",
  "churn_probability",
  "expected_purchases_90d",
  "expected_purchases_365d",
  "expected_spend",
  "clv_90d",
  "clv_365d",
  "purchases_90d_lo95",
  "purchases_90d_lo80",
  "purchases_90d_hi80",
  "purchases_90d_hi95",
  "purchases_365d_lo95",
  "purchases_365d_lo80",
  "purchases_365d_hi80",
  "purchases_365d_hi95",
  "clv_90d_lo95",
  "clv_90d_lo80",
  "clv_90d_hi80",
  "clv_90d_hi95",
  "clv_365d_lo95",
  "clv_365d_lo80",
  "clv_365d_hi80",
  "clv_365d_hi95",
  "residual_clv",
  "total_value",
  "value_rank",
  "value_tier",
  "channel",
  "model_version",
  "run_id"
FROM "clv_scores_staging";

DROP TABLE "clv_scores_staging";

COMMIT;

-- The scores of the latest as-of date.
CREATE OR REPLACE VIEW "clv"."clv_scores" AS
SELECT * FROM "clv"."clv_scores_history"
WHERE "as_of" = (SELECT MAX("as_of") FROM "clv"."clv_scores_history");

-- Each customer at every as-of date over the longest horizon, and what changed since the date before.
CREATE OR REPLACE VIEW "clv"."clv_customer_history" AS
select n.customer_id as customer_id, n.as_of as as_of, n.x as x, n.p_alive as p_alive, n.expected_purchases as expected_purchases, n.clv as clv, n.horizon_days as horizon_days, n.value_tier as value_tier,
  b.as_of as previous_as_of, b.value_tier as previous_tier, n.p_alive - b.p_alive as p_alive_change,
  case when b.horizon_days = n.horizon_days then n.clv - b.clv end as clv_change, n.model_version as model_version, n.run_id as run_id
from (select customer_id, as_of, x, p_alive, value_tier, model_version, run_id,
  case when expected_purchases_365d is not null then expected_purchases_365d when expected_purchases_90d is not null then expected_purchases_90d end as expected_purchases, case when expected_purchases_365d is not null then clv_365d when expected_purchases_90d is not null then clv_90d end as clv,
  case when expected_purchases_365d is not null then 365 when expected_purchases_90d is not null then 90 end as horizon_days from "clv"."clv_scores_history") n join (select as_of, lag(as_of) over (order by as_of) as previous_as_of from (select distinct as_of from "clv"."clv_scores_history") d) d on n.as_of = d.as_of
left join (select customer_id, as_of, x, p_alive, value_tier, model_version, run_id,
  case when expected_purchases_365d is not null then expected_purchases_365d when expected_purchases_90d is not null then expected_purchases_90d end as expected_purchases, case when expected_purchases_365d is not null then clv_365d when expected_purchases_90d is not null then clv_90d end as clv,
  case when expected_purchases_365d is not null then 365 when expected_purchases_90d is not null then 90 end as horizon_days from "clv"."clv_scores_history") b on b.as_of = d.previous_as_of and b.customer_id = n.customer_id;

