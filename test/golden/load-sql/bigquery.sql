-- clv_scores as of 2024-12-30 (3,000 customers) into BigQuery, written by clv 1.2.3.
-- Copy the folder of a parquet output to gs://YOUR-BUCKET/clv first, as it is.
-- Run it as one script: bq query --use_legacy_sql=false < FILE. An error ends it and rolls back.
-- It may run again: the slice of this as-of date is replaced as a whole. After a change of horizons or attributes add
-- the new columns to clv_scores_history first: ALTER TABLE ... ADD COLUMN.
-- Checked: parsed with sqlglot, all but ASSERT, which it does not know. Not run on BigQuery, for which no emulator was at hand.

-- The table, once. Its dataset must exist: CREATE SCHEMA.
CREATE TABLE IF NOT EXISTS `clv`.`clv_scores_history` (
  `customer_id` STRING NOT NULL OPTIONS (description = 'customer id, as in the source'),
  `as_of` DATE NOT NULL OPTIONS (description = 'last day of observation; predictions begin on the next one'),
  `x` INT64 OPTIONS (description = 'repeat purchases; for a discrete model the periods with one'),
  `t_x_days` INT64 OPTIONS (description = 'days from the first to the last purchase'),
  `t_cal_days` INT64 OPTIONS (description = 'days from the first purchase to as_of'),
  `first_day` DATE OPTIONS (description = 'day of the first purchase'),
  `last_day` DATE OPTIONS (description = 'day of the last purchase'),
  `historic_value` BIGNUMERIC(38, 4) OPTIONS (description = 'all purchases minus all refunds up to as_of, base currency'),
  `p_alive` FLOAT64 OPTIONS (description = 'probability that the customer is still active at as_of, 0 to 1'),
  `churn_probability` FLOAT64 OPTIONS (description = '1 minus p_alive'),
  `expected_purchases_90d` FLOAT64 OPTIONS (description = 'expected number of purchases in the next 90 days'),
  `expected_purchases_365d` FLOAT64 OPTIONS (description = 'expected number of purchases in the next 365 days'),
  `expected_spend` FLOAT64 OPTIONS (description = 'expected amount of a future purchase, base currency'),
  `clv_90d` FLOAT64 OPTIONS (description = 'expected value of the next 90 days, discounted, margin applied, base currency'),
  `clv_365d` FLOAT64 OPTIONS (description = 'expected value of the next 365 days, discounted, margin applied, base currency'),
  `purchases_90d_lo95` INT64 OPTIONS (description = 'lower bound of the 95 % interval: number of purchases in the next 90 days'),
  `purchases_90d_lo80` INT64 OPTIONS (description = 'lower bound of the 80 % interval: number of purchases in the next 90 days'),
  `purchases_90d_hi80` INT64 OPTIONS (description = 'upper bound of the 80 % interval: number of purchases in the next 90 days'),
  `purchases_90d_hi95` INT64 OPTIONS (description = 'upper bound of the 95 % interval: number of purchases in the next 90 days'),
  `purchases_365d_lo95` INT64 OPTIONS (description = 'lower bound of the 95 % interval: number of purchases in the next 365 days'),
  `purchases_365d_lo80` INT64 OPTIONS (description = 'lower bound of the 80 % interval: number of purchases in the next 365 days'),
  `purchases_365d_hi80` INT64 OPTIONS (description = 'upper bound of the 80 % interval: number of purchases in the next 365 days'),
  `purchases_365d_hi95` INT64 OPTIONS (description = 'upper bound of the 95 % interval: number of purchases in the next 365 days'),
  `clv_90d_lo95` FLOAT64 OPTIONS (description = 'lower bound of the 95 % interval: value of the next 90 days, base currency; not to be summed over customers, see clv_segments'),
  `clv_90d_lo80` FLOAT64 OPTIONS (description = 'lower bound of the 80 % interval: value of the next 90 days, base currency; not to be summed over customers, see clv_segments'),
  `clv_90d_hi80` FLOAT64 OPTIONS (description = 'upper bound of the 80 % interval: value of the next 90 days, base currency; not to be summed over customers, see clv_segments'),
  `clv_90d_hi95` FLOAT64 OPTIONS (description = 'upper bound of the 95 % interval: value of the next 90 days, base currency; not to be summed over customers, see clv_segments'),
  `clv_365d_lo95` FLOAT64 OPTIONS (description = 'lower bound of the 95 % interval: value of the next 365 days, base currency; not to be summed over customers, see clv_segments'),
  `clv_365d_lo80` FLOAT64 OPTIONS (description = 'lower bound of the 80 % interval: value of the next 365 days, base currency; not to be summed over customers, see clv_segments'),
  `clv_365d_hi80` FLOAT64 OPTIONS (description = 'upper bound of the 80 % interval: value of the next 365 days, base currency; not to be summed over customers, see clv_segments'),
  `clv_365d_hi95` FLOAT64 OPTIONS (description = 'upper bound of the 95 % interval: value of the next 365 days, base currency; not to be summed over customers, see clv_segments'),
  `residual_clv` FLOAT64 OPTIONS (description = 'expected value of all days to come, discounted, margin applied, base currency; null without a discount rate, and where the model cannot tell who has left'),
  `total_value` FLOAT64 OPTIONS (description = 'margin times historic_value, plus residual_clv (or the CLV of the longest horizon where that is null), base currency'),
  `value_rank` INT64 OPTIONS (description = 'place by CLV of the longest horizon (by expected purchases where there are no amounts), 1 is best; equal values share a place'),
  `value_tier` STRING OPTIONS (description = 'tier by share of customers in the order of value_rank; the lowest for all without expected value'),
  `channel` STRING OPTIONS (description = 'attribute of the customer, as in the source'),
  `model_version` STRING OPTIONS (description = 'version of the model that scored'),
  `run_id` STRING OPTIONS (description = 'run that scored; key of clv_runs')
)
PARTITION BY `as_of`
CLUSTER BY `customer_id`
OPTIONS (description = 'Customer lifetime value: one row a customer and as-of date');

