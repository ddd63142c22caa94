select as_of, lag(as_of) over (order by as_of) as previous_as_of
from (select distinct as_of from "published_scores") d
