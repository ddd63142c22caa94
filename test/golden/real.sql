select
  cast(1e-1 as double precision) as a,
  cast(-2e+0 as double precision) as b,
  cast(1e-300 as double precision) as c
