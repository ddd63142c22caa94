select 1e-1 as a, (-2e+0) as b, 1e-300 as c
