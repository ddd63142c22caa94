select day
from "staged_0"
where day >= date '2024-01-01' and day <= date '2024-12-31'
