select count(distinct "attr_channel") as levels_0, count(distinct "attr_country") as levels_1
from "covariate_groups" g
