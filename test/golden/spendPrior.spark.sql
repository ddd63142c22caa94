select
  customer_id,
  exp(
    cast(3.5e+0 as double)
    + cast(4e-1 as double)
    * case
      when cast(c."first_amount" as double)
      + 0 > 0 then ln(cast(c."first_amount" as double) + 0)
      - cast(3.25e+0 as double)
      else cast(0e+0 as double)
    end
    + cast(-2.5e-1 as double)
    * case
      when cast(c."first_amount" as double) + 0 > 0 then cast(0e+0 as double) else cast(1e+0 as double)
    end
    + cast(-1e-1 as double)
    * case
      when cast(c."x" as double) + 1 > 0 then ln(cast(c."x" as double) + 1) - cast(1.5e+0 as double)
      else cast(0e+0 as double)
    end
    + case
      when c."attr_channel" = 'web' then cast(0e+0 as double)
      when c."attr_channel" is null then cast(-1.25e-1 as double)
      when c."attr_channel" = 'it''s' then cast(7.5e-1 as double)
      else cast(1e-1 as double)
    end
  ) as value
from "customers" c
