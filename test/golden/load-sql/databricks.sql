-- clv_scores as of 2024-12-30 (3,000 customers) into Databricks, written by clv 1.2.3.
-- Copy the folder of a parquet output to s3://YOUR-BUCKET/clv first, as it is.
-- Run it on a SQL warehouse or Databricks Runtime 12.2 or later, stopping at the first error.
-- It may run again: the slice of this as-of date is replaced as a whole. After a change of horizons or attributes add
-- the new columns to clv_scores_history first: ALTER TABLE ... ADD COLUMN.
-- Checked: parsed with sqlglot. Not run on Databricks, for which no emulator was at hand.

-- The table, once. Its schema must exist: CREATE SCHEMA.
CREATE TABLE IF NOT EXISTS `clv`.`clv_scores_history` (
  `customer_id` STRING NOT NULL COMMENT 'customer id, as in the source',
  `as_of` DATE NOT NULL COMMENT 'last day of observation; predictions begin on the next one',
  `x` INT COMMENT 'repeat purchases; for a discrete model the periods with one',
  `t_x_days` INT COMMENT 'days from the first to the last purchase',
  `t_cal_days` INT COMMENT 'days from the first purchase to as_of',
  `first_day` DATE COMMENT 'day of the first purchase',
  `last_day` DATE COMMENT 'day of the last purchase',
  `historic_value` DECIMAL(38, 4) COMMENT 'all purchases minus all refunds up to as_of, base currency',
  `p_alive` DOUBLE COMMENT 'probability that the customer is still active at as_of, 0 to 1',
  `churn_probability` DOUBLE COMMENT '1 minus p_alive',
  `expected_purchases_90d` DOUBLE COMMENT 'expected number of purchases in the next 90 days',
  `expected_purchases_365d` DOUBLE COMMENT 'expected number of purchases in the next 365 days',
  `expected_spend` DOUBLE COMMENT 'expected amount of a future purchase, base currency',
  `clv_90d` DOUBLE COMMENT 'expected value of the next 90 days, discounted, margin applied, base currency',
  `clv_365d` DOUBLE COMMENT 'expected value of the next 365 days, discounted, margin applied, base currency',
  `purchases_90d_lo95` INT COMMENT 'lower bound of the 95 % interval: number of purchases in the next 90 days',
  `purchases_90d_lo80` INT COMMENT 'lower bound of the 80 % interval: number of purchases in the next 90 days',
  `purchases_90d_hi80` INT COMMENT 'upper bound of the 80 % interval: number of purchases in the next 90 days',
  `purchases_90d_hi95` INT COMMENT 'upper bound of the 95 % interval: number of purchases in the next 90 days',
  `purchases_365d_lo95` INT COMMENT 'lower bound of the 95 % interval: number of purchases in the next 365 days',
  `purchases_365d_lo80` INT COMMENT 'lower bound of the 80 % interval: number of purchases in the next 365 days',
  `purchases_365d_hi80` INT COMMENT 'upper bound of the 80 % interval: number of purchases in the next 365 days',
  `purchases_365d_hi95` INT COMMENT 'upper bound of the 95 % interval: number of purchases in the next 365 days',
  `clv_90d_lo95` DOUBLE COMMENT 'lower bound of the 95 % interval: value of the next 90 days, base currency; not to be summed over customers, see clv_segments',
  `clv_90d_lo80` DOUBLE COMMENT 'lower bound of the 80 % interval: value of the next 90 days, base currency; not to be summed over customers, see clv_segments',
  `clv_90d_hi80` DOUBLE COMMENT 'upper bound of the 80 % interval: value of the next 90 days, base currency; not to be summed over customers, see clv_segments',
  `clv_90d_hi95` DOUBLE COMMENT 'upper bound of the 95 % interval: value of the next 90 days, base currency; not to be summed over customers, see clv_segments',
  `clv_365d_lo95` DOUBLE COMMENT 'lower bound of the 95 % interval: value of the next 365 days, base currency; not to be summed over customers, see clv_segments',
  `clv_365d_lo80` DOUBLE COMMENT 'lower bound of the 80 % interval: value of the next 365 days, base currency; not to be summed over customers, see clv_segments',
  `clv_365d_hi80` DOUBLE COMMENT 'upper bound of the 80 % interval: value of the next 365 days, base currency; not to be summed over customers, see clv_segments',
  `clv_365d_hi95` DOUBLE COMMENT 'upper bound of the 95 % interval: value of the next 365 days, base currency; not to be summed over customers, see clv_segments',
  `residual_clv` DOUBLE COMMENT 'expected value of all days to come, discounted, margin applied, base currency; null without a discount rate, and where the model cannot tell who has left',
  `total_value` DOUBLE COMMENT 'margin times historic_value, plus residual_clv (or the CLV of the longest horizon where that is null), base currency',
  `value_rank` BIGINT COMMENT 'place by CLV of the longest horizon (by expected purchases where there are no amounts), 1 is best; equal values share a place',
  `value_tier` STRING COMMENT 'tier by share of customers in the order of value_rank; the lowest for all without expected value',
  `channel` STRING COMMENT 'attribute of the customer, as in the source',
  `model_version` STRING COMMENT 'version of the model that scored',
  `run_id` STRING COMMENT 'run that scored; key of clv_runs'
)
USING DELTA
PARTITIONED BY (`as_of`)
COMMENT 'Customer lifetime value: one row a customer and as-of date';

