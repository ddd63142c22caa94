select c.*, g.covariate_group from "customers" c join "covariate_groups" g on c."attr_channel" is not distinct from g."attr_channel" and c."attr_country" is not distinct from g."attr_country"
