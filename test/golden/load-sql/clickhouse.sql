-- clv_scores as of 2024-12-30 (3,000 customers) into ClickHouse, written by clv 1.2.3.
-- Copy the folder of a parquet output to https://YOUR-BUCKET.s3.amazonaws.com/clv first, as it is.
-- A bucket that is not public: add its key and secret as named collection, see the documentation of s3(). On a cluster add ON CLUSTER.
-- Run it so that it stops at the first error: clickhouse client --queries-file FILE.
-- It may run again: the slice of this as-of date is replaced as a whole. After a change of horizons or attributes add
-- the new columns to clv_scores_history first: ALTER TABLE ... ADD COLUMN.
-- Checked: parsed with sqlglot, and run with chdb, the embedded ClickHouse, reading the files over HTTP as from a bucket. Not run on a cluster.

-- The table, once. Its database must exist: CREATE DATABASE.
CREATE TABLE IF NOT EXISTS `clv`.`clv_scores_history` (
  `customer_id` String COMMENT 'customer id, as in the source',
  `as_of` Date COMMENT 'last day of observation; predictions begin on the next one',
  `x` Nullable(Int32) COMMENT 'repeat purchases; for a discrete model the periods with one',
  `t_x_days` Nullable(Int32) COMMENT 'days from the first to the last purchase',
  `t_cal_days` Nullable(Int32) COMMENT 'days from the first purchase to as_of',
  `first_day` Nullable(Date32) COMMENT 'day of the first purchase',
  `last_day` Nullable(Date32) COMMENT 'day of the last purchase',
  `historic_value` Nullable(Decimal(38, 4)) COMMENT 'all purchases minus all refunds up to as_of, base currency',
  `p_alive` Nullable(Float64) COMMENT 'probability that the customer is still active at as_of, 0 to 1',
  `churn_probability` Nullable(Float64) COMMENT '1 minus p_alive',
  `expected_purchases_90d` Nullable(Float64) COMMENT 'expected number of purchases in the next 90 days',
  `expected_purchases_365d` Nullable(Float64) COMMENT 'expected number of purchases in the next 365 days',
  `expected_spend` Nullable(Float64) COMMENT 'expected amount of a future purchase, base currency',
  `clv_90d` Nullable(Float64) COMMENT 'expected value of the next 90 days, discounted, margin applied, base currency',
  `clv_365d` Nullable(Float64) COMMENT 'expected value of the next 365 days, discounted, margin applied, base currency',
  `purchases_90d_lo95` Nullable(Int32) COMMENT 'lower bound of the 95 % interval: number of purchases in the next 90 days',
  `purchases_90d_lo80` Nullable(Int32) COMMENT 'lower bound of the 80 % interval: number of purchases in the next 90 days',
  `purchases_90d_hi80` Nullable(Int32) COMMENT 'upper bound of the 80 % interval: number of purchases in the next 90 days',
  `purchases_90d_hi95` Nullable(Int32) COMMENT 'upper bound of the 95 % interval: number of purchases in the next 90 days',
  `purchases_365d_lo95` Nullable(Int32) COMMENT 'lower bound of the 95 % interval: number of purchases in the next 365 days',
  `purchases_365d_lo80` Nullable(Int32) COMMENT 'lower bound of the 80 % interval: number of purchases in the next 365 days',
  `purchases_365d_hi80` Nullable(Int32) COMMENT 'upper bound of the 80 % interval: number of purchases in the next 365 days',
  `purchases_365d_hi95` Nullable(Int32) COMMENT 'upper bound of the 95 % interval: number of purchases in the next 365 days',
  `clv_90d_lo95` Nullable(Float64) COMMENT 'lower bound of the 95 % interval: value of the next 90 days, base currency; not to be summed over customers, see clv_segments',
  `clv_90d_lo80` Nullable(Float64) COMMENT 'lower bound of the 80 % interval: value of the next 90 days, base currency; not to be summed over customers, see clv_segments',
  `clv_90d_hi80` Nullable(Float64) COMMENT 'upper bound of the 80 % interval: value of the next 90 days, base currency; not to be summed over customers, see clv_segments',
  `clv_90d_hi95` Nullable(Float64) COMMENT 'upper bound of the 95 % interval: value of the next 90 days, base currency; not to be summed over customers, see clv_segments',
  `clv_365d_lo95` Nullable(Float64) COMMENT 'lower bound of the 95 % interval: value of the next 365 days, base currency; not to be summed over customers, see clv_segments',
  `clv_365d_lo80` Nullable(Float64) COMMENT 'lower bound of the 80 % interval: value of the next 365 days, base currency; not to be summed over customers, see clv_segments',
  `clv_365d_hi80` Nullable(Float64) COMMENT 'upper bound of the 80 % interval: value of the next 365 days, base currency; not to be summed over customers, see clv_segments',
  `clv_365d_hi95` Nullable(Float64) COMMENT 'upper bound of the 95 % interval: value of the next 365 days, base currency; not to be summed over customers, see clv_segments',
  `residual_clv` Nullable(Float64) COMMENT 'expected value of all days to come, discounted, margin applied, base currency; null without a discount rate, and where the model cannot tell who has left',
  `total_value` Nullable(Float64) COMMENT 'margin times historic_value, plus residual_clv (or the CLV of the longest horizon where that is null), base currency',
  `value_rank` Nullable(Int64) COMMENT 'place by CLV of the longest horizon (by expected purchases where there are no amounts), 1 is best; equal values share a place',
  `value_tier` Nullable(String) COMMENT 'tier by share of customers in the order of value_rank; the lowest for all without expected value',
  `channel` Nullable(String) COMMENT 'attribute of the customer, as in the source',
  `model_version` Nullable(String) COMMENT 'version of the model that scored',
  `run_id` Nullable(String) COMMENT 'run that scored; key of clv_runs'
)
ENGINE = MergeTree
PARTITION BY `as_of`
ORDER BY (`as_of`, `customer_id`)
COMMENT 'Customer lifetime value: one row a customer and as-of date';

