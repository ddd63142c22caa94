select attribute, horizon_days, customers, segments, mean as mean_clv, variance_within, variance_between
from "mart_segment_pooling"
