select attribute, segment, horizon_days, customers, weight, pooled_mean as pooled_mean_clv
from "mart_small_segments"
