select
  customer_id,
  exp(
    cast(3.5e+0 as double precision)
    + cast(4e-1 as double precision)
    * case
      when cast(c."first_amount" as double precision)
      + 0 > 0 then ln(cast(c."first_amount" as double precision) + 0)
      - cast(3.25e+0 as double precision)
      else cast(0e+0 as double precision)
    end
    + cast(-2.5e-1 as double precision)
    * case
      when cast(c."first_amount" as double precision) + 0 > 0 then cast(0e+0 as double precision)
      else cast(1e+0 as double precision)
    end
    + cast(-1e-1 as double precision)
    * case
      when cast(c."x" as double precision)
      + 1 > 0 then ln(cast(c."x" as double precision) + 1)
      - cast(1.5e+0 as double precision)
      else cast(0e+0 as double precision)
    end
    + case
      when c."attr_channel" = 'web' then cast(0e+0 as double precision)
      when c."attr_channel" is null then cast(-1.25e-1 as double precision)
      when c."attr_channel" = 'it''s' then cast(7.5e-1 as double precision)
      else cast(1e-1 as double precision)
    end
  ) as value
from "customers" c