-- The slice from the bucket into a staging table, which must then hold every customer of the run.
-- A new table knows of no file that was loaded before.
CREATE OR REPLACE TABLE `clv`.`clv_scores_staging` (
  `customer_id` STRING,
  `x` INT,
  `t_x_days` INT,
  `t_cal_days` INT,
  `first_day` DATE,
  `last_day` DATE,
  `historic_value` DECIMAL(38, 4),
  `p_alive` DOUBLE,
  `churn_probability` DOUBLE,
  `expected_purchases_90d` DOUBLE,
  `expected_purchases_365d` DOUBLE,
  `expected_spend` DOUBLE,
  `clv_90d` DOUBLE,
  `clv_365d` DOUBLE,
  `purchases_90d_lo95` INT,
  `purchases_90d_lo80` INT,
  `purchases_90d_hi80` INT,
  `purchases_90d_hi95` INT,
  `purchases_365d_lo95` INT,
  `purchases_365d_lo80` INT,
  `purchases_365d_hi80` INT,
  `purchases_365d_hi95` INT,
  `clv_90d_lo95` DOUBLE,
  `clv_90d_lo80` DOUBLE,
  `clv_90d_hi80` DOUBLE,
  `clv_90d_hi95` DOUBLE,
  `clv_365d_lo95` DOUBLE,
  `clv_365d_lo80` DOUBLE,
  `clv_365d_hi80` DOUBLE,
  `clv_365d_hi95` DOUBLE,
  `residual_clv` DOUBLE,
  `total_value` DOUBLE,
  `value_rank` BIGINT,
  `value_tier` STRING,
  `channel` STRING,
  `model_version` STRING,
  `run_id` STRING
)
USING DELTA;

COPY INTO `clv`.`clv_scores_staging`
FROM (
SELECT
  `customer_id`,
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
FROM 's3://YOUR-BUCKET/clv/clv_scores_history/as_of=2024-12-30/'
)
FILEFORMAT = PARQUET;

SELECT ASSERT_TRUE(COUNT(*) = 3000, 'the files do not hold all customers of the run') FROM `clv`.`clv_scores_staging`;

