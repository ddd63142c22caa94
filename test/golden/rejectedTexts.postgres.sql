select file, line, raw_text
from "rejected_rows"
where reason = 'UNPARSABLE_DATE'
order by (file collate "C"), line
limit 2000
