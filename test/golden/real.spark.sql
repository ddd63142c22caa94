select cast(1e-1 as double) as a, cast(-2e+0 as double) as b, cast(1e-300 as double) as c