-- The slice from the bucket into a staging table, which must then hold every customer of the run.
LOAD DATA OVERWRITE `clv`.`clv_scores_staging` (
  `customer_id` STRING,
  `x` INT64,
  `t_x_days` INT64,
  `t_cal_days` INT64,
  `first_day` DATE,
  `last_day` DATE,
  `historic_value` BIGNUMERIC(38, 4),
  `p_alive` FLOAT64,
  `churn_probability` FLOAT64,
  `expected_purchases_90d` FLOAT64,
  `expected_purchases_365d` FLOAT64,
  `expected_spend` FLOAT64,
  `clv_90d` FLOAT64,
  `clv_365d` FLOAT64,
  `purchases_90d_lo95` INT64,
  `purchases_90d_lo80` INT64,
  `purchases_90d_hi80` INT64,
  `purchases_90d_hi95` INT64,
  `purchases_365d_lo95` INT64,
  `purchases_365d_lo80` INT64,
  `purchases_365d_hi80` INT64,
  `purchases_365d_hi95` INT64,
  `clv_90d_lo95` FLOAT64,
  `clv_90d_lo80` FLOAT64,
  `clv_90d_hi80` FLOAT64,
  `clv_90d_hi95` FLOAT64,
  `clv_365d_lo95` FLOAT64,
  `clv_365d_lo80` FLOAT64,
  `clv_365d_hi80` FLOAT64,
  `clv_365d_hi95` FLOAT64,
  `residual_clv` FLOAT64,
  `total_value` FLOAT64,
  `value_rank` INT64,
  `value_tier` STRING,
  `channel` STRING,
  `model_version` STRING,
  `run_id` STRING
)
FROM FILES (format = 'PARQUET', uris = ['gs://YOUR-BUCKET/clv/clv_scores_history/as_of=2024-12-30/*.parquet']);

ASSERT (SELECT COUNT(*) FROM `clv`.`clv_scores_staging`) = 3000 AS 'the files do not hold all customers of the run';

-- All or nothing: readers see the old slice or the new one.
BEGIN TRANSACTION;

DELETE FROM `clv`.`clv_scores_history` WHERE `as_of` = DATE '2024-12-30';

INSERT INTO `clv`.`clv_scores_history` (
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
  DATE '2024-12-30',
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
FROM `clv`.`clv_scores_staging`;

COMMIT TRANSACTION;

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
  case when expected_purchases_365d is not null then 365 when expected_purchases_90d is not null then 90 end as horizon_days from `clv`.`clv_scores_history`) b on b.as_of = d.previous_as_of and b.customer_id = n.customer_id;