-- All or nothing: readers see the old slice or the new one.
MERGE INTO `clv`.`clv_scores_history` AS t
USING `clv`.`clv_scores_staging` AS s
ON t.`as_of` = DATE '2024-12-30' AND t.`customer_id` = s.`customer_id`
WHEN MATCHED THEN UPDATE SET
  t.`x` = s.`x`,
  t.`t_x_days` = s.`t_x_days`,
  t.`t_cal_days` = s.`t_cal_days`,
  t.`first_day` = s.`first_day`,
  t.`last_day` = s.`last_day`,
  t.`historic_value` = s.`historic_value`,
  t.`p_alive` = s.`p_alive`,
  t.`churn_probability` = s.`churn_probability`,
  t.`expected_purchases_90d` = s.`expected_purchases_90d`,
  t.`expected_purchases_365d` = s.`expected_purchases_365d`,
  t.`expected_spend` = s.`expected_spend`,
  t.`clv_90d` = s.`clv_90d`,
  t.`clv_365d` = s.`clv_365d`,
  t.`purchases_90d_lo95` = s.`purchases_90d_lo95`,
  t.`purchases_90d_lo80` = s.`purchases_90d_lo80`,
  t.`purchases_90d_hi80` = s.`purchases_90d_hi80`,
  t.`purchases_90d_hi95` = s.`purchases_90d_hi95`,
  t.`purchases_365d_lo95` = s.`purchases_365d_lo95`,
  t.`purchases_365d_lo80` = s.`purchases_365d_lo80`,
  t.`purchases_365d_hi80` = s.`purchases_365d_hi80`,
  t.`purchases_365d_hi95` = s.`purchases_365d_hi95`,
  t.`clv_90d_lo95` = s.`clv_90d_lo95`,
  t.`clv_90d_lo80` = s.`clv_90d_lo80`,
  t.`clv_90d_hi80` = s.`clv_90d_hi80`,
  t.`clv_90d_hi95` = s.`clv_90d_hi95`,
  t.`clv_365d_lo95` = s.`clv_365d_lo95`,
  t.`clv_365d_lo80` = s.`clv_365d_lo80`,
  t.`clv_365d_hi80` = s.`clv_365d_hi80`,
  t.`clv_365d_hi95` = s.`clv_365d_hi95`,
  t.`residual_clv` = s.`residual_clv`,
  t.`total_value` = s.`total_value`,
  t.`value_rank` = s.`value_rank`,
  t.`value_tier` = s.`value_tier`,
  t.`channel` = s.`channel`,
  t.`model_version` = s.`model_version`,
  t.`run_id` = s.`run_id`
WHEN NOT MATCHED THEN INSERT (
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
VALUES (
  s.`customer_id`,
  DATE '2024-12-30',
  s.`x`,
  s.`t_x_days`,
  s.`t_cal_days`,
  s.`first_day`,
  s.`last_day`,
  s.`historic_value`,
  s.`p_alive`,
  s.`churn_probability`,
  s.`expected_purchases_90d`,
  s.`expected_purchases_365d`,
  s.`expected_spend`,
  s.`clv_90d`,
  s.`clv_365d`,
  s.`purchases_90d_lo95`,
  s.`purchases_90d_lo80`,
  s.`purchases_90d_hi80`,
  s.`purchases_90d_hi95`,
  s.`purchases_365d_lo95`,
  s.`purchases_365d_lo80`,
  s.`purchases_365d_hi80`,
  s.`purchases_365d_hi95`,
  s.`clv_90d_lo95`,
  s.`clv_90d_lo80`,
  s.`clv_90d_hi80`,
  s.`clv_90d_hi95`,
  s.`clv_365d_lo95`,
  s.`clv_365d_lo80`,
  s.`clv_365d_hi80`,
  s.`clv_365d_hi95`,
  s.`residual_clv`,
  s.`total_value`,
  s.`value_rank`,
  s.`value_tier`,
  s.`channel`,
  s.`model_version`,
  s.`run_id`
)
WHEN NOT MATCHED BY SOURCE AND t.`as_of` = DATE '2024-12-30' THEN DELETE;

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

