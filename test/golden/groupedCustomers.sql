select c.*, g.covariate_group
from "customers_ungrouped" c
join "covariate_groups" g on coalesce(c."attr_channel", '') = coalesce(g."attr_channel", '')
  and (c."attr_channel" is null) = (g."attr_channel" is null)
  and coalesce(c."attr_country", '') = coalesce(g."attr_country", '')
  and (c."attr_country" is null) = (g."attr_country" is null)
