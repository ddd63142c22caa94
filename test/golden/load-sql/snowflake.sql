-- clv_scores as of 2024-12-30 (3,000 customers) into Snowflake, written by clv 1.2.3.
-- Copy the folder of a parquet output to s3://YOUR-BUCKET/clv first, as it is.
-- Replace YOUR_INTEGRATION by a storage integration that may read the bucket (s3://, gcs:// or azure://).
-- Run it in one session that stops at the first error: snow sql -f FILE.
-- It may run again: the slice of this as-of date is replaced as a whole. After a change of horizons or attributes add
-- the new columns to clv_scores_history first: ALTER TABLE ... ADD COLUMN.
-- Checked: parsed with sqlglot. Not run on Snowflake, for which no emulator was at hand.

-- The table, once. Its schema must exist: CREATE SCHEMA.
CREATE TABLE IF NOT EXISTS "CLV"."CLV_SCORES_HISTORY" (
  "CUSTOMER_ID" VARCHAR NOT NULL COMMENT 'customer id, as in the source',
  "AS_OF" DATE NOT NULL COMMENT 'last day of observation; predictions begin on the next one',
  "X" NUMBER(10, 0) COMMENT 'repeat purchases; for a discrete model the periods with one',
  "T_X_DAYS" NUMBER(10, 0) COMMENT 'days from the first to the last purchase',
  "T_CAL_DAYS" NUMBER(10, 0) COMMENT 'days from the first purchase to as_of',
  "FIRST_DAY" DATE COMMENT 'day of the first purchase',
  "LAST_DAY" DATE COMMENT 'day of the last purchase',
  "HISTORIC_VALUE" NUMBER(38, 4) COMMENT 'all purchases minus all refunds up to as_of, base currency',
  "P_ALIVE" FLOAT COMMENT 'probability that the customer is still active at as_of, 0 to 1',
  "CHURN_PROBABILITY" FLOAT COMMENT '1 minus p_alive',
  "EXPECTED_PURCHASES_90D" FLOAT COMMENT 'expected number of purchases in the next 90 days',
  "EXPECTED_PURCHASES_365D" FLOAT COMMENT 'expected number of purchases in the next 365 days',
  "EXPECTED_SPEND" FLOAT COMMENT 'expected amount of a future purchase, base currency',
  "CLV_90D" FLOAT COMMENT 'expected value of the next 90 days, discounted, margin applied, base currency',
  "CLV_365D" FLOAT COMMENT 'expected value of the next 365 days, discounted, margin applied, base currency',
  "PURCHASES_90D_LO95" NUMBER(10, 0) COMMENT 'lower bound of the 95 % interval: number of purchases in the next 90 days',
  "PURCHASES_90D_LO80" NUMBER(10, 0) COMMENT 'lower bound of the 80 % interval: number of purchases in the next 90 days',
  "PURCHASES_90D_HI80" NUMBER(10, 0) COMMENT 'upper bound of the 80 % interval: number of purchases in the next 90 days',
  "PURCHASES_90D_HI95" NUMBER(10, 0) COMMENT 'upper bound of the 95 % interval: number of purchases in the next 90 days',
  "PURCHASES_365D_LO95" NUMBER(10, 0) COMMENT 'lower bound of the 95 % interval: number of purchases in the next 365 days',
  "PURCHASES_365D_LO80" NUMBER(10, 0) COMMENT 'lower bound of the 80 % interval: number of purchases in the next 365 days',
  "PURCHASES_365D_HI80" NUMBER(10, 0) COMMENT 'upper bound of the 80 % interval: number of purchases in the next 365 days',
  "PURCHASES_365D_HI95" NUMBER(10, 0) COMMENT 'upper bound of the 95 % interval: number of purchases in the next 365 days',
  "CLV_90D_LO95" FLOAT COMMENT 'lower bound of the 95 % interval: value of the next 90 days, base currency; not to be summed over customers, see clv_segments',
  "CLV_90D_LO80" FLOAT COMMENT 'lower bound of the 80 % interval: value of the next 90 days, base currency; not to be summed over customers, see clv_segments',
  "CLV_90D_HI80" FLOAT COMMENT 'upper bound of the 80 % interval: value of the next 90 days, base currency; not to be summed over customers, see clv_segments',
  "CLV_90D_HI95" FLOAT COMMENT 'upper bound of the 95 % interval: value of the next 90 days, base currency; not to be summed over customers, see clv_segments',
  "CLV_365D_LO95" FLOAT COMMENT 'lower bound of the 95 % interval: value of the next 365 days, base currency; not to be summed over customers, see clv_segments',
  "CLV_365D_LO80" FLOAT COMMENT 'lower bound of the 80 % interval: value of the next 365 days, base currency; not to be summed over customers, see clv_segments',
  "CLV_365D_HI80" FLOAT COMMENT 'upper bound of the 80 % interval: value of the next 365 days, base currency; not to be summed over customers, see clv_segments',
  "CLV_365D_HI95" FLOAT COMMENT 'upper bound of the 95 % interval: value of the next 365 days, base currency; not to be summed over customers, see clv_segments',
  "RESIDUAL_CLV" FLOAT COMMENT 'expected value of all days to come, discounted, margin applied, base currency; null without a discount rate, and where the model cannot tell who has left',
  "TOTAL_VALUE" FLOAT COMMENT 'margin times historic_value, plus residual_clv (or the CLV of the longest horizon where that is null), base currency',
  "VALUE_RANK" NUMBER(19, 0) COMMENT 'place by CLV of the longest horizon (by expected purchases where there are no amounts), 1 is best; equal values share a place',
  "VALUE_TIER" VARCHAR COMMENT 'tier by share of customers in the order of value_rank; the lowest for all without expected value',
  "CHANNEL" VARCHAR COMMENT 'attribute of the customer, as in the source',
  "MODEL_VERSION" VARCHAR COMMENT 'version of the model that scored',
  "RUN_ID" VARCHAR COMMENT 'run that scored; key of clv_runs'
)
COMMENT = 'Customer lifetime value: one row a customer and as-of date';

-- The slice from the bucket into a staging table; a division by zero stops where customers of the run are missing.
CREATE OR REPLACE TEMPORARY TABLE "CLV"."CLV_SCORES_STAGING" (
  "CUSTOMER_ID" VARCHAR,
  "X" NUMBER(10, 0),
  "T_X_DAYS" NUMBER(10, 0),
  "T_CAL_DAYS" NUMBER(10, 0),
  "FIRST_DAY" DATE,
  "LAST_DAY" DATE,
  "HISTORIC_VALUE" NUMBER(38, 4),
  "P_ALIVE" FLOAT,
  "CHURN_PROBABILITY" FLOAT,
  "EXPECTED_PURCHASES_90D" FLOAT,
  "EXPECTED_PURCHASES_365D" FLOAT,
  "EXPECTED_SPEND" FLOAT,
  "CLV_90D" FLOAT,
  "CLV_365D" FLOAT,
  "PURCHASES_90D_LO95" NUMBER(10, 0),
  "PURCHASES_90D_LO80" NUMBER(10, 0),
  "PURCHASES_90D_HI80" NUMBER(10, 0),
  "PURCHASES_90D_HI95" NUMBER(10, 0),
  "PURCHASES_365D_LO95" NUMBER(10, 0),
  "PURCHASES_365D_LO80" NUMBER(10, 0),
  "PURCHASES_365D_HI80" NUMBER(10, 0),
  "PURCHASES_365D_HI95" NUMBER(10, 0),
  "CLV_90D_LO95" FLOAT,
  "CLV_90D_LO80" FLOAT,
  "CLV_90D_HI80" FLOAT,
  "CLV_90D_HI95" FLOAT,
  "CLV_365D_LO95" FLOAT,
  "CLV_365D_LO80" FLOAT,
  "CLV_365D_HI80" FLOAT,
  "CLV_365D_HI95" FLOAT,
  "RESIDUAL_CLV" FLOAT,
  "TOTAL_VALUE" FLOAT,
  "VALUE_RANK" NUMBER(19, 0),
  "VALUE_TIER" VARCHAR,
  "CHANNEL" VARCHAR,
  "MODEL_VERSION" VARCHAR,
  "RUN_ID" VARCHAR
);

COPY INTO "CLV"."CLV_SCORES_STAGING"
FROM 's3://YOUR-BUCKET/clv/clv_scores_history/as_of=2024-12-30/'
STORAGE_INTEGRATION = YOUR_INTEGRATION
PATTERN = '.*[.]parquet'
FILE_FORMAT = (TYPE = PARQUET, USE_LOGICAL_TYPE = TRUE)
MATCH_BY_COLUMN_NAME = CASE_INSENSITIVE;

SELECT 1 / IFF(COUNT(*) = 3000, 1, 0) AS "COMPLETE" FROM "CLV"."CLV_SCORES_STAGING";

-- All or nothing: readers see the old slice or the new one.
BEGIN TRANSACTION;

DELETE FROM "CLV"."CLV_SCORES_HISTORY" WHERE "AS_OF" = DATE '2024-12-30';

INSERT INTO "CLV"."CLV_SCORES_HISTORY" (
  "CUSTOMER_ID",
  "AS_OF",
  "X",
  "T_X_DAYS",
  "T_CAL_DAYS",
  "FIRST_DAY",
  "LAST_DAY",
  "HISTORIC_VALUE",
  "P_ALIVE",
  "CHURN_PROBABILITY",
  "EXPECTED_PURCHASES_90D",
  "EXPECTED_PURCHASES_365D",
  "EXPECTED_SPEND",
  "CLV_90D",
  "CLV_365D",
  "PURCHASES_90D_LO95",
  "PURCHASES_90D_LO80",
  "PURCHASES_90D_HI80",
  "PURCHASES_90D_HI95",
  "PURCHASES_365D_LO95",
  "PURCHASES_365D_LO80",
  "PURCHASES_365D_HI80",
  "PURCHASES_365D_HI95",
  "CLV_90D_LO95",
  "CLV_90D_LO80",
  "CLV_90D_HI80",
  "CLV_90D_HI95",
  "CLV_365D_LO95",
  "CLV_365D_LO80",
  "CLV_365D_HI80",
  "CLV_365D_HI95",
  "RESIDUAL_CLV",
  "TOTAL_VALUE",
  "VALUE_RANK",
  "VALUE_TIER",
  "CHANNEL",
  "MODEL_VERSION",
  "RUN_ID"
)
SELECT
  "CUSTOMER_ID",
  DATE '2024-12-30',
  "X",
  "T_X_DAYS",
  "T_CAL_DAYS",
  "FIRST_DAY",
  "LAST_DAY",
  "HISTORIC_VALUE",
  "P_ALIVE",
  "CHURN_PROBABILITY",
  "EXPECTED_PURCHASES_90D",
  "EXPECTED_PURCHASES_365D",
  "EXPECTED_SPEND",
  "CLV_90D",
  "CLV_365D",
  "PURCHASES_90D_LO95",
  "PURCHASES_90D_LO80",
  "PURCHASES_90D_HI80",
  "PURCHASES_90D_HI95",
  "PURCHASES_365D_LO95",
  "PURCHASES_365D_LO80",
  "PURCHASES_365D_HI80",
  "PURCHASES_365D_HI95",
  "CLV_90D_LO95",
  "CLV_90D_LO80",
  "CLV_90D_HI80",
  "CLV_90D_HI95",
  "CLV_365D_LO95",
  "CLV_365D_LO80",
  "CLV_365D_HI80",
  "CLV_365D_HI95",
  "RESIDUAL_CLV",
  "TOTAL_VALUE",
  "VALUE_RANK",
  "VALUE_TIER",
  "CHANNEL",
  "MODEL_VERSION",
  "RUN_ID"
FROM "CLV"."CLV_SCORES_STAGING";

COMMIT;

DROP TABLE "CLV"."CLV_SCORES_STAGING";

-- The scores of the latest as-of date; who may read them stays as it is.
CREATE OR REPLACE VIEW "CLV"."CLV_SCORES" COPY GRANTS AS
SELECT * FROM "CLV"."CLV_SCORES_HISTORY"
WHERE "AS_OF" = (SELECT MAX("AS_OF") FROM "CLV"."CLV_SCORES_HISTORY");

-- Each customer at every as-of date over the longest horizon, and what changed since the date before.
CREATE OR REPLACE VIEW "CLV"."CLV_CUSTOMER_HISTORY" COPY GRANTS AS
select n.customer_id as customer_id, n.as_of as as_of, n.x as x, n.p_alive as p_alive, n.expected_purchases as expected_purchases, n.clv as clv, n.horizon_days as horizon_days, n.value_tier as value_tier,
  b.as_of as previous_as_of, b.value_tier as previous_tier, n.p_alive - b.p_alive as p_alive_change,
  case when b.horizon_days = n.horizon_days then n.clv - b.clv end as clv_change, n.model_version as model_version, n.run_id as run_id
from (select customer_id, as_of, x, p_alive, value_tier, model_version, run_id,
  case when expected_purchases_365d is not null then expected_purchases_365d when expected_purchases_90d is not null then expected_purchases_90d end as expected_purchases, case when expected_purchases_365d is not null then clv_365d when expected_purchases_90d is not null then clv_90d end as clv,
  case when expected_purchases_365d is not null then 365 when expected_purchases_90d is not null then 90 end as horizon_days from "CLV"."CLV_SCORES_HISTORY") n join (select as_of, lag(as_of) over (order by as_of) as previous_as_of from (select distinct as_of from "CLV"."CLV_SCORES_HISTORY") d) d on n.as_of = d.as_of
left join (select customer_id, as_of, x, p_alive, value_tier, model_version, run_id,
  case when expected_purchases_365d is not null then expected_purchases_365d when expected_purchases_90d is not null then expected_purchases_90d end as expected_purchases, case when expected_purchases_365d is not null then clv_365d when expected_purchases_90d is not null then clv_90d end as clv,
  case when expected_purchases_365d is not null then 365 when expected_purchases_90d is not null then 90 end as horizon_days from "CLV"."CLV_SCORES_HISTORY") b on b.as_of = d.previous_as_of and b.customer_id = n.customer_id;

