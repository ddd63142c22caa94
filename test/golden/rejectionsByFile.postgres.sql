select file, count(*) as n
from "rejected_rows"
where reason in ('UNPARSABLE_DATE', 'ABSURD_AMOUNT')
group by file
order by n desc, (file collate "C")