-- The slice from the bucket into a staging table, which must then hold every customer of the run.
DROP TABLE IF EXISTS `clv`.`clv_scores_staging`;

CREATE TABLE `clv`.`clv_scores_staging` AS `clv`.`clv_scores_history`;

INSERT INTO `clv`.`clv_scores_staging` (
  `customer_id`,
  `as_of`,
  `x`,
  `t_x_days`,
  `t_cal_days`,
  `first_day`,
  `last_day`,
  `historic_value`,
  `p_alive`,
  `churn_probability`,
  `expected_purchases_90d`,
  `expected_purchases_365d`,
  `expected_spend`,
  `clv_90d`,
  `clv_365d`,
  `purchases_90d_lo95`,
  `purchases_90d_lo80`,
  `purchases_90d_hi80`,
  `purchases_90d_hi95`,
  `purchases_365d_lo95`,
  `purchases_365d_lo80`,
  `purchases_365d_hi80`,
  `purchases_365d_hi95`,
  `clv_90d_lo95`,
  `clv_90d_lo80`,
  `clv_90d_hi80`,
  `clv_90d_hi95`,
  `clv_365d_lo95`,
  `clv_365d_lo80`,
  `clv_365d_hi80`,
  `clv_365d_hi95`,
  `residual_clv`,
  `total_value`,
  `value_rank`,
  `value_tier`,
  `channel`,
  `model_version`,
  `run_id`
)
SELECT
  `customer_id`,
  toDate('2024-12-30'),
  `x`,
  `t_x_days`,
  `t_cal_days`,
  `first_day`,
  `last_day`,
  `historic_value`,
  `p_alive`,
  `churn_probability`,
  `expected_purchases_90d`,
  `expected_purchases_365d`,
  `expected_spend`,
  `clv_90d`,
  `clv_365d`,
  `purchases_90d_lo95`,
  `purchases_90d_lo80`,
  `purchases_90d_hi80`,
  `purchases_90d_hi95`,
  `purchases_365d_lo95`,
  `purchases_365d_lo80`,
  `purchases_365d_hi80`,
  `purchases_365d_hi95`,
  `clv_90d_lo95`,
  `clv_90d_lo80`,
  `clv_90d_hi80`,
  `clv_90d_hi95`,
  `clv_365d_lo95`,
  `clv_365d_lo80`,
  `clv_365d_hi80`,
  `clv_365d_hi95`,
  `residual_clv`,
  `total_value`,
  `value_rank`,
  `value_tier`,
  `channel`,
  `model_version`,
  `run_id`
FROM s3('https://YOUR-BUCKET.s3.amazonaws.com/clv/clv_scores_history/as_of=2024-12-30/*.parquet', 'Parquet');

SELECT throwIf(COUNT(*) <> 3000, 'the files do not hold all customers of the run') FROM `clv`.`clv_scores_staging`;

-- All or nothing: readers see the old slice or the new one.
ALTER TABLE `clv`.`clv_scores_history` REPLACE PARTITION '2024-12-30' FROM `clv`.`clv_scores_staging`;

DROP TABLE `clv`.`clv_scores_staging`;

-- The scores of the latest as-of date.
CREATE OR REPLACE VIEW `clv`.`clv_scores` AS
SELECT * FROM `clv`.`clv_scores_history`
WHERE `as_of` = (SELECT MAX(`as_of`) FROM `clv`.`clv_scores_history`);

-- Each customer at every as-of date over the longest horizon, and what changed since the date before.
CREATE OR REPLACE VIEW `clv`.`clv_customer_history` AS
select n.customer_id as customer_id, n.as_of as as_of, n.x as x, n.p_alive as p_alive, n.expected_purchases as expected_purchases, n.clv as clv, n.horizon_days as horizon_days, n.value_tier as value_tier,
  b.as_of as previous_as_of, b.value_tier as previous_tier, n.p_alive - b.p_alive as p_alive_change,
  case when b.horizon_days = n.horizon_days then n.clv - b.clv end as clv_change, n.model_version as model_version, n.run_id as run_id
from (select customer_id, as_of, x, p_alive, value_tier, model_version, run_id,
  case when expected_purchases_365d is not null then expected_purchases_365d when expected_purchases_90d is not null then expected_purchases_90d end as expected_purchases, case when expected_purchases_365d is not null then clv_365d when expected_purchases_90d is not null then clv_90d end as clv,
  case when expected_purchases_365d is not null then 365 when expected_purchases_90d is not null then 90 end as horizon_days from `clv`.`clv_scores_history`) n join (select as_of, lag(as_of) over (order by as_of) as previous_as_of from (select distinct as_of from `clv`.`clv_scores_history`) d) d on n.as_of = d.as_of
left join (select customer_id, as_of, x, p_alive, value_tier, model_version, run_id,
  case when expected_purchases_365d is not null then expected_purchases_365d when expected_purchases_90d is not null then expected_purchases_90d end as expected_purchases, case when expected_purchases_365d is not null then clv_365d when expected_purchases_90d is not null then clv_90d end as clv,
  case when expected_purchases_365d is not null then 365 when expected_purchases_90d is not null then 90 end as horizon_days from `clv`.`clv_scores_history`) b on b.as_of = d.previous_as_of and b.customer_id = n.customer_id
SETTINGS join_use_nulls = 1;

